"""Planning, changing, confirming, cancelling and holding meetings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime
from urllib.parse import urlsplit

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import clock, journal
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.meetings import workflow
from app.meetings.circles import assigned_ids, set_circle, widen_circle
from app.meetings.models import Attendance, Body, Level, Meeting
from app.meetings.permissions import may_plan
from app.meetings.queries import find_visible_meeting
from app.meetings.signals import meeting_changed
from app.meetings.telling import TOLD, audience_of, is_news, tell_moved, tell_step
from app.people.models import Person


@dataclass(frozen=True)
class MeetingDetails:
    """What a planner says of a meeting; times in UTC, people and meetings by id."""

    body_id: int
    starts_at: datetime
    ends_at: datetime
    title: str = ""
    place: str = ""
    online_url: str = ""
    closed: bool = False
    restricted: bool = False
    prepares_id: int | None = None
    officer_id: int | None = None
    alderman_id: int | None = None
    remarks: str = ""
    #: Who besides the planner and who is assigned may see a restricted meeting.
    circle_ids: frozenset[int] = field(default_factory=frozenset)


#: What of the details is a column of the meeting.
COLUMNS = tuple(one.name for one in fields(MeetingDetails) if one.name != "circle_ids")


def change_meeting(
    meeting: Meeting, details: MeetingDetails, actor: Person, seen_version: int
) -> None:
    """Change a meeting; refused when somebody else changed it since it was read."""
    if not may_plan(actor):
        raise NotAllowed
    if meeting.version != seen_version:
        raise Conflict(_("Iemand anders heeft deze vergadering intussen gewijzigd."))
    if not workflow.may_change(meeting.status):
        raise RuleBroken(_("Een geannuleerde vergadering kan niet worden gewijzigd."))
    check_details(details, actor, meeting)
    changed = [name for name in COLUMNS if getattr(meeting, name) != getattr(details, name)]
    assigned_before = {meeting.officer_id, meeting.alderman_id}
    moved = {"starts_at", "ends_at"} & set(changed)
    before, heard = meeting.starts_at, audience_of(meeting, actor) if moved else set[int]()
    circle_before = {row.person_id for row in meeting.circle}
    for name in changed:
        setattr(meeting, name, getattr(details, name))
    db.session.flush()
    db.session.expire(meeting, ["body", "officer", "alderman"])
    if {"officer_id", "alderman_id", "body_id"} & set(changed):
        replace_default_people(meeting, assigned_before)
    set_circle(meeting, details.circle_ids, actor)
    if circle_before != {row.person_id for row in meeting.circle}:
        changed.append("circle")
    if changed:
        told(meeting, "change", actor, changed)
    if moved and is_news(before, meeting.starts_at):
        tell_moved(meeting, before, _in_circle(meeting, heard | audience_of(meeting, actor)))


def cancel_meeting(meeting: Meeting, actor: Person, remark: str = "") -> None:
    """Cancel a meeting, with a remark where that helps; nothing is deleted."""
    take_step(meeting, "cancel", actor, remark)


def take_step(meeting: Meeting, name: str, actor: Person, remark: str = "") -> None:
    """Take a step of the status rules; refused when the meeting does not stand there now."""
    if not may_plan(actor):
        raise NotAllowed
    step = checked_step(meeting, name)
    meeting.status = step.target
    cancelled = step.target == workflow.CANCELLED
    meeting.cancelled_at = clock.now() if cancelled else None
    meeting.cancel_remark = remark.strip() if cancelled else ""
    told(meeting, name, actor, ["status"])
    if name in TOLD and is_news(meeting.starts_at):
        tell_step(meeting, name, audience_of(meeting, actor))


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


def check_details(details: MeetingDetails, actor: Person, meeting: Meeting | None = None) -> None:
    """The rules that hold for every meeting, each at the field where it goes wrong."""
    day = clock.local(details.starts_at).date()
    body = db.session.get(Body, details.body_id)
    if body is None or not (body.holds_on(day) or (meeting and meeting.body_id == body.id)):
        raise RuleBroken(
            _("Dit overleg bestaat niet op deze dag. Kies een andere dag of een ander overleg."),
            "body_id",
        )
    if details.ends_at <= details.starts_at:
        raise RuleBroken(_("Het einde moet na het begin liggen."), "end")
    if details.ends_at - details.starts_at > workflow.LONGEST:
        raise RuleBroken(_("Een vergadering duurt hoogstens een week."), "end")
    _check_url(details.online_url)
    kept = meeting is not None and meeting.prepares_id == details.prepares_id
    if details.prepares_id is not None and not kept:
        _check_prepares(details, body, actor, meeting)
    for name in ("officer_id", "alderman_id"):
        chosen = getattr(details, name)
        if meeting is None or getattr(meeting, name) != chosen:
            _check_active(chosen, name)


def _check_url(url: str) -> None:
    if not url:
        return
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good or any(letter.isspace() for letter in url):
        raise RuleBroken(
            _("Vul een volledig webadres in dat begint met https:// of http://."), "online_url"
        )


def _check_prepares(
    details: MeetingDetails, body: Body, actor: Person, meeting: Meeting | None
) -> None:
    prepared = find_visible_meeting(details.prepares_id, actor)
    if prepared is None or (meeting and prepared.id == meeting.id):
        raise RuleBroken(_("Kies een vergadering uit de lijst."), "prepares_id")
    if body.level != Level.ADMINISTRATIVE or prepared.level != Level.OFFICIAL:
        raise RuleBroken(
            _("Alleen een ambtelijk overleg bereidt een bestuurlijk overleg voor."), "prepares_id"
        )
    if prepared.starts_at <= details.starts_at:
        raise RuleBroken(
            _("Het bestuurlijk overleg moet na dit ambtelijk overleg zijn."), "prepares_id"
        )


def _check_active(person_id: int | None, name: str) -> None:
    if person_id is None:
        return
    person = db.session.get(Person, person_id)
    if person is None or not person.active:
        raise RuleBroken(_("Kies iemand uit de lijst."), name)


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
    if not meeting.restricted:
        return person_ids
    return person_ids & {row.person_id for row in meeting.circle}


def told(meeting: Meeting, action: str, actor: Person, changed: Iterable[str]) -> None:
    """Journal what was done with a meeting, and tell the rooms above."""
    told_all([meeting], action, actor, changed)


def told_all(
    meetings: Iterable[Meeting], action: str, actor: Person, changed: Iterable[str]
) -> None:
    """Journal what was done with each of these meetings, and tell the rooms above."""
    db.session.flush()
    names = sorted(changed)
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
        for one in those:
            meeting_changed.send(one, fields=names)
