"""A note as it is printed: the five parts, and the others where they are filled in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date
from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.briefings.models import NoteState, NoteVersion
from app.briefings.positions.field import Field
from app.briefings.positions.models import Position
from app.briefings.positions.picture import bars
from app.briefings.queries import holder_of
from app.briefings.spoken import in_words
from app.briefings.steers.sentences import sentences
from app.briefings.ties import ALIGNED_ON
from app.briefings.wording import GIVER_WORDS, STANCE_WORDS, markings
from app.briefings.workflow import STATE_WORDS
from app.core import clock
from app.core.markdown import to_plain
from app.meetings.agenda_models import AgendaItem
from app.packs.gathering import NoteFacts
from app.packs.layout import Block, Fact, Note, StateMark
from app.packs.wording import answers, prose

#: These have a place of their own on the sheet.
_PLACED = frozenset({"ask", "core", "speaking_points", "if_raised", "fallback"})


def day_in_print(day: date) -> str:
    """A date that is still right next year: "12 november 2026"."""
    return format_date(day, "d MMMM y", locale="nl")


def stance_word(stance: str | None) -> str:
    """A stance as it stands by itself: "Eens mits"; nothing where there is none yet."""
    return str(STANCE_WORDS[stance]).capitalize() if stance else ""


def mark_of(state: str) -> StateMark:
    """The state of a note as word and shape.

    A locked note says here that it was agreed: it is locked by being in a pack, which would else
    differ from itself as soon as it is issued.
    """
    state = NoteState.ALIGNED if state == NoteState.LOCKED else NoteState(state)
    words = {str(key): str(word) for key, word in STATE_WORDS.items()}
    aligned = {str(one) for one in ALIGNED_ON}
    return StateMark(state.replace("_", "-"), words[state], state in aligned)


def readable_text(facts: NoteFacts, key: str) -> str:
    """The text of a part, or nothing where it may not be read."""
    if all(part.key != key for part in facts.parts):
        return ""
    return facts.note.current.parts.get(key, "")


def note_page(item: AgendaItem, facts: NoteFacts, received_on: date | None) -> Note:
    """The printed note of one item."""
    version = facts.note.current
    raised = readable_text(facts, "if_raised")
    pairs = answers(raised)
    return Note(
        ask=to_plain(readable_text(facts, "ask")),
        stance=stance_word(version.stance),
        state=mark_of(facts.note.state),
        facts=_colophon(item, facts, received_on),
        stance_reason=_mandate(version),
        reason=prose(readable_text(facts, "core")),
        speaking_points=sentences(readable_text(facts, "speaking_points")),
        if_raised=pairs,
        if_raised_text=Markup("") if pairs else prose(raised),
        fallback=prose(readable_text(facts, "fallback")),
        blocks=_blocks(facts),
        unconfirmed=in_words(facts.unconfirmed) if facts.unconfirmed else "",
    )


def _blocks(facts: NoteFacts) -> tuple[Block, ...]:
    found = []
    if facts.forces.any_known or facts.forces.outside:
        found.append(Block(_("Krachtenveld"), _forces(facts.forces)))
    for part in facts.parts:
        text = facts.note.current.parts.get(part.key, "")
        if part.key not in _PLACED and text.strip():
            found.append(Block(str(part.label), prose(text)))
    if facts.advice:
        found.append(Block(_("Ingewonnen advies"), _advice(facts)))
    return tuple(found)


def _mandate(version: NoteVersion) -> str:
    if not version.mandate and not version.mandate_giver:
        return ""
    giver = str(GIVER_WORDS[version.mandate_giver]) if version.mandate_giver else ""
    when = day_in_print(version.mandate_on) if version.mandate_on else ""
    source = ", ".join(word for word in (giver, when) if word)
    said = _("Mandaat: %(text)s", text=to_plain(version.mandate)) if version.mandate else ""
    return " · ".join(word for word in (said, source) if word)


def _colophon(item: AgendaItem, facts: NoteFacts, received_on: date | None) -> tuple[Fact, ...]:
    version, holder = facts.note.current, holder_of(item)
    saved = day_in_print(clock.local(version.saved_at).date())
    rows = [
        Fact(_("Opgesteld door"), version.author.name),
        Fact(_("Portefeuillehouder"), holder.name if holder else ""),
        Fact(_("Stukken ontvangen"), day_in_print(received_on) if received_on else ""),
        Fact(
            _("Versie"),
            _(
                "%(number)s van %(day)s, %(state)s",
                number=version.number,
                day=saved,
                state=mark_of(facts.note.state).word,
            ),
        ),
        Fact(_("Markering"), ", ".join(markings(facts.note, version))),
    ]
    return tuple(row for row in rows if row.value)


def _forces(field: Field) -> Markup:
    """Whether it carries, in words, and who stands where."""
    said = [Markup("<p>{}</p>").format(bar.sentence) for bar in bars(field)]
    known = [voter.position for voter in field.voters if voter.known and voter.position]
    rows = [
        (
            position.name,
            _stance_of(position),
            position.why,
            ", ".join(
                word
                for word in (
                    position.source,
                    day_in_print(position.heard_on) if position.heard_on else "",
                )
                if word
            ),
        )
        for position in (*known, *field.outside)
    ]
    heads = (_("Deelnemer"), _("Standpunt"), _("Waarom"), _("Bron"))
    return Markup("").join((*said, _table(heads, rows)))


def _stance_of(position: Position) -> str:
    if position.stance is None:
        return _("onbekend")
    word = stance_word(position.stance)
    return word if position.certain else _("%(stance)s (vermoedelijk)", stance=word)


def _advice(facts: NoteFacts) -> Markup:
    """Who advised what and when; why is for who takes part in the talk about the note."""
    heads = [_("Adviseur"), _("Advies"), _("Gegeven op")]
    rows = [
        [
            f"{line.advice.adviser.name} ({line.field})",
            _("%(advice)s, achterhaald: daarna gewijzigd", advice=line.kind)
            if line.is_outdated
            else line.kind,
            day_in_print(clock.local(line.advice.given_at).date()) if line.advice.given_at else "",
        ]
        for line in facts.advice
    ]
    if facts.talks and any(line.advice.text for line in facts.advice):
        heads.append(_("Toelichting"))
        rows = [[*row, line.advice.text] for row, line in zip(rows, facts.advice, strict=True)]
    return _table(heads, rows)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Markup:
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(word) for word in heads)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(Markup("<td>{}</td>").format(escape(word)) for word in row)
        )
        for row in rows
    )
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(head, body)
