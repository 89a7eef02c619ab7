"""What stands in the way of each proposed meeting: marks, each with a word, a shape, a sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import permutations

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import clock, dates
from app.core.database import db
from app.days.queries import DayFact, facts_between
from app.meetings.models import Body, Level, Meeting
from app.meetings.page_queries import Taking, takings
from app.meetings.queries import start_of
from app.people.models import Absence, Person
from app.people.queries import absences
from app.register.portfolio_queries import Responsible, responsible_through
from app.schedules.proposals import Proposal
from app.schedules.queries import bodies_by_id, planned_already, span_of

SATURDAY = 5


@dataclass(frozen=True)
class Mark:
    """One thing that a planner must know of a row."""

    #: Key of `words.MARKS`: double, absent, council, recess, past, planned, twin …
    kind: str
    text: str
    meeting: Meeting | None = None
    #: It stands already: planning it once more makes no sense.
    stands: bool = False


@dataclass
class Surroundings:
    """Everything that was read around the rows, once for all of them."""

    person: Person
    bodies: Mapping[int, Body]
    responsible: list[tuple[date, dict[int, Responsible]]] = field(default_factory=list)
    facts: list[DayFact] = field(default_factory=list)
    away: Mapping[int, list[Absence]] = field(default_factory=dict)
    taken: dict[date, list[Taking]] = field(default_factory=dict)
    planned: dict[tuple[int, date], list[Meeting]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)

    def responsible_on(self, body: Body, day: date) -> Responsible:
        """Who answers for the partnership of a body on a day."""
        place = bisect_right([since for since, _found in self.responsible], day)
        return self.responsible[max(place - 1, 0)][1][body.partnership_id]

    def wanted(self, body: Body, day: date) -> set[int]:
        """Who of ours a meeting of this body takes on a day."""
        known = self.responsible_on(body, day)
        people = [known.officer]
        if body.level == Level.OFFICIAL:
            people.append(known.alderman)
        members = {
            row.person_id for row in body.members if not row.substitute and row.holds_on(day)
        }
        return {one.id for one in people if one is not None} | members


def look_around(proposals: Sequence[Proposal], person: Person) -> Surroundings | None:
    """Read what surrounds these rows; nothing where no row has a day and a body."""
    whole = [one for one in proposals if one.day is not None and one.body_id is not None]
    bodies = bodies_by_id(one.body_id for one in whole)
    days = [one.day for one in whole if one.day is not None and one.body_id in bodies]
    if not days:
        return None
    first, last = span_of(days)
    around = Surroundings(person, bodies)
    partnerships = {body.partnership_id for body in bodies.values()}
    around.responsible = responsible_through(partnerships, first, last)
    around.facts = facts_between(first, last)
    people: set[int] = set()
    for one in whole:
        body = bodies.get(one.body_id or 0)
        if body is not None and one.day is not None:
            people |= around.wanted(body, one.day)
    begin, end = start_of(first), start_of(last + timedelta(days=1))
    around.away = absences(people, first, last)
    for taking in takings(people, begin, end, person):
        for day in _days(taking.meeting):
            around.taken.setdefault(day, []).append(taking)
    for meeting in planned_already(set(bodies), begin, end, person):
        day = clock.local(meeting.starts_at).date()
        around.planned.setdefault((meeting.body_id, day), []).append(meeting)
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(people)))
    around.names = {row.id: row.name for row in rows}
    return around


def _days(meeting: Meeting) -> Iterable[date]:
    first, last = clock.local(meeting.starts_at).date(), clock.local(meeting.ends_at).date()
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def check(proposals: Sequence[Proposal], person: Person) -> dict[int, list[Mark]]:
    """The marks of each row, by its number."""
    around = look_around(proposals, person)
    by_number = {one.number: one for one in proposals}
    found: dict[int, list[Mark]] = {one.number: [] for one in proposals}
    seen: dict[tuple[int, datetime], int] = {}
    for one in sorted(proposals, key=lambda row: not row.take):  # what is ticked comes first
        marks = found[one.number]
        if one.day is None:
            continue
        marks += _of_the_day(one, one.day)
        marks += _of_the_pair(one, by_number)
        begin = one.starts_at
        if begin is not None and one.body_id is not None:
            if seen.setdefault((one.body_id, begin), one.number) != one.number:
                marks.append(Mark("twin", _("Dit moment staat al in dit schema."), stands=True))
            if around is not None and one.body_id in around.bodies:
                marks += _of_others(one, one.day, around.bodies[one.body_id], around)
    if around is not None:
        standing = {number for number, marks in found.items() if any(one.stands for one in marks)}
        ticked = (one for one in proposals if one.take and one.number not in standing)
        for number, mark in _double_within(ticked, around):
            found[number].append(mark)
    return found


def _of_the_day(one: Proposal, day: date) -> Iterable[Mark]:
    now = clock.now()
    begin = one.starts_at
    if day < clock.local(now).date() or (begin is not None and begin < now):
        yield Mark("past", _("Dit moment is al geweest."))
    if day.weekday() >= SATURDAY:
        yield Mark("weekend", dates.full_day(day))


def _of_the_pair(one: Proposal, by_number: Mapping[int, Proposal]) -> Iterable[Mark]:
    """An administrative meeting comes before the official one that it prepares."""
    official = by_number.get(-1 if one.prepares is None else one.prepares)
    if official is None or official.starts_at is None or one.starts_at is None:
        return
    if one.starts_at >= official.starts_at:
        yield Mark("order", _("Dit moet vóór het bestuurlijk overleg zijn."))


def _of_others(one: Proposal, day: date, body: Body, around: Surroundings) -> list[Mark]:
    wanted = around.wanted(body, day)
    found = list(_planned(one, day, body, around))
    if not body.holds_on(day):
        found.append(Mark("ended", _("Dit overleg bestaat niet op deze dag.")))
    found += _of_facts(one, day, wanted, around)
    for person_id in sorted(wanted & set(around.away)):
        if any(row.first_day <= day <= row.last_day for row in around.away[person_id]):
            found.append(Mark("absent", around.names[person_id]))
    if not any(mark.stands for mark in found):
        found += _double(one, day, wanted, around)
    return found


def _planned(one: Proposal, day: date, body: Body, around: Surroundings) -> Iterable[Mark]:
    """Whether this body meets on that day already."""
    for meeting in around.planned.get((body.id, day), ()):
        if meeting.starts_at == one.starts_at:
            yield Mark("planned", _("Deze vergadering staat er al."), meeting, stands=True)
        else:
            when = dates.clock_time(meeting.starts_at)
            yield Mark("same_day", _("Die dag staat er al een om %(time)s.", time=when), meeting)


def _of_facts(one: Proposal, day: date, wanted: set[int], around: Surroundings) -> Iterable[Mark]:
    """Council, executive, recess, holidays, staff meetings of who is wanted."""
    told = set()
    for fact in around.facts:
        if fact.person_id is not None and fact.person_id not in wanted:
            continue
        if one.start is None or one.end is None:
            hits = fact.starts is None and fact.first_day <= day <= fact.last_day
        else:
            hits = fact.touches(day, one.start, one.end)
        if hits and (fact.kind, fact.name) not in told:
            told.add((fact.kind, fact.name))
            unsure = f" ({_('te bevestigen')})" if fact.to_confirm else ""
            yield Mark(fact.kind, f"{fact.name}{unsure}")


def _double_within(rows: Iterable[Proposal], around: Surroundings) -> Iterable[tuple[int, Mark]]:
    """Who is wanted in two rows of this schedule at the same time."""
    by_day: dict[date, list[tuple[Proposal, Body, set[int]]]] = {}
    for one in rows:
        body = around.bodies.get(one.body_id or 0)
        if one.day is not None and body is not None:
            same_day = by_day.setdefault(one.day, [])
            same_day.append((one, body, around.wanted(body, one.day)))
    for same_day in by_day.values():
        for (one, _body, wanted), (other, body, others) in permutations(same_day, 2):
            if other.start is None or not _overlap(one, other):
                continue
            what = f"{body.name}, {dates.wall_time(other.start)}"
            for person_id in sorted(wanted & others):
                yield one.number, Mark("double", f"{around.names[person_id]}: {what}")


def _overlap(one: Proposal, other: Proposal) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start < other.end and other.start < one.end


def _double(one: Proposal, day: date, wanted: set[int], around: Surroundings) -> Iterable[Mark]:
    """Who is wanted elsewhere at that time; what the planner may not see is only "bezet"."""
    begin, end = one.starts_at, one.ends_at
    if begin is None or end is None:
        return
    for taking in around.taken.get(day, ()):
        meeting = taking.meeting
        if taking.person_id not in wanted or meeting.starts_at >= end or meeting.ends_at <= begin:
            continue
        name = around.names[taking.person_id]
        if taking.visible:
            what = f"{meeting.name}, {dates.clock_time(meeting.starts_at)}"
            yield Mark("double", f"{name}: {what}", meeting)
        else:
            yield Mark("double", _("%(name)s is bezet", name=name))
