"""Who leads an officer's team: a relation with dates, kept by the administrator."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.core.database import db
from app.people.models import Person, Role, TeamLead
from app.people.queries import leaders_of
from tests.client import CheckingClient
from tests.conftest import NOW
from tests.factories import make_person

KEY = re.compile(r'name="key"[^>]*value="([^"]+)"')
TODAY = NOW.date()


@pytest.fixture
def officer(client: CheckingClient) -> Person:
    """An officer, seen by the administrator who is signed in."""
    client.sign_in(make_person(Role.ADMINISTRATOR))
    return make_person(Role.OFFICER, name="Beleidsmedewerker jeugd")


def _add(
    client: CheckingClient,
    officer: Person,
    leader: Person,
    first: str = "2026-11-23",
    last: str = "",
) -> tuple[int, str]:
    path = f"/administration/accounts/{officer.id}/team-leads/new"
    key = KEY.search(client.get(path).text)
    assert key is not None
    data = {"key": key.group(1), "leader": str(leader.id), "first": first, "last": last}
    answer = client.post(path, data=data)
    return answer.status_code, answer.text


def test_add_change_and_end(client: CheckingClient, officer: Person) -> None:
    leader = make_person(name="Teamleider sociaal domein")
    assert _add(client, officer, leader)[0] == 302
    assert leaders_of(officer.id, TODAY) == [leader]
    page = client.get(f"/administration/accounts/{officer.id}").text
    assert "Teamleider sociaal domein" in page
    assert "Beleidsmedewerker jeugd" in client.get(f"/administration/accounts/{leader.id}").text
    row = db.session.scalars(select(TeamLead)).one()
    base = f"/administration/accounts/{officer.id}/team-leads/{row.id}"
    assert client.get(f"{base}/edit").status_code == 200
    assert client.post(f"{base}/edit", data={"first": "2026-01-01"}).status_code == 302
    client.post(f"{base}/end")
    ended = db.session.scalars(select(TeamLead)).one()
    assert (ended.valid_from, ended.valid_to) == (date(2026, 1, 1), TODAY - timedelta(days=1))
    assert leaders_of(officer.id, TODAY) == []


def test_what_had_not_begun_is_taken_back(client: CheckingClient, officer: Person) -> None:
    _add(client, officer, make_person(), "2026-12-01")
    row = db.session.scalars(select(TeamLead)).one()
    client.post(f"/administration/accounts/{officer.id}/team-leads/{row.id}/end")
    assert db.session.scalars(select(TeamLead)).all() == []


def test_mistakes(client: CheckingClient, officer: Person) -> None:
    leader = make_person(name="Teamleider sociaal domein")
    code, page = _add(client, officer, leader, "2026-12-04", "2026-12-01")
    assert (code, "De laatste dag ligt vóór de eerste dag." in page) == (422, True)
    code, page = _add(client, officer, officer)
    assert (code, "Kies een van de mogelijkheden in de lijst." in page) == (422, True)
    assert _add(client, officer, leader)[0] == 302
    code, page = _add(client, officer, leader, "2026-12-01")
    assert (code, "Deze teamleider staat er in deze periode al." in page) == (422, True)
    code, page = _add(client, make_person(Role.CLERK), leader)
    assert (code, "Alleen een beleidsambtenaar heeft hier een teamleider." in page) == (422, True)
    row = db.session.scalars(select(TeamLead)).one()
    edit = f"/administration/accounts/{officer.id}/team-leads/{row.id}/edit"
    answer = client.post(edit, data={"first": "2026-12-04", "last": "2026-12-01"})
    assert answer.status_code == 422
    assert db.session.scalars(select(TeamLead.valid_to)).one() is None


def test_under_another_officer_it_does_not_exist(client: CheckingClient, officer: Person) -> None:
    _add(client, officer, make_person())
    row = db.session.scalars(select(TeamLead)).one()
    path = f"/administration/accounts/{make_person().id}/team-leads/{row.id}/edit"
    assert client.get(path).status_code == 404
