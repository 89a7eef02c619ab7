"""The agenda: adding several quickly, changing, ordering, withdrawing."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.meetings import agenda_actions as actions
from app.meetings.agenda_actions import ItemDetails
from app.meetings.agenda_models import AgendaItem
from app.meetings.queries import items_of
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting, make_person


def key_of(page: str) -> str:
    return page.split('name="key"')[1].split('value="')[1].split('"')[0]


def version_of(page: str) -> str:
    return page.split('name="version"')[1].split('value="')[1].split('"')[0]


def titles(meeting_id: int) -> list[str]:
    person = make_person("coordinator")
    return [item.title for item in items_of([meeting_id], person)[meeting_id]]


def test_the_form_stays_open_for_the_next(app: Flask, client: CheckingClient) -> None:
    meeting = make_meeting()
    client.sign_in(make_person("secretary"))
    address = f"/meetings/{meeting.id}/items/new"
    for title in ("Opening", "Begroting"):
        data = {
            "key": key_of(client.get(address).text),
            "title": title,
            "type": "decide",
            "handling": "discussion",
            "next": "another",
        }
        assert client.post(address, data=data).location == address
    assert titles(meeting.id) == ["Opening", "Begroting"]
    page = client.get(f"/meetings/{meeting.id}").text
    assert page.index("Opening") < page.index("Begroting")


def test_a_double_click_adds_once(app: Flask, client: CheckingClient) -> None:
    meeting = make_meeting()
    client.sign_in(make_person("secretary"))
    address = f"/meetings/{meeting.id}/items/new"
    data = {
        "key": key_of(client.get(address).text),
        "title": "Begroting",
        "type": "inform",
        "handling": "consent",
    }
    first, second = client.post(address, data=data), client.post(address, data=data)
    assert first.location == second.location
    assert db.session.scalar(select(func.count()).select_from(AgendaItem)) == 1


def test_mistakes_come_back_filled_in(app: Flask, client: CheckingClient) -> None:
    meeting = make_meeting()
    client.sign_in(make_person("secretary"))
    data = {"title": "", "number": "3a", "minutes": "veel", "type": "x", "handling": "consent"}
    answer = client.post(f"/meetings/{meeting.id}/items/new", data=data)
    assert answer.status_code == 422
    for message in ("Vul het onderwerp in.", "Vul een heel getal in", "Kies een van de"):
        assert message in answer.text
    assert 'value="3a"' in answer.text
    assert 'value="veel"' in answer.text


def test_two_people_on_one_item(app: Flask, client: CheckingClient) -> None:
    item = make_item(title="Begroting")
    client.sign_in(make_person("secretary"))
    page = client.get(f"/items/{item.id}/edit").text
    item.title = "Begroting van de ander"
    db.session.commit()
    data = {
        "version": version_of(page),
        "title": "Mijn begroting",
        "type": item.type,
        "handling": item.handling,
    }
    answer = client.post(f"/items/{item.id}/edit", data=data)
    assert answer.status_code == 409
    assert "Begroting van de ander" in answer.text
    assert 'value="Mijn begroting"' in answer.text
    data["version"] = version_of(answer.text)
    assert client.post(f"/items/{item.id}/edit", data=data).status_code == 302
    assert item.title == "Mijn begroting"


def test_the_order_changes_with_buttons(app: Flask, client: CheckingClient) -> None:
    meeting = make_meeting()
    first, second, third = (make_item(meeting, title=name) for name in ("een", "twee", "drie"))
    client.sign_in(make_person("secretary"))
    assert "Omhoog" in client.get(f"/meetings/{meeting.id}/order").text
    client.post(f"/items/{third.id}/move", data={"to": "up"})
    assert titles(meeting.id) == ["een", "drie", "twee"]
    client.post(f"/items/{first.id}/move", data={"to": "down"})
    assert titles(meeting.id) == ["drie", "een", "twee"]
    client.post(f"/items/{third.id}/move", data={"to": "up"})
    client.post(f"/items/{second.id}/move", data={"to": "down"})
    assert titles(meeting.id) == ["drie", "een", "twee"]
    assert first.version == 1


def test_a_withdrawn_item_stays_and_can_come_back(app: Flask, client: CheckingClient) -> None:
    meeting = make_meeting()
    item = make_item(meeting, title="Begroting")
    make_item(meeting, title="Rondvraag")
    client.sign_in(make_person("secretary"))
    client.post(f"/items/{item.id}/withdraw")
    assert titles(meeting.id) == ["Rondvraag"]
    assert "Ingetrokken" in client.get(f"/meetings/{meeting.id}").text
    assert client.get(f"/items/{item.id}").status_code == 200
    client.post(f"/items/{item.id}/restore")
    assert titles(meeting.id) == ["Rondvraag", "Begroting"]


def test_who_may_edit_which_item(app: Flask) -> None:
    officer, own, alderman = make_person(), make_person(), make_person("alderman")
    meeting = make_meeting(officer=officer, alderman=alderman)
    item, other = make_item(meeting, officer=own), make_item(meeting)
    actions.change_item(item, ItemDetails("Van mij"), own, item.version)
    db.session.commit()
    actions.change_item(other, ItemDetails("Van de vergadering"), officer, other.version)
    for person, thing in ((own, other), (alderman, other), (make_person("clerk"), other)):
        with pytest.raises(NotAllowed):
            actions.change_item(thing, ItemDetails("Nee"), person, thing.version)
    with pytest.raises(NotAllowed):
        actions.add_item(meeting, ItemDetails("Nee"), own)


def test_a_stale_version_is_a_conflict(app: Flask) -> None:
    item = make_item()
    with pytest.raises(Conflict):
        actions.change_item(item, ItemDetails("X"), make_person("secretary"), item.version - 1)


def test_the_agenda_of_a_cancelled_meeting_stands(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="geannuleerd"):
        actions.add_item(
            make_meeting(status="cancelled"), ItemDetails("X"), make_person("secretary")
        )


def test_who_gets_an_item_enters_the_circle(app: Flask) -> None:
    secretary, own = make_person("secretary"), make_person()
    meeting = make_meeting(circle=(secretary,))
    actions.add_item(meeting, ItemDetails("Punt", officer_id=own.id), secretary)
    assert {row.person_id for row in meeting.circle} == {secretary.id, own.id}


def test_consent_items_are_folded_in_their_place(app: Flask, client: CheckingClient) -> None:
    meeting = make_meeting()
    make_item(meeting, title="Bespreken")
    make_item(meeting, title="Hamer een", handling="consent")
    make_item(meeting, title="Hamer twee", handling="consent")
    client.sign_in(make_person())
    page = client.get(f"/meetings/{meeting.id}").text
    assert "2 hamerstukken" in page
    assert page.index("Bespreken") < page.index("Hamer een")
