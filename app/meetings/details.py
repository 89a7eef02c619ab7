"""What a planner says of a meeting, and the rules that hold for all of it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import datetime
from urllib.parse import urlsplit

from flask_babel import gettext as _

from app.core import clock
from app.core.database import db
from app.core.errors import RuleBroken
from app.meetings import workflow
from app.meetings.models import Body, Level, Meeting
from app.meetings.queries import find_visible_meeting
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
