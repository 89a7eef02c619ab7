"""What an outcome in a staff meeting does to the note: it follows, or says why it waits."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from flask import Flask
from sqlalchemy import select

from app.briefings.models import How, Note, NoteStep, NoteVersion, Remark
from app.briefings.step_actions import take_step
from app.core import clock
from app.core.database import db
from app.meetings.agenda_models import AgendaItem
from app.people.models import Person
from app.staff_meetings.actions import put_item_on_agenda
from tests.client import CheckingClient
from tests.factories import make_person, make_serving
from tests.staff_meetings.stage import TUESDAY, Stage, make_stage


@pytest.fixture
def stage(app: Flask) -> Stage:
    """A week with a staff meeting on Tuesday afternoon, seen that afternoon."""
    stage = make_stage()
    clock.stop_at(clock.now() + timedelta(days=1, hours=5, minutes=10))
    return stage


def browser(app: Flask, person: Person) -> CheckingClient:
    return cast(CheckingClient, app.test_client()).sign_in(person)


def noted(
    app: Flask, stage: Stage, person: Person, item: AgendaItem, outcome: str, words: str = ""
) -> tuple[int, str]:
    """Somebody notes the outcome of an item; gives the answer, and what the next page says."""
    client = browser(app, person)
    url = stage.address(TUESDAY, f"/items/{item.id}/outcome")
    answer = client.post(url, data={"outcome": outcome, "words": words, "version": "0"})
    text = answer.text if answer.status_code != 302 else client.get(stage.address()).text
    return answer.status_code, text


def state_of(item: AgendaItem) -> str:
    return db.session.scalars(
        select(Note.state).where(Note.item_id == item.id).execution_options(populate_existing=True)
    ).one()


def last_step() -> NoteStep:
    return db.session.scalars(select(NoteStep).order_by(NoteStep.id.desc()).limit(1)).one()


@pytest.mark.parametrize("state", ["with_alderman", "discuss"])
def test_agreement_by_the_alderman_aligns_the_note(app: Flask, stage: Stage, state: str) -> None:
    item = stage.item(state=state)
    status, page = noted(app, stage, stage.alderman, item, "agreed")
    assert status == 302
    assert "De annotatie is afgestemd in het stafoverleg." in page
    assert "bevestigt het" not in page
    assert state_of(item) == "aligned"
    assert (last_step().step, last_step().how) == ("staff-agree", How.OWN)


@pytest.mark.parametrize("who", ["officer", "secretary"])
def test_agreement_noted_by_a_colleague_waits_to_be_confirmed(
    app: Flask, stage: Stage, who: str
) -> None:
    item = stage.item(state="discuss")
    colleague = stage.officer if who == "officer" else stage.secretary
    status, page = noted(app, stage, colleague, item, "agreed")
    assert status == 302
    assert f"{stage.alderman.name} krijgt bericht en bevestigt het." in page
    assert state_of(item) == "aligned"
    step = last_step()
    assert (step.how, step.person_id, step.on_behalf_of_id) == (
        How.STAFF_MEETING,
        colleague.id,
        stage.alderman.id,
    )
    says = f"akkoord in het stafoverleg, vastgelegd door {colleague.name}, nog niet bevestigd"
    note_id = db.session.scalars(select(Note.id)).one()
    page = browser(app, stage.alderman).get(f"/notes/{note_id}").text
    assert says in page.lower() or says in page
    assert "Dit heb ik zo gezegd" in page


def test_adjusting_asks_for_words_and_sends_them_along(app: Flask, stage: Stage) -> None:
    item = stage.item(state="discuss")
    status, page = noted(app, stage, stage.secretary, item, "adjust", " ")
    assert status == 422
    assert "Schrijf op wat er anders moet." in page
    assert state_of(item) == "discuss"
    status, page = noted(app, stage, stage.secretary, item, "adjust", "Noem eerst de dekking.")
    assert status == 302
    assert "terug bij de schrijver" in page
    assert state_of(item) == "concept"
    assert db.session.scalars(select(Remark.text)).all() == ["Noem eerst de dekking."]


def test_holding_changes_nothing_and_the_point_comes_back(app: Flask, stage: Stage) -> None:
    item = stage.item(state="discuss")
    assert noted(app, stage, stage.alderman, item, "hold")[0] == 302
    assert state_of(item) == "discuss"
    following = TUESDAY + timedelta(weeks=1)
    clock.stop_at(clock.now() + timedelta(days=1))
    assert item.title in browser(app, stage.alderman).get(stage.address(following)).text


def test_discussed_without_decision_waits_for_the_alderman_again(app: Flask, stage: Stage) -> None:
    item = stage.item(state="discuss")
    status, page = noted(app, stage, stage.officer, item, "discussed")
    assert status == 302
    assert state_of(item) == "with_alderman"
    assert f"De annotatie wacht nog op het besluit van {stage.alderman.name}." in page
    following = TUESDAY + timedelta(weeks=1)
    clock.stop_at(clock.now() + timedelta(days=1))
    assert item.title not in browser(app, stage.alderman).get(stage.address(following)).text


def test_who_may_not_decide_notes_it_and_the_note_still_waits(app: Flask, stage: Stage) -> None:
    item = stage.item(state="discuss")
    coordinator = make_person("coordinator")
    status, page = noted(app, stage, coordinator, item, "agreed")
    assert status == 302
    assert "De annotatie wacht nog op het besluit van" in page
    assert state_of(item) == "discuss"


def test_a_stance_beyond_the_mandate_still_waits_and_says_for_whom(
    app: Flask, stage: Stage
) -> None:
    item = stage.item(state="discuss")
    note = db.session.scalars(select(Note)).one()
    earlier = clock.now() - timedelta(hours=3)
    add_version(note, stage.officer, earlier, stance="oppose", mandate_stance="agree")
    status, page = noted(app, stage, stage.alderman, item, "agreed")
    assert status == 302
    assert "Akkoord kan pas als het besluit van het college is vastgelegd." in page
    assert state_of(item) == "discuss"


def add_version(note: Note, author: Person, saved_at: datetime, **values: str) -> None:
    """A further version, saved at a moment."""
    words: dict[str, Any] = {
        "parts": {"ask": "Iets", "core": "Kern"},
        "author_id": author.id,
        "saved_at": saved_at,
    }
    db.session.add(NoteVersion(note_id=note.id, number=2, **words, **values))
    note.current_number = 2
    db.session.commit()


def test_a_text_saved_after_the_staff_meeting_was_not_on_its_table(
    app: Flask, stage: Stage
) -> None:
    item = stage.item(state="discuss")
    put_item_on_agenda(item, stage.officer)
    clock.stop_at(clock.now() + timedelta(days=1))
    note = db.session.scalars(select(Note)).one()
    add_version(note, stage.officer, clock.now(), stance="oppose")
    status, page = noted(app, stage, stage.alderman, item, "agreed")
    assert status == 302
    assert "De annotatie is na dit stafoverleg gewijzigd." in page
    assert state_of(item) == "discuss"


def test_another_portfolio_holder_did_not_sit_at_that_table(app: Flask, stage: Stage) -> None:
    item = stage.item(state="discuss")
    put_item_on_agenda(item, stage.officer)
    successor = make_person("alderman")
    item.meeting.alderman = successor
    db.session.commit()
    status, page = noted(app, stage, stage.secretary, item, "agreed")
    assert status == 302
    assert f"De annotatie wacht nog op het besluit van {successor.name}." in page
    assert state_of(item) == "discuss"


def test_an_outcome_noted_twice_takes_one_step(app: Flask, stage: Stage) -> None:
    item = stage.item(state="discuss")
    assert noted(app, stage, stage.alderman, item, "agreed")[0] == 302
    assert noted(app, stage, stage.alderman, item, "agreed")[0] == 302
    assert len(db.session.scalars(select(NoteStep)).all()) == 1


def test_an_outcome_changed_later_leaves_a_note_that_went_on(app: Flask, stage: Stage) -> None:
    make_serving(stage.secretary, stage.alderman)
    item = stage.item(state="discuss")
    noted(app, stage, stage.alderman, item, "agreed")
    client = browser(app, stage.secretary)
    point_page = stage.address(TUESDAY, f"/items/{item.id}/outcome")
    answer = client.post(
        point_page, data={"outcome": "adjust", "words": "Toch anders.", "version": "1"}
    )
    assert answer.status_code == 302
    assert (
        "De annotatie verandert hierdoor niet: zij is afgestemd."
        in client.get(stage.address()).text
    )
    assert state_of(item) == "aligned"


def test_what_somebody_wants_to_discuss_is_on_the_agenda_by_itself(
    app: Flask, stage: Stage
) -> None:
    item = stage.item()
    note = db.session.scalars(select(Note)).one()
    take_step(note, "discuss", stage.alderman, 1)
    db.session.commit()
    page = browser(app, stage.officer).get(stage.address()).text
    assert item.title in page
    assert "wil bespreken" in page
