"""From meetings and deadlines to calendar entries: what a phone may know of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _

from app.briefings.queries import Due
from app.core import clock
from app.feeds.ical import Entry
from app.meetings.models import Attendance, Meeting, MeetingStatus

#: RFC 5545, 3.8.1.11: what our statuses are called there.
STATUS = {
    MeetingStatus.PLANNED: "TENTATIVE",
    MeetingStatus.CONFIRMED: "CONFIRMED",
    MeetingStatus.HELD: "CONFIRMED",
    MeetingStatus.CANCELLED: "CANCELLED",
}


def entry_of_meeting(meeting: Meeting) -> Entry:
    """One meeting; never a word from a note."""
    partnership = meeting.body.partnership
    short = partnership.abbreviation or partnership.name
    lines = [_("Niveau: %(level)s", level=_level(meeting))]
    going = [_who(attendance) for attendance in meeting.attendances if attendance.going]
    if going:
        lines.append(_("Wie gaat: %(names)s", names=", ".join(sorted(going))))
    if meeting.closed:
        lines.append(_("Besloten"))
    return Entry(
        uid=meeting.uid,
        title=f"{meeting.name} · {short}",
        start=clock.local(meeting.starts_at),
        end=clock.local(meeting.ends_at),
        revised_at=meeting.revised_at,
        sequence=meeting.sequence,
        status=STATUS[MeetingStatus(meeting.status)],
        place=meeting.place,
        online_url=meeting.online_url,
        page_url=absolute("meetings.show_meeting", meeting_id=meeting.id),
        category=partnership.name,
        lines=tuple(lines),
    )


def entry_of_deadline(due: Due) -> Entry:
    """The day on which a note is due, as an all-day entry that takes no time."""
    meeting = due.meeting
    return Entry(
        uid=f"note-due-{due.item.id}-{meeting.uid}",
        title=_(
            "Annotatie klaar: %(meeting)s, punt %(number)s",
            meeting=meeting.name,
            number=due.item.number or due.item.position,
        ),
        start=due.due_on,
        end=due.due_on + timedelta(days=1),
        revised_at=meeting.revised_at,
        sequence=meeting.sequence,
        page_url=absolute("meetings.show_meeting", meeting_id=meeting.id),
        category=meeting.body.partnership.name,
    )


def absolute(endpoint: str, **values: Any) -> str:
    """A full address, on the public name of this installation where it is known."""
    public = current_app.config["PUBLIC_URL"]
    if public:
        return f"{public}{url_for(endpoint, **values)}"
    return url_for(endpoint, _external=True, **values)


def _level(meeting: Meeting) -> str:
    return _("ambtelijk") if meeting.level == "administrative" else _("bestuurlijk")


def _who(attendance: Attendance) -> str:
    if attendance.in_place_of is None:
        return attendance.person.name
    return _(
        "%(name)s (als plaatsvervanger van %(other)s)",
        name=attendance.person.name,
        other=attendance.in_place_of.name,
    )
