"""Who of ours goes to a meeting, who stands in, and afterwards who was there."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _

from app.core import clock, journal
from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.meetings import workflow
from app.meetings.circles import widen_circle
from app.meetings.models import Attendance, Meeting
from app.meetings.permissions import may_record_outcome
from app.meetings.signals import meeting_changed
from app.people.deeds import instructed_by
from app.people.models import Person


def send_person(
    meeting: Meeting, person_id: int, actor: Person, in_place_of_id: int | None = None
) -> Attendance:
    """Say that somebody goes; with `in_place_of_id` as substitute of who then does not go."""
    _require(meeting, actor)
    person = db.session.get(Person, person_id)
    if person is None or not person.active:
        raise RuleBroken(_("Kies iemand uit de lijst."), "person_id")
    if in_place_of_id == person_id:
        raise RuleBroken(_("Iemand kan zichzelf niet vervangen."), "in_place_of_id")
    row = _row_of(meeting, person_id)
    if row is None:
        row = Attendance(person_id=person_id)
        meeting.attendances.append(row)
    row.going, row.in_place_of_id = True, in_place_of_id
    if in_place_of_id is not None:
        replaced = _row_of(meeting, in_place_of_id)
        if replaced is None:
            replaced = Attendance(person_id=in_place_of_id)
            meeting.attendances.append(replaced)
        replaced.going = False
    db.session.flush()
    widen_circle(meeting, (person_id,))
    _told(meeting, "send", actor, in_place_of_id or person_id)
    return row


def keep_home(meeting: Meeting, person_id: int, actor: Person) -> None:
    """Say that somebody does not go after all."""
    _require(meeting, actor)
    row = _row_of(meeting, person_id)
    if row is None:
        raise RuleBroken(_("Deze persoon staat niet op de lijst."))
    row.going = False
    row.attended = None
    _told(meeting, "keep-home", actor, person_id)


def record_attendance(meeting: Meeting, present_ids: Collection[int], actor: Person) -> None:
    """Record afterwards who of the people on the list was there."""
    _require(meeting, actor)
    if not workflow.has_outcome(meeting.status, meeting.starts_at, clock.now()):
        raise RuleBroken(_("Wie er was kan worden vastgelegd zodra de vergadering is begonnen."))
    for row in meeting.attendances:
        row.attended = row.person_id in present_ids
    _told(meeting, "record-attendance", actor)


def _require(meeting: Meeting, actor: Person) -> None:
    if not may_record_outcome(actor, meeting):
        raise NotAllowed
    if not workflow.may_change(meeting.status):
        raise RuleBroken(_("Deze vergadering is geannuleerd."))


def _row_of(meeting: Meeting, person_id: int) -> Attendance | None:
    return next((row for row in meeting.attendances if row.person_id == person_id), None)


def _told(meeting: Meeting, action: str, actor: Person, whose_id: int | None = None) -> None:
    """Journal it; whether somebody goes is their own to say, also through who serves them."""
    db.session.flush()
    journal.record(
        f"meeting.{action}",
        "meeting",
        meeting.id,
        actor_id=actor.id,
        on_behalf_of_id=instructed_by(actor, whose_id),
        fields=["people"],
    )
    meeting_changed.send(meeting, fields=["people"])
