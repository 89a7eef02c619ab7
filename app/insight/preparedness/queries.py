"""Reading how far coming meetings have been prepared, always as one person may see it.

Who oversees the field sees all of it, as far as anybody may know; everybody else their own part:
what they write, what their team writes, what waits for their word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flask import g
from sqlalchemy import ColumnElement, or_, true

from app.briefings.permissions import reads_notes
from app.briefings.queries import is_written_by, states_of
from app.core import clock
from app.insight.permissions import oversees
from app.insight.preparation import prepared
from app.insight.preparedness.asked import WEEKS, Asked, By, way
from app.insight.preparedness.groups import MISSING, Group, Line, grouped
from app.meetings.agenda_models import Handling
from app.meetings.models import Meeting
from app.meetings.queries import item_alderman, item_officer, upcoming_items
from app.people.models import Person
from app.people.queries import led_officer_ids, principal_ids
from app.register.portfolio_models import Portfolio
from app.register.portfolio_queries import portfolios_of


def groups(person: Person, now: datetime, asked: Asked) -> list[Group]:
    """What was asked for, as far as it is this person's to see; what is least done comes first.

    Meetings stand in order of time.
    """
    lines = _asked_lines(person, now, asked)
    meetings = {line.meeting.id: line.meeting for line in lines}
    ready = {one.meeting.id: one for one in prepared(list(meetings.values()), person)}
    found = grouped(lines, asked.by, ready)
    if asked.by == By.MEETING:
        return found
    return sorted(found, key=lambda one: (one.done - len(one.lines), one.name.lower()))


def one_group(person: Person, now: datetime, asked: Asked, name: str) -> Group | None:
    """Everything that fits as one group, without its papers and packs; None where nothing does."""
    lines = _asked_lines(person, now, asked)
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


def _asked_lines(person: Person, now: datetime, asked: Asked) -> tuple[Line, ...]:
    """The items that fit, out of those that a page reads once for everything on it."""
    until = now + timedelta(weeks=asked.weeks)
    return tuple(
        line
        for line in _lines_for(person, now, asked)
        if line.meeting.starts_at < until
        and asked.portfolio_id in (None, line.portfolio.id if line.portfolio else None)
        and (asked.person_id is None or asked.person_id in {one.id for one in line.people})
    )


def _lines_for(person: Person, now: datetime, asked: Asked) -> Sequence[Line]:
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
