"""Undoing, and putting away."""

from __future__ import annotations

from app.core.database import db
from app.meetings.models import Body
from app.people.models import Person
from tests.client import CheckingClient
from tests.invitations.files import invitation
from tests.invitations.pages.using import (
    ELSEWHERE,
    address,
    after,
    both,
    last,
    meetings,
    sent,
    taken,
)


def test_undoing_takes_it_back_or_says_why_not(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    sent(client, invitation(title="AB GGD"))
    taken(client, address())
    [meeting] = meetings()
    meeting.place = "Elders"
    db.session.commit()
    answer = client.post(f"{address()}/undo", data={"version": str(last().version)})
    assert answer.status_code == 409
    assert "is daarna gewijzigd" in answer.text
    meeting = meetings()[0]
    meeting.place = "Raadhuis"
    db.session.commit()
    assert "teruggezet" in after(client, f"{address()}/undo", {"version": last().version})
    assert meetings() == []


def test_a_file_is_put_away(client: CheckingClient, secretary: Person, body: Body) -> None:
    sent(client, invitation(title="AB GGD"))
    assert "weggelegd" in after(client, f"{address()}/aside", {"version": last().version})
    assert "wachten op u" not in client.get("/").text
    assert "is weggelegd" in client.get(address()).text


def test_putting_away_the_rest_says_that_what_was_taken_over_stays(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    known = invitation(title="AB GGD")
    unknown = invitation(uid="2@x", title="Heidag", day="20270310", organiser=ELSEWHERE)
    sent(client, both(known, unknown))
    taken(client, address())
    assert len(meetings()) == 1
    page = after(client, f"{address()}/aside", {"version": last().version})
    assert "niets gepland of gewijzigd" not in page
    assert "De rest van de uitnodiging is weggelegd. Wat al was overgenomen, blijft." in page
    assert len(meetings()) == 1


def test_a_cancellation_of_what_is_not_here_is_remembered_and_can_be_undone(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    sent(client, invitation(title="AB GGD", sequence=1, method="CANCEL"))
    taken(client, address())
    where = address()
    page = client.get(where).text
    assert "stond er al" not in page
    assert "De afzegging is onthouden" in page
    assert "Ongedaan maken" in page
    assert "teruggezet" in after(client, f"{where}/undo", {"version": last().version})
    assert "onthouden" not in client.get(where).text
    sent(client, invitation(title="AB GGD"))
    taken(client, address())
    assert [one.status for one in meetings()] == ["planned"]


def test_what_was_there_already_can_be_undone_too(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    sent(client, invitation(title="AB GGD"))
    taken(client, address())
    sent(client, invitation(title="AB GGD", extra="CLASS:PUBLIC"))
    taken(client, address())
    page = client.get(address()).text
    assert "stond er al" in page
    assert "Ongedaan maken" in page
    assert "teruggezet" in after(client, f"{address()}/undo", {"version": last().version})
    assert len(meetings()) == 1
