"""The steer: the one page that can be read standing, drawn from the meeting and its notes."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import ngettext

from app.meetings.agenda_models import AgendaItem, ItemType
from app.packs.gathering import Gathered
from app.packs.layout import Contact, Decision, Item, Steer
from app.packs.note_pages import readable_text, stance_word
from app.packs.wording import first_sentence, sentences

#: What fits on the one page: up to here with the ask of each item, and up to there without.
ROWS_WITH_ASK = 8
ROWS = 16


def steer_of(gathered: Gathered, items: tuple[Item, ...]) -> Steer:
    """The steer, drawn from the notes: their aims, risks, and whom to call first."""
    agenda = [item for _number, item in gathered.agenda]
    rows = [_decision(row, item) for row, item in zip(items, agenda, strict=True)]
    return Steer(
        why=first_sentence(gathered.meeting.remarks) or _why(agenda),
        achieve=_aims(gathered)[:3],
        decisions=fitting(rows),
        consent=_consent_line(rows),
        left=max(len(_without_consent(rows)) - ROWS, 0),
        speak_to=_contacts(gathered)[:4],
        top_risk=first_sentence(_top_risk(gathered), 320),
    )


def fitting(rows: list[Decision]) -> tuple[Decision, ...]:
    """The rows that leave the steer on one page: first the consent items go, then the asks."""
    if len(rows) <= ROWS_WITH_ASK:
        return tuple(rows)
    shown = _without_consent(rows)[:ROWS]
    if len(shown) <= ROWS_WITH_ASK:
        return tuple(shown)
    return tuple(replace(row, ask="") for row in shown)


def _without_consent(rows: list[Decision]) -> list[Decision]:
    if len(rows) <= ROWS_WITH_ASK:
        return rows
    return [row for row in rows if not row.is_consent]


def _consent_line(rows: list[Decision]) -> str:
    """The consent items in one line, where the table has no room for them."""
    numbers = [row.number for row in rows if row.is_consent]
    if len(rows) <= ROWS_WITH_ASK or not numbers:
        return ""
    return _("Hamerstukken: %(numbers)s.", numbers=", ".join(numbers))


def _why(agenda: list[AgendaItem]) -> str:
    deciding = sum(item.type == ItemType.DECIDE for item in agenda)
    opinion = sum(item.type == ItemType.OPINION for item in agenda)
    found = []
    if deciding:
        found.append(
            ngettext("%(num)d punt om te besluiten", "%(num)d punten om te besluiten", deciding)
        )
    if opinion:
        found.append(
            ngettext(
                "%(num)d punt om een mening over te vormen",
                "%(num)d punten om een mening over te vormen",
                opinion,
            )
        )
    return _("Op de agenda: %(what)s.", what=_(" en ").join(found)) if found else ""


def _aims(gathered: Gathered) -> tuple[str, ...]:
    found = []
    for _number, item in gathered.agenda:
        facts = gathered.notes.get(item.id)
        aim = first_sentence(readable_text(facts, "success")) if facts else ""
        if aim:
            found.append(aim)
    return tuple(found)


def _decision(row: Item, item: AgendaItem) -> Decision:
    return Decision(
        key=row.key,
        number=row.number,
        topic=row.title,
        ask=first_sentence(row.note.ask) if row.note else "",
        stance=row.note.stance if row.note else "",
        minutes=str(item.minutes) if item.minutes else "",
        state=row.note.state if row.note else None,
        is_consent=row.is_consent,
    )


def _contacts(gathered: Gathered) -> tuple[Contact, ...]:
    found = []
    for number, item in gathered.agenda:
        facts = gathered.notes.get(item.id)
        for voter in facts.forces.to_call if facts and facts.forces.any_known else ():
            stance = stance_word(voter.stance)
            about = _("punt %(number)s", number=number)
            why = first_sentence(voter.position.why) if voter.position else ""
            said = ", ".join(word for word in (about, stance.lower(), why) if word)
            found.append(Contact(voter.name, said))
    return tuple(found)


def _top_risk(gathered: Gathered) -> str:
    """The first risk named in a note, of the points to decide first."""
    ordered = sorted(gathered.items, key=lambda item: item.type != ItemType.DECIDE)
    for item in ordered:
        facts = gathered.notes.get(item.id)
        risk = " ".join(sentences(readable_text(facts, "risk"))[:2]) if facts else ""
        if risk:
            return risk
    return ""
