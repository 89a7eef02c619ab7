"""The agenda fills itself, takes points by hand, and keeps what came of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import Text, cast, select

from app.briefings import step_actions as note_actions
from app.briefings.models import Note, NoteStep, Remark
from app.briefings.queries import get_note
from app.core import clock
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.journal import JournalEntry
from app.days import staff_actions
from app.people.models import Person
from app.staff_meetings import actions
from app.staff_meetings.actions import OutcomeDetails
from app.staff_meetings.agenda import Line, agenda_of, coming_with_counts
from app.staff_meetings.models import StaffPoint
from tests.client import CheckingClient, Statements
from tests.factories import make_item, make_meeting, make_note, make_person, make_substitution
from tests.staff_meetings.stage import NEXT, TUESDAY, Stage, make_stage

KEY = "7d5d3c0e-5f7e-4d0f-9f2a-0d6a7f6f0004"


@pytest.fixture
def stage(app: Flask) -> Stage:
    """An alderman with a weekly Tuesday."""
    return make_stage()


def lines(stage: Stage, person: Person, day: date = TUESDAY) -> list[Line]:
    """The agenda as this person sees it."""
    return agenda_of(stage.meeting(day), person, clock.now())


def titles(stage: Stage, person: Person, day: date = TUESDAY) -> list[str]:
    """Its titles."""
    return [one.title for one in lines(stage, person, day)]


def returned_with_question(note: Note, alderman: Person) -> None:
    """The note went back to its writer with a question."""
    note.state = "concept"
    remark = Remark(note_id=note.id, version_number=1, question=True, text="Waarom?")
    remark.person_id, remark.made_at = alderman.id, clock.now()
    db.session.add(remark)
    db.session.commit()


def test_what_waits_for_the_alderman_is_there_in_order_of_the_meetings(stage: Stage) -> None:
    stage.item(days=20, title="Later")
    stage.item(days=9, title="Eerst")
    stage.item(days=12, state="concept", title="Concept")
    stage.item(days=12, state="aligned", title="Afgestemd")
    stage.item(days=-3, title="Geweest")
    stage.item(days=12, state="", title="Zonder annotatie")
    question = stage.item(days=15, title="Met vraag")
    returned_with_question(
        db.session.scalars(select(Note).filter_by(item_id=question.id)).one(), stage.alderman
    )
    make_note(make_item(make_meeting(alderman=make_person("alderman"))), state="with_alderman")
    for person in (stage.alderman, stage.secretary, make_person("coordinator")):
        assert titles(stage, person) == ["Eerst", "Met vraag", "Later"]
    asked = lines(stage, stage.alderman)[1]
    assert (asked.state, asked.question, asked.note_id) == ("concept", True, None)
    assert titles(stage, stage.alderman, NEXT) == []  # only the next one fills itself


def test_points_by_hand_join_and_are_added_once(client: CheckingClient, stage: Stage) -> None:
    item = stage.item(title="Begroting", state="concept")
    client.sign_in(stage.officer)
    form = {"key": KEY, "title": "", "item_id": item.id, "meeting_id": ""}
    for _click in range(2):
        answer = client.post(stage.address(rest="/points/new"), data=form)
        assert answer.headers["Location"] == stage.address()
    assert db.session.scalar(select(db.func.count(StaffPoint.id))) == 1
    assert titles(stage, stage.alderman) == ["Begroting"]
    other = {"key": KEY.replace("4", "5"), "title": "Werkbezoek", "item_id": "", "meeting_id": ""}
    client.post(stage.address(NEXT, "/points/new"), data=other)
    assert titles(stage, stage.alderman) == ["Begroting"]
    assert titles(stage, stage.alderman, NEXT) == ["Werkbezoek"]
    nothing = {"key": KEY.replace("4", "6"), "title": " ", "item_id": "", "meeting_id": ""}
    empty = client.post(stage.address(rest="/points/new"), data=nothing)
    assert empty.status_code == 422
    assert "Schrijf op waar het over gaat" in empty.text
    meeting = {**nothing, "title": "Rolverdeling", "meeting_id": item.meeting_id}
    assert client.post(stage.address(rest="/points/new"), data=meeting).status_code == 302
    assert "Rolverdeling" in client.get(stage.address()).text


def test_a_note_is_put_there_from_its_page(client: CheckingClient, stage: Stage) -> None:
    item = stage.item(title="Begroting", state="concept")
    note = db.session.scalars(select(Note).filter_by(item_id=item.id)).one()
    client.sign_in(stage.officer)
    address = f"/notes/{note.id}"
    assert "Op de agenda van het stafoverleg zetten" in client.get(address).text
    answer = client.post(f"/staff-meetings/items/{item.id}/put", data={"next": address})
    assert answer.headers["Location"] == address
    page = client.get(address).text
    assert "Staat op de agenda van" in page
    assert stage.address() in page
    assert stage.address() in client.get(f"/items/{item.id}").text
    first = actions.put_on_agenda(note, stage.officer)
    assert actions.put_on_agenda(note, stage.secretary).id == first.id


def test_what_cannot_be_put_there(stage: Stage) -> None:
    item = stage.item(state="")
    with pytest.raises(NotAllowed):
        actions.put_item_on_agenda(item, make_person("clerk"))
    with pytest.raises(NotAllowed):
        actions.put_item_on_agenda(item, make_person("alderman"))
    with pytest.raises(RuleBroken, match="geen stafoverleg"):
        actions.add_point(make_person("alderman"), stage.officer, title="Iets")
    with pytest.raises(RuleBroken, match="portefeuillehouder"):
        actions.put_item_on_agenda(make_item(), stage.officer)
    with pytest.raises(RuleBroken, match="al geweest"):
        actions.put_item_on_agenda(stage.item(days=-2, state=""), stage.officer)
    item.meeting.status = "cancelled"
    db.session.flush()
    with pytest.raises(RuleBroken, match="gaat niet door"):
        actions.put_item_on_agenda(item, stage.officer)
    hidden = make_meeting(alderman=stage.alderman, circle=(stage.alderman,))
    with pytest.raises(NotAllowed):
        actions.put_item_on_agenda(make_item(hidden), stage.officer)


def test_an_outcome_finishes_a_point_and_holding_brings_it_back(
    client: CheckingClient, stage: Stage
) -> None:
    clock.stop_at(clock.now() + timedelta(days=1))  # the Tuesday itself
    point = actions.add_point(stage.alderman, stage.officer, title="Werkbezoek")
    db.session.commit()
    client.sign_in(stage.secretary)
    address = stage.address(rest=f"/points/{point.id}/outcome")
    held = {"outcome": "hold", "words": "Eerst de cijfers.", "version": "0"}
    assert client.post(address, data={**held, "outcome": ""}).status_code == 422
    for _click in range(2):
        assert client.post(address, data=held).headers["Location"] == stage.address()
    clock.stop_at(clock.now() + timedelta(days=3))
    (line,) = lines(stage, stage.alderman, NEXT)
    assert [one.words for one in line.earlier] == ["Eerst de cijfers."]
    clock.stop_at(clock.now() + timedelta(days=4))
    client.sign_in(stage.secretary)
    assert "Eerst de cijfers." in client.get(stage.address(NEXT)).text
    done = {"outcome": "agreed", "words": "Datum staat.", "version": "0"}
    client.post(stage.address(NEXT, f"/points/{point.id}/outcome"), data=done)
    assert titles(stage, stage.alderman, NEXT) == ["Werkbezoek"]  # it is what came of that day
    assert titles(stage, stage.alderman, NEXT + timedelta(weeks=1)) == []
    assert titles(stage, stage.alderman, TUESDAY) == ["Werkbezoek"]
    assert "Geweest" in client.get("/staff-meetings/").text


def test_what_an_earlier_meeting_held_stays_finished_when_its_words_change(stage: Stage) -> None:
    clock.stop_at(clock.now() + timedelta(days=1))
    point = actions.add_point(stage.alderman, stage.officer, title="Werkbezoek")
    held = actions.note_outcome(
        stage.meeting(), point, OutcomeDetails("hold"), stage.secretary, seen_version=0
    )
    clock.stop_at(clock.now() + timedelta(weeks=1))
    actions.note_outcome(
        stage.meeting(NEXT), point, OutcomeDetails("agreed"), stage.secretary, seen_version=0
    )
    finished = point.finished_at
    actions.note_outcome(
        stage.meeting(),
        point,
        OutcomeDetails("hold", "Eerst de cijfers."),
        stage.secretary,
        held.row.version,
    )
    assert finished is not None
    assert point.finished_at == finished
    assert titles(stage, stage.alderman, NEXT + timedelta(weeks=1)) == []


def test_outcomes_are_noted_the_day_after(client: CheckingClient, stage: Stage) -> None:
    stage.item(title="Begroting")
    actions.add_point(stage.alderman, stage.officer, title="Werkbezoek")
    actions.add_point(stage.alderman, stage.officer, title="Volgende keer", first_day=NEXT)
    db.session.commit()
    clock.stop_at(clock.now() + timedelta(days=2))  # Wednesday
    stage.item(title="Te laat aangeboden", days=20)
    actions.add_point(stage.alderman, stage.officer, title="Van vandaag")
    db.session.commit()
    assert titles(stage, stage.alderman) == ["Begroting", "Werkbezoek"]
    assert set(titles(stage, stage.alderman, NEXT)) > {"Begroting", "Werkbezoek", "Van vandaag"}
    assert titles(stage, stage.alderman, TUESDAY - timedelta(weeks=1)) == []
    client.sign_in(stage.secretary)
    listed = client.get("/staff-meetings/").text
    assert f"di 24 november, {stage.alderman.name}" in listed
    page = client.get(stage.address()).text
    assert page.count("Uitkomst vastleggen") == 2
    (point,) = (one.point for one in lines(stage, stage.alderman) if one.title == "Werkbezoek")
    assert point is not None
    done = {"outcome": "agreed", "words": "Datum staat.", "version": "0"}
    client.post(stage.address(rest=f"/points/{point.id}/outcome"), data=done)
    assert titles(stage, stage.alderman) == ["Begroting", "Werkbezoek"]
    assert "Werkbezoek" not in titles(stage, stage.alderman, NEXT)


def test_a_cancelled_one_keeps_what_was_noted_there(client: CheckingClient, stage: Stage) -> None:
    clock.stop_at(clock.now() + timedelta(days=1))
    point = actions.add_point(stage.alderman, stage.officer, title="Werkbezoek")
    actions.note_outcome(stage.meeting(), point, OutcomeDetails("agreed"), stage.secretary, 0)
    staff_actions.cancel_staff_meeting(stage.meeting(), TUESDAY, stage.secretary)
    db.session.commit()
    clock.stop_at(clock.now() + timedelta(days=1))
    client.sign_in(stage.secretary)
    assert stage.address() in client.get("/staff-meetings/").text
    assert "Werkbezoek" in client.get(stage.address()).text


def test_own_words_for_an_item_that_is_there_already_are_not_lost(
    client: CheckingClient, stage: Stage
) -> None:
    item = stage.item(title="Begroting", state="concept")
    actions.put_item_on_agenda(item, stage.secretary)
    db.session.commit()
    client.sign_in(stage.officer)
    form = {"key": KEY, "title": "Dekking", "item_id": item.id, "meeting_id": ""}
    answer = client.post(stage.address(rest="/points/new"), data=form)
    assert answer.status_code == 422
    assert "staat al op de agenda" in answer.text
    assert 'value="Dekking"' in answer.text


def test_two_people_who_note_at_once_see_both(client: CheckingClient, stage: Stage) -> None:
    clock.stop_at(clock.now() + timedelta(days=1))
    point = actions.add_point(stage.alderman, stage.officer, title="Werkbezoek")
    db.session.commit()
    address = stage.address(rest=f"/points/{point.id}/outcome")
    client.sign_in(stage.secretary)
    client.post(address, data={"outcome": "agreed", "words": "Prima.", "version": "0"})
    client.sign_in(stage.alderman)
    mine = {"outcome": "adjust", "words": "Anders.", "version": "0"}
    answer = client.post(address, data=mine)
    assert answer.status_code == 409
    assert "Prima." in answer.text
    assert "Anders.</textarea>" in answer.text
    assert client.post(address, data={**mine, "version": "1"}).status_code == 302
    assert "Anders." in client.get(stage.address()).text


def test_a_note_that_was_discussed_comes_back_only_when_offered_anew(
    client: CheckingClient, stage: Stage
) -> None:
    item = stage.item(title="Begroting", days=20)
    note = db.session.scalars(select(Note).filter_by(item_id=item.id)).one()
    clock.stop_at(clock.now() + timedelta(days=1))
    client.sign_in(stage.alderman)
    address = stage.address(rest=f"/items/{item.id}/outcome")
    assert "Begroting" in client.get(address).text
    adjust = {"outcome": "adjust", "words": "Korter.", "version": "0"}
    assert client.post(address, data=adjust).status_code == 302
    assert client.post(address, data=adjust).status_code == 302  # the second click finds the point
    assert db.session.scalar(select(db.func.count(StaffPoint.id))) == 1
    clock.stop_at(clock.now() + timedelta(days=1))
    assert titles(stage, stage.alderman, NEXT) == []
    note = get_note(note.id, stage.officer)
    assert note.state == "concept"  # it followed the outcome
    note_actions.take_step(note, "offer", stage.officer, note.current_number)
    db.session.commit()
    assert db.session.scalar(select(db.func.count(NoteStep.id))) == 2
    assert titles(stage, stage.alderman, NEXT) == ["Begroting"]


def test_only_on_or_after_the_day_and_only_on_its_own_agenda(stage: Stage) -> None:
    point = actions.add_point(stage.alderman, stage.officer, title="Werkbezoek")
    details, other = OutcomeDetails("agreed"), make_stage()
    with pytest.raises(RuleBroken, match="moet nog komen"):
        actions.note_outcome(stage.meeting(), point, details, stage.secretary, 0)
    clock.stop_at(clock.now() + timedelta(days=1))
    with pytest.raises(NotAllowed):
        actions.note_outcome(other.meeting(), point, details, stage.secretary, 0)
    with pytest.raises(NotAllowed):
        actions.note_outcome(stage.meeting(), point, details, make_person("officer"), 0)
    actions.note_outcome(stage.meeting(), point, details, stage.secretary, 0)
    with pytest.raises(Conflict):
        actions.note_outcome(stage.meeting(), point, OutcomeDetails("hold"), stage.alderman, 0)
    with pytest.raises(RuleBroken, match="blijft daarom bewaard"):
        actions.remove_point(point, stage.officer, point.version)


def test_a_point_is_taken_off_by_who_added_it_or_keeps_the_agenda(
    client: CheckingClient, stage: Stage
) -> None:
    own = actions.add_point(stage.alderman, stage.officer, title="Werkbezoek")
    other = actions.add_point(stage.alderman, stage.secretary, title="Agenda")
    db.session.commit()
    client.sign_in(stage.officer)
    gone = client.post(f"/staff-meetings/points/{other.id}/remove", data={"version": 1})
    assert gone.status_code == 404
    stale = client.post(f"/staff-meetings/points/{own.id}/remove", data={"version": 9})
    assert stale.status_code == 409
    done = client.post(f"/staff-meetings/points/{own.id}/remove", data={"version": own.version})
    assert done.status_code == 302
    assert titles(stage, stage.alderman) == ["Agenda"]


def test_who_sees_what(client: CheckingClient, stage: Stage) -> None:
    own = stage.item(title="Van de ambtenaar")
    actions.add_point(stage.alderman, stage.secretary, title="Van het secretariaat")
    actions.add_point(stage.alderman, stage.officer, title="Zelf aangedragen")
    db.session.commit()
    everything = ["Van de ambtenaar", "Van het secretariaat", "Zelf aangedragen"]
    substitute = make_person("alderman")
    assert titles(stage, substitute) == []
    make_substitution(stage.alderman, substitute)
    for person in (stage.alderman, substitute, stage.secretary, make_person("coordinator")):
        assert titles(stage, person) == everything
    assert titles(stage, stage.officer) == ["Van de ambtenaar", "Zelf aangedragen"]
    for role in ("officer", "alderman", "adviser", "clerk", "administrator"):
        assert titles(stage, make_person(role)) == []
    for role in ("adviser", "clerk", "administrator"):
        client.sign_in(make_person(role))
        assert client.get(stage.address()).status_code == 403
    own.meeting.restricted = True
    db.session.commit()
    assert titles(stage, stage.secretary) == everything[1:]


def test_a_restricted_note_keeps_its_point_within_its_circle(stage: Stage) -> None:
    item = stage.item(state="", title="Restschuld")
    make_note(
        item, state="with_alderman", author=stage.officer, circle=(stage.officer, stage.alderman)
    )
    assert titles(stage, stage.alderman) == ["Restschuld"]
    assert titles(stage, stage.secretary) == []
    clock.stop_at(clock.now() + timedelta(days=1))
    point = actions.put_item_on_agenda(item, stage.officer)
    actions.note_outcome(
        stage.meeting(), point, OutcomeDetails("agreed", "geheim"), stage.alderman, 0
    )
    db.session.commit()
    assert [one.outcome.words for one in lines(stage, stage.officer) if one.outcome] == ["geheim"]
    assert titles(stage, stage.secretary) == []
    told = db.session.execute(select(JournalEntry.action, cast(JournalEntry.fields, Text))).all()
    assert ("staff-point.note-outcome", '["outcome", "words"]') in [tuple(row) for row in told]
    assert "geheim" not in str(told)


def test_the_start_page_names_the_next_one_with_its_points(
    client: CheckingClient, stage: Stage, statements: Statements
) -> None:
    for number in range(2):
        stage.item(days=9 + number)
    actions.add_point(stage.alderman, stage.officer, title="Werkbezoek")
    actions.add_point(stage.alderman, stage.officer, title="Volgende keer", first_day=NEXT)
    db.session.commit()
    client.sign_in(stage.alderman)
    page = client.get("/").text
    assert "Stafoverleg di 24 november" in page
    assert "3 punten" in page
    client.sign_in(stage.secretary)
    assert f"Stafoverleg di 24 november, {stage.alderman.name}" in client.get("/").text
    client.sign_in(stage.officer)
    assert "Stafoverleg di" not in client.get("/").text
    with statements.counted() as one:
        coming_with_counts(stage.secretary, clock.now())
    few = one.count
    for _alderman in range(4):
        make_stage().item()
    with statements.counted() as many:
        assert len(coming_with_counts(stage.secretary, clock.now())) == 5
    assert many.count == few


def test_a_long_agenda_costs_as_many_statements_as_a_short_one(
    client: CheckingClient, stage: Stage, statements: Statements
) -> None:
    client.sign_in(stage.secretary)
    counts = []
    for _round in range(3):
        for number in range(4):
            actions.put_item_on_agenda(stage.item(state="concept"), stage.officer)
            stage.item(days=9 + number)
        db.session.commit()
        with statements.counted() as found:
            assert client.get(stage.address()).status_code == 200
        counts.append(found.count)
    assert counts[0] == counts[1] == counts[2]
