"""The debrief: in one save what came of a meeting, what we said, who was there, what was agreed."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from app.briefings.models import NoteCircle
from app.core import clock
from app.core.database import db
from app.core.journal import JournalEntry
from app.followup.models import NoteUse
from app.followup.queries import items_without_outcome
from app.meetings.agenda_actions import Result, record_outcome
from app.meetings.agenda_models import AgendaItem
from app.messages.models import Message
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting, make_note, make_person, make_serving
from tests.followup.stage import (
    all_actions,
    filled,
    make_stage,
    said,
    send,
    signed_in,
    typed_on,
)


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


def test_one_tap_tells_that_all_else_went_as_asked(app: Flask) -> None:
    stage = make_stage()
    third = make_item(stage.meeting)
    one, other = signed_in(app, stage.alderman), signed_in(app, stage.secretary)
    data = filled(one, stage.address, **typed_on(stage.items[0], outcome="partly"), rest="y")
    meanwhile = filled(other, stage.address, **typed_on(third, outcome="postponed"))
    assert send(other, stage.address, meanwhile).status_code == 302
    assert send(one, stage.address, data).status_code == 302
    outcomes = [item.outcome for item in (*stage.items, third)]
    assert outcomes == ["partly", "as_asked", "postponed"], "what somebody told stays"
    assert 'name="rest"' not in one.get(stage.address).text, "nothing is left to tell"


def test_of_what_was_heard_nothing_is_taken_for_granted(client: CheckingClient) -> None:
    stage = make_stage(level="administrative")
    client.sign_in(stage.officer)
    assert 'name="rest"' not in client.get(stage.address).text


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
    record_outcome(item, Result("as_asked"), stage.officer)
    coming = make_meeting(body=stage.meeting.body, days=20, officer=stage.officer)
    again = make_note(make_item(coming, title=item.title), author=stage.officer)
    assert "De cijfers ontbraken." in client.get(f"/notes/{again.id}/edit").get_data(as_text=True)
    again.state = "aligned"
    db.session.commit()
    client.sign_in(make_person("alderman"))
    page = client.get(f"/notes/{again.id}")
    assert page.status_code == 200
    assert "De cijfers ontbraken." not in page.get_data(as_text=True), "not of the talk about it"


def test_an_officer_outside_the_circle_hears_nothing_of_a_note(client: CheckingClient) -> None:
    stage = make_stage()
    item, note = stage.items[0], stage.notes[0]
    note.restricted = True
    note.circle = [NoteCircle(person=one) for one in (stage.officer, stage.alderman)]
    item.officer_id = make_person("officer").id
    db.session.commit()
    client.sign_in(stage.alderman)
    data = filled(client, stage.address, **typed_on(item, useful="yes"))
    assert send(client, stage.address, data).status_code == 302
    told = db.session.scalars(select(Message).where(Message.url == f"/notes/{note.id}")).all()
    assert [(one.person_id, one.text) for one in told] == [
        (stage.officer.id, "Uw annotatie was nuttig.")
    ], "who began it is in the circle"


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
