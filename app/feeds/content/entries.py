"""From meetings and deadlines to calendar entries: what a phone may know of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext, npgettext

from app.core import clock
from app.core.dates import full_moment, plain_day
from app.core.web import public_root
from app.feeds.content.deadlines import DueDay, Revision
from app.feeds.content.facts import MeetingFacts
from app.feeds.content.ical import Entry
from app.meetings.models import MeetingStatus

#: RFC 5545, 3.8.1.11: what our statuses are called there.
STATUS = {
    MeetingStatus.PLANNED: "TENTATIVE",
    MeetingStatus.CONFIRMED: "CONFIRMED",
    MeetingStatus.HELD: "CONFIRMED",
    MeetingStatus.CANCELLED: "CANCELLED",
}


def entry_of_meeting(meeting: MeetingFacts) -> Entry:
    """One meeting; never a word from a note."""
    title = f"{meeting.title or meeting.body} · {meeting.abbreviation or meeting.partnership}"
    if meeting.status == MeetingStatus.CANCELLED:
        title = _("GEANNULEERD: %(title)s", title=title)
    lines = [_("Niveau: %(level)s", level=_level(meeting))]
    going = [_who(name, instead_of) for name, instead_of in meeting.going]
    if going:
        lines.append(_("Wie gaat: %(names)s", names=", ".join(sorted(going))))
    if meeting.closed:
        lines.append(_("Besloten"))
    if meeting.last_paper_on is not None:
        lines.append(_state_of_papers(meeting.papers, meeting.last_paper_on))
    return Entry(
        **_common(meeting),
        title=title,
        place=meeting.place,
        online_url=meeting.online_url,
        page_url=absolute("meetings.show_meeting", meeting_id=meeting.id),
        category=meeting.partnership,
        lines=tuple(lines),
    )


def busy_entry(meeting: MeetingFacts) -> Entry:
    """That somebody is taken, for whoever may know no more than that: no words at all."""
    return Entry(**_common(meeting), title=_("Bezet"), private=True)


def _common(meeting: MeetingFacts) -> dict[str, Any]:
    return {
        "uid": meeting.uid,
        "start": clock.local(meeting.starts_at),
        "end": clock.local(meeting.ends_at),
        "revised_at": meeting.revised_at,
        "sequence": meeting.sequence,
        "status": STATUS[MeetingStatus(meeting.status)],
    }


def entry_of_deadline(due: DueDay, revision: Revision) -> Entry:
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
    of_other = f"-for-{due.reader_id}" if due.reader_id != due.person_id else ""
    return Entry(
        uid=f"notes-to-{due.kind}-{due.person_id}{of_other}-{meeting.uid}",
        title=f"{words[due.kind]}: {meeting.name} · {short}",
        start=due.due_on,
        end=due.due_on + timedelta(days=1),
        revised_at=revision.revised_at,
        sequence=revision.sequence,
        page_url=absolute("meetings.show_meeting", meeting_id=meeting.id),
        category=partnership.name,
        lines=(_("Vergadering: %(moment)s", moment=full_moment(meeting.starts_at)),),
    )


def absolute(endpoint: str, **values: Any) -> str:
    """A full address, on the public name of this installation where it is known."""
    return f"{public_root()}{url_for(endpoint, **values)}"


def _level(meeting: MeetingFacts) -> str:
    return _("ambtelijk") if meeting.level == "administrative" else _("bestuurlijk")


def _state_of_papers(count: int, last: date) -> str:
    return ngettext(
        "Stukken: %(num)d ontvangen, op %(day)s",
        "Stukken: %(num)d ontvangen, laatste op %(day)s",
        count,
        day=plain_day(last),
    )


def _who(name: str, instead_of: str | None) -> str:
    if instead_of is None:
        return name
    return _("%(name)s (als plaatsvervanger van %(other)s)", name=name, other=instead_of)
