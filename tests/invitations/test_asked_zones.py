"""A file of which a part waits for a time zone: the rest is taken over, and the question stays."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.database import db
from app.invitations import actions
from app.invitations.arriving import read_file
from app.invitations.models import ReceivedInvitation
from app.invitations.undoing import undo
from app.meetings.models import Body
from app.people.models import Person, Role
from tests.client import CheckingClient
from tests.factories import make_body, make_person
from tests.invitations.bringing import as_words, meetings
from tests.invitations.files import arrived
from tests.invitations.pages.using import form_of
from tests.invitations.small import event, file_of

STAMP = "DTSTAMP:20261120T090000Z"
SENDER = "ORGANIZER:mailto:secretariaat@ggd.example"
SURE = event(STAMP, SENDER, "DTSTART:20261210T090000Z", "SUMMARY:Zeker", uid="1@ggd.example")
VAGUE = event(STAMP, SENDER, "DTSTART:20261217T090000", "SUMMARY:Vaag", uid="2@ggd.example")
FILE = file_of("METHOD:REQUEST", SURE, VAGUE)


@pytest.fixture
def secretary(app: Flask) -> Person:
    return make_person(Role.SECRETARY)


@pytest.fixture
def body(app: Flask) -> Body:
    return make_body(name="Algemeen bestuur", kind="general_board")


def partly_applied(secretary: Person, body: Body) -> ReceivedInvitation:
    """The file, taken over as far as it goes."""
    received = actions.keep(arrived(FILE), secretary, body.partnership_id)
    outcomes = actions.apply(received, secretary)
    db.session.commit()
    assert as_words(outcomes) == [("new", ""), ("question", "zone")]
    return received


def answer(received: ReceivedInvitation, secretary: Person, zone: str) -> None:
    """Say in which zone the times are that stand in none."""
    again = read_file(FILE, received.name, {"": zone})
    actions.answer_zones(received, again, secretary, received.version)
    db.session.commit()


def test_the_question_is_answered_after_the_rest_was_taken_over(
    secretary: Person, body: Body
) -> None:
    """What was taken over stays as it was, and is undone with the rest."""
    received = partly_applied(secretary, body)
    [planned] = meetings()
    answer(received, secretary, "Europe/London")
    assert as_words(actions.apply(received, secretary)) == [("unchanged", ""), ("new", "")]
    db.session.commit()
    assert [(one.id == planned.id, one.starts_at.hour) for one in meetings()] == [
        (True, 9),
        (False, 9),
    ]
    assert received.state == "applied"
    undo(received, secretary)
    db.session.commit()
    assert meetings() == []


def test_what_does_not_wait_is_taken_over_beside_the_question(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    client.sign_in(secretary)
    received = actions.keep(arrived(FILE), secretary, body.partnership_id)
    db.session.commit()
    address = f"/invitations/{received.id}"
    form = form_of(client.get(address).text)
    assert client.post(address, data={**form, "take-over": "1"}).status_code == 200
    assert [one.title for one in meetings()] == ["Zeker"]
    page = client.get(address).text
    assert "in welke tijdzone" in page
    assert "Al overgenomen" in page
    assert 'name="take-over"' not in page  # nothing but the zone is asked
    version = form_of(page)["version"]
    client.post(f"{address}/zones", data={"version": version, "zone-0": "Europe/London"})
    form = form_of(client.get(address).text)
    assert client.post(address, data={**form, "take-over": "1"}).status_code == 302
    assert [one.title for one in meetings()] == ["Zeker", "Vaag"]
