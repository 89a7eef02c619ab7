"""What a secretary records for an alderman about a meeting says for whom, in its history."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.database import db
from app.core.errors import RuleBroken
from app.core.journal import JournalEntry
from app.meetings.agenda_actions import Result, record_outcome
from app.meetings.attendance_actions import keep_home, send_person
from app.meetings.models import Meeting
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting, make_person, make_serving


@pytest.fixture
def secretary(app: Flask) -> Person:
    """A secretary who works for the alderman of the meetings below."""
    return make_person("secretary", name="Bestuurssecretariaat")


@pytest.fixture
def alderman(secretary: Person) -> Person:
    """That alderman."""
    alderman = make_person("alderman", name="Wethouder sociaal domein")
    make_serving(secretary, alderman)
    return alderman


def _meeting(alderman: Person, days: int = 7) -> Meeting:
    return make_meeting(alderman=alderman, officer=make_person("officer"), days=days)


def _deeds() -> list[tuple[str, int | None, int | None]]:
    rows = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id))
    return [(row.action, row.actor_id, row.on_behalf_of_id) for row in rows]


def test_whether_the_alderman_goes(
    client: CheckingClient, secretary: Person, alderman: Person
) -> None:
    meeting = _meeting(alderman)
    client.sign_in(secretary)
    url = f"/meetings/{meeting.id}/attendance/{alderman.id}/keep-home"
    assert client.post(url).status_code == 302
    assert _deeds()[-1] == ("meeting.keep-home", secretary.id, alderman.id)
    page = client.get(f"/meetings/{meeting.id}").text
    assert "vastgelegd door Bestuurssecretariaat namens Wethouder sociaal domein" in page


def test_who_goes_instead(secretary: Person, alderman: Person) -> None:
    meeting, colleague = _meeting(alderman), make_person("alderman")
    send_person(meeting, colleague.id, secretary, alderman.id)
    assert _deeds()[-1] == ("meeting.send", secretary.id, alderman.id)
    send_person(meeting, alderman.id, alderman)
    assert _deeds()[-1] == ("meeting.send", alderman.id, None)


def test_for_others_the_secretary_plans_in_the_own_name(
    secretary: Person, alderman: Person
) -> None:
    meeting = _meeting(make_person("alderman"))
    keep_home(meeting, meeting.alderman_id or 0, secretary)
    assert _deeds()[-1] == ("meeting.keep-home", secretary.id, None)
    coordinator = make_person("coordinator")
    keep_home(_meeting(alderman), alderman.id, coordinator)
    assert _deeds()[-1] == ("meeting.keep-home", coordinator.id, None)


def test_an_outcome_in_the_own_name_or_for_the_holder(
    client: CheckingClient, secretary: Person, alderman: Person
) -> None:
    item = make_item(_meeting(alderman, days=-1))
    client.sign_in(secretary)
    page = client.get(f"/items/{item.id}/outcome").text
    assert "Ik, namens Wethouder sociaal domein" in page
    assert "selected>Ik, namens" not in page
    client.post("/people/acting-for", data={"alderman": alderman.id})
    assert "selected" in _option(client.get(f"/items/{item.id}/outcome").text)
    data = {"version": "1", "outcome": "as_asked", "behalf": ""}
    assert client.post(f"/items/{item.id}/outcome", data=data).status_code == 302
    assert _deeds()[-1] == ("item.record-outcome", secretary.id, None)
    data = {"version": "2", "outcome": "partly", "behalf": str(alderman.id)}
    assert client.post(f"/items/{item.id}/outcome", data=data).status_code == 302
    assert _deeds()[-1] == ("item.record-outcome", secretary.id, alderman.id)


def _option(page: str) -> str:
    return page.split("Ik, namens")[0].rsplit("<option", 1)[1]


def test_an_outcome_for_somebody_else_is_refused(
    client: CheckingClient, secretary: Person, alderman: Person
) -> None:
    other = make_person("alderman")
    item = make_item(_meeting(other, days=-1))
    client.sign_in(secretary)
    assert "Ik, namens" not in client.get(f"/items/{item.id}/outcome").text
    data = {"version": "1", "outcome": "as_asked", "behalf": str(other.id)}
    assert client.post(f"/items/{item.id}/outcome", data=data).status_code == 422
    for forged in (other.id, alderman.id):  # not served; served, but not the holder
        with pytest.raises(RuleBroken):
            record_outcome(item, Result("as_asked"), secretary, None, forged)
