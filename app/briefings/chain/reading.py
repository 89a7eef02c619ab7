"""The deadlines of meetings and their items, as everybody here must read them.

For one meeting or item: `deadlines_of(meeting, item=None, *, today=None, day=None, …)` gives every
step of its chain, by which day, and whether late papers made it impossible. For lists:
`offering_of(meeting, …)` is when its notes are due, `deciding_of(meeting, …)` when the portfolio
holder has said yes or asked, `due_on(step, meeting, …)` the day of any step. When their papers
came is asked before, for all of them: `papers_on_items(ids)`.

Nothing of it is kept: what is known of days and absences is asked once a request, for everybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import g
from sqlalchemy import func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.briefings.chain.counting import (
    NONE,
    Around,
    Days,
    agreeing_days,
    due_days,
    still_by,
)
from app.briefings.deadlines import Deadline, deadline_on
from app.core import clock
from app.core.database import db
from app.days.models import DayKind
from app.days.queries import (
    closed_days,
    forget_closed_days,
    periods_between,
    staff_meetings_between,
)
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.models import Meeting
from app.meetings.permissions import papers_visible_to
from app.meetings.queries import item_alderman_id, item_officer_id
from app.people.absence_queries import uncovered_days
from app.people.models import Person
from app.register.chain import ORDER, ChainStep, Leads, leads_of

#: Absences and days of meetings are known from so long ago, and so far ahead.
BACK, AHEAD = timedelta(weeks=13), timedelta(weeks=52)
#: What the officer of the item does.
BY_OFFICER = (
    *(ChainStep.ALDERMAN, ChainStep.SUBMISSION),
    *(ChainStep.DEBRIEF, ChainStep.COUNCIL_LETTER),
)


@dataclass(frozen=True)
class Meets:
    """On which days others meet who are part of the chain."""

    executive: Days
    recess: Days
    #: Per portfolio holder.
    staff: Mapping[int, Days]


@dataclass(frozen=True)
class Deadlines:
    """When everything is due for one meeting, or one item of it, and how that stands on a day."""

    #: The day of the meeting, and the day on which one looks.
    day: date
    today: date
    due: Mapping[ChainStep, date]
    #: When the first papers came; None where there are none yet.
    papers_on: date | None
    #: By when the note is offered, and by when there is an answer to it.
    offering: Deadline
    deciding: Deadline

    def of(self, step: ChainStep) -> Deadline:
        """One step of the chain."""
        return deadline_on(self.due[step], self.day, self.today, closed_days())

    def papers_too_late_for(self, step: ChainStep) -> bool:
        """Whether the papers came when this step should have been done already."""
        before = step != ChainStep.PAPERS and self.due[step] <= self.day
        return before and self.papers_on is not None and self.papers_on > self.due[step]


def deadlines_of(
    meeting: Meeting,
    item: AgendaItem | None = None,
    *,
    today: date | None = None,
    day: date | None = None,
    leads: Leads | None = None,
    leader_ids: Collection[int] = (),
    adviser_id: int | None = None,
    papers_on: date | None = None,
) -> Deadlines:
    """Every deadline of a meeting or of one of its items, or as they would be on another day.

    `leads` are others than the partnership has now; `leader_ids` lead the team of the officer,
    where they are asked; with `adviser_id` the day of advice is one on which they are there.
    """
    today = today or clock.today()
    day = day or day_of(meeting)
    leads = leads or leads_of(meeting.body.partnership)
    around = _around(meeting, item, leader_ids, adviser_id)
    due = due_days(day, leads, _with_meetings(around, _alderman_id(meeting, item)))
    agreeing = agreeing_days(day, leads, around)
    offered = still_by(ChainStep.ALDERMAN, day, agreeing, papers_on)
    decided = still_by(ChainStep.STAFF_MEETING, day, due, papers_on)
    return Deadlines(
        day=day,
        today=today,
        due=due,
        papers_on=papers_on,
        offering=deadline_on(offered, day, today, around.closed),
        deciding=deadline_on(decided, day, today, around.closed),
    )


def _with_meetings(around: Around, alderman_id: int | None) -> Around:
    """With the days on which the executive and this alderman's staff meet."""
    meets = _meets()
    staff = meets.staff.get(alderman_id or 0, NONE)
    return Around(around.closed, around.away, meets.executive, meets.recess, staff)


def offering_of(
    meeting: Meeting,
    item: AgendaItem | None = None,
    *,
    today: date | None = None,
    day: date | None = None,
    papers_on: date | None = None,
) -> Deadline:
    """By when the notes of a meeting, or of one item, are with the portfolio holder."""
    day = day or day_of(meeting)
    around = _around(meeting, item)
    due = agreeing_days(day, leads_of(meeting.body.partnership), around)
    offered = still_by(ChainStep.ALDERMAN, day, due, papers_on)
    return deadline_on(offered, day, today or clock.today(), around.closed)


