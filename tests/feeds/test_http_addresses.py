"""Every way to write an address under /feeds/: a calendar or a plain 404, whatever comes along."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import CheckingClient
from tests.factories import make_meeting, make_person
from tests.feeds.calendars import fetch, make_feed

UNKNOWN = (
    "/feeds/geen-bestaand-adres/agenda.ics",
    "/feeds/123456/agenda.ics",
    "/feeds/%FF%00%2e%0a/agenda.ics",
    "/feeds/..%2F..%2Fetc/agenda.ics",
    f"/feeds/{'a' * 10_000}/agenda.ics",
    f"/feeds/{'%C3%A9' * 3_000}/agenda.ics",
    "/feeds/geen-bestaand-adres/",
    "/feeds/geen-bestaand-adres/agenda",
    "/feeds/geen-bestaand-adres/agenda.html",
    "/feeds/geen-bestaand-adres/.ics",
    f"/feeds/{'a' * 43}",
)
#: What no calendar program should send, and some do.
ODD_HEADERS = (
    {"Cookie": "session=broken; session=.e.y; \xff=\xfe; =;"},
    {"Host": "evil host/<script>"},
    {"Host": ""},
    {"If-None-Match": '"unfinished, W/, *, "" ,,'},
    {"If-Modified-Since": "Thu, 99 Foo 99999 99:99:99 GMT"},
    {"If-Modified-Since": "Mon, 01 Jan 0001 00:00:00 +9999"},
    {"Accept-Encoding": "gzip;q=abc, ;;;, identity;q=-1, *;q="},
    {"Accept": "text/html;q=9, application/x-nothing"},
    {"Authorization": "Basic %%%"},
    {"Accept-Language": "\xe9\xe9;q=2"},
    {"X-Forwarded-Proto": "https, , gopher", "X-Forwarded-Host": "a b"},
    {"Range": "bytes=5-1"},
    {"If-Match": '"other"'},
    {"Content-Type": "multipart/form-data", "Content-Length": "9"},
)


@pytest.mark.parametrize("address", UNKNOWN, ids=lambda one: one[:40])
def test_what_is_no_calendar_is_a_plain_404(
    app: Flask, client: CheckingClient, address: str
) -> None:
    response = client.get(address)
    assert (response.status_code, response.mimetype) == (404, "text/plain")


@pytest.mark.parametrize("headers", ODD_HEADERS, ids=lambda one: "-".join(one))
def test_odd_headers_get_the_calendar(
    app: Flask, client: CheckingClient, headers: dict[str, str]
) -> None:
    officer = make_person()
    make_meeting(officer=officer)
    address = make_feed(officer)
    usual = client.get(address)
    odd = client.get(address, headers=headers)
    assert (odd.status_code, odd.content_type) == (200, "text/calendar; charset=utf-8")
    assert odd.data == usual.data


def test_slashes_and_questions_lead_nowhere_else(app: Flask, client: CheckingClient) -> None:
    officer = make_person()
    make_meeting(officer=officer)
    address = make_feed(officer)
    usual = fetch(client, address)
    token = address.split("/")[2]
    for written in (
        f"/feeds//{token}//agenda.ics",
        f"/feeds/{token}/agenda.ics/",
        f"/feeds/{token}/map/met.punten/Mijn%20agenda.ICS",
        f"{address}?key=%00&a=%FF&next=//elsewhere",
    ):
        response = client.get(written)
        assert (response.status_code, response.data) == (200, usual), written


def test_whoever_is_signed_in_makes_no_difference(app: Flask, client: CheckingClient) -> None:
    reader, other = make_person(), make_person()
    make_meeting(officer=reader)
    address = make_feed(reader)
    before = client.get(address)
    client.sign_in(other)
    after = client.get(address)
    assert after.data == before.data
    assert "Set-Cookie" not in after.headers
    assert after.headers["Vary"] == "Accept-Encoding"
