"""Meetings that calendar programs could stumble over, and what a program must read of them."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.core import clock
from app.core.database import db
from app.feeds.content.entries import STATUS
from app.meetings.actions import change_meeting
from app.meetings.details import COLUMNS, MeetingDetails
from app.meetings.models import Meeting, MeetingStatus
from app.people.models import Person
from tests.factories import make_body, make_meeting, make_partnership, moment

CLIENTS = Path(__file__).parent.parent / "clients"
#: A family and a flag of several characters each, and letters with their marks apart.
ODD_LETTERS = "👩‍👩‍👧‍👦 🇳🇱 e\u0301e\u0301n regio\u0308 العربية 漢字"
LONG = "Bestuurlijk overleg gemeenteraadsvergadering; " * 4 + "slot, «één»"

#: Start and end on the clock in the Netherlands, also in both nights in which it changes.
TIMES = {
    "winter": ("2027-01-12T09:30", "2027-01-12T11:00"),
    "the day before the clock goes ahead": ("2027-03-27T09:30", "2027-03-27T11:00"),
    "the night before the clock goes ahead": ("2027-03-27T23:30", "2027-03-28T01:30"),
    "over the hour that is not there": ("2027-03-28T01:30", "2027-03-28T03:30"),
    "up to the hour that is not there": ("2027-03-28T01:00", "2027-03-28T03:00"),
    "after the hour that is not there": ("2027-03-28T03:00", "2027-03-28T04:15"),
    "the day on which the clock went ahead": ("2027-03-28T09:30", "2027-03-28T11:00"),
    "the day after": ("2027-03-29T09:30", "2027-03-29T11:00"),
    "summer": ("2027-07-06T09:30", "2027-07-06T11:00"),
    "two days": ("2027-09-16T13:00", "2027-09-17T16:00"),
    "up to midnight": ("2027-09-20T22:00", "2027-09-21T00:00"),
    "the day before the clock goes back": ("2027-10-30T09:30", "2027-10-30T11:00"),
    "over the hour that comes twice": ("2027-10-31T01:30", "2027-10-31T03:30"),
    "from before into the hour that comes twice": ("2027-10-31T01:45", "2027-10-31T02:15"),
    "the day on which the clock went back": ("2027-10-31T09:30", "2027-10-31T11:00"),
    "the Monday after": ("2027-11-01T09:30", "2027-11-01T11:00"),
}
#: The same in UTC, where the clock in the Netherlands would not say which.
IN_THE_DOUBLE_HOUR = {
    "the first time": ("2027-10-31T00:15", "2027-10-31T00:45"),
    "from the first into the second": ("2027-10-31T00:30", "2027-10-31T01:30"),
    "the second time": ("2027-10-31T01:15", "2027-10-31T01:45"),
    "from the second on": ("2027-10-31T01:30", "2027-10-31T02:30"),
}


@dataclass(frozen=True)
class Seen:
    """What a calendar program knows of one event; whole days as dates."""

    title: str
    start: datetime | date
    end: datetime | date
    place: str
    status: str


def make_year(officer: Person) -> list[Meeting]:
    """Meetings of this person at every odd moment, of every status, with odd words."""
    moments = [(moment(first), moment(last)) for first, last in TIMES.values()]
    moments += [(_utc(first), _utc(last)) for first, last in IN_THE_DOUBLE_HOUR.values()]
    body = make_body(partnership=make_partnership(name="Regio; Noord, «Zuid» & Oost"))
    meetings = [
        make_meeting(body=body, officer=officer, starts_at=first, ends_at=last)
        for first, last in moments
    ]
    meetings.append(
        make_meeting(
            body=body, officer=officer, starts_at=clock.now() - timedelta(days=7), status="held"
        )
    )
    statuses = (MeetingStatus.PLANNED, MeetingStatus.CONFIRMED, MeetingStatus.CANCELLED)
    titles = ("Overleg", LONG, ODD_LETTERS, 'Aan "wie"? \\n is geen regel; a\\,b', "<b>&amp;</b>")
    for number, meeting in enumerate(meetings[:-1]):
        meeting.status = statuses[number % 3]
        if meeting.status == MeetingStatus.CANCELLED:
            meeting.cancelled_at, meeting.sequence = clock.now(), 1
        meeting.title = f"{titles[number % 5]} {number}"
        meeting.place = ("", "Raadzaal; kamer 3, Haren", ODD_LETTERS)[number // 3 % 3]
        meeting.online_url = ("https://overleg.example/a?b=c,d;e", "")[number % 2]
    db.session.commit()
    return meetings


def expected(meetings: list[Meeting]) -> dict[str, Seen]:
    """What every program must read, by UID, as the database has it."""
    return {meeting.uid: seen(meeting) for meeting in meetings}


def seen(meeting: Meeting) -> Seen:
    """What every program must read of one meeting."""
    title = f"{meeting.name} · {meeting.body.partnership.name}"
    cancelled = meeting.status == MeetingStatus.CANCELLED
    return Seen(
        f"GEANNULEERD: {title}" if cancelled else title,
        meeting.starts_at,
        meeting.ends_at,
        " · ".join(part for part in (meeting.place, meeting.online_url) if part),
        STATUS[MeetingStatus(meeting.status)],
    )


def move_meeting(meeting: Meeting, planner: Person, later: timedelta) -> None:
    """Let a meeting begin and end so much later, as the page of a meeting does."""
    facts = {name: getattr(meeting, name) for name in COLUMNS}
    moved = {name: facts[name] + later for name in ("starts_at", "ends_at")}
    change_meeting(meeting, MeetingDetails(**{**facts, **moved}), planner, meeting.version)
    db.session.commit()


def read_with_node(script: str, path: Path) -> str:
    """What a script of tests/clients prints about a calendar; skips loudly without node."""
    node = shutil.which("node")
    if node is None:
        pytest.skip(f"node ontbreekt: of {script} onze feed leest, is NIET getest")
    if not (CLIENTS / "node_modules" / "ical.js").is_dir():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip(f"npm ontbreekt: of {script} onze feed leest, is NIET getest")
        subprocess.run([npm, "ci", "--ignore-scripts", "--silent"], cwd=CLIENTS, check=True)
    return subprocess.run(
        [node, script, path], cwd=CLIENTS, capture_output=True, text=True, check=True
    ).stdout


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
