"""From meetings and deadlines to calendar entries: what a phone may know of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import npgettext

from app.core import clock
from app.core.dates import full_moment
from app.core.web import public_root
from app.feeds.deadlines import DueDay
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
    title = f"{meeting.name} · {short}"
    if meeting.status == MeetingStatus.CANCELLED:
        title = _("GEANNULEERD: %(title)s", title=title)
    lines = [_("Niveau: %(level)s", level=_level(meeting))]
    going = [_who(attendance) for attendance in meeting.attendances if attendance.going]
    if going:
        lines.append(_("Wie gaat: %(names)s", names=", ".join(sorted(going))))
    if meeting.closed:
        lines.append(_("Besloten"))
    return Entry(
        uid=meeting.uid,
        title=title,
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


def entry_of_deadline(due: DueDay) -> Entry:
    """The day by which a person's notes for a meeting are due; it takes no time of that day."""
    meeting = due.meeting
    partnership = meeting.body.partnership
    short = partnership.abbreviation or partnership.name
    # A context of its own: older Pythons find no translation for a text that is also used alone.
    words = {
        "write": npgettext(
            "calendar", "Annotatie aanbieden", "%(num)d annotaties aanbieden", due.count
        ),
        "decide": npgettext("calendar", "Annotatie lezen", "%(num)d annotaties lezen", due.count),
    }
    return Entry(
        uid=f"notes-to-{due.kind}-{due.person_id}-{meeting.uid}",
        title=f"{words[due.kind]}: {meeting.name} · {short}",
        start=due.due_on,
        end=due.due_on + timedelta(days=1),
        revised_at=meeting.revised_at,
        sequence=meeting.sequence,
        page_url=absolute("meetings.show_meeting", meeting_id=meeting.id),
        category=partnership.name,
        lines=(_("Vergadering: %(moment)s", moment=full_moment(meeting.starts_at)),),
    )


def absolute(endpoint: str, **values: Any) -> str:
    """A full address, on the public name of this installation where it is known."""
    return f"{public_root()}{url_for(endpoint, **values)}"


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
