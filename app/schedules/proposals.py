"""Meetings as they are proposed, before anything is planned: one row of the preview each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from app.core import clock
from app.days.working_days import add_working_days
from app.meetings.models import Body, BodyKind, Level
from app.schedules.readings import Reading, Why
from app.schedules.vocabulary import key


@dataclass(frozen=True)
class Proposal:
    """A meeting that may be planned; what is not known yet is None."""

    #: Of this preview; another row may point to it.
    number: int
    body_id: int | None = None
    day: date | None = None
    start: time | None = None
    end: time | None = None
    place: str = ""
    #: Whether it is to be planned.
    take: bool = True
    #: Where it was read, and what stood there.
    line: int | None = None
    text: str = ""
    why: Why | None = None
    detail: str = ""
    #: The row of the official meeting that this one prepares.
    prepares: int | None = None

    @property
    def starts_at(self) -> datetime | None:
        """The begin in UTC, where day and time are known."""
        if self.day is None or self.start is None:
            return None
        return clock.from_local(datetime.combine(self.day, self.start))

    @property
    def ends_at(self) -> datetime | None:
        """The end in UTC, on the day that it begins."""
        if self.day is None or self.end is None:
            return None
        return clock.from_local(datetime.combine(self.day, self.end))


class Unit(StrEnum):
    """In what the time between two meetings is counted."""

    DAYS = "days"
    WEEKS = "weeks"


@dataclass(frozen=True)
class Lead:
    """How long before each official meeting the administrative one is that prepares it."""

    body: Body
    count: int
    unit: Unit
    start: time

    def day(self, official: date, closed: Collection[date]) -> date:
        """The day of the administrative meeting."""
        if self.unit == Unit.WEEKS:
            return official - timedelta(weeks=self.count)
        return add_working_days(official, -self.count, closed)


#: What people call a body of a kind.
_NAMES_OF_KIND = {
    BodyKind.GENERAL_BOARD: ("ab", "algemeen bestuur"),
    BodyKind.EXECUTIVE_BOARD: ("db", "dagelijks bestuur"),
    BodyKind.PORTFOLIO_MEETING: ("pho", "poho", "portefeuillehoudersoverleg"),
    BodyKind.ADMINISTRATIVE_MEETING: ("ao", "ambtelijk overleg"),
}


def names_of(bodies: Iterable[Body]) -> dict[str, frozenset[int]]:
    """Every name that bodies go by in a text; a name of its own goes before that of a kind."""
    own: dict[str, set[int]] = {}
    of_kind: dict[str, set[int]] = {}
    for body in bodies:
        partnership = body.partnership
        own.setdefault(key(body.name), set()).add(body.id)
        shared = (body.name, *_NAMES_OF_KIND.get(BodyKind(body.kind), ()))
        of_kind |= {key(name): {*of_kind.get(key(name), ()), body.id} for name in shared[1:]}
        for whole in filter(None, (partnership.abbreviation, partnership.name)):
            for name in shared:
                own.setdefault(key(f"{name} {whole}"), set()).add(body.id)
                own.setdefault(key(f"{whole} {name}"), set()).add(body.id)
    return {name: frozenset(ids) for name, ids in {**of_kind, **own}.items() if name}


def proposals_from(
    readings: Iterable[Reading],
    bodies: Mapping[int, Body],
    usual: Mapping[int, time],
    start: time | None,
) -> list[Proposal]:
    """A row for all that was read; the body gives the time, length and place that are missing."""
    found: list[Proposal] = []
    for one in readings:
        if one.unused:
            continue
        body = bodies.get(one.body_id or 0)
        begin = one.start
        if begin is None and one.why is not Why.TIME_MISSING:
            begin = start or usual.get(one.body_id or 0)
        why = one.why or (Why.TIME_MISSING if begin is None else None)
        found.append(
            Proposal(
                number=len(found),
                body_id=one.body_id,
                day=one.day,
                start=begin,
                end=one.end or end_of(begin, body),
                place=one.place or (body.place if body else ""),
                take=why in (None, Why.SHIFTED),
                line=one.line or None,
                text=one.text,
                why=why,
                detail=one.detail,
            )
        )
    return found


#: The questions whose answer is a body.
BODY_ASKED = frozenset({Why.BODY_UNKNOWN, Why.BODY_SEVERAL, Why.BODY_MISSING})


def completed(found: Iterable[Proposal], bodies: Mapping[int, Body]) -> list[Proposal]:
    """The rows, with what the body gives where it was chosen just now: its length and place."""
    whole = []
    for one in found:
        body = bodies.get(one.body_id or 0)
        place = body.place if body and not one.place and one.why in BODY_ASKED else one.place
        whole.append(replace(one, end=one.end or end_of(one.start, body), place=place))
    return whole


def end_of(start: time | None, body: Body | None) -> time | None:
    """When a meeting of a body ends that begins then; not past midnight."""
    if start is None or body is None:
        return None
    begin = datetime.combine(date(2000, 1, 1), start)
    end = begin + timedelta(minutes=body.minutes)
    return end.time() if end.date() == begin.date() else time(23, 59)


def with_preparations(
    found: list[Proposal], bodies: Mapping[int, Body], lead: Lead, closed: Collection[date]
) -> list[Proposal]:
    """The rows with an administrative meeting before each official one."""
    extra: list[Proposal] = []
    for one in found:
        body = bodies.get(one.body_id or 0)
        if one.day is None or body is None or body.level != Level.OFFICIAL:
            continue
        extra.append(
            Proposal(
                number=len(found) + len(extra),
                body_id=lead.body.id,
                day=lead.day(one.day, closed),
                start=lead.start,
                end=end_of(lead.start, lead.body),
                place=lead.body.place,
                take=one.take,
                prepares=one.number,
            )
        )
    return [*found, *extra]


#: Marks of rows that are not ticked to begin with.
UNTICKED = frozenset({"planned", "twin", "past", "same_day", "ended"})


def without_repeats(
    found: Iterable[Proposal], kinds: Mapping[int, Collection[str]]
) -> list[Proposal]:
    """The rows, those not ticked that stand already, or make no sense by their marks."""
    return [
        replace(one, take=False) if UNTICKED.intersection(kinds[one.number]) else one
        for one in found
    ]


def in_order(found: Iterable[Proposal]) -> list[Proposal]:
    """Questions first, in the order of the text; then by day and time."""
    questions = [one for one in found if is_question(one)]
    asked = {one.number for one in questions}
    rest = [one for one in found if one.number not in asked]
    late = datetime.max.time()
    rest.sort(key=lambda one: (one.day or date.max, one.start or late, one.number))
    return [*questions, *rest]


def is_question(one: Proposal) -> bool:
    """Whether somebody must say what is meant before it can be planned."""
    return one.why not in (None, Why.SHIFTED, Why.AVOIDED)


def answered(one: Proposal) -> Proposal:
    """A row that somebody ticked: its question is answered."""
    return replace(one, why=None) if one.take and is_question(one) else one
