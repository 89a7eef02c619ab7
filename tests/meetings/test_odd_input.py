"""Input that no form of ours makes: numbers no row has, odd years, zero characters."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import CheckingClient
from tests.factories import make_body, make_item, make_meeting, make_person

HUGE = "9" * 30


def test_addresses(app: Flask, client: CheckingClient) -> None:
    meeting, body = make_meeting(), make_body()
    client.sign_in(make_person("secretary"))
    for query in (f"page={HUGE}", f"partnership={HUGE}", "mine=%F0%9F%98%80", "status[]=x"):
        assert client.get(f"/meetings/?{query}").status_code == 200, query
    for query in (f"partnership={HUGE}", f"prepares={HUGE}", f"body_id={HUGE}&day=x&start=y"):
        assert client.get(f"/meetings/choose-body?{query}").status_code == 200, query
    for query in ("", "day=0001-01-01&start=00:00", "day=9999-12-31&start=23:59", "day=x&start=y"):
        answer = client.get(f"/bodies/{body.id}/meetings/new?{query}")
        assert answer.status_code == 302, query
    for address in (f"/meetings/{HUGE}", f"/items/{HUGE}", f"/papers/{HUGE}/file"):
        assert client.get(address).status_code == 404
    assert client.get(f"/meetings/{meeting.id}/papers/new?item={HUGE}").status_code == 200
    assert client.get(f"/meetings/{meeting.id}/attendance?person={HUGE}").status_code == 200


@pytest.mark.parametrize("value", [HUGE, "-1", "abc", "", "\u0663", "1; DROP TABLE meeting"])
def test_choices(app: Flask, client: CheckingClient, value: str) -> None:
    official = make_meeting(days=20)
    body = make_body(level="administrative", partnership=official.body.partnership)
    item = make_item(make_meeting(days=-1, body=body, prepares=official))
    number = item.meeting_id
    client.sign_in(make_person("secretary"))
    carried = client.post(f"/meetings/{number}/carry-over", data={"items": [value]})
    assert carried.location == f"/meetings/{number}/carry-over"
    for address, data in (
        (f"/meetings/{number}/attendance", {"person_id": value}),
        (f"/items/{item.id}/edit", {"title": "X", "type": value, "version": value}),
        (f"/meetings/{number}/edit", {"officer_id": value, "version": value}),
        (f"/bodies/{body.id}/members/new", {"person_id": value, "key": value}),
        (f"/meetings/{number}/papers/new", {"item_id": value, "circle": [value]}),
    ):
        assert client.post(address, data=data).status_code == 422, address


def test_a_zero_character_is_left_out(app: Flask, client: CheckingClient) -> None:
    item = make_item(make_meeting(days=-1))
    client.sign_in(make_person("secretary"))
    data = {"version": "1", "decision": "Besluit\x00 genomen", "outcome": "partly"}
    assert client.post(f"/items/{item.id}/outcome", data=data).status_code == 302
    assert item.decision == "Besluit genomen"
