"""What a meeting is offered: from the meetings that prepare it, and what was left undone."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.database import db
from app.core.errors import NotAllowed
from app.meetings.agenda_actions import take_over_items
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.meetings.offered_items import offers_for
from app.meetings.queries import items_of
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import make_body, make_item, make_meeting, make_person


def offered(meeting: Meeting, person: Person | None = None) -> list[str]:
    person = person or make_person("secretary")
    agenda = items_of([meeting.id], person)[meeting.id]
    return [one.item.title for one in offers_for(meeting, agenda, person)]


def series(circle: tuple[Person, ...] = ()) -> tuple[Meeting, Meeting]:
    """A meeting that was, and the next one of the same body."""
    body = make_body()
    return make_meeting(days=-7, body=body, circle=circle), make_meeting(days=21, body=body)


@pytest.mark.parametrize(
    ("outcome", "comes"),
    [
        ("postponed", True),
        ("no_decision", True),
        ("as_asked", False),
        ("partly", False),
        ("not_as_asked", False),
        (None, False),
    ],
)
def test_what_was_left_undone_comes_back(app: Flask, outcome: str | None, comes: bool) -> None:
    before, after = series()
    make_item(before, title="Regiovisie", outcome=outcome)
    assert bool(offered(after)) == comes


def test_only_from_the_meeting_before(app: Flask) -> None:
    before, after = series()
    make_item(before, title="Regiovisie", outcome="postponed")
    later = make_meeting(days=50, body=before.body)
    assert offered(later) == []
    after.status = "cancelled"
    db.session.commit()
    assert offered(later) == ["Regiovisie"]


def test_one_click_each_or_all_together(app: Flask, client: CheckingClient) -> None:
    before, after = series()
    first = make_item(before, title="Regiovisie", outcome="postponed", heard="Nog geen **geld**.")
    make_item(before, title="Begroting", outcome="no_decision")
    client.sign_in(make_person("secretary"))
    page = client.get(f"/meetings/{after.id}").text
    assert "Nog over te nemen" in page
    assert "Alle punten overnemen" in page
    assert "Agenda plakken" in page
    answer = client.post(f"/meetings/{after.id}/offered", data={"items": [first.id]})
    assert answer.location == f"/meetings/{after.id}#agenda"
    assert offered(after) == ["Begroting"]
    page = client.get(f"/meetings/{after.id}").text
    assert "Gehoord in de vorige vergadering" in page
    assert "<strong>geld</strong>" in page
    assert "Agendapunt van de vorige keer teruggekomen" in page
    item = items_of([after.id], make_person())[after.id][0]
    assert (item.carried_from_id, item.outcome, item.number) == (first.id, None, "")


def test_a_double_click_takes_over_once(app: Flask, client: CheckingClient) -> None:
    before, after = series()
    item = make_item(before, outcome="postponed")
    client.sign_in(make_person("secretary"))
    for _turn in range(2):
        client.post(f"/meetings/{after.id}/offered", data={"items": [item.id]})
    assert len(items_of([after.id], make_person())[after.id]) == 1


def test_what_the_administrative_meeting_discussed_is_offered(app: Flask) -> None:
    official = make_meeting(days=20)
    body = make_body(level="administrative", partnership=official.body.partnership)
    meeting = make_meeting(days=5, body=body, prepares=official)
    make_item(meeting, title="Begroting")
    make_item(meeting, title="Rondvraag", handling="consent")
    assert offered(official) == ["Begroting"]
    make_item(official, title="begroting")
    assert offered(official) == []


def test_restricted_meetings_offer_nothing_to_open_ones(app: Flask) -> None:
    secretary, stranger = make_person("secretary"), make_person("secretary")
    before, after = series(circle=(secretary,))
    item = make_item(before, title="Geheim", outcome="postponed")
    assert offered(after, secretary) == []
    after.restricted = True
    db.session.commit()
    assert offered(after, secretary) == ["Geheim"]
    assert offered(after, stranger) == []
    assert take_over_items(after, [item.id], stranger) == []


@pytest.mark.parametrize("role", ["alderman", "adviser", "clerk", "administrator", "officer"])
def test_others_take_nothing_over(app: Flask, client: CheckingClient, role: str) -> None:
    before, after = series()
    item = make_item(before, outcome="postponed")
    person = make_person(role)
    client.sign_in(person)
    assert "Nog over te nemen" not in client.get(f"/meetings/{after.id}").text
    assert client.post(f"/meetings/{after.id}/offered", data={"items": [1]}).status_code == 403
    with pytest.raises(NotAllowed):
        take_over_items(after, [item.id], person)


def test_items_that_are_not_offered_are_left_alone(app: Flask, client: CheckingClient) -> None:
    _before, after = series()
    stranger = make_item(outcome="postponed")
    client.sign_in(make_person("secretary"))
    client.post(f"/meetings/{after.id}/offered", data={"items": [stranger.id, "x", "9" * 30]})
    assert items_of([after.id], make_person())[after.id] == []


def test_a_withdrawn_item_is_not_offered(app: Flask) -> None:
    before, after = series()
    item: AgendaItem = make_item(before, outcome="postponed")
    item.withdrawn_at = before.starts_at
    db.session.commit()
    assert offered(after) == []
