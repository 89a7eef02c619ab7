"""Calendar programs of others read in our feed what the database holds."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.core import clock
from app.core.database import db
from app.meetings.models import Meeting
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting, make_person
from tests.feeds.calendars import fetch, make_feed
from tests.feeds.test_ical import DAYS

CLIENTS = Path(__file__).parent.parent / "clients"
KHAL = Path(sys.executable).parent / "khal"
KHAL_SETTINGS = """
[calendars]
[[feed]]
path = {folder}/feed
[locale]
local_timezone = Europe/Amsterdam
default_timezone = Europe/Amsterdam
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""


def feed_of_a_year(client: CheckingClient, folder: Path) -> tuple[Path, list[Meeting]]:
    """A feed with meetings at 09.30 around both clock changes; one cancelled, one with a quirk."""
    officer = make_person()
    meetings = []
    for number, day in enumerate(DAYS):
        start = clock.from_local(
            datetime.combine(day, datetime.min.time()).replace(hour=9, minute=30)
        )
        meetings.append(
            make_meeting(
                officer=officer,
                starts_at=start,
                title=f"Overleg {number}: Zorg, Jeugd; «één» \\ regio " + "é" * 60,
                place="Raadzaal; kamer 3, Haren",
            )
        )
    meetings[2].status, meetings[2].cancelled_at = "cancelled", clock.now()
    db.session.commit()
    path = folder / "feed.ics"
    path.write_bytes(fetch(client, make_feed(officer)))
    return path, meetings


def title_of(meeting: Meeting) -> str:
    """The title that calendars must show."""
    title = f"{meeting.name} · {meeting.body.partnership.name}"
    return f"GEANNULEERD: {title}" if meeting.status == "cancelled" else title


def read_with_khal(path: Path, folder: Path, first: date, last: date) -> list[dict[str, Any]]:
    """The events as khal lists them after an import into an empty calendar."""
    (folder / "feed").mkdir()
    settings = folder / "khal.ini"
    settings.write_text(KHAL_SETTINGS.format(folder=folder))
    fields = ("uid", "title", "start-long", "end-long", "location", "status", "all-day")
    wanted = [part for field in fields for part in ("--json", field)]
    khal = [str(KHAL), "-c", str(settings)]
    subprocess.run([*khal, "import", "--batch", "-a", "feed", path], check=True)
    result = subprocess.run(
        [*khal, "list", "--once", *wanted, first.isoformat(), last.isoformat()],
        capture_output=True,
        text=True,
        check=True,
    )
    return [event for line in result.stdout.splitlines() for event in json.loads(line)]


def read_with_node_ical(path: Path) -> list[dict[str, Any]]:
    """The events as node-ical reads them."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node ontbreekt: of node-ical onze feed leest, is NIET getest")
    if not (CLIENTS / "node_modules" / "node-ical").is_dir():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("npm ontbreekt: of node-ical onze feed leest, is NIET getest")
        subprocess.run([npm, "ci", "--ignore-scripts", "--silent"], cwd=CLIENTS, check=True)
    result = subprocess.run(
        [node, "read-calendar.mjs", path], cwd=CLIENTS, capture_output=True, text=True, check=True
    )
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def test_khal_shows_every_meeting_at_its_local_time(
    app: Flask, client: CheckingClient, tmp_path: Path
) -> None:
    path, meetings = feed_of_a_year(client, tmp_path)
    read = {
        event["uid"]: event
        for event in read_with_khal(path, tmp_path, DAYS[0], DAYS[-1] + timedelta(days=1))
    }
    assert set(read) == {meeting.uid for meeting in meetings}
    for meeting, day in zip(meetings, DAYS, strict=True):
        event = read[meeting.uid]
        assert event["start-long"] == f"{day} 09:30"
        assert event["end-long"] == f"{day} 11:00"
        assert event["title"] == title_of(meeting)
        assert event["location"] == meeting.place
    assert read[meetings[2].uid]["status"].strip() == "CANCELLED"


def test_node_ical_reads_the_same_instants_titles_and_places(
    app: Flask, client: CheckingClient, tmp_path: Path
) -> None:
    path, meetings = feed_of_a_year(client, tmp_path)
    read = {event["uid"]: event for event in read_with_node_ical(path)}
    assert set(read) == {meeting.uid for meeting in meetings}
    for meeting in meetings:
        event = read[meeting.uid]
        assert datetime.fromisoformat(event["start"]).astimezone(UTC) == meeting.starts_at
        assert datetime.fromisoformat(event["end"]).astimezone(UTC) == meeting.ends_at
        assert event["title"] == title_of(meeting)
        assert event["place"] == meeting.place
    assert read[meetings[2].uid]["status"] == "CANCELLED"


def test_both_read_deadlines_as_whole_days(
    app: Flask, client: CheckingClient, tmp_path: Path
) -> None:
    officer = make_person()
    meeting = make_item(make_meeting(officer=officer)).meeting
    path = tmp_path / "feed.ics"
    path.write_bytes(fetch(client, make_feed(officer, "deadlines")))
    day = clock.local(meeting.starts_at).date()
    (event,) = read_with_khal(path, tmp_path, clock.today(), day)
    assert event["all-day"] == "True"
    assert event["title"].startswith("Annotatie aanbieden: ")
    (read,) = read_with_node_ical(path)
    assert read["allDay"] is True
