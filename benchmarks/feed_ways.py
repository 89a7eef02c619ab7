"""Two other ways to the same calendar: icalendar with objects of the database, and by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar, Event
from icalendar.prop import vDuration, vText
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased, joinedload, subqueryload

from app.core import clock
from app.core.database import db
from app.core.dates import plain_day
from app.core.web import public_root
from app.feeds.content.ical import PRODID, REFRESH, TIMEZONE, _amsterdam, clean, head_text
from app.feeds.queries import AHEAD, BACK, CANCELLED_STAYS
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.models import Attendance, Body, Meeting
from app.meetings.permissions import visible_to
from app.meetings.queries import start_of
from app.people.models import Person
from app.register.models import Partnership

STATUS = {
    "planned": "TENTATIVE",
    "confirmed": "CONFIRMED",
    "held": "CONFIRMED",
    "cancelled": "CANCELLED",
}


def in_calendar(reader: Person) -> list[ColumnElement[bool]]:
    """What a calendar of all meetings holds today."""
    today = clock.today()
    return [
        visible_to(reader),
        Meeting.starts_at >= start_of(today - BACK),
        Meeting.starts_at < start_of(today + AHEAD + timedelta(days=1)),
        or_(
            Meeting.status != "cancelled",
            Meeting.cancelled_at >= start_of(today - CANCELLED_STAYS),
        ),
    ]


def plainly(reader: Person, name: str) -> bytes:
    """As Indico does it: objects with what they need loaded along, an Event each, one to_ical."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", vText(name))
    calendar.add("x-wr-calname", vText(name))
    calendar.add("x-wr-timezone", TIMEZONE)
    refresh = vDuration(REFRESH)
    refresh.params["VALUE"] = "DURATION"
    calendar.add("refresh-interval", refresh)
    calendar.add("x-published-ttl", vDuration(REFRESH))
    calendar.add_component(_amsterdam())
    meetings = db.session.scalars(
        select(Meeting)
        .where(*in_calendar(reader))
        .options(
            joinedload(Meeting.body).joinedload(Body.partnership),
            subqueryload(Meeting.attendances).joinedload(Attendance.person),
            subqueryload(Meeting.attendances).joinedload(Attendance.in_place_of),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()
    papers = _papers(reader)
    for meeting in meetings:
        calendar.add_component(_event(meeting, papers.get(meeting.id)))
    return bytes(calendar.to_ical(sorted=False))


def _event(meeting: Meeting, papers: tuple[int, Any] | None) -> Event:
    event = Event()
    partnership = meeting.body.partnership
    title = f"{meeting.name} · {partnership.abbreviation or partnership.name}"
    event.add("uid", meeting.uid)
    event.add("dtstamp", meeting.revised_at)
    event.add("last-modified", meeting.revised_at)
    event.add("sequence", meeting.sequence)
    event.add("dtstart", clock.local(meeting.starts_at))
    event.add("dtend", clock.local(meeting.ends_at))
    event.add("summary", _titled(meeting.status, title))
    event.add("status", STATUS[meeting.status])
    event.add("transp", "TRANSPARENT" if meeting.status == "cancelled" else "OPAQUE")
    event.add("categories", [partnership.name])
    place = " · ".join(part for part in (meeting.place, meeting.online_url) if part)
    if place:
        event.add("location", place)
    going = [
        (one.person.name, one.in_place_of.name if one.in_place_of else None)
        for one in meeting.attendances
        if one.going
    ]
    page = f"{public_root()}/meetings/{meeting.id}"
    lines = _lines(meeting.body.level, going, meeting.closed, papers, page)
    event.add("description", vText(lines))
    event.add("url", page)
    return event


def _titled(status: str, title: str) -> str:
    return f"GEANNULEERD: {title}" if status == "cancelled" else title


def _lines(
    level: str,
    going: list[tuple[str, str | None]],
    closed: bool,
    papers: tuple[int, Any] | None,
    page: str,
) -> str:
    lines = [f"Niveau: {'ambtelijk' if level == 'administrative' else 'bestuurlijk'}"]
    if going:
        names = sorted(
            f"{name} (als plaatsvervanger van {other})" if other else name for name, other in going
        )
        lines.append(f"Wie gaat: {', '.join(names)}")
    if closed:
        lines.append("Besloten")
    if papers is not None:
        count, last = papers
        word = "op" if count == 1 else "laatste op"
        lines.append(f"Stukken: {count} ontvangen, {word} {plain_day(last)}")
    return "\n".join((*lines, page))


def _papers(reader: Person) -> dict[int, tuple[int, Any]]:
    rows = db.session.execute(
        select(Paper.meeting_id, func.count(), func.max(Paper.received_on))
        .join(Meeting, Meeting.id == Paper.meeting_id)
        .outerjoin(AgendaItem, AgendaItem.id == Paper.item_id)
        .where(
            *in_calendar(reader),
            Paper.withdrawn_at.is_(None),
            Paper.restricted.is_(False),
            or_(Paper.item_id.is_(None), AgendaItem.withdrawn_at.is_(None)),
        )
        .group_by(Paper.meeting_id)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def by_hand(reader: Person, name: str) -> bytes:
    """Plain rows, written with f-strings and folded, without a library."""
    papers, going = _papers(reader), _going(reader)
    rows = db.session.execute(
        select(
            *(Meeting.id, Meeting.uid, Meeting.title, Meeting.starts_at, Meeting.ends_at),
            *(Meeting.place, Meeting.online_url, Meeting.status, Meeting.closed),
            *(Meeting.sequence, Meeting.revised_at, Body.name, Body.level),
            *(Partnership.name, Partnership.abbreviation),
        )
        .join(Meeting.body)
        .join(Body.partnership)
        .where(*in_calendar(reader))
        .order_by(Meeting.starts_at, Meeting.id)
    )
    root = public_root()
    texts = [head_text(name)]
    for row in rows:
        lines = _written(row, going[row[0]], papers.get(row[0]), root)
        texts.append("".join(map(_folded, lines)).encode())
    texts.append(b"END:VCALENDAR\r\n")
    return b"".join(texts)


def _going(reader: Person) -> dict[int, list[tuple[str, str | None]]]:
    other = aliased(Person)
    found: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
    rows = db.session.execute(
        select(Attendance.meeting_id, Person.name, other.name)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .join(Person, Person.id == Attendance.person_id)
        .outerjoin(other, other.id == Attendance.in_place_of_id)
        .where(*in_calendar(reader), Attendance.going.is_(True))
    )
    for meeting_id, name, instead_of in rows:
        found[meeting_id].append((name, instead_of))
    return found


def _written(
    row: Any, going: list[tuple[str, str | None]], papers: tuple[int, Any] | None, root: str
) -> Iterator[str]:
    (number, uid, title, starts_at, ends_at, place, online_url, status, closed) = row[:9]
    (sequence, revised_at, body, level, partnership, abbreviation) = row[9:]
    stamp, page = f"{revised_at:%Y%m%dT%H%M%SZ}", f"{root}/meetings/{number}"
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(uid)}"
    yield f"DTSTAMP:{stamp}"
    yield f"LAST-MODIFIED:{stamp}"
    yield f"SEQUENCE:{sequence}"
    yield _moment("DTSTART", starts_at)
    yield _moment("DTEND", ends_at)
    whole = _titled(status, f"{title or body} · {abbreviation or partnership}")
    yield f"SUMMARY:{_escaped(whole)}"
    yield f"STATUS:{STATUS[status]}"
    yield f"TRANSP:{'TRANSPARENT' if status == 'cancelled' else 'OPAQUE'}"
    yield f"CATEGORIES:{_escaped(partnership)}"
    where = " · ".join(part for part in (place, online_url) if part)
    if where:
        yield f"LOCATION:{_escaped(where)}"
    yield f"DESCRIPTION:{_escaped(_lines(level, going, closed, papers, page))}"
    yield f"URL:{page}"
    yield "END:VEVENT"


def _moment(name: str, moment: datetime) -> str:
    """Without the nights in which the clock changes, which these cases do not have."""
    return f"{name};TZID={TIMEZONE}:{moment.astimezone(clock.AMSTERDAM):%Y%m%dT%H%M%S}"


def _escaped(text: str) -> str:
    cleaned = clean(text)
    for letter, code in (("\\", "\\\\"), (";", r"\;"), (",", r"\,"), ("\n", r"\n")):
        cleaned = cleaned.replace(letter, code)
    return cleaned


def _folded(line: str) -> str:
    """Lines of at most 75 octets, the line break not counted, and no letter split."""
    if line.isascii():
        if len(line) < 75:
            return f"{line}\r\n"
        return "\r\n ".join(line[at : at + 74] for at in range(0, len(line), 74)) + "\r\n"
    parts: list[str] = []
    size = 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets >= 75:
            parts.append("\r\n ")
            size = 0
        parts.append(letter)
        size += octets
    return "".join(parts) + "\r\n"
