"""The steer as it is printed: the one page that can be read standing."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import gettext as _

from app.briefings.steers.drawing import Line, words_of
from app.briefings.steers.sentences import first_sentence
from app.meetings.agenda_models import AgendaItem
from app.packs.gathering import Gathered
from app.packs.layout import Decision, Item, OpenAction, Steer

#: What fits on the one page: up to here with the ask of each item, and up to there without.
ROWS_WITH_ASK = 8
ROWS = 16
#: So many open actions stand on it, where the table leaves room; the whole list is a page further.
ACTIONS, ROWS_WITH_ACTIONS = 3, 5


def steer_of(gathered: Gathered, items: tuple[Item, ...], actions: tuple[OpenAction, ...]) -> Steer:
    """The steer: the written words, and what is drawn from the notes that both may read."""
    rows = [_decision(row) for row in items]
    lines = [_line(gathered, item) for item in gathered.items]
    words = words_of(gathered.meeting.remarks, lines, gathered.steer)
    return Steer(
        why=words.why,
        achieve=words.achieve,
        decisions=fitting(rows),
        consent=_consent_line(rows),
        left=max(len(_without_consent(rows)) - ROWS, 0),
        speak_to=words.speak_to,
        actions=tuple(one.line for one in actions[:ACTIONS])
        if len(rows) <= ROWS_WITH_ACTIONS
        else (),
        top_risk=words.top_risk,
    )


def _line(gathered: Gathered, item: AgendaItem) -> Line:
    facts = gathered.notes.get(item.id)
    if facts is None:
        return Line(item)
    keys = frozenset(part.key for part in facts.parts)
    return Line(item, facts.note, keys, facts.forces)


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


def _decision(row: Item) -> Decision:
    return Decision(
        key=row.key,
        number=row.number,
        topic=row.title,
        ask=first_sentence(row.note.ask) if row.note else "",
        stance=row.note.stance if row.note else "",
        minutes=row.minutes,
        state=row.note.state if row.note else None,
        is_consent=row.is_consent,
        depth=row.note.depth.partition(":")[0] if row.note else "",
    )
