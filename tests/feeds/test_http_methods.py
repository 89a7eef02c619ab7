"""Which methods the address of a calendar takes: reading ones; every other a plain 405."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.database import db
from app.feeds.models import Subscription
from tests.client import CheckingClient
from tests.factories import make_meeting, make_person
from tests.feeds.calendars import make_feed

OTHERS = ("PUT", "PROPFIND", "POST", "DELETE", "REPORT", "PATCH", "MKCALENDAR", "TRACE", "ODD")


def test_head_tells_the_same_without_the_calendar(app: Flask, client: CheckingClient) -> None:
    officer = make_person()
    make_meeting(officer=officer)
    address = make_feed(officer)
    whole, head = client.get(address), client.head(address)
    assert (head.status_code, head.data) == (200, b"")
    assert dict(head.headers) == dict(whole.headers)
    held = client.head(address, headers={"If-None-Match": whole.headers["ETag"]})
    assert held.status_code == 304


@pytest.mark.parametrize("method", OTHERS)
@pytest.mark.parametrize("known", [True, False])
def test_a_calendar_can_only_be_read(
    app: Flask, client: CheckingClient, method: str, known: bool
) -> None:
    address = make_feed(make_person()) if known else "/feeds/no-such-token/agenda.ics"
    response = client.open(address, method=method, data=b"BEGIN:VCALENDAR")
    assert (response.status_code, response.mimetype) == (405, "text/plain")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_options_says_what_can_be_done(app: Flask, client: CheckingClient) -> None:
    response = client.options(make_feed(make_person()))
    assert (response.status_code, response.mimetype) == (200, "text/plain")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_large_body_is_not_read(app: Flask, client: CheckingClient) -> None:
    """Elsewhere it would be refused for its size."""
    response = client.put(make_feed(make_person()), data=b"x" * 3_000_000)
    assert response.status_code == 405


def test_pages_about_subscriptions_stay_pages(app: Flask, client: CheckingClient) -> None:
    person = make_person()
    make_feed(person)
    client.sign_in(person)
    assert client.get("/feeds/").mimetype == "text/html"
    subscription = db.session.query(Subscription).one()
    assert client.post(f"/feeds/{subscription.id}/revoke").status_code == 302
