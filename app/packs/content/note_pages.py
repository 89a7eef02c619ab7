"""A note as it is printed: the five parts, and the others where they are filled in."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from markupsafe import Markup

from app.briefings.advice.queries import AdviceLine
from app.briefings.models import NoteState, NoteVersion
from app.briefings.parts import UNDISCLOSED, VIEWS
from app.briefings.queries import holder_of
from app.briefings.spoken import in_words
from app.briefings.steers.sentences import sentences
from app.briefings.ties import ALIGNED_ON
from app.briefings.wording import (
    DEPTH_WORDS,
    GIVER_NAMES,
    GIVER_WORDS,
    markings,
)
from app.briefings.workflow import STATE_WORDS
from app.core import clock
from app.core.markdown import to_plain
from app.meetings.agenda_models import AgendaItem
from app.packs.content.forces import forces_of
from app.packs.content.gathering import NoteFacts
from app.packs.content.layout import Note
from app.packs.content.note_parts import Advice, Block, Fact, StateMark
from app.packs.content.wording import answers, day_in_print, prose, stance_word

#: These have a place of their own on the sheet.
_PLACED = frozenset({"ask", "success", "core", "speaking_points", "if_raised", "fallback"})
#: What comes behind the advice: who is told, what lies behind it, and what came of it.
_AFTER_ADVICE = frozenset({"council", "reporting", "background", UNDISCLOSED, "afterwards", VIEWS})


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
    blocks = _blocks(facts)
    return Note(
        ask=to_plain(readable_text(facts, "ask")),
        stance=stance_word(version.stance),
        state=mark_of(facts.note.state),
        facts=_colophon(item, facts, received_on),
        stance_reason=_mandate(version),
        still_to_allow=_still_to_allow(facts),
        depth=str(DEPTH_WORDS[version.depth]) if version.depth else "",
        success=prose(readable_text(facts, "success")),
        reason=prose(readable_text(facts, "core")),
        speaking_points=sentences(readable_text(facts, "speaking_points")),
        if_raised=pairs,
        if_raised_text=Markup("") if pairs else prose(raised),
        fallback=prose(readable_text(facts, "fallback")),
        forces=forces_of(facts.forces),
        blocks=tuple(block for block in blocks if block.key not in _AFTER_ADVICE),
        advice=tuple(_advice(line, facts.talks) for line in facts.advice),
        closing=tuple(block for block in blocks if block.key in _AFTER_ADVICE),
        unconfirmed=in_words(facts.unconfirmed) if facts.unconfirmed else "",
        id=facts.note.id,
        version=version.number,
    )


def _blocks(facts: NoteFacts) -> list[Block]:
    """The further parts that are filled in, in the order of the sheet."""
    found = []
    for part in facts.parts:
        text = facts.note.current.parts.get(part.key, "")
        if part.key not in _PLACED and text.strip():
            found.append(Block(str(part.label), prose(text), part.key, part.private))
    return found


def _still_to_allow(facts: NoteFacts) -> str:
    if facts.still_to_allow is None:
        return ""
    giver = GIVER_NAMES[facts.still_to_allow]
    return _(
        "Dit standpunt gaat verder dan het mandaat: %(giver)s moet het nog toestaan.", giver=giver
    )


def _mandate(version: NoteVersion) -> str:
    if not version.mandate and not version.mandate_giver:
        return ""
    giver = str(GIVER_WORDS[version.mandate_giver]) if version.mandate_giver else ""
    when = day_in_print(version.mandate_on) if version.mandate_on else ""
    source = ", ".join(word for word in (giver, when) if word)
    return " · ".join(word for word in (to_plain(version.mandate), source) if word)


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


def facts_of_its_own(note: Note) -> tuple[Fact, ...]:
    """What stands above a printed note, without its version and when its papers came: those have
    lines of their own where versions of a pack are compared."""
    others = (_("Versie"), _("Stukken ontvangen"))
    return tuple(fact for fact in note.facts if fact.term not in others)


def _advice(line: AdviceLine, talks: bool) -> Advice:
    """Who advised what and when; why is for who takes part in the talk about the note."""
    given = line.advice.given_at
    return Advice(
        adviser=f"{line.advice.adviser.name} ({line.field})",
        kind=line.kind,
        given=day_in_print(clock.local(given).date()) if given else "",
        words=line.advice.text if talks else "",
        is_outdated=line.is_outdated,
    )
