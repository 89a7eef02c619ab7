"""An occurrence whose meeting we know: what the organiser changed, laid beside what we changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.core import clock
from app.invitations.models import InvitedMeeting
from app.invitations.outcomes import (
    OURS,
    THEIRS,
    Answer,
    Difference,
    Doing,
    Question,
    Result,
    Step,
)
from app.invitations.stating import TAKEN
from app.invitations.updating import Standing
from app.meetings.models import Body, Meeting, MeetingStatus
from app.meetings.workflow import LONGEST
from app.register.spelling import key

#: In `given`: fields in which ours stays, as somebody planned the meeting before it was invited.
KEPT = "kept"


def given_of(standing: Standing, kept: tuple[str, ...] = ()) -> dict[str, Any]:
    """What is remembered of what an organiser says."""
    assert standing.statement is not None
    row = standing.statement.as_row()
    found = {name: row[name] for name in (*TAKEN, "all_day")}
    return {**found, "cancelled": standing.cancelled, KEPT: list(kept)}


def title_for(title: str, body: Body) -> str:
    """The title of a meeting of ours: none where the name of its body says the same."""
    return "" if key(title) == key(body.name) else title


def values_of(given: dict[str, Any], meeting: Meeting) -> dict[str, Any]:
    """What an organiser said, as fields of this meeting.

    Who names a day only says nothing of the time, where the meeting is on that day.
    """
    times = {name: datetime.fromisoformat(given[name]) for name in ("starts_at", "ends_at")}
    if given["all_day"] and _day(times["starts_at"]) == _day(meeting.starts_at):
        times = {"starts_at": meeting.starts_at, "ends_at": meeting.ends_at}
    return {
        **times,
        "title": title_for(given["title"], meeting.body),
        "place": given["place"],
        "online_url": given["online_url"],
    }


def _day(moment: datetime) -> object:
    return clock.local(moment).date()


def weigh(standing: Standing, link: InvitedMeeting, answer: Answer | None) -> Step:
    """What there is to do with a meeting that is known to be this occurrence."""
    said = standing.statement
    if said is None:
        return _weigh_status(standing, link, answer)
    if said.ends_at - said.starts_at > LONGEST:
        return Step(
            Result.REFUSED, _("Een vergadering duurt hoogstens een week."), standing=standing
        )
    given = given_of(standing, tuple(link.given.get(KEPT, ())))
    return _weigh(standing, link, given, answer)


def _weigh_status(standing: Standing, link: InvitedMeeting, answer: Answer | None) -> Step:
    """Only a cancellation is left of what was known (the rest was undone)."""
    return _weigh(standing, link, {**link.given, "cancelled": standing.cancelled}, answer)


def _weigh(
    standing: Standing,
    link: InvitedMeeting,
    given: dict[str, Any],
    answer: Answer | None,
    silent: Collection[str] = (),
) -> Step:
    """`silent` are fields of which nothing is said: they stay."""
    meeting = link.meeting
    step = Step(
        Result.UNCHANGED, "", standing=standing, link=link, meeting=meeting, body=meeting.body
    )
    if given == link.given:
        return step
    kept = {*given.get(KEPT, ()), *silent}
    theirs, before = values_of(given, meeting), values_of(link.given, meeting)
    moved = [name for name in TAKEN if given[name] != link.given[name] and name not in kept]
    changes = {name: theirs[name] for name in moved if getattr(meeting, name) != theirs[name]}
    ours = {name for name in changes if getattr(meeting, name) != before[name]}
    is_cancelled = meeting.status == MeetingStatus.CANCELLED
    cancel = given["cancelled"] if given["cancelled"] != link.given["cancelled"] else None
    if cancel == is_cancelled:
        cancel = None
    by_hand = is_cancelled and not link.given["cancelled"] and not given["cancelled"]
    step.given, step.changes, step.cancel = given, changes, cancel
    step.differences = tuple(
        Difference(name, getattr(meeting, name), theirs[name]) for name in changes
    )
    if not changes and cancel is None:
        step.doing = Doing.CHANGE
        step.reason = _("De vergadering staat er al zo.")
    elif meeting.status == MeetingStatus.HELD:
        _held_already(step, answer)
    elif (ours or (by_hand and changes)) and not given["cancelled"]:
        _by_hand(step, ours, by_hand, answer)
    else:
        _take(step)
    return step


def _held_already(step: Step, answer: Answer | None) -> None:
    if answer is not None and answer.choice == OURS:
        _keep(step)
        return
    step.result, step.question = Result.QUESTION, Question.HELD
    step.reason = (
        _("De organisator zegt deze vergadering af, maar hier staat dat zij is gehouden.")
        if step.cancel
        else _("De organisator wijzigt deze vergadering, maar hier staat dat zij is gehouden.")
    )


def _by_hand(step: Step, ours: set[str], by_hand: bool, answer: Answer | None) -> None:
    if answer is not None and answer.choice == THEIRS:
        step.cancel = False if by_hand else step.cancel
        _take(step)
    elif answer is not None and answer.choice == OURS:
        step.changes = {
            name: value for name, value in step.changes.items() if name not in ours and not by_hand
        }
        _take(step) if step.changes or step.cancel is not None else _keep(step)
    else:
        step.result, step.question = Result.QUESTION, Question.CONFLICT
        step.reason = (
            _("Deze vergadering is hier geannuleerd. Kies of zij weer doorgaat.")
            if by_hand
            else _("Een collega heeft dit hier ook gewijzigd. Kies wat er moet staan.")
        )


def _keep(step: Step) -> None:
    step.doing, step.changes, step.cancel = Doing.CHANGE, {}, None
    step.reason = _("De vergadering blijft zoals zij hier staat.")


def _take(step: Step) -> None:
    step.doing = Doing.CHANGE
    if step.cancel:
        step.result = Result.CANCELLED
        step.reason = _("De organisator heeft deze vergadering geannuleerd.")
    elif step.cancel is False:
        step.result = Result.UPDATED
        step.reason = _("De vergadering gaat toch door.")
    elif step.standing is not None and step.standing.cancelled:
        step.result = Result.CANCELLED
        step.reason = _("De organisator had deze vergadering al geannuleerd.")
    else:
        step.result = Result.UPDATED
        step.reason = _("De organisator heeft deze vergadering gewijzigd.")


def matched(standing: Standing, meeting: Meeting) -> Step:
    """What an invitation does with a meeting that stood there already.

    What it does not say stays, and so does the title: we gave it.
    """
    given = given_of(standing, ("title",))
    theirs = values_of(given, meeting)
    said = {name: value for name, value in theirs.items() if value and name != "title"}
    changes = {name: value for name, value in said.items() if getattr(meeting, name) != value}
    step = Step(
        Result.UPDATED,
        _("Dit is de vergadering die hier al was gepland."),
        Doing.MATCH,
        standing=standing,
        meeting=meeting,
        body=meeting.body,
        changes=changes,
        cancel=True if standing.cancelled else None,
        given=given,
    )
    step.differences = tuple(
        Difference(name, getattr(meeting, name), value) for name, value in changes.items()
    )
    if standing.cancelled:
        step.result = Result.CANCELLED
        step.reason = _("De organisator heeft deze vergadering geannuleerd.")
    return step


def handed_over(standing: Standing, link: InvitedMeeting, answer: Answer | None) -> Step:
    """What an invitation does with a meeting that followed another one until now.

    It is weighed as a change by the organiser; what the new invitation does not say stays.
    """
    given = given_of(standing, tuple(link.given.get(KEPT, ())))
    silent = {name for name, value in values_of(given, link.meeting).items() if not value}
    step = _weigh(standing, link, given, answer, silent)
    step.given = given
    if step.question is None:
        step.doing, step.result = Doing.MATCH, Result.UPDATED
        step.reason = _("Dit is de vergadering die hier al was gepland.")
    return step
