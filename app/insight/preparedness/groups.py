"""Items and how far their notes are, put together: a bar with its list. Reads nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from app.briefings.models import NoteState
from app.briefings.queries import holder_of, officer_of
from app.briefings.ties import ALIGNED_ON
from app.insight.preparation import Prepared
from app.insight.preparedness.asked import By, way
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.people.models import Person
from app.register.models import Partnership
from app.register.portfolio_models import Portfolio

#: An item that asks for a note and has none.
MISSING = "missing"
#: The states in the order of the bar: from nothing to done.
ORDER = (MISSING, *NoteState)


@dataclass(frozen=True)
class Line:
    """One item that asks for a note, and how far that is."""

    item: AgendaItem
    state: str
    #: Read only where it was asked for.
    portfolio: Portfolio | None = None

    @property
    def meeting(self) -> Meeting:
        """The meeting of the item."""
        return self.item.meeting

    @property
    def partnership(self) -> Partnership:
        """The partnership of the meeting."""
        return self.meeting.body.partnership

    @property
    def people(self) -> list[Person]:
        """Who writes it, and whose word it needs."""
        found = (officer_of(self.item), holder_of(self.item))
        return [one for one in found if one is not None]


@dataclass(frozen=True)
class Part:
    """One part of the bar, in parts of a hundred."""

    state: str
    count: int
    start: float
    width: float

    @property
    def middle(self) -> float:
        """Where its shape and number stand."""
        return round(self.start + self.width / 2, 2)


@dataclass(frozen=True)
class Group:
    """Some items together: the bar, and the list beside it."""

    key: int
    name: str
    about: str
    url: str
    lines: tuple[Line, ...]
    meetings: tuple[Prepared, ...] = ()

    @property
    def counts(self) -> Counter[str]:
        """How many items there are in each state."""
        return Counter(line.state for line in self.lines)

    @property
    def done(self) -> int:
        """How many are aligned, or further."""
        return sum(line.state in ALIGNED_ON for line in self.lines)

    @property
    def parts(self) -> list[Part]:
        """The bar."""
        found: list[Part] = []
        counts, total = self.counts, len(self.lines)
        before = 0
        for state in ORDER:
            if counts[state]:
                start, width = 100 * before / total, 100 * counts[state] / total
                found.append(Part(state, counts[state], round(start, 2), round(width, 2)))
                before += counts[state]
        return found

    @property
    def with_papers(self) -> int:
        """For how many of its meetings papers came in."""
        return sum(one.papers > 0 for one in self.meetings)

    @property
    def with_pack(self) -> int:
        """For how many of its meetings there is a pack."""
        return sum(one.has_pack for one in self.meetings)


#: Who or what a group is: its id, name, what is said of it, and where it leads.
_Key = tuple[int, str, str, str]


def grouped(lines: Iterable[Line], by: By, ready: Mapping[int, Prepared]) -> list[Group]:
    """The groups in the order of their first items; `ready` are the meetings by their id."""
    found: dict[_Key, list[Line]] = {}
    for line in lines:
        for key in _KEYS[by](line):
            found.setdefault(key, []).append(line)
    return [
        Group(*key, tuple(rows), tuple(ready[one] for one in {row.meeting.id: 0 for row in rows}))
        for key, rows in found.items()
    ]


def _meeting(line: Line) -> list[_Key]:
    meeting = line.meeting
    url = url_for("meetings.show_meeting", meeting_id=meeting.id)
    return [(meeting.id, meeting.name, line.partnership.name, url)]


def _people(line: Line) -> list[_Key]:
    found = [(one.id, one.name, one.title or "", way(person=one.id)) for one in line.people]
    if officer_of(line.item) is None:
        found.append((0, _("Nog geen beleidsambtenaar"), "", ""))
    return list(dict.fromkeys(found))


def _partnership(line: Line) -> list[_Key]:
    one = line.partnership
    return [(one.id, one.name, "", url_for("register.show_partnership", partnership_id=one.id))]


def _portfolio(line: Line) -> list[_Key]:
    if line.portfolio is None:
        return [(0, _("Zonder portefeuille"), "", "")]
    return [(line.portfolio.id, line.portfolio.name, "", way(portfolio=line.portfolio.id))]


_KEYS: dict[By, Callable[[Line], list[_Key]]] = {
    By.MEETING: _meeting,
    By.PERSON: _people,
    By.PARTNERSHIP: _partnership,
    By.PORTFOLIO: _portfolio,
}
