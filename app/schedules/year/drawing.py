"""The year as one picture: a column per month, a row per day, a shape per meeting. Pure.

Only places and words come from here; how it looks is said by who draws: the style of a page, or
that of a file. Words are measured by the letters that both are set in, so that none runs over, and
what has no room is not cut: a meeting gets a number, a day is named in words elsewhere.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from app.core.dates import bare_month_name, short_month_name, weekday_letters
from app.days.models import DayKind
from app.days.queries import HOLIDAY, DayFact
from app.days.working_days import SATURDAY
from app.meetings.models import Level
from app.packs.content.legible import legible
from app.packs.content.measuring import width
from app.schedules.year.asked import MONTHS, Span
from app.schedules.year.entries import Entry
from app.schedules.year.names import Name, Numbered, Numbers
from app.schedules.year.scales import Scale

#: What the shape and the shades are called, beside the levels of meetings.
TAKEN, CANCELLED, COUNCIL, EXECUTIVE = "taken", "cancelled", "council", "executive"
RECESS, FEAST, UNSURE = "recess", "feast", "unsure"
#: So many meetings stand on a day with their words; of more, those that do not fit are counted.
_MOST, _SHOWN = 4, 3
#: Semibold letters are wider by this.
_STRONG = 1.09
_AWAY = frozenset({DayKind.RECESS, DayKind.CLOSED})

NameOf = Callable[[Entry], Name]


@dataclass(frozen=True)
class Text:
    """Words at a place: where their line begins."""

    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Mark:
    """A shape around its middle, with words beside it."""

    kind: str
    x: float
    y: float
    half: float
    text: Text
    entry: Entry
    small: bool = False


@dataclass(frozen=True)
class Day:
    """One day: what it is, and what is on it."""

    x: float
    y: float
    letters: str
    number: str
    weekend: bool
    #: FEAST, RECESS or "".
    free: str
    #: COUNCIL, EXECUTIVE or "".
    sits: str
    marks: tuple[Mark, ...]
    #: What the day is called, and how many more meetings there are than the marks show.
    note: Text | None = None
    more: Text | None = None


@dataclass(frozen=True)
class Month:
    """One column."""

    x: float
    name: str
    days: tuple[Day, ...]


@dataclass(frozen=True)
class KeyItem:
    """What a shape or shade means, with a place for its sample."""

    kind: str
    x: float
    words: str
    text_x: float


@dataclass(frozen=True)
class Drawing:
    """The whole picture."""

    scale: Scale
    months: tuple[Month, ...]
    key: tuple[KeyItem, ...]
    #: What the numbers beside the shapes stand for.
    names: tuple[Numbered, ...]


def draw(
    span: Span, entries: Sequence[Entry], facts: Iterable[DayFact], name_of: NameOf, scale: Scale
) -> Drawing:
    """The picture of twelve months; `name_of` says of whom a meeting is."""
    board = _Board(span, name_of, scale)
    for entry in entries:
        for day in _days(max(entry.first_day, span.first), min(entry.last_day, span.last)):
            board.entries.setdefault(day, []).append(entry)
    for fact in facts:
        for day in _days(max(fact.first_day, span.first), min(fact.last_day, span.last)):
            board.facts.setdefault(day, []).append(fact)
    board.give_numbers()
    months = tuple(board.month(number) for number in range(MONTHS))
    return Drawing(scale, months, tuple(_key(months, scale)), board.numbers.explained)


class _Board:
    """Puts everything in its place."""

    def __init__(self, span: Span, name_of: NameOf, scale: Scale) -> None:
        self.span, self.name_of, self.scale = span, name_of, scale
        self.entries: dict[date, list[Entry]] = {}
        self.facts: dict[date, list[DayFact]] = {}
        self.numbers = Numbers((), ())

    def give_numbers(self) -> None:
        """Look at every place which name has no room there, before anything is written."""
        places = [
            (self.name_of(entry), self._fits(entry, self._place(place, len(entries))[2]))
            for entries in self.entries.values()
            for place, entry in enumerate(_shown(entries))
        ]
        without_room = [name for name, fits in places if not fits]
        self.numbers = Numbers([name for name, _fits in places], without_room)

    def _fits(self, entry: Entry, room: float) -> bool:
        """Whether the short name of a meeting has room beside its shape, in small letters."""
        small = self.scale.small
        return self._wide(entry, self._brief(entry), small) <= room - small

    def _brief(self, entry: Entry) -> str:
        return legible(self.name_of(entry).brief)

    @staticmethod
    def _wide(entry: Entry, words: str, size: float) -> float:
        return width(words, size * (_STRONG if entry.level == Level.OFFICIAL else 1))

    def month(self, number: int) -> Month:
        """A column, by its place from 0."""
        first = self.span.months[number]
        last = first.replace(day=monthrange(first.year, first.month)[1])
        x = number * self.scale.column
        name = bare_month_name(first) if self.span.year else short_month_name(first)
        return Month(x, name, tuple(self._day(day, x) for day in _days(first, last)))

    def _day(self, day: date, x: float) -> Day:
        entries, facts = self.entries.get(day, []), self.facts.get(day, [])
        kinds = {fact.kind for fact in facts}
        y = self.scale.head + (day.day - 1) * self.scale.row
        inside = x + self.scale.gutter
        unsure = any(fact.to_confirm and self._begins(fact, day) for fact in facts)
        sits = COUNCIL if DayKind.COUNCIL in kinds else ""
        return Day(
            x=x,
            y=y,
            letters=weekday_letters(day),
            number=f"{day.day}?" if unsure else str(day.day),
            weekend=day.weekday() >= SATURDAY,
            free=FEAST if HOLIDAY in kinds else RECESS if kinds & _AWAY else "",
            sits=sits or (EXECUTIVE if DayKind.EXECUTIVE in kinds else ""),
            marks=tuple(self._marks(entries, inside, y)),
            note=None if entries else self._note(day, facts, inside, y),
            more=self._more(len(entries), inside, y),
        )

    def _note(self, day: date, facts: Sequence[DayFact], x: float, y: float) -> Text | None:
        """The name of a holiday, and of a recess on its first day and that of each month.

        Only where it fits whole: the days are told in words, too.
        """
        named = [one for one in facts if one.kind == HOLIDAY] or [
            one for one in facts if one.kind in _AWAY and (day.day == 1 or self._begins(one, day))
        ]
        if not named:
            return None
        words = legible(named[0].name)
        if width(words, self.scale.small) > self.scale.room:
            return None
        return Text(x, self._base(y + self.scale.row / 2, self.scale.small), words)

    def _begins(self, fact: DayFact, day: date) -> bool:
        """Whether it is the first day of it in this picture."""
        return day == max(fact.first_day, self.span.first)

    def _marks(self, entries: Sequence[Entry], x: float, y: float) -> Iterable[Mark]:
        """The meetings of a day: one on its own line, two below each other, more in two columns."""
        for place, entry in enumerate(_shown(entries)):
            across, down, room = self._place(place, len(entries))
            yield self._mark(entry, x + across, y + down, room, alone=len(entries) == 1)

    def _more(self, count: int, x: float, y: float) -> Text | None:
        if count <= _MOST:
            return None
        across, down, _room = self._place(_SHOWN, count)
        return Text(x + across, self._base(y + down, self.scale.small), f"+{count - _SHOWN}")

    def _place(self, place: int, count: int) -> tuple[float, float, float]:
        """Where one of so many stands within its day, and how much room it has."""
        if count == 1:
            return 0, self.scale.row / 2, self.scale.room
        columns = 1 if count == 2 else 2
        row, column = divmod(place, columns)
        wide = self.scale.room / columns
        return column * wide, self.scale.row * (0.26 + 0.48 * row), wide - (columns - 1)

    def _mark(self, entry: Entry, x: float, y: float, room: float, *, alone: bool) -> Mark:
        """A shape with its words: in large letters where it stands alone and they fit."""
        scale = self.scale
        words = legible(self.numbers.words(self.name_of(entry), fits=self._fits(entry, room)))
        small = not alone or self._wide(entry, words, scale.normal) > room - scale.normal
        size = scale.small if small else scale.normal
        half = size * 0.34
        text = Text(x + size, self._base(y, size), words)
        return Mark(entry.level or TAKEN, x + half, y, half, text, entry, small)

    @staticmethod
    def _base(middle: float, size: float) -> float:
        """The line on which letters stand whose capitals are around the middle."""
        return middle + size * 0.33


def _shown(entries: Sequence[Entry]) -> Sequence[Entry]:
    """The meetings of a day that have a place of their own."""
    return entries if len(entries) <= _MOST else entries[:_SHOWN]


def _key(months: Sequence[Month], scale: Scale) -> Iterable[KeyItem]:
    """What the shapes and shades that occur mean, side by side."""
    found = _occurring(months)
    words = {
        Level.OFFICIAL.value: _("bestuurlijk"),
        Level.ADMINISTRATIVE.value: _("ambtelijk"),
        TAKEN: _("bezet"),
        CANCELLED: _("geannuleerd"),
        COUNCIL: _("raadsvergadering"),
        EXECUTIVE: _("collegevergadering"),
        RECESS: _("reces of gesloten"),
        FEAST: _("feestdag"),
        UNSURE: _("nog te bevestigen"),
    }
    x = 0.0
    for kind, text in words.items():
        if kind in found:
            start = x + scale.box + scale.normal * 0.5
            yield KeyItem(kind, x, text, start)
            x = start + width(text, scale.normal) + scale.normal * 2


def _occurring(months: Sequence[Month]) -> set[str]:
    """The shapes and shades in a picture; both levels always, for who looks at an empty year."""
    found = {Level.OFFICIAL.value, Level.ADMINISTRATIVE.value}
    for day in (day for month in months for day in month.days):
        found |= {CANCELLED if one.entry.cancelled else one.kind for one in day.marks}
        found |= {day.free, day.sits, UNSURE if "?" in day.number else ""}
    return found


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
