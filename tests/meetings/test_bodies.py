"""Bodies of a partnership: adding, changing, ending, and who of ours sits in them."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.meetings import body_actions as actions
from app.meetings.body_actions import BodyDetails
from app.meetings.models import Body
from app.register.models import Participation
from tests.client import CheckingClient
from tests.factories import (
    make_body,
    make_meeting,
    make_organisation,
    make_partnership,
    make_person,
)

TODAY = date(2026, 11, 23)


def key_of(page: str) -> str:
    return page.split('name="key"')[1].split('value="')[1].split('"')[0]


def version_of(page: str) -> str:
    return page.split('name="version"')[1].split('value="')[1].split('"')[0]


def typed(**changes: object) -> dict[str, object]:
    return {
        "kind": "general_board",
        "name": "Algemeen bestuur",
        "level": "official",
        "minutes": "120",
        **changes,
    }


def test_adding_with_a_subset_of_participants(app: Flask, client: CheckingClient) -> None:
    partnership = make_partnership()
    chosen = make_organisation()
    partnership.participations.append(Participation(organisation=chosen))
    db.session.commit()
    client.sign_in(make_person("secretary"))
    address = f"/partnerships/{partnership.id}/bodies/new"
    data = typed(key=key_of(client.get(address).text), organisations=[str(chosen.id)])
    first, second = client.post(address, data=data), client.post(address, data=data)
    assert first.location == second.location
    body = db.session.scalars(select(Body)).one()
    assert [row.organisation_id for row in body.participants] == [chosen.id]
    page = client.get(first.location).text
    assert chosen.name in page
    assert "120 minuten" in page
    assert "Algemeen bestuur" in client.get(f"/partnerships/{partnership.id}").text


def test_mistakes_come_back(app: Flask, client: CheckingClient) -> None:
    body = make_body(name="Algemeen bestuur")
    client.sign_in(make_person("secretary"))
    address = f"/partnerships/{body.partnership_id}/bodies/new"
    answer = client.post(address, data=typed(minutes="2", place="Stadhuis", kind="x", name=" "))
    assert answer.status_code == 422
    for message in ("van 5 tot en met 1440", "Vul een naam in.", "Kies een van de mogelijkheden"):
        assert message in answer.text
    assert 'value="Stadhuis"' in answer.text
    double = client.post(address, data=typed(name="algemeen BESTUUR"))
    assert double.status_code == 422
    assert "al een overleg met deze naam" in double.text


def test_the_level_stands_once_it_has_met(app: Flask) -> None:
    meeting = make_meeting()
    body = meeting.body
    details = BodyDetails(name=body.name, kind=body.kind, level="administrative")
    with pytest.raises(RuleBroken, match="niveau staat vast"):
        actions.change_body(body, details, make_person("secretary"), body.version)


def test_two_people_on_one_body(app: Flask, client: CheckingClient) -> None:
    body = make_body(name="Bestuur")
    client.sign_in(make_person("coordinator"))
    page = client.get(f"/bodies/{body.id}/edit").text
    body.place = "Zaal van de ander"
    db.session.commit()
    data = typed(version=version_of(page), name="Bestuur", place="Mijn zaal")
    answer = client.post(f"/bodies/{body.id}/edit", data=data)
    assert answer.status_code == 409
    assert "Zaal van de ander" in answer.text
    assert 'value="Mijn zaal"' in answer.text


def test_a_body_ends_when_nothing_is_planned_after(app: Flask, client: CheckingClient) -> None:
    meeting = make_meeting(days=10)
    body = meeting.body
    client.sign_in(make_person("secretary"))
    address = f"/bodies/{body.id}/end"
    assert client.get(address).status_code == 200
    refused = client.post(address, data={"valid_to": "2026-11-30"})
    assert refused.status_code == 422
    assert "staan er nog vergaderingen" in refused.text
    assert client.post(address, data={"valid_to": "2026-12-03"}).status_code == 302
    assert body.valid_to == date(2026, 12, 3)
    assert "loopt af" in client.get(f"/bodies/{body.id}").text


def test_members_and_substitute_members(app: Flask, client: CheckingClient) -> None:
    body, person = make_body(), make_person("alderman", name="Wethouder zorg")
    client.sign_in(make_person("secretary"))
    address = f"/bodies/{body.id}/members/new"
    data = {"key": key_of(client.get(address).text), "person_id": person.id, "substitute": "y"}
    assert client.post(address, data=data).status_code == 302
    page = client.get(f"/bodies/{body.id}").text
    assert "Wethouder zorg" in page
    assert "plaatsvervangend lid" in page
    again = client.post(address, data={"person_id": person.id})
    assert again.status_code == 422
    assert "al lid" in again.text
    member = body.members[0]
    end = f"/bodies/{body.id}/members/{member.id}/end"
    assert "Wethouder zorg" in client.get(end).text
    client.post(end, data={"last_day": "2026-11-30"})
    assert member.valid_to == date(2026, 11, 30)
    assert client.get(f"/bodies/{body.id}/members/999/end").status_code == 404


@pytest.mark.parametrize("role", ["officer", "alderman", "adviser", "clerk", "administrator"])
def test_others_only_read(app: Flask, client: CheckingClient, role: str) -> None:
    body, person = make_body(), make_person(role)
    with pytest.raises(NotAllowed):
        actions.end_body(body, TODAY, person)
    client.sign_in(person)
    assert client.get(f"/bodies/{body.id}").status_code == 200
    for address in ("edit", "end", "members/new"):
        assert client.get(f"/bodies/{body.id}/{address}").status_code == 403
