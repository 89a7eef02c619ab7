"""Files that are sent: what the list says of them, and who may see it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.database import db
from app.invitations.models import ReceivedInvitation
from app.meetings.models import Body
from app.people.models import Person, Role
from tests.client import CheckingClient
from tests.factories import make_person
from tests.invitations.files import invitation
from tests.invitations.pages.using import (
    ELSEWHERE,
    LIST,
    address,
    last,
    sent,
    taken,
)


def test_an_empty_page_says_how_a_file_comes_here(
    client: CheckingClient, secretary: Person
) -> None:
    page = client.get(LIST).text
    assert "Zo komt een uitnodiging hier" in page
    assert "iCalendar" in page


def test_each_file_stands_alone(client: CheckingClient, secretary: Person, body: Body) -> None:
    good = invitation(title="AB GGD")
    other = invitation(uid="2@x", title="Heidag", day="20270310", organiser="x@y.example")
    answer = sent(client, good, b"geen agenda", other, names=("a.ics", "brief.txt", "c.ics"))
    assert answer.status_code == 422
    assert "1 bestand is niet gelezen" in answer.text
    assert "brief.txt" in answer.text
    assert "De andere 2 bestanden staan hieronder" in answer.text
    assert "AB GGD" in answer.text
    assert "Heidag" in answer.text
    assert "Kies bij welk overleg" in answer.text
    page = client.get("/").text
    assert "2 uitnodigingen wachten op u" in page
    assert "Uitnodigingen (2)" in client.get("/meetings/").text


@pytest.mark.parametrize("many", [0, 26])
def test_none_or_too_many_files_is_said(
    client: CheckingClient, secretary: Person, many: int
) -> None:
    answer = sent(client, *[b"x"] * many)
    assert answer.status_code == 422
    assert "Kies" in answer.text


def test_the_list_stands_beside_what_was_undone_and_what_was_put_away(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    sent(client, invitation(title="AB GGD"))
    taken(client, address())
    client.post(f"{address()}/undo", data={"version": str(last().version)})
    sent(client, invitation(uid="2@x", title="Heidag", day="20270310"))
    client.post(f"{address()}/aside", data={"version": str(last().version)})
    answer = client.get(LIST)
    assert answer.status_code == 200
    assert "ongedaan gemaakt" in answer.text
    assert "weggelegd" in answer.text


def test_files_that_arrived_are_told_and_the_newest_is_on_top(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    files = (
        invitation(title="AB GGD"),
        invitation(uid="2@x", title="Heidag", day="20270410", organiser=ELSEWHERE),
    )
    answer = sent(client, *files)
    page = client.get(answer.location).text
    assert "2 uitnodigingen gelezen, 1 met een vraag." in page
    assert page.index("Heidag</a>") < page.index("AB GGD</a>")
    answer = sent(client, files[0])
    page = client.get(answer.location).text
    assert "1 uitnodiging stond hier al, en wacht nog op u." in page
    assert "gelezen" not in page


def test_every_file_that_waits_is_one_link_away(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    days = [f"202703{number:02}" for number in range(1, 13)]
    files = [invitation(uid=f"{day}@x", title=f"Dag {day}", day=day) for day in days]
    sent(client, *files)
    page = client.get(LIST).text
    ids = db.session.scalars(select(ReceivedInvitation.id)).all()
    assert len(ids) == 12
    for number in ids:
        assert f'href="/invitations/{number}"' in page
    assert "Nog 2 uitnodigingen wachten daarna:" in page
    assert "Dag 20270312" in page


def test_the_original_is_downloaded_as_it_came(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    content = invitation(title="AB GGD")
    sent(client, content, names=("uitnodiging é.ics",))
    answer = client.get(f"{address()}/file")
    assert answer.data == content
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_who_does_not_plan_sees_nothing(client: CheckingClient, app: Flask) -> None:
    client.sign_in(make_person(Role.OFFICER))
    assert client.get(LIST).status_code == 403
    assert "Uitnodigingen" not in client.get("/meetings/").text
