"""Items go over from the administrative meeting to the official one it prepares, once."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.meetings.agenda_actions import carry_over_items
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.meetings.queries import items_of
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import make_body, make_item, make_meeting, make_person


def pair(
    circle: tuple[Person, ...] = (), target: tuple[Person, ...] = ()
) -> tuple[Meeting, Meeting]:
    official = make_meeting(days=20, circle=target)
    body = make_body(level="administrative", partnership=official.body.partnership)
    return make_meeting(days=-1, body=body, prepares=official, circle=circle), official


def test_items_go_over_with_what_was_heard(app: Flask, client: CheckingClient) -> None:
    own = make_person()
    meeting, official = pair()
    item = make_item(
        meeting, title="Begroting", heard="Drie gemeenten zijn **tegen**.", officer=own, minutes=20
    )
    make_item(meeting, title="Blijft hier")
    client.sign_in(make_person("secretary"))
    assert "Begroting" in client.get(f"/meetings/{meeting.id}/carry-over").text
    answer = client.post(f"/meetings/{meeting.id}/carry-over", data={"items": [item.id]})
    assert answer.location == f"/meetings/{official.id}"
    page = client.get(answer.location).text
    assert "Begroting" in page
    assert "Gehoord in het ambtelijk overleg" in page
    assert "<strong>tegen</strong>" in page
    # what did not go over is still offered, and is not on the agenda
    assert page.index("Nog over te nemen") < page.index("Blijft hier")
    new, *others = items_of([official.id], own)[official.id]
    assert others == []
    assert (new.carried_from_id, new.officer_id, new.minutes) == (item.id, own.id, 20)


def test_once_only(app: Flask, client: CheckingClient) -> None:
    meeting, official = pair()
    item = make_item(meeting)
    secretary = make_person("secretary")
    client.sign_in(secretary)
    data = {"items": [item.id]}
    client.post(f"/meetings/{meeting.id}/carry-over", data=data)
    again = client.post(f"/meetings/{meeting.id}/carry-over", data=data)
    assert again.location == f"/meetings/{meeting.id}/carry-over"
    assert len(items_of([official.id], secretary)[official.id]) == 1
    assert "niets meer over te nemen" in client.get(again.location).text


def test_items_of_another_meeting_do_not_come_along(app: Flask) -> None:
    meeting, _official = pair()
    stranger = make_item()
    assert carry_over_items(meeting, [stranger.id], make_person("secretary")) == []


def test_a_restricted_source_shows_nothing_elsewhere(app: Flask, client: CheckingClient) -> None:
    secretary, other = make_person("secretary"), make_person("secretary")
    meeting, official = pair(circle=(secretary,))
    item = make_item(meeting, title="Begroting", heard="Geheim standpunt")
    with pytest.raises(RuleBroken, match="beperkt"):
        carry_over_items(meeting, [item.id], secretary)
    db.session.add(
        AgendaItem(meeting=official, position=1, title="Begroting", carried_from_id=item.id)
    )
    db.session.commit()
    client.sign_in(other)
    assert "Geheim standpunt" not in client.get(f"/meetings/{official.id}").text
    client.sign_in(secretary)
    assert "Geheim standpunt" in client.get(f"/meetings/{official.id}").text


def test_an_officer_of_either_meeting_carries_over(app: Flask) -> None:
    meeting, official = pair()
    official.officer = make_person()
    item = make_item(meeting)
    with pytest.raises(NotAllowed):
        carry_over_items(meeting, [item.id], make_person())
    assert len(carry_over_items(meeting, [item.id], official.officer)) == 1
