"""A series that comes anew under another UID: one answer for all of it."""

from __future__ import annotations

import pytest

from app.core.database import db
from app.invitations.models import InvitedMeeting
from app.meetings.models import Body
from app.people.models import Person
from tests.client import CheckingClient
from tests.invitations.files import invitation
from tests.invitations.pages.using import address, after, form_of, meetings, radio, sent, taken

WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=6"


@pytest.fixture
def page(client: CheckingClient, secretary: Person, body: Body) -> str:
    """The page of the series that comes anew."""
    sent(client, invitation(title="AB GGD", extra=WEEKLY))
    taken(client, address())
    assert len(meetings()) == 6
    sent(client, invitation(uid="opnieuw@x", title="AB GGD", place="Zaal 2", extra=WEEKLY))
    return client.get(address()).text


def test_they_are_all_the_same(client: CheckingClient, page: str) -> None:
    """Looked at first: the answer stays on the page."""
    ids = [one.id for one in meetings()]
    form = {**form_of(page), radio(page, "choice"): "follow"}
    looked = client.post(address(), data={**form, "check": "1"})
    assert "vraag is open" not in looked.text
    again = {**form_of(looked.text), "take-over": "1"}
    assert "6 gewijzigd" in after(client, address(), again)
    assert [(one.id, one.place) for one in meetings()] == [(one, "Zaal 2") for one in ids]
    links = db.session.scalars(db.select(InvitedMeeting))
    assert {one.thread.uid for one in links} == {"opnieuw@x"}
    sent(client, invitation(title="AB GGD", sequence=1, method="CANCEL", extra=WEEKLY))
    taken(client, address())
    assert {one.status for one in meetings()} == {"planned"}


def test_they_are_all_others(client: CheckingClient, page: str) -> None:
    form = {**form_of(page), radio(page, "choice"): "anew"}
    looked = client.post(address(), data={**form, "check": "1"})
    again = {**form_of(looked.text), "take-over": "1"}
    assert "6 gepland" in after(client, address(), again)
    assert len(meetings()) == 12


def test_one_of_them_is_answered_apart(client: CheckingClient, page: str) -> None:
    """The others follow what holds for all."""
    apart = {radio(page, "meeting"): "0", radio(page, "choice"): "follow"}
    after(client, address(), {**form_of(page), **apart, "take-over": "1"})
    assert [one.place for one in meetings()].count("Zaal 2") == 6
    assert len(meetings()) == 7
