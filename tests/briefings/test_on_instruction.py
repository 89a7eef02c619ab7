"""A secretary records what the portfolio holder said: by name, confirmed, and seen as such."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.briefings import step_actions as actions
from app.briefings.models import Note, NoteState, NoteStep, Remark
from app.core import clock
from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.core.journal import JournalEntry
from app.messages.models import Message
from app.people.models import Person
from tests.briefings.stage import Stage
from tests.factories import make_meeting, make_person, make_serving, make_substitution


class Office(Stage):
    """A stage with a secretary who works for its alderman."""

    @classmethod
    def open(cls, app: Flask, serves: bool = True) -> tuple[Stage, Person, Note]:
        """The stage, the secretary, and a note that waits for the alderman."""
        stage = Stage.set_up(app)
        secretary = make_person("secretary", name="Bestuurssecretariaat")
        if serves:
            make_serving(secretary, stage.alderman)
        return stage, secretary, stage.note("with_alderman")


def _sent(stage: Stage, **fields: str) -> dict[str, str]:
    return {
        "step-version": "1",
        "step-behalf": str(stage.alderman.id),
        "step-confirmed": "y",
        "step-words": "Akkoord, zegt de wethouder aan de telefoon.",
        **fields,
    }


def _last_entry(note: Note) -> JournalEntry:
    found = select(JournalEntry).where(
        JournalEntry.object_kind == "note", JournalEntry.object_id == note.id
    )
    return db.session.scalars(found.order_by(JournalEntry.id.desc()).limit(1)).one()


def test_an_agreement_is_recorded_by_whom_and_for_whom(app: Flask) -> None:
    stage, secretary, note = Office.open(app)
    client = stage.client(secretary)
    page = client.get(f"/notes/{note.id}").text
    assert "Mondeling akkoord vastleggen namens Wethouder sociaal domein" in page
    assert "Ik leg dit akkoord vast namens Wethouder sociaal domein" in page
    answer = client.post(f"/notes/{note.id}/steps/record-agreement", data=_sent(stage))
    assert answer.status_code == 302
    db.session.refresh(note)
    step = db.session.scalars(select(NoteStep)).one()
    assert (note.state, step.person_id, step.on_behalf_of_id, step.in_place_of_id) == (
        NoteState.ALIGNED,
        secretary.id,
        stage.alderman.id,
        None,
    )
    entry = _last_entry(note)
    assert (entry.action, entry.actor_id, entry.on_behalf_of_id, entry.in_place_of_id) == (
        "note.record-agreement",
        secretary.id,
        stage.alderman.id,
        None,
    )
    for person in (stage.officer, stage.alderman, secretary):
        page = stage.client(person).get(f"/notes/{note.id}").text
        assert "vastgelegd door Bestuurssecretariaat namens Wethouder sociaal domein" in page


def test_officer_and_alderman_are_told(app: Flask) -> None:
    stage, secretary, note = Office.open(app)
    stage.client(secretary).post(f"/notes/{note.id}/steps/record-agreement", data=_sent(stage))
    told = {row.person_id: row.text for row in db.session.scalars(select(Message))}
    assert set(told) == {stage.officer.id, stage.alderman.id}
    assert told[stage.officer.id].startswith("Uw annotatie is mondeling afgestemd")
    assert told[stage.alderman.id].startswith("Namens u is akkoord vastgelegd")


def test_a_return_carries_the_question_of_the_alderman(app: Flask) -> None:
    stage, secretary, note = Office.open(app)
    answer = stage.client(secretary).post(
        f"/notes/{note.id}/steps/return", data=_sent(stage, **{"step-words": "Waarom zo veel?"})
    )
    assert answer.status_code == 302
    remark = db.session.scalars(select(Remark)).one()
    assert (remark.person_id, remark.on_behalf_of_id) == (secretary.id, stage.alderman.id)
    page = stage.client(stage.officer).get(f"/notes/{note.id}").text
    assert "vastgelegd door Bestuurssecretariaat namens Wethouder sociaal domein" in page


def test_without_confirmation_nothing_is_recorded(app: Flask) -> None:
    stage, secretary, note = Office.open(app)
    data = _sent(stage, **{"step-words": "Waarom zo veel?"})
    del data["step-confirmed"]
    client = stage.client(secretary)
    for step in ("record-agreement", "return"):
        answer = client.post(f"/notes/{note.id}/steps/{step}", data=data)
        assert answer.status_code == 422
        assert "Bevestig eerst namens wie u dit vastlegt." in answer.text
        assert "Waarom zo veel?" in answer.text  # what was typed is still there
    db.session.refresh(note)
    assert note.state == NoteState.WITH_ALDERMAN
    assert not db.session.scalars(select(NoteStep)).all()


@pytest.mark.parametrize("forged", ["", "0", "-1", "999999999999", "abc", "other"])
def test_a_forged_principal_is_refused(app: Flask, forged: str) -> None:
    stage, secretary, note = Office.open(app)
    other = make_person("alderman")
    make_serving(secretary, other)
    value = str(other.id) if forged == "other" else forged
    answer = stage.client(secretary).post(
        f"/notes/{note.id}/steps/record-agreement", data=_sent(stage, **{"step-behalf": value})
    )
    assert answer.status_code in (409, 422)
    db.session.refresh(note)
    assert note.state == NoteState.WITH_ALDERMAN


def test_another_holder_meanwhile_is_a_conflict(app: Flask) -> None:
    stage, secretary, note = Office.open(app)
    successor = make_person("alderman", name="Wethouder ruimte")
    make_serving(secretary, successor)
    stage.meeting.alderman = successor
    db.session.commit()
    answer = stage.client(secretary).post(
        f"/notes/{note.id}/steps/record-agreement", data=_sent(stage)
    )
    assert answer.status_code == 409
    assert "een andere portefeuillehouder: Wethouder ruimte" in answer.text


def test_only_who_serves_this_alderman_today(app: Flask) -> None:
    stage, secretary, note = Office.open(app, serves=False)
    today = clock.today()
    make_serving(secretary, make_person("alderman"))
    make_serving(secretary, stage.alderman, valid_to=today - timedelta(days=1))
    make_serving(secretary, stage.alderman, valid_from=today + timedelta(days=1))
    client = stage.client(secretary)
    assert "namens Wethouder sociaal domein" not in client.get(f"/notes/{note.id}").text
    assert (
        client.post(f"/notes/{note.id}/steps/record-agreement", data=_sent(stage)).status_code
        == 403
    )
    with pytest.raises(NotAllowed):
        actions.take_step(note, "record-agreement", secretary, 1, on_behalf_of_id=stage.alderman.id)


def test_who_lost_the_role_or_serves_a_closed_account_does_not(app: Flask) -> None:
    stage, _secretary, note = Office.open(app)
    officer = make_person("officer")
    make_serving(officer, stage.alderman)
    with pytest.raises(NotAllowed):
        actions.take_step(note, "agree", officer, 1, on_behalf_of_id=stage.alderman.id)
    stage.alderman.active = False
    db.session.commit()
    with pytest.raises(NotAllowed):
        actions.take_step(note, "agree", _secretary, 1, on_behalf_of_id=stage.alderman.id)


def test_what_is_restricted_stays_out_of_sight(app: Flask) -> None:
    stage, secretary, note = Office.open(app)
    note.restricted = True
    db.session.commit()
    client = stage.client(secretary)
    assert client.get(f"/notes/{note.id}").status_code == 404
    assert (
        client.post(f"/notes/{note.id}/steps/record-agreement", data=_sent(stage)).status_code
        == 404
    )
    hidden = Stage.set_up(app)
    hidden.meeting = make_meeting(
        circle=(hidden.officer, stage.alderman), officer=hidden.officer, alderman=stage.alderman
    )
    hidden.item.meeting = hidden.meeting
    db.session.commit()
    other = hidden.note("with_alderman")
    assert client.get(f"/notes/{other.id}").status_code == 404
    assert (
        client.post(f"/notes/{other.id}/steps/record-agreement", data=_sent(stage)).status_code
        == 404
    )


def test_a_concept_stays_closed_and_a_withdrawn_note_says_so(app: Flask) -> None:
    stage, secretary, note = Office.open(app)
    actions.take_step(note, "withdraw", stage.officer, 1)
    db.session.commit()
    client = stage.client(secretary)
    assert client.get(f"/notes/{note.id}").status_code == 404
    answer = client.post(f"/notes/{note.id}/steps/record-agreement", data=_sent(stage))
    assert answer.status_code == 409
    assert "intussen teruggehaald" in answer.text


def test_a_substitute_acts_in_the_own_name(app: Flask) -> None:
    stage, _secretary, note = Office.open(app)
    stand_in = make_person("alderman", name="Burgemeester")
    make_substitution(stage.alderman, stand_in)
    data = {"step-version": "1", "step-words": "Waarom?"}
    assert stage.client(stand_in).post(f"/notes/{note.id}/steps/return", data=data).status_code
    entry = _last_entry(note)
    assert (entry.actor_id, entry.on_behalf_of_id, entry.in_place_of_id) == (
        stand_in.id,
        None,
        stage.alderman.id,
    )
    page = stage.client(stage.officer).get(f"/notes/{note.id}").text
    assert page.count("Burgemeester, als plaatsvervanger van Wethouder sociaal domein") == 2
    assert "namens" not in page


def test_who_serves_and_stands_in_acts_as_substitute(app: Flask) -> None:
    stage, _secretary, note = Office.open(app)
    both = make_person("alderman", "secretary")
    make_serving(both, stage.alderman)
    make_substitution(stage.alderman, both)
    actions.take_step(note, "agree", both, 1)
    step = db.session.scalars(select(NoteStep)).one()
    assert (step.in_place_of_id, step.on_behalf_of_id) == (stage.alderman.id, None)


def test_the_question_is_still_asked(app: Flask) -> None:
    stage, secretary, note = Office.open(app)
    with pytest.raises(RuleBroken):
        actions.take_step(note, "return", secretary, 1, " ", on_behalf_of_id=stage.alderman.id)


def test_nobody_confirms_what_a_predecessor_said(app: Flask) -> None:
    stage, secretary, note = Office.open(app)
    stage.client(secretary).post(f"/notes/{note.id}/steps/record-agreement", data=_sent(stage))
    assert "Dit heb ik zo gezegd" in stage.client(stage.alderman).get(f"/notes/{note.id}").text
    successor = make_person("alderman", name="Wethouder ruimte")
    stage.meeting.alderman = successor
    db.session.commit()
    client = stage.client(successor)
    page = client.get(f"/notes/{note.id}").text
    assert "Dit heb ik zo gezegd" not in page
    assert "nog niet bevestigd" in page
    for step in ("confirm", "contest"):
        answer = client.post(f"/notes/{note.id}/steps/{step}", data={"step-version": "1"})
        assert answer.status_code == 409
    db.session.refresh(note)
    assert note.state == NoteState.ALIGNED
