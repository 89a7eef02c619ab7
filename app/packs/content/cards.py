"""A speaking card: one sheet of A4 that is folded once, in type as large as its items allow (pure).

The sizes are those of static/print/pack.css.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.packs.content.layout import Item, MeetingPart, Note
from app.packs.content.measuring import BOLD, MM, clipped, lines

#: So many points of each item stand on it.
POINTS = 3
_WIDE, _HIGH = 124.5 * MM, 181 * MM
_POINT = _WIDE - 6.5 * MM
_TITLE_ROOM = _WIDE - 46 * MM
#: How high a ruled line for notes of one's own is.
_RULE = 22.5


@dataclass(frozen=True)
class Type:
    """A size of type: of a heading, of the line below it and of the points, with line heights."""

    size: int
    heading: tuple[float, float]
    line: tuple[float, float]
    point: tuple[float, float]
    #: Below each point, and between the items.
    gap: float
    between: float


TYPES = (
    Type(1, (14, 18), (10, 13), (14, 19), 3, 12),
    Type(2, (12.5, 16), (10, 13), (12.5, 17), 3, 12),
    Type(3, (11.5, 14), (9, 12), (11, 14.5), 2, 8),
)


@dataclass(frozen=True)
class Turn:
    """One item on the card."""

    item: Item
    note: Note
    #: What is asked, as far as two lines hold it.
    ask: str
    points: tuple[str, ...]
    #: What must be known before it is said: not allowed, not aligned, not confirmed.
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One line of the overview on the front."""

    number: str
    title: str
    stance: str


@dataclass(frozen=True)
class Card:
    """What stands on the card of one meeting."""

    size: int
    turns: tuple[Turn, ...]
    #: How many sheets it takes: more than one where it has more to say than fits.
    sheets: int
    overview: tuple[Row, ...]
    left: int
    #: What we fall back on, by number of the item, and how many lines are free for one's own notes.
    fallbacks: tuple[tuple[str, str], ...]
    rules: int


def card_of(meeting: MeetingPart) -> Card:
    """The card of a meeting."""
    turns = tuple(_turn(item, item.note) for item in meeting.items if item.note)
    columns = 0
    for kind in TYPES:
        columns = _columns(meeting, turns, kind)
        if columns <= 2:
            break
    overview = tuple(
        Row(
            item.number,
            clipped(item.title, 2, _TITLE_ROOM, 9.5),
            item.note.stance if item.note else "",
        )
        for item in meeting.items
    )
    shown = _fitting_rows(meeting, overview)
    fallbacks = _fallbacks(turns)
    return Card(
        size=kind.size,
        turns=turns,
        sheets=-(-(-(-columns // 2) + 1) // 2),
        overview=overview[:shown],
        left=len(overview) - shown,
        fallbacks=fallbacks,
        rules=_rules(fallbacks),
    )


def _turn(item: Item, note: Note) -> Turn:
    stance = f"{note.stance or _('Nog te bepalen')} · "
    ask = clipped(stance + note.ask, 2, _WIDE - 60, 10).removeprefix(stance) if note.ask else ""
    return Turn(item, note, ask, note.speaking_points[:POINTS], _marks(note))


def _marks(note: Note) -> tuple[str, ...]:
    found = [_("buiten het mandaat")] if note.still_to_allow else []
    if not note.state.is_aligned:
        found.append(_("nog niet afgestemd"))
    elif note.unconfirmed:
        found.append(_("akkoord nog niet bevestigd"))
    return tuple(found)


def _columns(meeting: MeetingPart, turns: Sequence[Turn], kind: Type) -> int:
    """How many columns the items fill: none is broken."""
    columns, used = 1, 12.0 + 18 * lines(meeting.body, _WIDE, 14 * BOLD) + 9
    for turn in turns:
        high = _height(turn, kind)
        if used + high > _HIGH and used:
            columns, used = columns + 1, 0.0
        used += high + kind.between
    return columns


def _height(turn: Turn, kind: Type) -> float:
    title = f"{turn.item.number} {turn.item.title}"
    said = " ".join((f"{turn.note.stance} · {turn.ask}", *turn.marks))
    size, high = kind.point
    points = sum(lines(point, _POINT, size) * high + kind.gap for point in turn.points)
    return (
        8
        + lines(title, _WIDE, kind.heading[0] * BOLD) * kind.heading[1]
        + lines(said, _WIDE, kind.line[0] * 1.02) * kind.line[1]
        + kind.gap
        + 1
        + points
    )


def _fitting_rows(meeting: MeetingPart, rows: Sequence[Row]) -> int:
    room = _WIDE - 8 * MM
    used = 53 + 21 + 20 + 27 + 29 * lines(meeting.body, room, 24 * BOLD) + 6
    used += 17 * lines(meeting.partnership, room, 13) + 3
    for fact in meeting.facts:
        used += 13 * lines(fact.value, room - 28 * MM, 9.5) + 5
    used += 13 * lines(meeting.marking, room - 10 * MM, 9.5 * BOLD) + 19 + 30
    for shown, row in enumerate(rows):
        used += 13 * max(1, lines(row.title, _TITLE_ROOM, 9.5)) + 7
        if used > _HIGH:
            return shown
    return len(rows)


def _fallbacks(turns: Sequence[Turn]) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for turn in turns:
        text = clipped(turn.note.fallback.striptags(), 3, _WIDE - 24 * MM, 10.5)
        if text and sum(map(_fallback_height, found)) < _HIGH * 0.6:
            found.append((turn.item.number, text))
    return tuple(found)


def _fallback_height(row: tuple[str, str]) -> float:
    return 15.0 * lines(" ".join(row), _WIDE - 12 * MM, 10.5) + 4


def _rules(fallbacks: Sequence[tuple[str, str]]) -> int:
    used = sum(map(_fallback_height, fallbacks)) + (33 if fallbacks else 0) + 33
    return max(0, int((_HIGH - used) // _RULE))
