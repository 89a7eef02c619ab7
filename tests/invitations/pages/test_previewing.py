"""A preview: what differs, what follows, and what was done with it."""

from __future__ import annotations

import re

from app.meetings.models import Body
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import make_meeting, moment
from tests.invitations.files import invitation
from tests.invitations.pages.using import (
    address,
    after,
    both,
    form_of,
    last,
    meetings,
    radio,
    sent,
    taken,
)


def test_an_update_shows_what_differs_and_what_follows(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    sent(client, invitation(title="AB GGD"))
    taken(client, address())
    sent(client, invitation(title="AB GGD", sequence=1, hour=13, place="Zaal 2"))
    page = client.get(address()).text
    assert "wijziging" in page
    assert re.search(r"<del>.*10.00.*</del>", page)
    assert re.search(r"<ins>.*14.00.*</ins>", page)
    assert "Zaal 2" in page
    taken(client, address())
    [meeting] = meetings()
    assert meeting.place == "Zaal 2"
    assert "1 keer bijgewerkt" in client.get(f"/meetings/{meeting.id}").text
    sent(client, invitation(title="AB GGD", sequence=2, method="CANCEL"))
    page = client.get(address()).text
    assert "afzegging" in page
    assert re.search(r"<ins>.*geannuleerd.*</ins>", page)
    taken(client, address())
    assert meetings()[0].status == "cancelled"


def test_a_planned_meeting_is_recognised_or_not(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    planned = make_meeting(body=body, starts_at=moment("2026-12-10 10:30"))
    sent(client, invitation(title="AB GGD"))
    page = client.get(address()).text
    assert "Staat deze vergadering er al?" in page
    name = radio(page, "meeting")
    assert form_of(page)[name] == str(planned.id)
    form = {**form_of(page), name: "0", "take-over": "1"}
    assert client.post(address(), data=form).status_code == 302
    assert len(meetings()) == 2


def test_what_would_be_a_surprise_is_shown_first(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    sent(client, invitation(title="AB GGD"))
    form = {**form_of(client.get(address()).text), "take-over": "1"}
    make_meeting(body=body, starts_at=moment("2026-12-10 10:30"))
    answer = client.post(address(), data=form)
    assert answer.status_code == 409
    assert "op iets anders uit dan u zag" in answer.text
    assert len(meetings()) == 1
    again = {**form_of(answer.text), "take-over": "1"}
    assert client.post(address(), data=again).status_code == 302
    assert len(meetings()) == 1


def test_what_was_moved_of_a_series_stands_at_its_day(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    series = invitation(title="AB GGD", extra="RRULE:FREQ=WEEKLY;COUNT=6")
    moved = invitation(title="AB GGD", day="20261218", extra="RECURRENCE-ID:20261217T090000Z")
    sent(client, both(series, moved))
    page = client.get(address()).text
    summary = re.search(r"<summary>6 keer bekijken.*?</summary>", page, re.DOTALL)
    assert summary is not None
    assert "do 10 dec" in summary[0]
    assert re.search(r"tot en met\s+do 14 jan", summary[0])


def test_what_was_undone_is_still_told_by_title_and_moment(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    sent(client, invitation(title="AB GGD", extra="RRULE:FREQ=WEEKLY;COUNT=2"))
    taken(client, address())
    page = after(client, f"{address()}/undo", {"version": last().version})
    assert page.count("is teruggezet") == 1
    assert "weer is weggehaald" not in page
    assert re.search(r"AB GGD, do 10 dec.*10.00", page)
    assert re.search(r"AB GGD, do 17 dec.*10.00", page)
    assert "· ongedaan gemaakt" not in page


def test_what_became_of_a_meeting_that_was_recognised_is_told(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    planned = make_meeting(body=body, starts_at=moment("2026-12-10 10:00"))
    sent(client, invitation(title="AB GGD", method="CANCEL"))
    page = client.get(address()).text
    client.post(
        address(),
        data={**form_of(page), radio(page, "meeting"): str(planned.id), "take-over": "1"},
    )
    assert meetings()[0].status == "cancelled"
    done = client.get(address()).text
    assert "herkend" not in done
    assert re.search(r"<del>.*gaat door.*</del>", done)
    assert re.search(r"<ins>.*geannuleerd.*</ins>", done)


def test_an_unknown_time_zone_is_asked_with_amsterdam_proposed(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    floating = (
        invitation(title="AB GGD").replace(b"T090000Z", b"T090000").replace(b"T100000Z", b"T100000")
    )
    sent(client, floating)
    page = client.get(address()).text
    assert "in welke tijdzone" in page
    assert re.search(r'<option value="Europe/Amsterdam" selected>', page)
    assert 'name="take-over"' not in page
    data = {"version": str(last().version), "zone-0": "Europe/London"}
    client.post(f"{address()}/zones", data=data)
    assert "10.00–11.00" in client.get(address()).text
    taken(client, address())
    assert meetings()[0].starts_at.hour == 9