def deciding_of(
    meeting: Meeting,
    item: AgendaItem | None = None,
    *,
    today: date | None = None,
    papers_on: date | None = None,
) -> Deadline:
    """By when the portfolio holder has said yes or asked about a note of a meeting."""
    return deadlines_of(meeting, item, today=today, papers_on=papers_on).deciding


def due_on(
    step: ChainStep,
    meeting: Meeting,
    item: AgendaItem | None = None,
    *,
    papers_on: date | None = None,
) -> date:
    """The day by which one step is done for a meeting or an item, with what late papers leave."""
    found = deadlines_of(meeting, item, papers_on=papers_on)
    if step in ORDER[0]:
        return still_by(step, found.day, found.due, papers_on)
    return found.due[step]


def day_of(meeting: Meeting) -> date:
    """The day of a meeting, on the Dutch clock."""
    return clock.local(meeting.starts_at).date()


def papers_on_items(ids: Iterable[int], person: Person | None = None) -> Mapping[int, date]:
    """Per item when its first papers came, as a person may see them; items without are absent.

    A paper whose place was taken by another one came all the same. Without a person: every paper.
    """
    return _papers_on(Paper.item_id, ids, person)


def papers_on_meetings(ids: Iterable[int], person: Person | None = None) -> Mapping[int, date]:
    """The same per meeting: of the first of its items to have any."""
    return _papers_on(Paper.meeting_id, ids, person)


def _papers_on(
    owner: InstrumentedAttribute[Any], ids: Iterable[int], person: Person | None
) -> Mapping[int, date]:
    wanted = list(ids)
    if not wanted:
        return {}
    successor = aliased(Paper)
    replaced = select(successor.replaces_id).where(successor.replaces_id.is_not(None))
    found = (
        select(owner, func.min(Paper.received_on))
        .where(
            owner.in_(wanted),
            Paper.item_id.is_not(None),
            or_(Paper.withdrawn_at.is_(None), Paper.id.in_(replaced)),
        )
        .group_by(owner)
    )
    if person is not None:
        found = found.where(papers_visible_to(person))
    return {row[0]: row[1] for row in db.session.execute(found)}


def forget_days() -> None:
    """Read days and absences anew: for who changes them in a request or job."""
    forget_closed_days()
    g.pop("chain_away", None)
    g.pop("chain_meets", None)


def _around(
    meeting: Meeting,
    item: AgendaItem | None,
    leader_ids: Collection[int] = (),
    adviser_id: int | None = None,
) -> Around:
    away = _away()
    if not away:
        return Around(closed_days())
    officer = away.get(_officer_id(meeting, item) or 0, NONE)
    leaders = [away.get(one, NONE) for one in leader_ids]
    found = {
        **dict.fromkeys(BY_OFFICER, officer),
        ChainStep.STAFF_MEETING: away.get(_alderman_id(meeting, item) or 0, NONE),
        ChainStep.TEAM_LEAD: frozenset.intersection(*leaders) if leaders else NONE,
        ChainStep.ADVICE: away.get(adviser_id or 0, NONE),
    }
    return Around(closed_days(), found)


def _officer_id(meeting: Meeting, item: AgendaItem | None) -> int | None:
    return item_officer_id(item) if item is not None else meeting.officer_id


def _alderman_id(meeting: Meeting, item: AgendaItem | None) -> int | None:
    return item_alderman_id(item) if item is not None else meeting.alderman_id


def _away() -> Mapping[int, Days]:
    if "chain_away" not in g:
        today = clock.today()
        g.chain_away = uncovered_days(today - BACK, today + AHEAD)
    found: Mapping[int, Days] = g.chain_away
    return found


def _meets() -> Meets:
    if "chain_meets" not in g:
        today = clock.today()
        g.chain_meets = _read_meets(today - BACK, today + AHEAD)
    found: Meets = g.chain_meets
    return found


def _read_meets(first: date, last: date) -> Meets:
    by_kind: dict[str, set[date]] = defaultdict(set)
    for period in periods_between(first, last):
        if period.kind == DayKind.EXECUTIVE or period.starts is None:
            begin, end = max(period.first_day, first), min(period.last_day, last)
            spanned = range((end - begin).days + 1)
            by_kind[period.kind] |= {begin + timedelta(days=one) for one in spanned}
    staff: dict[int, set[date]] = defaultdict(set)
    for meeting in staff_meetings_between(first, last):
        staff[meeting.series.person_id].add(meeting.day)
    return Meets(
        executive=frozenset(by_kind[DayKind.EXECUTIVE]),
        recess=frozenset(by_kind[DayKind.RECESS]),
        staff={person_id: frozenset(days) for person_id, days in staff.items()},
    )
