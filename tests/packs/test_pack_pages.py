"""The pages of packs: ask for one, follow it, read it; and nobody else does."""

from __future__ import annotations

import uuid

import pytest

from app.core import jobs, journal
from app.core.database import db
from app.core.recorder import Reading
from app.meetings.models import Attendance, Meeting
from app.packs.models import Pack, PackState
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting, make_note, make_person
from tests.packs.meeting_files import add_paper, asked, made


@pytest.fixture
def meeting(alderman: Person, officer: Person) -> Meeting:
    meeting = make_meeting(alderman=alderman, officer=officer)
    make_note(make_item(meeting), state="aligned")
    return meeting


def send(client: CheckingClient, meeting: Meeting, reader: Person, **fields: str) -> str:
    """Send the form; gives the address of the pack."""
    data = {"key": str(uuid.uuid4()), "variant": "full", "reader_id": str(reader.id), **fields}
    answer = client.post(f"/meetings/{meeting.id}/packs", data=data)
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def test_a_pack_is_asked_for_followed_and_read(
    client: CheckingClient, meeting: Meeting, alderman: Person, officer: Person
) -> None:
    client.sign_in(officer)
    page = client.get(f"/meetings/{meeting.id}/packs")
    assert alderman.name in page.text
    address = send(client, meeting, alderman)
    assert "data-poll-url" in client.get(address).text
    assert client.get(f"{address}/progress").json == {
        "percent": 0,
        "text": "De vergadermap staat in de wachtrij.",
        "done": False,
        "url": address,
    }
    jobs.run_pending()
    assert client.get(f"{address}/progress").get_json()["done"] is True
    assert "Vergadermap openen" in client.get(address).text
    answer = client.get(f"{address}/file")
    assert answer.data.startswith(b"%PDF-")
    assert answer.mimetype == "application/pdf"
    assert "Vergadermap" in answer.headers["Content-Disposition"]


def test_a_double_click_asks_once(
    client: CheckingClient, meeting: Meeting, alderman: Person
) -> None:
    client.sign_in(alderman)
    key = str(uuid.uuid4())
    first, second = (send(client, meeting, alderman, key=key) for _click in range(2))
    assert first == second
    assert db.session.query(Pack).count() == 1


def test_who_read_which_version_is_noted(
    client: CheckingClient, meeting: Meeting, alderman: Person
) -> None:
    pack = made(meeting, alderman)
    client.sign_in(alderman).get(f"/packs/{pack.id}/file").close()
    reading = db.session.query(Reading).one()
    assert (reading.kind, reading.object_id, reading.object_version) == ("pack", pack.id, 1)
    assert reading.person_id == alderman.id


def test_the_page_says_that_something_changed_since(
    client: CheckingClient, meeting: Meeting, alderman: Person
) -> None:
    old = made(meeting, alderman)
    client.sign_in(alderman)
    assert "Sinds deze map is gemaakt, is gewijzigd" not in client.get(f"/packs/{old.id}").text
    add_paper(meeting, title="Nagekomen")
    assert "Sinds deze map is gemaakt, is gewijzigd: " in client.get(f"/packs/{old.id}").text
    new = made(meeting, alderman)
    page = client.get(f"/packs/{old.id}").text
    assert "Er is een nieuwere versie van deze map: versie 2." in page
    assert f"/packs/{new.id}" in page


def test_the_making_can_be_stopped(
    client: CheckingClient, meeting: Meeting, alderman: Person
) -> None:
    pack = asked(meeting, alderman)
    client.sign_in(alderman)
    assert client.post(f"/packs/{pack.id}/stop").status_code == 302
    assert db.session.get_one(Pack, pack.id).state == PackState.CANCELLED
    assert "Opnieuw proberen" in client.get(f"/packs/{pack.id}").text
    assert client.post(f"/packs/{pack.id}/stop").status_code == 409


