"""Odd input in addresses and forms: an answer a person can read, never a fault."""

from __future__ import annotations

import uuid

import pytest

from app.core.database import db
from app.register.models import Partnership
from tests.client import CheckingClient
from tests.factories import make_partnership, make_person


@pytest.mark.parametrize(
    "address",
    [
        "/partnerships/?text=%25_%5C'%22%F0%9F%90%B4",
        "/partnerships/?area=99999999999999999999",
        "/partnerships/?text=" + "z" * 1000,
        "/partnerships/?on=2026-13-01&sort=&direction=&gap=",
    ],
)
def test_a_list_answers_whatever_is_asked(client: CheckingClient, address: str) -> None:
    client.sign_in(make_person())
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("place", ["partnerships", "organisations"])
def test_a_zero_character_in_an_address_is_refused(client: CheckingClient, place: str) -> None:
    client.sign_in(make_person())
    assert client.get(f"/{place}/?text=%00").status_code == 400


@pytest.mark.parametrize("number", ["99999999999999999999", "2147483648", "0"])
def test_no_such_number(client: CheckingClient, number: str) -> None:
    client.sign_in(make_person("coordinator"))
    for place in ("partnerships", "organisations", "groups"):
        assert client.get(f"/{place}/{number}").status_code == 404


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "morgen", "\0"])
def test_impossible_days(client: CheckingClient, day: str) -> None:
    client.sign_in(make_person("secretary"))
    partnership = make_partnership()
    base = f"/partnerships/{partnership.id}"
    asked = client.get(base, query_string={"on": day})
    assert asked.status_code == (400 if "\0" in day else 200)
    data = {"key": str(uuid.uuid4()), "status": "ending", "valid_from": day}
    assert client.post(f"{base}/status", data=data).status_code == 422
    ending = f"/participations/{partnership.participations[0].id}/end"
    assert client.post(ending, data={"last_day": day}).status_code == 422


def test_a_zero_character_does_not_reach_the_database(client: CheckingClient) -> None:
    client.sign_in(make_person("secretary"))
    data = {"key": str(uuid.uuid4()), "name": "Ver\0band", "note_lead_days": "6", "goal": "a\0b"}
    response = client.post("/partnerships/new", data={**data, "status": "active"})
    assert response.status_code == 302
    made = db.session.query(Partnership).one()
    assert (made.name, made.goal) == ("Verband", "ab")
