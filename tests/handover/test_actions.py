"""What somebody was asked or promised at a meeting goes along to who does it from then on."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.briefings.models import NoteCircle
from app.core import clock
from app.core.database import db
from app.core.errors import Conflict
from app.core.journal import JournalEntry
from app.followup.action_list import ActionDetails, change_action
from app.followup.handing_on import hand_on_action
from app.followup.models import Action
from app.handover.models import Handover
from app.meetings.models import Meeting
from app.messages.models import Message
from app.people.models import Person
from tests.factories import make_meeting, make_person
from tests.handover.desk import Desk

SOON, LATER = date(2026, 12, 1), date(2027, 1, 15)


def agreed(meeting: Meeting, owner: Person, words: str = "Nabellen", **fields: Any) -> Action:
    """An open action of a meeting."""
    action = Action(
        key=str(uuid.uuid4()),
        meeting_id=meeting.id,
        owner_id=owner.id,
        words=words,
        added_by_id=owner.id,
        added_at=clock.now(),
        **fields,
    )
    db.session.add(action)
    db.session.commit()
    return action


def test_open_actions_and_promises_go_and_done_ones_stay(desk: Desk) -> None:
    calls = agreed(desk.past, desk.giver, "Nabellen", due_on=SOON)
    sends = agreed(desk.past, desk.giver, "Rapport sturen", kind="commitment")
    done = agreed(desk.past, desk.giver, "Al gedaan", done_at=clock.now())
    foreign = agreed(desk.past, desk.alderman, "Van de wethouder")
    page = desk.client(desk.giver).get(f"/people/{desk.giver.id}/hand-over").text
    assert "Acties en toezeggingen" in page
    assert "Nabellen, uiterlijk di 1 dec" in page
    assert "Al gedaan" not in page
    assert desk.hand(desk.giver).status_code == 302
    owners = {one.words: one.owner_id for one in (calls, sends, done, foreign)}
    assert owners == {
        "Nabellen": desk.receiver.id,
        "Rapport sturen": desk.receiver.id,
        "Al gedaan": desk.giver.id,
        "Van de wethouder": desk.alderman.id,
    }
    entries = select(JournalEntry).where(JournalEntry.action == "action.hand-over")
    assert {(row.object_id, row.actor_id) for row in db.session.scalars(entries)} == {
        (calls.id, desk.giver.id),
        (sends.id, desk.giver.id),
    }
    handover = db.session.scalars(select(Handover)).one()
    told = desk.client(desk.receiver).get(f"/handovers/{handover.id}").text
    assert "Nabellen" in told
    assert "Rapport sturen" in told
    assert "Nabellen" in desk.client(desk.receiver).get("/actions/").text


def test_what_is_due_before_the_day_stays(desk: Desk) -> None:
    early = agreed(desk.past, desk.giver, "Eerst dit", due_on=SOON)
    late = agreed(desk.past, desk.giver, "Dan dat", due_on=LATER)
    some_day = agreed(desk.past, desk.giver, "Ooit")
    first_day = (clock.today() + timedelta(days=20)).isoformat()
    assert desk.hand(desk.giver, first_day=first_day).status_code == 302
    assert [one.owner_id for one in (early, late, some_day)] == [
        desk.giver.id,
        desk.receiver.id,
        desk.receiver.id,
    ]


def test_an_action_done_meanwhile_is_a_conflict(desk: Desk) -> None:
    action = agreed(desk.past, desk.giver)
    action.done_at = clock.now()
    db.session.commit()
    with pytest.raises(Conflict):
        hand_on_action(action, desk.giver, desk.receiver, desk.giver, take_in=False)


def test_who_reads_no_notes_neither_sees_nor_gets_actions(desk: Desk) -> None:
    action = agreed(desk.past, desk.giver, "Nabellen")
    administrator = make_person("administrator")
    page = desk.client(administrator).get(f"/people/{desk.giver.id}/hand-over").text
    assert "Nabellen" not in page
    assert "De coördinator draagt die over." in page
    assert desk.hand(administrator).status_code == 302
    assert action.owner_id == desk.giver.id
    only_actions = make_meeting(days=-3)
    agreed(only_actions, desk.giver, "Uitzoeken")
    clerk = make_person("clerk", name="Griffier")
    choice = {f"to-p{only_actions.body.partnership_id}": str(clerk.id)}
    answer = desk.hand(make_person("coordinator"), receiver=str(desk.receiver.id), **choice)
    assert answer.status_code == 422
    assert "Griffier leest geen annotaties" in answer.text


def test_an_action_of_a_restricted_meeting_needs_it_to_be_said(desk: Desk) -> None:
    hidden = make_meeting(circle=(desk.giver, desk.alderman), days=-3, title="Vertrouwelijk")
    action = agreed(hidden, desk.giver, "Stilletjes nabellen")
    assert desk.hand(desk.giver).status_code == 422
    assert action.owner_id == desk.giver.id
    assert desk.hand(desk.giver, take_in="y").status_code == 302
    assert action.owner_id == desk.receiver.id
    assert desk.receiver.id in {row.person_id for row in hidden.circle}


def test_of_a_restricted_note_the_receiver_sees_the_action_and_not_the_note(desk: Desk) -> None:
    desk.note.restricted = True
    desk.note.circle = [NoteCircle(person=desk.giver), NoteCircle(person=desk.alderman)]
    desk.note.state = "finished"
    action = agreed(desk.coming, desk.giver, "Nabellen", item_id=desk.note.item_id)
    assert desk.hand(desk.giver).status_code == 422
    assert desk.hand(desk.giver, take_in="y").status_code == 302
    assert action.owner_id == desk.receiver.id
    receiver = desk.client(desk.receiver)
    assert "Nabellen" in receiver.get("/actions/").text
    assert receiver.get(f"/notes/{desk.note.id}").status_code == 404
    details = ActionDetails(
        "Nabellen voor vrijdag", owner_id=desk.receiver.id, item_id=action.item_id
    )
    change_action(action, details, desk.alderman, action.version)
    assert action.words == "Nabellen voor vrijdag", "others can change it, and keep who does it"


def test_the_circle_hears_of_an_action_that_could_not_go(desk: Desk) -> None:
    hidden = make_meeting(circle=(desk.giver, desk.alderman), days=-3, title="Vertrouwelijk")
    action = agreed(hidden, desk.giver, "Stilletjes nabellen")
    coordinator = make_person("coordinator")
    page = desk.client(coordinator).get(f"/people/{desk.giver.id}/hand-over").text
    assert "Stilletjes" not in page
    assert "beperkt" not in page
    assert desk.hand(coordinator).status_code == 302
    assert action.owner_id == desk.giver.id
    rows = db.session.scalars(select(Message).where(Message.key.startswith("left-behind"))).all()
    assert {row.person_id for row in rows} == {desk.giver.id, desk.alderman.id}
    assert {row.url for row in rows} == {f"/meetings/{hidden.id}"}


def test_who_is_outside_the_circle_of_a_note_hands_an_action_on_and_learns_nothing(
    desk: Desk,
) -> None:
    desk.note.restricted = True
    desk.note.circle = [NoteCircle(person=desk.alderman)]
    asked = make_person("officer")
    action = agreed(desk.coming, asked, "Nabellen", item_id=desk.note.item_id)
    url = f"/people/{asked.id}/hand-over"
    page = desk.client(asked).get(url).text
    assert "Nabellen" in page
    assert "beperkt" not in page
    assert desk.hand(asked, url).status_code == 302
    assert action.owner_id == desk.receiver.id
