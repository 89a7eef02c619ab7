"""Doing what a comparison came to, by the actions of meetings, and noting it for undoing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert

from app.core import clock
from app.core.database import db
from app.invitations.becoming import Becoming, become
from app.invitations.models import (
    ChangeKind,
    InvitationChange,
    InvitationThread,
    InvitedMeeting,
    ReceivedInvitation,
)
from app.invitations.outcomes import Doing, Step
from app.invitations.weighing import title_for
from app.meetings import organiser_actions
from app.meetings.details import COLUMNS, MeetingDetails
from app.meetings.models import Body, Meeting, MeetingStatus
from app.meetings.planning import Plan, plan_meetings
from app.people.models import Person
from app.register.portfolio_queries import Responsible, responsible_through


class Taking:
    """Takes over what a file says."""

    def __init__(self, received: ReceivedInvitation, actor: Person, steps: Iterable[Step]) -> None:
        self.received, self.actor = received, actor
        todo = [one for one in steps if _is_to_do(one)]
        planned = [one for one in todo if one.doing == Doing.PLAN]
        self._responsible = _responsible(planned)
        self._plan(planned)
        #: How meetings that change were, by id.
        self._before = self._change([one for one in todo if one.doing != Doing.PLAN])
        #: What was done, as words of the journal.
        self.done: list[str] = []
        self._changes: list[dict[str, Any]] = []

    def take(self, thread: InvitationThread, step: Step) -> None:
        """Do what there is to do for one occurrence."""
        if not _is_to_do(step) or step.standing is None or step.meeting is None:
            if step.link is not None and step.link.thread_id == thread.id:
                self._follow_name(step)
            return
        known: dict[str, Any] = {}
        before: dict[str, Any] = {}
        if step.link is not None:
            known = {"recurrence_id": step.link.recurrence_id, "given": step.link.given}
        if step.doing == Doing.PLAN:
            kind, after = ChangeKind.NEW, as_row(state_of(step.meeting))
        else:
            before = self._before[step.meeting.id]
            kind, after = _kind_of(step), as_row(_values(step.meeting, before))
        if step.link is None:
            step.link = InvitedMeeting(
                thread=thread, recurrence_id=step.standing.recurrence_ids[0], meeting=step.meeting
            )
            db.session.add(step.link)
        elif step.link.thread_id != thread.id:
            known["thread_id"] = step.link.thread_id
            _hand_over(step.link, thread)
        self._follow_name(step)
        step.link.given = step.given or {}
        self._changes.append(
            {
                "invitation_id": self.received.id,
                "thread_id": thread.id,
                "meeting_id": step.meeting.id,
                "kind": kind,
                "at": clock.now(),
                "before": before,
                "after": after,
                "known_before": known,
            }
        )
        self.done.append(kind.value)

    def note(self) -> None:
        """Note all that was done, for undoing it."""
        db.session.flush()
        if self._changes:
            db.session.execute(insert(InvitationChange), self._changes)

    def _follow_name(self, step: Step) -> None:
        """What was moved with its series has another name from now on."""
        if step.link is not None and step.standing is not None:
            step.link.recurrence_id = step.standing.recurrence_ids[0]

    def _plan(self, steps: Sequence[Step]) -> None:
        """Plan all that is new at once."""
        if not steps:
            return
        made = plan_meetings([self._planned(one) for one in steps], self.actor)
        for step, meeting in zip(steps, made, strict=True):
            step.meeting = meeting
        off = [meeting for step, meeting in zip(steps, made, strict=True) if step.cancel]
        organiser_actions.note_cancelled(off, self.actor)

    def _planned(self, step: Step) -> Plan:
        assert step.given is not None
        assert step.body is not None
        details = self._details(step.given, step.body)
        if step.within is None:
            return Plan(details)
        details = organiser_actions.within_circle(details, step.within)
        return Plan(details, within=details.circle_ids)

    def _details(self, given: Mapping[str, Any], body: Body) -> MeetingDetails:
        """A meeting as it is invited to, with who of ours answers for the partnership then."""
        since = [since for since, _found in self._responsible]
        place = max(bisect_right(since, _day(given)) - 1, 0)
        known = self._responsible[place][1][body.partnership_id]
        return MeetingDetails(
            body_id=body.id,
            starts_at=datetime.fromisoformat(given["starts_at"]),
            ends_at=datetime.fromisoformat(given["ends_at"]),
            title=title_for(given["title"], body),
            place=given["place"],
            online_url=given["online_url"],
            officer_id=known.officer.id if known.officer else None,
            alderman_id=known.alderman.id if known.alderman else None,
        )

    def _change(self, steps: Sequence[Step]) -> dict[int, dict[str, Any]]:
        """Change all that becomes otherwise at once; gives the fields as they were."""
        before: dict[int, dict[str, Any]] = {}
        becoming = []
        for step in steps:
            meeting = step.meeting
            assert meeting is not None
            before[meeting.id] = as_row(_values(meeting, (*step.changes, "status")))
            becoming.append(Becoming(meeting, step.changes, _status_after(step, meeting)))
        become(becoming, self.actor)
        return before


def _is_to_do(step: Step) -> bool:
    return step.doing != Doing.NOTHING and step.given is not None and step.standing is not None


def _status_after(step: Step, meeting: Meeting) -> str:
    if step.cancel:
        return MeetingStatus.CANCELLED
    again = step.cancel is False and meeting.status == MeetingStatus.CANCELLED
    return MeetingStatus.PLANNED if again else meeting.status


def _values(meeting: Meeting, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(meeting, name) for name in names}


def _hand_over(link: InvitedMeeting, thread: InvitationThread) -> None:
    """Let a meeting follow another invitation; the one that it followed plans it no more."""
    link.thread.left_out = sorted({*link.thread.left_out, link.recurrence_id})
    link.thread = thread


def take_again(link: InvitedMeeting, thread: InvitationThread, name: str) -> None:
    """Let a meeting follow the invitation again that it followed before, by its name there."""
    thread.left_out = [one for one in thread.left_out if one != name]
    link.thread, link.recurrence_id = thread, name


def state_of(meeting: Meeting) -> dict[str, Any]:
    """All that somebody may change of a meeting, with its circle and who goes."""
    going = [
        [one.person_id, one.in_place_of_id, one.going, one.attended] for one in meeting.attendances
    ]
    return {
        **{name: getattr(meeting, name) for name in (*COLUMNS, "status")},
        "circle": sorted(one.person_id for one in meeting.circle),
        "attendances": sorted(going, key=lambda one: one[0]),
    }


def as_row(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as a column of JSON keeps them."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }


def _kind_of(step: Step) -> ChangeKind:
    """By what became of the meeting; that it was recognised is told where nothing else did."""
    if step.cancel:
        return ChangeKind.CANCELLED
    if step.changes or step.cancel is False:
        return ChangeKind.UPDATED
    return ChangeKind.MATCHED if step.doing == Doing.MATCH else ChangeKind.KEPT


def _responsible(steps: Sequence[Step]) -> list[tuple[date, dict[int, Responsible]]]:
    """Who answers for the partnerships of what is to be planned, from which day on."""
    days = [_day(one.given) for one in steps if one.given is not None]
    ids = {one.body.partnership_id for one in steps if one.body is not None}
    return responsible_through(ids, min(days), max(days)) if days else []


def _day(given: Mapping[str, Any]) -> date:
    return clock.local(datetime.fromisoformat(given["starts_at"])).date()
