"""On which days the steps of a chain are due. Pure: every fact comes in, nothing is asked.

Counted back from the meeting, each step from the one after it, over days on which people work; and
of what somebody does in between, over the days on which that person is there. Who must act by a
day is there on that day: else it is an earlier one. So an alderman who is away from T-6 to T-4
has the note in time to read it, and its writer knows by when.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.days.working_days import ONE_DAY, add_working_days, is_working_day
from app.register.chain import ORDER, ChainStep, Leads

Days = frozenset[date]
NONE: Days = frozenset()

#: The steps before a meeting of the people who prepare it, the last one first.
BACKWARD = tuple(reversed(ORDER[0]))
#: How long before the meeting the executive can have decided at the earliest.
EXECUTIVE_LOOKS_BACK = timedelta(weeks=8)


@dataclass(frozen=True)
class Around:
    """What a chain is counted over."""

    #: Days on which nobody works, beside weekends and public holidays.
    closed: Days = NONE
    #: Per step the days on which who must act there is away, with nobody to stand in.
    away: Mapping[ChainStep, Days] = field(default_factory=dict)
    #: The days on which the executive meets, as far as known.
    executive_days: Collection[date] = ()
    #: Days in recess: where its days are not known, the executive does not meet then.
    recess: Collection[date] = ()
    #: The staff meetings of the portfolio holder, as far as known.
    staff_meetings: Collection[date] = ()


def due_days(day: date, leads: Leads, around: Around) -> dict[ChainStep, date]:
    """Per step the day by which it is done for a meeting on this day."""
    found = agreeing_days(day, leads, around)
    found[ChainStep.STAFF_MEETING] = _staff_meeting(day, found, around.staff_meetings)
    found[ChainStep.EXECUTIVE] = decided = _executive(day, leads, around)
    found[ChainStep.SUBMISSION] = _before(
        decided,
        leads[ChainStep.SUBMISSION] - leads[ChainStep.EXECUTIVE],
        around,
        ChainStep.SUBMISSION,
    )
    for step in (ChainStep.DEBRIEF, ChainStep.COUNCIL_LETTER):
        after = add_working_days(day, leads[step], around.closed)
        found[step] = _present(after, around, step, ONE_DAY)
    return found


def agreeing_days(day: date, leads: Leads, around: Around) -> dict[ChainStep, date]:
    """The same for the steps from papers to pack, without looking for a staff meeting."""
    found: dict[ChainStep, date] = {}
    next_step: ChainStep | None = None
    due, lead = day, 0
    for step in BACKWARD:
        due = _before(due, leads[step] - lead, around, step, next_step)
        found[step] = due
        next_step, lead = step, max(lead, leads[step])
    return found


def still_by(
    step: ChainStep, day: date, due: Mapping[ChainStep, date], papers_on: date | None
) -> date:
    """By when a step before the meeting is done: late papers leave the next day of the chain."""
    days = (due[one] for one in ORDER[0][ORDER[0].index(step) :])
    return next((one for one in days if papers_on is None or one >= papers_on), day)


def _before(
    day: date, count: int, around: Around, step: ChainStep, works: ChainStep | None = None
) -> date:
    """So many days before a day on which who works in between is there, and who acts then too."""
    missing = around.away.get(works, NONE) if works else NONE
    closed = around.closed | missing if missing else around.closed
    return _present(add_working_days(day, -max(count, 0), closed), around, step, -ONE_DAY)


def _present(day: date, around: Around, step: ChainStep, direction: timedelta) -> date:
    """This day, or the nearest one in a direction on which who must act is there."""
    away = around.away.get(step, NONE)
    while day in away:
        day += direction
        while not is_working_day(day, around.closed):
            day += direction
    return day


def _staff_meeting(day: date, due: Mapping[ChainStep, date], known: Collection[date]) -> date:
    """The staff meeting in which the position can be agreed: the last one by the day of the chain.

    Else the first one between that day and the meeting; where there is none, the day itself.
    """
    latest = due[ChainStep.STAFF_MEETING]
    in_time = [one for one in known if due[ChainStep.ALDERMAN] <= one <= latest]
    if in_time:
        return max(in_time)
    return min((one for one in known if latest < one < day), default=latest)


def _executive(day: date, leads: Leads, around: Around) -> date:
    """The last day on which the executive meets, so many working days before the meeting."""
    latest = add_working_days(day, -leads[ChainStep.EXECUTIVE], around.closed)
    known = [one for one in around.executive_days if latest - EXECUTIVE_LOOKS_BACK <= one <= latest]
    if known:
        return max(known)
    while latest in around.recess:
        latest -= ONE_DAY
        while not is_working_day(latest, around.closed):
            latest -= ONE_DAY
    return latest
