"""Who takes part: added, corrected, ended, never deleted; alignment only among participants."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from app.core.database import db
from app.core.errors import NotAllowed
from app.people.models import Person
from app.register import participation_actions as actions
from app.register.models import (
    AlignmentMember,
    GroupMembership,
    OrganisationGroup,
    Participation,
    Partnership,
)
from app.register.participation_actions import Taking
from app.register.queries import participants_on
from tests.client import CheckingClient
from tests.factories import make_organisation, make_partnership, make_person

DAY = date(2026, 11, 23)


@pytest.fixture
def secretary(client: CheckingClient) -> Person:
    """Signed in as secretary."""
    person = make_person("secretary")
    client.sign_in(person)
    return person


@pytest.fixture
def partnership(secretary: Person) -> Partnership:
    """A partnership to work on."""
    return make_partnership()


def add(client: CheckingClient, partnership: Partnership, **fields: Any) -> Any:
    """Send the form that adds a participant."""
    data = {"key": str(uuid.uuid4()), **fields}
    return client.post(f"/partnerships/{partnership.id}/participations/new", data=data)


def test_add_an_organisation_and_a_group(client: CheckingClient, partnership: Partnership) -> None:
    one, two = make_organisation(), make_organisation()
    group = OrganisationGroup(name="G", memberships=[GroupMembership(organisation=two)])
    db.session.add(group)
    db.session.commit()
    response = add(
        client, partnership, organisation=str(one.id), votes="3", valid_from="2026-01-01"
    )
    assert response.status_code == 302
    assert add(client, partnership, group=str(group.id), note="als geheel").status_code == 302
    assert {one, two} <= set(participants_on(partnership.id, DAY))
    assert one not in participants_on(partnership.id, date(2025, 12, 31))
    page = client.get(f"/partnerships/{partnership.id}").text
    assert "3 stemmen" in page
    assert "als geheel" in page
    assert "Deelnemer toegevoegd" in page


def test_mistakes(client: CheckingClient, partnership: Partnership) -> None:
    one = make_organisation()
    for fields, words in (
        ({}, "Kies een organisatie of een groep, een van de twee."),
        ({"organisation": "999"}, "Kies een van de mogelijkheden in de lijst."),
        ({"organisation": str(one.id), "votes": "-1"}, "Vul een getal van 0 of meer in."),
        (
            {"organisation": str(one.id), "valid_from": "2026-02-01", "valid_to": "2026-01-01"},
            "De einddatum ligt voor de begindatum.",
        ),
    ):
        response = add(client, partnership, note="Bewaar mij", **fields)
        assert response.status_code == 422
        assert words in response.text
        assert "Bewaar mij" in response.text
    assert len(partnership.participations) == 1


def test_not_twice_at_the_same_time(client: CheckingClient, partnership: Partnership) -> None:
    there = partnership.participations[0]
    response = add(client, partnership, organisation=str(there.organisation_id))
    assert response.status_code == 422
    assert "staat in die tijd al in de lijst" in response.text
    client.post(f"/participations/{there.id}/end", data={"last_day": "2026-06-30"})
    response = add(
        client,
        partnership,
        organisation=str(there.organisation_id),
        valid_from="2026-07-01",
        votes="2",
    )
    assert response.status_code == 302
    assert len(partnership.participations) == 2


def test_ending_keeps_the_history(client: CheckingClient, partnership: Partnership) -> None:
    row = partnership.participations[0]
    name = row.organisation.name if row.organisation else ""
    assert name in client.get(f"/participations/{row.id}/end").text
    url = f"/participations/{row.id}/end"
    assert client.post(url, data={"last_day": ""}).status_code == 422
    assert client.post(url, data={"last_day": "2026-10-31"}).status_code == 302
    assert participants_on(partnership.id, date(2026, 10, 31)) != []
    assert participants_on(partnership.id, DAY) == []
    page = client.get(f"/partnerships/{partnership.id}").text
    assert "Nog niet vastgelegd" in page
    assert client.post(url, data={"last_day": "2026-12-31"}).status_code == 422
    assert client.post(url, data={"last_day": "2026-10-31"}).status_code == 302


def test_correcting_meets_a_conflict(client: CheckingClient, partnership: Partnership) -> None:
    row = partnership.participations[0]
    url = f"/participations/{row.id}/edit"
    assert client.post(url, data={"version": "1", "votes": "2"}).status_code == 302
    response = client.post(url, data={"version": "1", "votes": "7", "note": "van mij"})
    assert response.status_code == 409
    assert "van mij" in response.text
    assert "Nu opgeslagen" in response.text
    assert row.votes == 2


def test_own_participation(client: CheckingClient, partnership: Partnership) -> None:
    row = partnership.own_participations[0]
    url = f"/partnerships/{partnership.id}/own-participation"
    response = client.post(url, data={"key": str(uuid.uuid4()), "valid_from": "2026-01-01"})
    assert response.status_code == 422
    assert "In die tijd is onze deelname al vastgelegd." in response.text
    data = {"version": "1", "valid_to": "2026-06-30", "votes": "1", "note": "tot de fusie"}
    assert client.post(f"{url}/{row.id}", data=data).status_code == 302
    assert row.valid_to == date(2026, 6, 30)
    assert client.post(f"{url}/{row.id}", data=data).status_code == 409
    response = client.post(url, data={"key": str(uuid.uuid4()), "valid_from": "2026-07-01"})
    assert response.status_code == 302
    assert len(partnership.own_participations) == 2


def test_alignment_is_a_subset_of_the_participants(
    client: CheckingClient, partnership: Partnership
) -> None:
    stranger = make_organisation(name="Verweg")
    member = partnership.participations[0].organisation_id
    url = f"/partnerships/{partnership.id}/alignment"
    assert "Verweg (geen deelnemer)" in client.get(url).text
    data = {"key": str(uuid.uuid4()), "organisation": str(stranger.id)}
    response = client.post(url, data=data)
    assert response.status_code == 422
    assert "is op 23 november 2026 geen deelnemer" in response.text
    data = {"key": str(uuid.uuid4()), "organisation": str(member)}
    assert client.post(url, data=data).status_code == 302
    assert [row.organisation_id for row in partnership.alignment] == [member]
    data = {"key": str(uuid.uuid4()), "organisation": str(member)}
    assert "doet al mee" in client.post(url, data=data).text
    ending = f"{url}/{partnership.alignment[0].id}/end"
    assert client.post(ending, data={"last_day": "2026-11-30"}).status_code == 302
    assert partnership.alignment[0].valid_to == date(2026, 11, 30)


def test_alignment_ends_with_the_participation(
    client: CheckingClient, partnership: Partnership
) -> None:
    row = partnership.participations[0]
    stays = make_organisation()
    partnership.participations.append(Participation(organisation=stays))
    partnership.alignment = [
        AlignmentMember(organisation_id=row.organisation_id),
        AlignmentMember(organisation=stays),
    ]
    db.session.commit()
    client.post(f"/participations/{row.id}/end", data={"last_day": "2026-10-31"})
    ended = {one.organisation_id: one.valid_to for one in partnership.alignment}
    assert ended == {row.organisation_id: date(2026, 10, 31), stays.id: None}


def test_a_double_click_adds_once(client: CheckingClient, partnership: Partnership) -> None:
    key, one = str(uuid.uuid4()), make_organisation()
    for _ in range(2):
        response = add(client, partnership, key=key, organisation=str(one.id))
        assert response.status_code == 302
    assert db.session.scalar(select(func.count()).select_from(Participation)) == 2


def test_actions_check_for_themselves(partnership: Partnership) -> None:
    officer = make_person("officer")
    row = partnership.participations[0]
    with pytest.raises(NotAllowed):
        actions.add_participation(partnership, Taking(), officer, group_id=1)
    with pytest.raises(NotAllowed):
        actions.end_participation(row, DAY, officer)
    with pytest.raises(NotAllowed):
        actions.change_participation(row, Taking(), 1, officer)
    with pytest.raises(NotAllowed):
        actions.add_own_participation(partnership, Taking(), officer)
    with pytest.raises(NotAllowed):
        actions.add_alignment_member(partnership, 1, None, officer)
