"""Who sees what follows a meeting: the readers of notes, and of what is restricted its circle."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.followup.action_list import ActionDetails, add_action
from app.followup.models import Action, ItemDebrief
from app.followup.permissions import item_debriefs_visible_to, visible_to
from app.followup.queries import said_on
from app.meetings.agenda_models import AgendaItem
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting, make_note, make_person
from tests.followup.stage import filled, make_stage, send


def agree(item: AgendaItem, by: Person, owner: Person) -> Action:
    """An action on an item."""
    details = ActionDetails("Nabellen", owner_id=owner.id, item_id=item.id)
    action = add_action(item.meeting, details, str(uuid.uuid4()), by)
    db.session.commit()
    return action


def sees(person: Person, action: Action) -> bool:
    """Whether an action exists for somebody."""
    found = select(Action.id).where(Action.id == action.id, visible_to(person))
    return db.session.scalar(found) is not None


@pytest.mark.parametrize(
    ("role", "there"),
    [
        ("officer", True),
        ("alderman", True),
        ("adviser", True),
        ("secretary", True),
        ("coordinator", True),
        ("clerk", False),
        ("administrator", False),
    ],
)
def test_an_action_is_for_who_reads_notes(app: Flask, role: str, there: bool) -> None:
    stage = make_stage()
    action = agree(stage.items[0], stage.officer, stage.alderman)
    assert sees(make_person(role), action) is there


def test_of_a_restricted_meeting_only_its_circle_sees_anything(client: CheckingClient) -> None:
    officer, alderman = make_person(), make_person("alderman")
    meeting = make_meeting(days=-1, officer=officer, alderman=alderman, circle=(officer, alderman))
    item = make_item(meeting)
    action = agree(item, officer, alderman)
    coordinator = make_person("coordinator")
    assert [sees(one, action) for one in (officer, alderman, coordinator)] == [True, True, False]
    with pytest.raises(RuleBroken, match="kring"):
        agree(item, officer, coordinator)
    client.sign_in(coordinator)
    for page in ("debrief", "steer", "actions/new"):
        assert client.get(f"/meetings/{meeting.id}/{page}").status_code == 404
    assert "Nabellen" not in client.get("/actions/?scope=all").get_data(as_text=True)


def test_a_restricted_note_keeps_what_hangs_on_it_within_its_circle(client: CheckingClient) -> None:
    officer, alderman = make_person(), make_person("alderman")
    meeting = make_meeting(days=-1, officer=officer, alderman=alderman)
    item = make_item(meeting)
    make_note(item, state="aligned", author=officer, circle=(officer, alderman))
    action = agree(item, officer, alderman)
    coordinator = make_person("coordinator")
    assert [sees(one, action) for one in (officer, alderman, coordinator)] == [True, True, False]
    with pytest.raises(RuleBroken, match="kring"):
        agree(item, officer, coordinator)
    client.sign_in(officer)
    address = f"/meetings/{meeting.id}/debrief"
    typed = {f"outcome_{item.id}": "partly", f"deviation_{item.id}": "Kwikstaart"}
    assert send(client, address, filled(client, address, **typed)).status_code == 302
    assert said_on([item.id], alderman)[item.id].deviation == "Kwikstaart"
    assert said_on([item.id], coordinator) == {}
    client.sign_in(coordinator)
    for page in (address, f"/meetings/{meeting.id}", f"/items/{item.id}"):
        assert "Kwikstaart" not in client.get(page).get_data(as_text=True)


def test_who_tells_without_reading_the_note_reads_the_own_words_back(
    client: CheckingClient,
) -> None:
    """The secretary does not see a concept: what they tell stands apart from the writer's words."""
    stage = make_stage(state="concept")
    item = stage.items[0]
    client.sign_in(stage.secretary)
    page = client.get(stage.address).get_data(as_text=True)
    assert "Wij wilden" not in page
    typed = {f"outcome_{item.id}": "partly", f"stance_{item.id}": "abstain"}
    send(client, stage.address, filled(client, stage.address, **typed))
    client.sign_in(stage.officer)
    data = filled(client, stage.address)
    assert data[f"stance_{item.id}"] == "abstain", "the writer sees what was told"
    data[f"deviation_{item.id}"] = "Wij mochten niet stemmen."
    assert send(client, stage.address, data).status_code == 302
    assert said_on([item.id], stage.officer)[item.id].deviation == "Wij mochten niet stemmen."
    assert said_on([item.id], stage.secretary)[item.id].deviation == ""
    rows = db.session.scalars(select(ItemDebrief).where(ItemDebrief.item_id == item.id))
    assert {row.of_note for row in rows} == {False, True}


def test_what_was_said_beside_a_note_is_for_its_readers(app: Flask) -> None:
    stage = make_stage()
    row = ItemDebrief(
        item_id=stage.items[0].id,
        of_note=True,
        stance="agree",
        saved_by_id=stage.officer.id,
        saved_at=clock.now(),
    )
    db.session.add(row)
    db.session.commit()

    def reads(person: Person) -> bool:
        found = select(ItemDebrief.id).where(item_debriefs_visible_to(person))
        return db.session.scalar(found) is not None

    assert all(reads(one) for one in (stage.officer, stage.alderman, stage.secretary))
    others = (make_person(), make_person("adviser"), make_person("clerk"))
    assert not any(reads(one) for one in others)


def test_only_who_records_writes_actions_down(app: Flask) -> None:
    stage = make_stage()
    for person in (make_person(), make_person("adviser"), make_person("clerk")):
        with pytest.raises(NotAllowed):
            agree(stage.items[0], person, stage.officer)


def test_a_clerk_reads_the_outcome_and_nothing_of_ours(client: CheckingClient) -> None:
    stage = make_stage()
    action: Any = agree(stage.items[0], stage.officer, stage.alderman)
    client.sign_in(make_person("clerk"))
    page = client.get(f"/meetings/{stage.meeting.id}").get_data(as_text=True)
    assert action.words not in page
    assert client.get(stage.address).status_code == 403
    assert client.get("/actions/").status_code == 403
    assert "Acties" not in page
