"""The steer as it is printed: the one page that can be read standing."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.briefings.steers.drawing import Line, words_of
from app.briefings.steers.sentences import first_sentence
from app.meetings.agenda_models import AgendaItem
from app.packs.content.fitting import on_one_page
from app.packs.content.gathering import Gathered
from app.packs.content.layout import Item
from app.packs.content.meeting_parts import Decision, OpenAction, Steer

#: So many open actions stand on it, where there is room; the whole list is a page further.
ACTIONS = 3
#: How likely an item is to come up, in a word or two.
DEPTHS: dict[str, Any] = {
    "full": _l("zeker aan de orde"),
    "short": _l("misschien aan de orde"),
    "defensive": _l("alleen op verzoek"),
}


def steer_of(gathered: Gathered, items: tuple[Item, ...], actions: tuple[OpenAction, ...]) -> Steer:
    """The steer: the written words, and what is drawn from the notes that both may read."""
    lines = [_line(gathered, item) for item in gathered.items]
    words = words_of(gathered.meeting.remarks, lines, gathered.steer)
    steer = Steer(
        why=words.why,
        achieve=words.achieve,
        decisions=tuple(
            _decision(row, line, row.no_note if row.id in gathered.left_out else "")
            for row, line in zip(items, lines, strict=True)
        ),
        speak_to=words.speak_to,
        actions=tuple(one.line for one in actions[:ACTIONS]),
        top_risk=words.top_risk,
    )
    return on_one_page(steer, gathered.meeting.body.name)


def _line(gathered: Gathered, item: AgendaItem) -> Line:
    facts = gathered.notes.get(item.id)
    if facts is None:
        return Line(item)
    keys = frozenset(part.key for part in facts.parts)
    return Line(item, facts.note, keys, facts.forces)


def _decision(row: Item, line: Line, no_note: str) -> Decision:
    depth = line.note.current.depth if line.note else None
    return Decision(
        key=row.key,
        number=row.number,
        topic=row.title,
        ask=first_sentence(row.note.ask) if row.note else "",
        stance=row.note.stance if row.note else "",
        minutes=row.minutes,
        state=row.note.state if row.note else None,
        is_consent=row.is_consent,
        depth=str(DEPTHS[depth]) if depth else "",
        no_note=no_note,
    )
