"""The list of actions and commitments: finding, doing, changing; and where else they show."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.core import clock
from app.core.database import db
from app.core.errors import Conflict, NotAllowed
from app.followup.action_list import (
    ActionDetails,
    add_action,
    change_action,
    finish_action,
    reopen_action,
)
from app.followup.finding import Filters, filters_from, find_actions
from app.followup.models import Action
from app.meetings.agenda_actions import Result, record_outcome
from app.meetings.models import Meeting
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting, make_note, make_person
from tests.followup.stage import Stage, all_actions, filled, make_stage, send


def agree(meeting: Meeting, by: Person, words: str = "Nabellen", **said: Any) -> Action:
    """Something that was agreed at a meeting."""
    if not said.get("owner_id") and not said.get("owner_name"):
        said["owner_id"] = by.id
    action = add_action(meeting, ActionDetails(words, **said), str(uuid.uuid4()), by)
    db.session.commit()
    return action


def in_days(days: int) -> Any:
    """A day from today on."""
    return clock.today() + timedelta(days=days)


def found(person: Person, **wanted: str) -> list[str]:
    """The words of what somebody finds."""
    filters = filters_from(wanted)
    return [one.words for one in find_actions(person, filters, clock.today()).actions]


@pytest.fixture
def stage(app: Flask) -> Stage:
    """A meeting with four things agreed: two of the officer, two of others."""
    stage = make_stage()
    agree(stage.meeting, stage.officer, "Laat", due_on=in_days(-3))
    agree(stage.meeting, stage.officer, "Straks", due_on=in_days(3), kind="commitment")
    agree(stage.meeting, stage.officer, "Wethouder", owner_id=stage.alderman.id)
    agree(stage.meeting, stage.officer, "Ander", owner_name="Secretariaat", kind="commitment")
    return stage


def test_one_finds_mine_of_my_partnerships_and_all(stage: Stage) -> None:
    assert found(stage.officer) == ["Laat", "Straks"]
    everything = ["Laat", "Straks", "Wethouder", "Ander"]
    assert found(stage.officer, scope="partnerships") == everything
    assert found(make_person(), scope="partnerships") == []
    assert found(make_person(), scope="all") == everything
    assert found(make_person("clerk"), scope="all") == []


def test_filters_say_state_and_direction(stage: Stage) -> None:
    officer = stage.officer
    assert found(officer, state="late") == ["Laat"]
    assert found(officer, scope="all", direction="by_us") == ["Straks"]
    assert found(officer, scope="all", direction="to_us") == ["Ander"]
    assert found(officer, scope="all", direction="action") == ["Laat", "Wethouder"]
    late = all_actions()[0]
    finish_action(late, officer, late.version)
    assert found(officer, state="done") == ["Laat"]
    assert found(officer, state="late") == []
    assert found(officer, state="") == ["Laat", "Straks"]
    assert filters_from({"scope": "x", "state": "x", "direction": "x", "first": "x"}) == Filters()


def test_done_in_one_tap_and_back(client: CheckingClient, stage: Stage) -> None:
    action = all_actions()[0]
    client.sign_in(stage.officer)
    assert "Laat" in client.get("/actions/").get_data(as_text=True)
    data = {"version": action.version, "next": "/actions/?scope=all"}
    answer = send(client, f"/actions/{action.id}/finish", data)
    assert (answer.status_code, answer.location) == (302, "/actions/?scope=all")
    assert (action.done_by_id, action.done_on) == (stage.officer.id, clock.today())
    assert "Laat" not in client.get("/actions/").get_data(as_text=True)
    assert send(client, f"/actions/{action.id}/finish", data).status_code == 302, "done once"
    send(client, f"/actions/{action.id}/reopen", {"version": action.version})
    assert action.is_open


def test_who_does_it_wrote_it_or_records_may_change_it(stage: Stage) -> None:
    action = all_actions()[2]
    finish_action(action, stage.alderman, action.version)
    reopen_action(action, stage.secretary, action.version)
    for person in (make_person(), make_person("adviser")):
        with pytest.raises(NotAllowed):
            finish_action(action, person, action.version)
        with pytest.raises(NotAllowed):
            change_action(action, ActionDetails("x"), person, action.version)


def test_a_change_meanwhile_shows_both_texts(client: CheckingClient, stage: Stage) -> None:
    action = all_actions()[0]
    client.sign_in(stage.officer)
    address = f"/actions/{action.id}/edit"
    data = filled(client, address, words="Van mij")
    other = ActionDetails("Van een ander", owner_id=stage.officer.id, due_on=in_days(2))
    change_action(action, other, stage.secretary, action.version)
    db.session.commit()
    answer = send(client, address, data)
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert "Van mij" in page
    assert "Van een ander" in page
    assert action.words == "Van een ander"
    with pytest.raises(Conflict):
        finish_action(action, stage.officer, 1)


def test_an_action_is_added_once_of_a_chosen_meeting(client: CheckingClient, stage: Stage) -> None:
    client.sign_in(stage.officer)
    answer = client.get(f"/actions/new?meeting={stage.meeting.id}")
    assert answer.location == f"/meetings/{stage.meeting.id}/actions/new"
    data = filled(client, answer.location, words="Erbij", owner_name="Provincie", kind="commitment")
    for _twice in range(2):
        assert send(client, answer.location, data).status_code == 302
    assert [one.words for one in all_actions()].count("Erbij") == 1
    assert send(client, answer.location, {**data, "words": ""}).status_code == 422


def test_an_action_hangs_on_an_item_of_its_own_meeting(stage: Stage) -> None:
    elsewhere = make_item(make_meeting(days=-1, officer=stage.officer))
    with pytest.raises(Exception, match="Kies een agendapunt"):
        agree(stage.meeting, stage.officer, item_id=elsewhere.id)


def test_my_open_actions_stand_on_the_start_page(client: CheckingClient, stage: Stage) -> None:
    client.sign_in(stage.officer)
    page = client.get("/").get_data(as_text=True)
    assert "Actie: Laat" in page
    assert "Toezegging nakomen: Straks" in page
    assert "Wethouder" not in page
    client.sign_in(stage.alderman)
    assert "Actie: Laat" not in client.get("/").get_data(as_text=True)


def test_the_start_page_and_the_chase_list_lead_to_the_debrief(
    client: CheckingClient, stage: Stage
) -> None:
    client.sign_in(stage.officer)
    assert stage.address in client.get("/").get_data(as_text=True)
    client.sign_in(stage.secretary)
    assert stage.address in client.get("/overview/chase-list").get_data(as_text=True)
    for item in stage.items:
        record_outcome(item, Result("as_asked"), stage.officer)
    db.session.commit()
    assert stage.address not in client.get("/overview/chase-list").get_data(as_text=True)


def test_open_actions_stand_with_the_next_meeting_of_the_body_and_in_its_steer(
    client: CheckingClient, stage: Stage
) -> None:
    coming = make_meeting(body=stage.meeting.body, days=20, officer=stage.officer)
    done = all_actions()[1]
    finish_action(done, stage.officer, done.version)
    db.session.commit()
    client.sign_in(stage.officer)
    for address in (f"/meetings/{coming.id}", f"/meetings/{coming.id}/steer"):
        page = client.get(address).get_data(as_text=True)
        assert "Nog te doen uit eerdere vergaderingen" in page
        assert "Ander" in page
        assert "Straks" not in page
    assert "Nog te doen uit eerdere" not in client.get(stage.address).get_data(as_text=True)


def test_last_time_tells_what_we_said_and_promised(client: CheckingClient) -> None:
    stage = make_stage()
    item = stage.items[0]
    client.sign_in(stage.officer)
    typed = {
        f"outcome_{item.id}": "partly",
        f"stance_{item.id}": "oppose",
        f"deviation_{item.id}": "Het werd te duur.",
        "new_0_words": "Cijfers sturen",
        "new_0_kind": "commitment",
        "new_0_owner_id": str(stage.officer.id),
        "new_0_item_id": str(item.id),
    }
    send(client, stage.address, filled(client, stage.address, **typed))
    coming = make_meeting(body=stage.meeting.body, days=20, officer=stage.officer)
    again = make_item(coming, title=item.title)
    note = make_note(again, author=stage.officer)
    for address in (f"/notes/{note.id}", f"/notes/{note.id}/edit"):
        page = client.get(address).get_data(as_text=True)
        for words in ("Wat wij zeiden", "oneens", "Het werd te duur.", "Wat wij toezegden"):
            assert words in page, (address, words)
        assert "Cijfers sturen" in page
