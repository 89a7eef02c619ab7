"""How far coming meetings have been prepared, item by item: grouped, as a bar with its list.

Who oversees the field sees all of it, as far as anybody may know; everybody else their own part:
what they write, what their team writes, what waits for their word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_, true

from app.briefings.models import NoteState
from app.briefings.permissions import reads_notes
from app.briefings.queries import holder_of, is_written_by, officer_of, states_of
from app.briefings.ties import ALIGNED_ON
from app.core import clock
from app.insight.permissions import oversees
from app.insight.preparation import Prepared, prepared
from app.meetings.agenda_models import AgendaItem, Handling
from app.meetings.models import Body, Meeting
from app.meetings.queries import item_alderman, item_officer, upcoming_items
from app.people.models import Person
from app.people.queries import led_officer_ids, principal_ids
from app.register.models import Partnership
from app.register.portfolio_models import Portfolio
from app.register.portfolio_queries import portfolios_of

#: How many weeks ahead one can look.
WEEKS = (4, 8, 12)
#: An item that asks for a note and has none.
MISSING = "missing"
#: The states in the order of the bar: from nothing to done.
ORDER = (MISSING, *NoteState)


class By(StrEnum):
    """What the items are grouped by."""

    MEETING = "meeting"
    PERSON = "person"
    PARTNERSHIP = "partnership"
    PORTFOLIO = "portfolio"


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


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see."""

    by: By = By.MEETING
    weeks: int = WEEKS[1]
    partnership_id: int | None = None
    person_id: int | None = None
    portfolio_id: int | None = None
    meeting_id: int | None = None

    @property
    def by_portfolio(self) -> bool:
        """Whether it takes portfolios to answer it."""
        return self.by == By.PORTFOLIO or self.portfolio_id is not None

    @property
    def narrowing(self) -> list[ColumnElement[bool]]:
        """The same as far as the database can tell, over Meeting and Body."""
        found: list[ColumnElement[bool]] = []
        if self.meeting_id is not None:
            found.append(Meeting.id == self.meeting_id)
        if self.partnership_id is not None:
            found.append(Body.partnership_id == self.partnership_id)
        return found

    def fits(self, line: Line, until: datetime) -> bool:
        """Whether an item belongs to it."""
        return (
            line.meeting.starts_at < until
            and self.meeting_id in (None, line.meeting.id)
            and self.partnership_id in (None, line.partnership.id)
            and self.portfolio_id in (None, line.portfolio.id if line.portfolio else None)
            and (self.person_id is None or self.person_id in {one.id for one in line.people})
        )


def asked_for(query: Mapping[str, str]) -> Asked:
    """What an address asks for; a value that means nothing counts as not asked."""
    by, weeks = query.get("by", ""), query.get("weeks", "")
    numbers = {
        f"{name}_id": int(query[name])
        for name in ("partnership", "person", "portfolio")
        if query.get(name, "").isdecimal() and len(query[name]) < 10
    }
    return Asked(
        By(by) if by in set(By) else By.MEETING,
        int(weeks) if weeks in {str(number) for number in WEEKS} else Asked.weeks,
        **numbers,
    )


def lines_for(person: Person, now: datetime, asked: Asked) -> Sequence[Line]:
    """The items of the coming twelve weeks that ask for a note, as far as asked.

    Items for discussion do, and consent items on which somebody began one. Two statements, and
    three more for portfolios; asked once per page.
    """
    if not reads_notes(person):
        return ()
    key = ("preparedness", person.id, asked.meeting_id, asked.partnership_id, asked.by_portfolio)
    known: dict[object, Sequence[Line]] = g.setdefault("read_once", {})
    if key not in known:
        known[key] = _lines(person, now, asked)
    return known[key]


def _lines(person: Person, now: datetime, asked: Asked) -> Sequence[Line]:
    today = clock.local(now).date()
    until = now + timedelta(weeks=max(WEEKS))
    part = _part_of(person, today)
    items = upcoming_items(person, now, Meeting.starts_at < until, part, *asked.narrowing)
    states = states_of([item.id for item in items], person)
    portfolios: Mapping[int, Portfolio | None] = {}
    if asked.by_portfolio:
        portfolios = portfolios_of({item.meeting.body.partnership_id for item in items}, today)
    return [
        Line(
            item,
            states.get(item.id, MISSING),
            portfolios.get(item.meeting.body.partnership_id),
        )
        for item in items
        if item.id in states or item.handling == Handling.DISCUSSION
    ]


def _part_of(person: Person, today: date) -> ColumnElement[bool]:
    """Everything for who oversees; else what this person writes, leads or decides on."""
    if oversees(person):
        return true()
    return or_(
        is_written_by(person),
        item_officer().in_(led_officer_ids(person, today)),
        item_alderman() == person.id,
        item_alderman().in_(principal_ids(person, today)),
    )


def groups(person: Person, now: datetime, asked: Asked) -> list[Group]:
    """What was asked for, as far as it is this person's to see; what is least done comes first.

    Meetings stand in order of time.
    """
    until = now + timedelta(weeks=asked.weeks)
    lines = [line for line in lines_for(person, now, asked) if asked.fits(line, until)]
    meetings = {line.meeting.id: line.meeting for line in lines}
    ready = {one.meeting.id: one for one in prepared(list(meetings.values()), person)}
    found = _grouped(lines, _KEYS[asked.by], ready)
    if asked.by == By.MEETING:
        return found
    return sorted(found, key=lambda one: (one.done - len(one.lines), one.name.lower()))


#: Who or what a group is: its id, name, what is said of it, and where it leads.
_Key = tuple[int, str, str, str]


def _grouped(
    lines: Iterable[Line],
    keys_of: Callable[[Line], list[_Key]],
    ready: dict[int, Prepared],
) -> list[Group]:
    found: dict[_Key, list[Line]] = {}
    for line in lines:
        for key in keys_of(line):
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


def way(**narrowed: Any) -> str:
    """The page by meeting, narrowed to a partnership, a person or a portfolio."""
    return url_for("insight.show_preparedness", by=By.MEETING, **narrowed)


def one_group(person: Person, now: datetime, asked: Asked, name: str) -> Group | None:
    """Everything that fits as one group, without its papers and packs; None where nothing does."""
    until = now + timedelta(weeks=asked.weeks)
    lines = tuple(line for line in lines_for(person, now, asked) if asked.fits(line, until))
    narrowed: dict[str, Any] = {
        "partnership": asked.partnership_id,
        "person": asked.person_id,
        "portfolio": asked.portfolio_id,
    }
    url = way(weeks=asked.weeks, **{key: one for key, one in narrowed.items() if one is not None})
    return Group(0, name, "", url, lines) if lines else None


def narrowed_to(asked: Asked, found: Iterable[Group]) -> str:
    """Of what or whom it is, in words; empty where nothing was narrowed, or nothing found."""
    for line in (line for group in found for line in group.lines):
        if asked.partnership_id is not None:
            return line.partnership.name
        if asked.portfolio_id is not None and line.portfolio is not None:
            return line.portfolio.name
        if asked.person_id is not None:
            return next(one.name for one in line.people if one.id == asked.person_id)
    return ""
