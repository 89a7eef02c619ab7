"""Who opened an older version hears of the newer one, once, and nothing of what is in it."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest

from app.core import clock, files
from app.core.database import db
from app.core.journal import JournalEntry
from app.core.recorder import Reading
from app.meetings.models import Meeting
from app.messages.models import Message
from app.packs.content.layout import Change, Changes
from app.packs.issuing.reminding import remind_of_newer
from app.packs.issuing.telling import tell_ready
from app.packs.models import Pack
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import make_meeting, make_person
from tests.packs.meeting_files import make_pack

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def meeting(alderman: Person) -> Meeting:
    return make_meeting(alderman=alderman, title="Algemeen bestuur", days=1)


def issued(meeting: Meeting, reader: Person, asker: Person, number: int, **more: object) -> Pack:
    """An issued version, with nothing in it."""
    file = files.keep(io.BytesIO(b"%PDF-1.7"), "application/pdf")
    fields = {"state": "ready", "file": file, "pages": 1, "issued_at": clock.now(), **more}
    pack = make_pack(meeting, reader, asker, number=number, content_hash=f"{number:064}", **fields)
    db.session.commit()
    return pack


def opened(pack: Pack, person: Person) -> None:
    now = clock.now()
    db.session.add(
        Reading(
            kind="pack",
            object_id=pack.id,
            object_version=pack.number,
            person_id=person.id,
            first_at=now,
            last_at=now,
        )
    )
    db.session.commit()


def told(person: Person) -> list[str]:
    rows = db.session.query(Message).filter_by(person_id=person.id).order_by(Message.id)
    return [row.text for row in rows]


CHANGES = Changes(
    since=1,
    since_moment="vandaag",
    rows=(Change("paper-1", "new", "3.1", "Kanariestuk"), Change("a", "gone", "4", "Kanariepunt")),
)


def test_who_opened_the_old_version_hears_of_it_and_the_other_that_it_is_ready(
    meeting: Meeting, alderman: Person
) -> None:
    secretary = make_person("secretary")
    first = issued(meeting, alderman, secretary, 1)
    opened(first, alderman)
    second = issued(meeting, alderman, secretary, 2, replaces_id=first.id)
    tell_ready(second, CHANGES)
    (reader,), (asker,) = told(alderman), told(secretary)
    assert reader.startswith("Vergadermap Algemeen bestuur")
    assert "u opende versie 1, er is nu versie 2" in reader
    assert asker.startswith(f"Vergadermap voor {alderman.name} klaar: Algemeen bestuur")
    for text in (reader, asker):
        assert "(1 onderdeel nieuw, 1 onderdeel gewijzigd)" in text
        assert "Kanarie" not in text


def test_of_a_restricted_meeting_neither_name_nor_day_is_told(alderman: Person) -> None:
    meeting = make_meeting(alderman=alderman, title="Kanarieoverleg", circle=(alderman,))
    first = issued(meeting, alderman, alderman, 1)
    tell_ready(first, None)
    opened(first, alderman)
    tell_ready(issued(meeting, alderman, alderman, 2, replaces_id=first.id), None)
    assert told(alderman) == [
        "Er is een vergadermap voor u klaar, versie 1.",
        "U opende versie 1 van een vergadermap; er is nu versie 2.",
    ]


def test_a_reader_is_reminded_once_before_the_meeting(meeting: Meeting, alderman: Person) -> None:
    first = issued(meeting, alderman, alderman, 1)
    opened(first, alderman)
    second = issued(meeting, alderman, alderman, 2, replaces_id=first.id)
    for _morning in range(2):
        remind_of_newer()
    assert len(told(alderman)) == 1
    opened(second, alderman)
    assert len(told(alderman)) == 1


@pytest.mark.parametrize(
    ("morning", "is_reminded"), [("2027-03-03", False), ("2027-03-04", True), ("2027-03-05", True)]
)
def test_for_a_monday_one_hears_on_the_thursday_before(
    alderman: Person, morning: str, is_reminded: bool
) -> None:
    monday = clock.from_local(datetime.fromisoformat("2027-03-08T20:00"))
    meeting = make_meeting(alderman=alderman, starts_at=monday)
    with clock.at(clock.from_local(datetime.fromisoformat(f"{morning}T07:35"))):
        first = issued(meeting, alderman, alderman, 1)
        opened(first, alderman)
        issued(meeting, alderman, alderman, 2, replaces_id=first.id)
        remind_of_newer()
        assert bool(told(alderman)) == is_reminded


def test_a_reader_is_reminded_of_what_a_colleague_had_made_too(
    meeting: Meeting, alderman: Person
) -> None:
    opened(issued(meeting, alderman, make_person("officer"), 1), alderman)
    issued(meeting, alderman, make_person("secretary"), 2)
    remind_of_newer()
    (text,) = told(alderman)
    assert "u opende versie 1, er is nu versie 2" in text


@pytest.mark.parametrize(
    "case", ["hidden", "opened", "far", "never opened", "replaced again", "cancelled"]
)
def test_who_needs_no_reminder_gets_none(meeting: Meeting, alderman: Person, case: str) -> None:
    first = issued(meeting, alderman, alderman, 1)
    if case != "never opened":
        opened(first, alderman)
    second = issued(meeting, alderman, alderman, 2, replaces_id=first.id)
    if case == "opened":
        opened(second, alderman)
    if case == "replaced again":
        opened(issued(meeting, alderman, alderman, 3), alderman)
    if case == "hidden":
        meeting.restricted = True
    if case == "cancelled":
        meeting.status = "cancelled"
    if case == "far":
        meeting.starts_at += timedelta(days=5)
        meeting.ends_at += timedelta(days=5)
    db.session.commit()
    remind_of_newer()
    assert told(alderman) == []


def test_the_journal_says_once_who_opened_which_version(
    client: CheckingClient, meeting: Meeting, alderman: Person
) -> None:
    pack = issued(meeting, alderman, alderman, 1)
    client.sign_in(alderman)
    for _time in range(2):
        with client.get(f"/packs/{pack.id}/file") as answer:
            assert answer.status_code == 200
    entries = db.session.query(JournalEntry).filter_by(action="pack.open").all()
    assert [(one.actor_id, one.object_id, one.object_version, one.origin) for one in entries] == [
        (alderman.id, pack.id, 1, "page")
    ]
