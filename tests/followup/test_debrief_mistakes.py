"""A debrief sent twice, by two at once, with mistakes, or too late: nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.core import clock
from app.core.database import db
from app.followup.action_list import ActionDetails, change_action
from app.meetings.agenda_actions import Result, record_outcome
from tests.client import CheckingClient
from tests.conftest import NOW
from tests.factories import make_item, make_meeting, make_person
from tests.followup.stage import (
    all_actions,
    filled,
    make_stage,
    send,
    signed_in,
    standing,
    typed_on,
)


def test_two_people_at_once_each_tell_their_own(app: Flask) -> None:
    stage = make_stage()
    first, second = stage.items
    one, other = signed_in(app, stage.officer), signed_in(app, stage.secretary)
    mine = filled(one, stage.address, **typed_on(first, outcome="partly", decision="Van mij."))
    theirs = filled(other, stage.address, **typed_on(second, outcome="postponed"))
    assert send(other, stage.address, theirs).status_code == 302
    assert send(one, stage.address, mine).status_code == 302
    assert (first.outcome, first.decision, second.outcome) == ("partly", "Van mij.", "postponed")


def test_what_both_changed_is_shown_twice_and_nothing_is_lost(app: Flask) -> None:
    stage = make_stage()
    first, second = stage.items
    one, other = signed_in(app, stage.officer), signed_in(app, stage.secretary)
    mine = filled(
        one,
        stage.address,
        **typed_on(first, outcome="partly", decision="Wat ik hoorde."),
        contribution="Onze brief.",
        new_0_words="Nabellen",
        new_0_owner_id=str(stage.officer.id),
    )
    theirs = filled(
        other,
        stage.address,
        **typed_on(first, outcome="as_asked", decision="Wat zij hoorden."),
        **typed_on(second, outcome="postponed"),
    )
    send(other, stage.address, theirs)
    answer = send(one, stage.address, mine)
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    for words in ("Wat ik hoorde.", "Wat zij hoorden.", "Onze brief.", "Nabellen", "Deels"):
        assert words in page
    assert first.decision == "Wat zij hoorden.", "nothing was saved over it"
    assert all_actions() == []
    again = {**standing(page), **typed_on(first, outcome="partly", decision="Wat ik hoorde.")}
    assert send(one, stage.address, again).status_code == 302
    assert (first.outcome, first.decision) == ("partly", "Wat ik hoorde.")
    assert second.outcome == "postponed", "what only the other changed stays"
    assert [action.words for action in all_actions()] == ["Nabellen"]


def test_a_double_click_agrees_on_one_action(client: CheckingClient) -> None:
    stage = make_stage()
    client.sign_in(stage.officer)
    data = filled(
        client, stage.address, new_0_words="Nabellen", new_0_owner_id=str(stage.officer.id)
    )
    assert send(client, stage.address, data).status_code == 302
    assert send(client, stage.address, data).status_code == 302
    assert send(client, stage.address, {**data, "new_0_words": "Nabellen voor vrijdag"})
    assert [action.words for action in all_actions()] == ["Nabellen voor vrijdag"]


def test_a_form_sent_again_does_not_undo_what_somebody_made_of_its_action(app: Flask) -> None:
    stage = make_stage()
    one = signed_in(app, stage.officer)
    data = filled(one, stage.address, new_0_words="Nabellen", new_0_owner_id=str(stage.officer.id))
    assert send(one, stage.address, data).status_code == 302
    (action,) = all_actions()
    changed = ActionDetails("Nabellen voor vrijdag", owner_id=stage.alderman.id)
    change_action(action, changed, stage.secretary, action.version)
    db.session.commit()
    answer = send(one, stage.address, data)
    assert answer.status_code == 422
    assert "daarna gewijzigd" in answer.get_data(as_text=True)
    (action,) = all_actions()
    assert (action.words, action.owner_id) == ("Nabellen voor vrijdag", stage.alderman.id)


def test_what_nobody_is_named_for_the_writer_does(client: CheckingClient) -> None:
    stage = make_stage()
    client.sign_in(stage.officer)
    assert ">Ikzelf<" in client.get(stage.address).text
    typed = {
        "new_0_words": "Nabellen",
        "new_1_words": "Rapport sturen",
        "new_1_owner_name": "Secretariaat",
        "new_2_item_id": str(stage.items[0].id),
    }
    assert send(client, stage.address, filled(client, stage.address, **typed)).status_code == 302
    assert [(one.words, one.who) for one in all_actions()] == [
        ("Nabellen", stage.officer.name),
        ("Rapport sturen", "Secretariaat"),
    ], "a row in which nothing was written is no action"


def test_an_action_is_done_by_one_of_ours_or_by_another(client: CheckingClient) -> None:
    stage = make_stage()
    client.sign_in(stage.officer)
    typed = {
        "new_0_words": "Nabellen",
        "new_0_owner_id": str(stage.alderman.id),
        "new_0_owner_name": "Secretariaat",
    }
    answer = send(client, stage.address, filled(client, stage.address, **typed))
    assert answer.status_code == 422
    assert "één van beide" in answer.text
    row = answer.text[answer.text.index('<details class="debrief-more" open>') :]
    assert "Nabellen" in row[: row.index("</details>")], "the row is open, so the mistake is seen"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"new_0_words": "Nabellen", "new_0_owner_name": "x" * 201}, "Dit is te lang"),
        ({"new_0_item_id": "999999"}, "Kies een van de mogelijkheden"),
        ({"new_0_words": "", "new_0_owner_name": "Secretariaat"}, "Schrijf op wat er is"),
        ({"new_0_words": "Nabellen", "new_0_due_on": "morgen"}, "dag-maand-jaar"),
        ({"seen": "{kapot"}, "intussen gewijzigd"),
        ({"seen": "[" * 100_000}, "intussen gewijzigd"),
    ],
)
def test_mistakes_come_back_with_everything_that_was_typed(
    client: CheckingClient, typed: dict[str, Any], told: str
) -> None:
    stage = make_stage()
    record_outcome(stage.items[0], Result("as_asked", "Zo besloten."), stage.officer)
    db.session.commit()
    client.sign_in(stage.officer)
    data = filled(
        client,
        stage.address,
        **typed_on(stage.items[0], decision="Anders besloten."),
        contribution="Onze brief.",
        **typed,
    )
    answer = send(client, stage.address, data)
    page = answer.get_data(as_text=True)
    assert answer.status_code in (409, 422)
    assert told in page
    assert "Anders besloten." in page
    assert "Onze brief." in page
    assert stage.items[0].decision == "Zo besloten."
    assert all_actions() == []


def test_an_unknown_outcome_is_refused(client: CheckingClient) -> None:
    stage = make_stage()
    client.sign_in(stage.officer)
    data = filled(client, stage.address, **typed_on(stage.items[0], outcome="won"))
    assert send(client, stage.address, data).status_code == 422
    assert stage.items[0].outcome is None


def test_before_the_meeting_and_after_a_cancelled_one_nothing_is_told(
    client: CheckingClient,
) -> None:
    officer = make_person()
    coming = make_meeting(days=3, officer=officer)
    gone = make_meeting(days=-3, officer=officer, status="cancelled", cancelled_at=clock.now())
    client.sign_in(officer)
    for meeting in (coming, gone):
        make_item(meeting)
        address = f"/meetings/{meeting.id}/debrief"
        assert "Terugkoppeling opslaan" not in client.get(address).get_data(as_text=True)
        assert send(client, address, {}).status_code == 409


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"status": "cancelled", "cancelled_at": NOW}, "gaat niet door"),
        ({"starts_at": NOW + timedelta(days=7), "ends_at": NOW + timedelta(days=8)}, "is begonnen"),
    ],
)
def test_what_was_typed_of_a_meeting_that_moves_or_is_off_meanwhile_is_shown(
    client: CheckingClient, change: dict[str, Any], why: str
) -> None:
    stage = make_stage()
    client.sign_in(stage.officer)
    data = filled(client, stage.address, **typed_on(stage.items[0], decision="Wat ik hoorde."))
    for name, value in change.items():
        setattr(stage.meeting, name, value)
    db.session.commit()
    answer = send(client, stage.address, data)
    assert answer.status_code == 409
    assert why in answer.text
    assert "Wat ik hoorde." in answer.text
    assert stage.items[0].decision == ""


def test_what_was_told_stays_when_a_meeting_is_moved_afterwards(client: CheckingClient) -> None:
    stage = make_stage()
    client.sign_in(stage.officer)
    data = filled(client, stage.address, **typed_on(stage.items[0], outcome="as_asked"))
    send(client, stage.address, {**data, "new_0_words": "Nabellen", "new_0_due_on": "2026-11-01"})
    stage.meeting.starts_at = NOW + timedelta(days=7)
    stage.meeting.ends_at = NOW + timedelta(days=8)
    db.session.commit()
    assert client.get(stage.address).status_code == 200
    assert "Nabellen" in client.get(f"/meetings/{stage.meeting.id}").text
    actions = client.get("/actions/").text
    assert "te laat" in actions, "a day that has passed is late at once"
    assert stage.items[0].outcome == "as_asked"


def test_five_thousand_characters_come_back(client: CheckingClient) -> None:
    stage = make_stage()
    client.sign_in(stage.officer)
    long = "woord " * 833
    data = filled(client, stage.address, contribution=long + "xx")
    assert send(client, stage.address, data).status_code == 302
    data = filled(client, stage.address, new_0_words=long)
    answer = send(client, stage.address, data)
    assert answer.status_code == 422
    assert "hoogstens 500 tekens" in answer.text
    assert long.strip() in answer.text
