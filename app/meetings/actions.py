"""Changing, confirming, cancelling and holding meetings: one, or many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import clock, journal
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.meetings import telling, workflow
from app.meetings.circles import assigned_ids, read_people, set_circle, widen_circle
from app.meetings.details import COLUMNS, MeetingDetails, check_details
from app.meetings.models import Attendance, Level, Meeting
from app.meetings.permissions import may_plan
from app.meetings.signals import meeting_changed
from app.meetings.telling import TOLD, audiences_of, is_news
from app.messages.actions import tell_all
from app.people.models import Person

#: What moves a meeting, and what decides who of ours goes unless said otherwise.
MOMENTS = frozenset({"starts_at", "ends_at"})
PEOPLE = frozenset({"officer_id", "alderman_id", "body_id"})


@dataclass(frozen=True)
class Edit:
    """How a meeting is to be, for who saw this version of it."""

    meeting: Meeting
    details: MeetingDetails
    seen_version: int

    @property
    def changed(self) -> list[str]:
        """The columns that become otherwise."""
        return [
            name for name in COLUMNS if getattr(self.meeting, name) != getattr(self.details, name)
        ]


def change_meeting(
    meeting: Meeting, details: MeetingDetails, actor: Person, seen_version: int
) -> None:
    """Change a meeting; refused when somebody else changed it since it was read."""
    change_meetings([Edit(meeting, details, seen_version)], actor)


def change_meetings(edits: Sequence[Edit], actor: Person) -> None:
    """Change these meetings, all of them or none, each as one by itself is."""
    if not may_plan(actor):
        raise NotAllowed
    for one in edits:
        _check_edit(one, actor)
    read_people([one.meeting for one in edits])
    moved = {
        one.meeting.id: one.meeting.starts_at
        for one in edits
        if not MOMENTS.isdisjoint(one.changed)
    }
    those = [one.meeting for one in edits if one.meeting.id in moved]
    heard = audiences_of(those, actor)
    for changed, meetings in _written(edits, actor).items():
        told_all(meetings, "change", actor, changed)
    news = [one for one in those if is_news(moved[one.id], one.starts_at)]
    hear = audiences_of(news, actor)
    tell_all(
        telling.moved(one, moved[one.id], _in_circle(one, heard[one.id] | hear[one.id]))
        for one in news
    )


def _check_edit(edit: Edit, actor: Person) -> None:
    if edit.meeting.version != edit.seen_version:
        raise Conflict(_("Iemand anders heeft deze vergadering intussen gewijzigd."))
    if not workflow.may_change(edit.meeting.status):
        raise RuleBroken(_("Een geannuleerde vergadering kan niet worden gewijzigd."))
    check_details(edit.details, actor, edit.meeting)


def _written(edits: Sequence[Edit], actor: Person) -> dict[tuple[str, ...], list[Meeting]]:
    """Write what changes; gives the meetings by what of them did."""
    changes = [(one, one.changed) for one in edits]
    before = [
        ({one.meeting.officer_id, one.meeting.alderman_id}, _circle(one.meeting)) for one in edits
    ]
    for one, changed in changes:
        for name in changed:
            setattr(one.meeting, name, getattr(one.details, name))
    db.session.flush()
    found: dict[tuple[str, ...], list[Meeting]] = {}
    for (one, changed), (assigned, circle) in zip(changes, before, strict=True):
        meeting = one.meeting
        if not PEOPLE.isdisjoint(changed):
            db.session.expire(meeting, ["body", "officer", "alderman"])
            replace_default_people(meeting, assigned)
        set_circle(meeting, one.details.circle_ids, actor)
        names = [*changed, *(["circle"] if circle != _circle(meeting) else [])]
        if names:
            found.setdefault(tuple(names), []).append(meeting)
    return found


def cancel_meeting(meeting: Meeting, actor: Person, remark: str = "") -> None:
    """Cancel a meeting, with a remark where that helps; nothing is deleted."""
    take_step(meeting, "cancel", actor, remark)


def take_step(meeting: Meeting, name: str, actor: Person, remark: str = "") -> None:
    """Take a step of the status rules; refused when the meeting does not stand there now."""
    take_steps([meeting], name, actor, remark)


def take_steps(meetings: Sequence[Meeting], name: str, actor: Person, remark: str = "") -> None:
    """Take a step with these meetings, all of them or none."""
    if not may_plan(actor):
        raise NotAllowed
    targets = [checked_step(meeting, name).target for meeting in meetings]
    for meeting, target in zip(meetings, targets, strict=True):
        meeting.status = target
        cancelled = target == workflow.CANCELLED
        meeting.cancelled_at = clock.now() if cancelled else None
        meeting.cancel_remark = remark.strip() if cancelled else ""
    told_all(meetings, name, actor, ["status"])
    if name not in TOLD:
        return
    news = [one for one in meetings if is_news(one.starts_at)]
    hear = audiences_of(news, actor)
    tell_all(telling.stepped(one, name, hear[one.id]) for one in news)


def checked_step(meeting: Meeting, name: str) -> workflow.Step:
    """A step of the status rules that the meeting may take now."""
    step = workflow.STEPS[name]
    if not workflow.allows(step, meeting.status, meeting.starts_at, clock.now()):
        raise RuleBroken(
            _(
                "Dit kan nu niet meer met deze vergadering. "
                "Bekijk eerst hoe de vergadering er nu voor staat."
            )
        )
    return step


def default_people(meeting: Meeting) -> list[int]:
    """Who of ours goes unless said otherwise: our members of the body on that day.

    Where the body has none, the officer goes to an administrative and the alderman to an
    official meeting.
    """
    day = clock.local(meeting.starts_at).date()
    members = [
        row.person_id for row in meeting.body.members if not row.substitute and row.holds_on(day)
    ]
    if members:
        return members
    administrative = meeting.body.level == Level.ADMINISTRATIVE
    assigned = meeting.officer_id if administrative else meeting.alderman_id
    return [assigned] if assigned is not None else []


def _send_default_people(meeting: Meeting) -> None:
    present = set(
        db.session.scalars(select(Attendance.person_id).where(Attendance.meeting_id == meeting.id))
    )
    for person_id in dict.fromkeys(default_people(meeting)):
        if person_id not in present:
            meeting.attendances.append(Attendance(person_id=person_id))
    db.session.flush()


def replace_default_people(meeting: Meeting, assigned_before: Iterable[int | None]) -> None:
    """Who was sent because they were assigned gives way to who is assigned now."""
    staying = {*default_people(meeting), meeting.officer_id, meeting.alderman_id}
    for row in list(meeting.attendances):
        gone = row.person_id in set(assigned_before) and row.person_id not in staying
        if gone and row.attended is None and row.in_place_of_id is None:
            meeting.attendances.remove(row)
    db.session.flush()
    _send_default_people(meeting)
    widen_circle(meeting, assigned_ids(meeting))


def _in_circle(meeting: Meeting, person_ids: set[int]) -> set[int]:
    """Those of them for whom the meeting exists now."""
    return person_ids & _circle(meeting) if meeting.restricted else person_ids


def _circle(meeting: Meeting) -> set[int]:
    return {row.person_id for row in meeting.circle}


def told(meeting: Meeting, action: str, actor: Person, changed: Iterable[str]) -> None:
    """Journal what was done with a meeting, and tell the rooms above."""
    told_all([meeting], action, actor, changed)


def told_all(
    meetings: Collection[Meeting], action: str, actor: Person, changed: Iterable[str]
) -> None:
    """Journal what was done with each of these meetings, and tell the rooms above."""
    names = sorted(changed)
    record_all(meetings, action, actor, names)
    for one in meetings:
        meeting_changed.send(one, fields=names)


def record_all(
    meetings: Collection[Meeting], action: str, actor: Person, names: Iterable[str]
) -> None:
    """Journal what was done with each of these meetings."""
    db.session.flush()
    versions: dict[int, list[Meeting]] = {}
    for one in meetings:
        versions.setdefault(one.version, []).append(one)
    for version, those in versions.items():
        journal.record_many(
            f"meeting.{action}",
            "meeting",
            [one.id for one in those],
            actor_id=actor.id,
            fields=names,
            object_version=version,
        )
