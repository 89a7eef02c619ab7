"""The debrief: in one save what came of a meeting, what we said, who was there, what was agreed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.briefings.models import Note
from app.core import clock
from app.core.database import db
from app.core.journal import JournalEntry
from app.followup.action_list import ActionDetails, change_action
from app.followup.models import ItemDebrief, NoteUse
from app.followup.queries import items_without_outcome
from app.meetings.agenda_actions import Result, record_outcome, withdraw_item
from app.meetings.agenda_models import AgendaItem
from app.messages.models import Message
from app.people.models import Person
from tests.client import CheckingClient
from tests.conftest import MakeApp
from tests.factories import make_item, make_meeting, make_note, make_person, make_serving
from tests.followup.stage import all_actions, filled, make_stage, send, standing


def typed_on(item: AgendaItem, **typed: str) -> dict[str, str]:
    """What was typed on one item, by the names of the form."""
    return {f"{name}_{item.id}": value for name, value in typed.items()}


def said(item: AgendaItem) -> tuple[str | None, str] | None:
    """What is saved of what we said."""
    row = db.session.scalar(select(ItemDebrief).where(ItemDebrief.item_id == item.id))
    return (row.stance, row.deviation) if row else None


def test_everything_goes_in_one_save(client: CheckingClient) -> None:
    stage = make_stage()
    first, second = stage.items
    client.sign_in(stage.officer)
    data = filled(
        client,
        stage.address,
        **typed_on(first, outcome="as_asked", decision="Vastgesteld."),
        **typed_on(second, outcome="partly", stance="oppose", deviation="Het werd te duur."),
        contribution="Een rekenvoorbeeld.",
        present=[str(stage.alderman.id)],
        new_0_words="Cijfers navragen",
        new_0_owner_id=str(stage.officer.id),
        new_0_due_on="2026-12-01",
        new_0_item_id=str(second.id),
        new_1_words="Rapport sturen",
        new_1_kind="commitment",
        new_1_owner_name="Secretariaat",
    )
    assert send(client, stage.address, data).status_code == 302
    assert (first.outcome, first.decision, said(first)) == (
        "as_asked",
        "Vastgesteld.",
        ("agree_if", ""),
    )
    assert (second.outcome, said(second)) == ("partly", ("oppose", "Het werd te duur."))
    assert stage.consent.outcome == "as_asked", "a consent item goes as proposed"
    there = {row.person_id: row.attended for row in stage.meeting.attendances}
    assert there == {stage.officer.id: False, stage.alderman.id: True}
    assert [(one.words, one.who, one.by_us, one.item_id) for one in all_actions()] == [
        ("Cijfers navragen", stage.officer.name, True, second.id),
        ("Rapport sturen", "Secretariaat", False, None),
    ]
    page = client.get(stage.address).get_data(as_text=True)
    for words in ("Vastgesteld.", "Het werd te duur.", "Een rekenvoorbeeld.", "Cijfers navragen"):
        assert words in page


def test_it_may_be_saved_in_parts(client: CheckingClient) -> None:
    stage = make_stage()
    first, second = stage.items
    client.sign_in(stage.officer)
    send(
        client, stage.address, filled(client, stage.address, **typed_on(first, outcome="as_asked"))
    )
    page = client.get(stage.address).get_data(as_text=True)
    assert "Nog 1 punt zonder uitkomst" in page
    assert (second.outcome, said(second)) == (None, None), "what was only proposed is not said"
    assert {note.state for note in stage.notes} == {"aligned"}
    data = filled(client, stage.address, **typed_on(second, outcome="postponed"))
    send(client, stage.address, data)
    assert "Van elk punt is bekend" in client.get(stage.address).get_data(as_text=True)


def test_a_meeting_of_which_all_is_told_finishes_its_agreed_notes(client: CheckingClient) -> None:
    stage = make_stage()
    concept = make_note(stage.consent, author=stage.officer)
    client.sign_in(stage.officer)
    outcomes = {
        **typed_on(stage.items[0], outcome="as_asked"),
        **typed_on(stage.items[1], outcome="not_as_asked"),
    }
    send(client, stage.address, filled(client, stage.address, **outcomes))
    assert {note.state for note in stage.notes} == {"finished"}
    assert concept.state == "concept"
    assert items_without_outcome(stage.officer, clock.now()) == []


def test_outcomes_recorded_elsewhere_finish_notes_too(app: Flask) -> None:
    stage = make_stage(state="locked")
    record_outcome(stage.items[0], Result("as_asked"), stage.officer)
    assert stage.notes[0].state == "locked"
    record_outcome(stage.items[1], Result("no_decision"), stage.secretary)
    assert {note.state for note in stage.notes} == {"finished"}


def test_taking_off_the_last_item_without_an_outcome_finishes_the_others(app: Flask) -> None:
    stage = make_stage()
    withdraw_item(stage.consent, stage.secretary)
    assert {note.state for note in stage.notes} == {"aligned"}, "nothing was told yet"
    record_outcome(stage.items[0], Result("as_asked"), stage.officer)
    assert stage.notes[0].state == "aligned"
    withdraw_item(stage.items[1], stage.secretary)
    assert stage.notes[0].state == "finished"


def test_the_last_two_outcomes_at_once_finish_the_notes(make_app: MakeApp) -> None:
    app = make_app()
    with app.app_context():
        stage = make_stage()
        items, people = [one.id for one in stage.items], (stage.officer.id, stage.secretary.id)
        note_id = stage.notes[0].id
    first_did, second_did = Event(), Event()

    def first() -> None:
        with app.app_context():
            _record(items[0], people[0])
            first_did.set()
            second_did.wait(0.5)  # in vain: the second waits for the first
            db.session.commit()

    def second() -> None:
        first_did.wait()
        with app.app_context():
            _record(items[1], people[1])
            second_did.set()
            db.session.commit()

    with ThreadPoolExecutor(2) as pool:
        for one in [pool.submit(first), pool.submit(second)]:
            one.result()
    with app.app_context():
        assert db.session.get_one(Note, note_id).state == "finished"


def _record(item_id: int, person_id: int) -> None:
    item, person = db.session.get_one(AgendaItem, item_id), db.session.get_one(Person, person_id)
    record_outcome(item, Result("as_asked"), person)


def test_of_an_administrative_meeting_it_is_enough_what_was_heard(client: CheckingClient) -> None:
    stage = make_stage(level="administrative")
    client.sign_in(stage.officer)
    heard = {
        **typed_on(stage.items[0], heard="Twee gemeenten twijfelen."),
        **typed_on(stage.items[1], heard="Niemand is tegen."),
    }
    send(client, stage.address, filled(client, stage.address, **heard))
    assert stage.items[0].heard == "Twee gemeenten twijfelen."
    assert items_without_outcome(stage.officer, clock.now()) == []
    assert {note.state for note in stage.notes} == {"finished"}


def test_what_was_heard_at_an_official_meeting_stays(client: CheckingClient) -> None:
    stage = make_stage()
    record_outcome(stage.items[0], Result(heard="De sfeer was goed."), stage.officer)
    client.sign_in(stage.officer)
    data = filled(client, stage.address, **typed_on(stage.items[0], outcome="as_asked"))
    send(client, stage.address, data)
    assert (stage.items[0].outcome, stage.items[0].heard) == ("as_asked", "De sfeer was goed.")


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


def test_the_officer_of_one_item_tells_of_that_item(client: CheckingClient) -> None:
    stage = make_stage()
    officer = make_person()
    own = make_item(stage.meeting, officer=officer)
    client.sign_in(officer)
    data = filled(client, stage.address)
    assert f"outcome_{stage.items[0].id}" not in data
    assert "contribution" not in data
    data |= typed_on(own, outcome="as_asked") | typed_on(stage.items[0], outcome="partly")
    assert send(client, stage.address, data).status_code == 302
    assert (own.outcome, stage.items[0].outcome) == ("as_asked", None)
    agreed = {"new_0_words": "Nabellen", "new_0_owner_id": str(officer.id)}
    answer = send(client, stage.address, filled(client, stage.address, **agreed))
    assert answer.status_code == 422
    assert "Kies het agendapunt waar dit bij hoort." in answer.get_data(as_text=True)
    agreed["new_0_item_id"] = str(own.id)
    send(client, stage.address, filled(client, stage.address, **agreed))
    assert [action.item_id for action in all_actions()] == [own.id]


def test_a_secretary_tells_it_for_the_alderman(client: CheckingClient) -> None:
    stage = make_stage()
    make_serving(stage.secretary, stage.alderman)
    client.sign_in(stage.secretary)
    data = filled(
        client,
        stage.address,
        **typed_on(stage.items[0], outcome="as_asked"),
        behalf=str(stage.alderman.id),
    )
    assert send(client, stage.address, data).status_code == 302
    entry = db.session.scalars(
        select(JournalEntry).where(
            JournalEntry.action == "item.record-outcome",
            JournalEntry.object_id == stage.items[0].id,
        )
    ).one()
    assert (entry.actor_id, entry.on_behalf_of_id) == (stage.secretary.id, stage.alderman.id)


def test_who_was_there_says_whether_the_note_helped_and_its_writer_hears(
    client: CheckingClient,
) -> None:
    stage = make_stage()
    item, note = stage.items[0], stage.notes[0]
    client.sign_in(stage.alderman)
    data = filled(
        client, stage.address, **typed_on(item, useful="partly", use_words="De cijfers ontbraken.")
    )
    assert send(client, stage.address, data).status_code == 302
    row = db.session.scalars(select(NoteUse)).one()
    assert (row.note_id, row.person_id, row.useful) == (note.id, stage.alderman.id, "partly")
    told = db.session.scalars(select(Message).where(Message.person_id == stage.officer.id)).one()
    assert "deels nuttig" in told.text
    assert "cijfers" not in told.text
    client.sign_in(stage.officer)
    assert "De cijfers ontbraken." in client.get(f"/notes/{note.id}").get_data(as_text=True)
    assert f"useful_{item.id}" not in filled(client, stage.address), "nobody judges an own note"


def test_a_judgement_needs_a_choice(client: CheckingClient) -> None:
    stage = make_stage()
    client.sign_in(stage.alderman)
    data = filled(client, stage.address, **typed_on(stage.items[0], use_words="Te lang."))
    answer = send(client, stage.address, data)
    assert answer.status_code == 422
    assert "Te lang." in answer.get_data(as_text=True)


def test_the_journal_names_fields_and_never_words(client: CheckingClient) -> None:
    stage = make_stage()
    client.sign_in(stage.officer)
    typed = typed_on(stage.items[0], outcome="partly", deviation="Geheim", decision="Geheim")
    send(client, stage.address, filled(client, stage.address, **typed, contribution="Geheim"))
    entries = list(db.session.scalars(select(JournalEntry)))
    actions = {entry.action for entry in entries}
    assert {"item.record-outcome", "item.debrief", "meeting.debrief"} <= actions
    assert "Geheim" not in str([(entry.action, entry.fields) for entry in entries])


def test_a_meeting_of_which_all_is_told_is_nobodys_debt(app: Flask) -> None:
    stage = make_stage()
    later = clock.now() + timedelta(days=7)
    assert len(items_without_outcome(stage.secretary, later)) == 2
    for item in stage.items:
        record_outcome(item, Result("as_asked"), stage.officer)
    db.session.commit()
    assert items_without_outcome(stage.secretary, later) == []
    assert db.session.scalar(select(func.count(AgendaItem.id))) == 3


def signed_in(app: Flask, person: Any) -> CheckingClient:
    """A browser of one person."""
    browser: Any = app.test_client()
    found: CheckingClient = browser.sign_in(person)
    return found
