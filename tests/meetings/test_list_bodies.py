"""The bodies of all partnerships in one list."""

from __future__ import annotations

from datetime import date

from app.core.database import db
from app.meetings.models import BodyMember
from tests.client import CheckingClient
from tests.factories import make_body, make_meeting, make_partnership, make_person


def test_bodies_are_found_by_words_level_and_whether_they_ended(client: CheckingClient) -> None:
    partnership = make_partnership(name="Veiligheidsregio Groningen")
    board = make_body(partnership=partnership, name="Algemeen bestuur")
    make_body(partnership=partnership, name="Ambtelijk beraad", level="administrative")
    make_body(name="Opgeheven kring", valid_to=date(2020, 1, 1))
    db.session.add(BodyMember(body=board, person=make_person(name="Wie zitting heeft")))
    make_meeting(body=board, days=10)
    client.sign_in(make_person("secretary"))
    page = client.get("/bodies/").text
    assert "Algemeen bestuur" in page
    assert "Wie zitting heeft" in page
    assert "Opgeheven kring" not in page
    assert "Opgeheven kring" in client.get("/bodies/?ended=ended").text
    official = client.get("/bodies/?name=veiligheid+bestuur&level=official").text
    assert "Algemeen bestuur" in official
    assert "Ambtelijk beraad" not in official
    assert "Geen overleg gevonden" in client.get("/bodies/?name=%25zeker+niet").text


def test_a_restricted_meeting_does_not_show_as_the_next_one(client: CheckingClient) -> None:
    insider = make_person("alderman")
    body = make_body()
    make_meeting(body=body, days=10, circle=(insider,))
    client.sign_in(make_person("officer"))
    assert "niet gepland" in client.get("/bodies/").text
    client.sign_in(insider)
    assert "niet gepland" not in client.get("/bodies/").text