def test_no_button_leads_to_a_refusal(
    client: CheckingClient, meeting: Meeting, alderman: Person, officer: Person
) -> None:
    other = make_person("alderman")
    meeting.attendances.append(Attendance(person=other, going=True))
    db.session.commit()
    pack = asked(meeting, other, officer)
    pack.state = PackState.FAILED
    db.session.commit()
    client.sign_in(officer)
    assert "Opnieuw proberen" in client.get(f"/packs/{pack.id}").text
    meeting.attendances[-1].going = False
    db.session.commit()
    page = client.get(f"/packs/{pack.id}").text
    assert "Opnieuw proberen" not in page
    assert "niet meer bij de vergadering betrokken" in page
    again = client.post(f"/packs/{pack.id}/again", data={"key": str(uuid.uuid4())})
    assert again.status_code == 403


def test_the_meeting_page_says_that_a_paper_came_since(
    client: CheckingClient, meeting: Meeting, alderman: Person
) -> None:
    made(meeting, alderman)
    client.sign_in(alderman)
    assert "verouderd" not in client.get(f"/meetings/{meeting.id}").text
    paper = add_paper(meeting, title="Nagekomen")
    journal.record("paper.add", "paper", paper.id, actor_id=alderman.id)
    db.session.commit()
    assert "Daarna is gewijzigd: " in client.get(f"/meetings/{meeting.id}").text


def test_a_pack_that_failed_says_what_to_do(
    client: CheckingClient, meeting: Meeting, alderman: Person
) -> None:
    pack = asked(meeting, alderman)
    pack.state, pack.failure = PackState.FAILED, "Het maken is niet gelukt."
    db.session.commit()
    page = client.sign_in(alderman).get(f"/packs/{pack.id}").text
    assert "Het maken is niet gelukt." in page
    assert "Opnieuw proberen" in page


def test_strangers_get_the_answer_of_what_does_not_exist(
    client: CheckingClient, meeting: Meeting, alderman: Person
) -> None:
    pack = made(meeting, alderman)
    client.sign_in(make_person("coordinator"))
    for path in ("", "/progress", "/file"):
        assert client.get(f"/packs/{pack.id}{path}").status_code == 404
    assert client.post(f"/packs/{pack.id}/stop").status_code == 404


def test_a_file_that_is_not_ready_does_not_exist(
    client: CheckingClient, meeting: Meeting, alderman: Person
) -> None:
    pack = asked(meeting, alderman)
    assert client.sign_in(alderman).get(f"/packs/{pack.id}/file").status_code == 404


def test_a_restricted_meeting_does_not_exist_for_others(
    client: CheckingClient, alderman: Person, officer: Person
) -> None:
    meeting = make_meeting(alderman=alderman, circle=(alderman,))
    client.sign_in(officer)
    assert client.get(f"/meetings/{meeting.id}/packs").status_code == 404
    answer = client.post(f"/meetings/{meeting.id}/packs", data={"variant": "full"})
    assert answer.status_code == 404


def test_a_reader_outside_the_circle_is_refused_at_the_field(
    client: CheckingClient, alderman: Person, officer: Person
) -> None:
    meeting = make_meeting(alderman=alderman, officer=officer, circle=(officer,))
    client.sign_in(officer)
    data = {"key": str(uuid.uuid4()), "variant": "full", "reader_id": str(alderman.id)}
    answer = client.post(f"/meetings/{meeting.id}/packs", data=data)
    assert answer.status_code == 422
    assert "bestaat niet voor deze lezer" in answer.text


def test_a_form_with_mistakes_comes_back(
    client: CheckingClient, meeting: Meeting, alderman: Person
) -> None:
    client.sign_in(alderman)
    answer = client.post(f"/meetings/{meeting.id}/packs", data={"variant": "x", "reader_id": "0"})
    assert answer.status_code == 422


def test_the_meeting_page_shows_its_packs_and_the_button(
    client: CheckingClient, meeting: Meeting, alderman: Person
) -> None:
    made(meeting, alderman)
    page = client.sign_in(alderman).get(f"/meetings/{meeting.id}").text
    assert "Vergadermap, versie 1" in page
    assert f"/meetings/{meeting.id}/packs" in page


def test_the_meeting_page_of_a_clerk_has_no_packs(
    client: CheckingClient, meeting: Meeting, alderman: Person
) -> None:
    made(meeting, alderman)
    page = client.sign_in(make_person("clerk")).get(f"/meetings/{meeting.id}").text
    assert f"/meetings/{meeting.id}/packs" not in page
