"""The speaking card: what one says, item by item, and nothing that this person may not read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.core import clock
from app.core.database import db
from app.followup.models import Action
from app.meetings.models import Meeting
from tests.briefings.stage import Stage
from tests.client import Statements
from tests.factories import make_item, make_meeting, make_note, make_person, make_substitution

PARTS = {
    "ask": "Instemmen met de begroting.",
    "speaking_points": "- Eén.\n- Twee.\n- Drie.\n- Vier.",
    "if_raised": "**Kan het lager?** Nee.",
    "fallback": "Twee procent.",
    "undisclosed": "Onze grens is drie procent.",
    "views": "Ik vind het te veel.",
}


@pytest.fixture
def stage(app: Flask) -> Stage:
    """A meeting tomorrow, with one aligned note."""
    found = Stage.set_up(app)
    start = clock.now() + timedelta(days=1)
    found.meeting.starts_at, found.meeting.ends_at = start, start + timedelta(hours=1)
    db.session.commit()
    found.note("aligned", parts=PARTS)
    return found


def card(stage: Stage, person: Any, meeting: Meeting | None = None) -> str:
    """The page of the card."""
    meeting = meeting or stage.meeting
    answer = stage.client(person).get(f"/meetings/{meeting.id}/speaking-card")
    assert answer.status_code == 200
    return answer.text


def test_it_holds_what_one_says(stage: Stage) -> None:
    page = card(stage, stage.alderman)
    for words in ("Eén.", "Twee.", "Drie.", "Nog 1 spreekpunt", "Kan het lager?", "Twee procent."):
        assert words in page
    assert "Onze grens" in page
    assert "Niet naar buiten" in page
    assert "Ik vind het te veel." not in page, "a personal view is never said"


def test_who_may_not_read_a_part_does_not_see_that_there_is_one(stage: Stage) -> None:
    for role in ("secretary", "coordinator"):
        page = card(stage, make_person(role))
        assert "Eén." in page
        assert "Onze grens" not in page
        assert "Niet naar buiten" not in page


def test_a_substitute_and_the_officer_have_it_too(stage: Stage) -> None:
    substitute = make_person("alderman")
    make_substitution(stage.alderman, substitute)
    for person in (substitute, stage.officer):
        assert "Onze grens" in card(stage, person)


@pytest.mark.parametrize(
    ("role", "status"), [("clerk", 404), ("administrator", 404), ("adviser", 200)]
)
def test_others_have_nothing_on_it(stage: Stage, role: str, status: int) -> None:
    answer = stage.client(make_person(role)).get(f"/meetings/{stage.meeting.id}/speaking-card")
    assert answer.status_code == status
    assert "Eén." not in answer.text


def test_a_concept_is_on_the_card_of_its_writer_alone(stage: Stage) -> None:
    make_note(make_item(stage.meeting, title="Tarief"), author=stage.officer, parts=PARTS)
    assert card(stage, stage.officer).count("Kan het lager?") == 2
    assert "nog niet afgestemd" in card(stage, stage.officer)
    assert card(stage, stage.alderman).count("Kan het lager?") == 1
    assert "Tarief" in card(stage, stage.alderman), "the agenda itself is for everybody"


def test_a_restricted_note_is_for_its_circle(stage: Stage) -> None:
    item = make_item(stage.meeting, title="Bod")
    circle = (stage.officer, stage.alderman)
    parts = {"ask": "Kanariebod doen."}
    make_note(item, state="aligned", author=stage.officer, circle=circle, parts=parts)
    assert "Kanariebod" in card(stage, stage.alderman)
    assert "Kanariebod" not in card(stage, make_person("secretary"))


def test_it_says_what_came_of_it_last_time_and_what_we_promised(stage: Stage) -> None:
    earlier = make_meeting(body=stage.meeting.body, days=-30, status="held")
    then = make_item(earlier, title="Begroting 2026", outcome="partly", decision="Met 2 procent.")
    promise = {"added_by_id": stage.officer.id, "added_at": clock.now(), "kind": "commitment"}
    db.session.add_all(
        Action(key=f"k{day}", meeting_id=earlier.id, item_id=then.id, words=words, **promise, **who)
        for day, words, who in (
            (1, "Wij sturen de cijfers.", {"owner_id": stage.officer.id}),
            (2, "Zij sturen een brief.", {"owner_name": "De secretaris"}),
        )
    )
    db.session.commit()
    page = card(stage, stage.alderman)
    assert "deels zoals wij vroegen" in page
    assert "Met 2 procent." in page
    assert "Wij sturen de cijfers." in page
    assert "Zij sturen een brief." not in page


def test_the_way_to_it_is_there_when_it_is_near(stage: Stage) -> None:
    address = f"/meetings/{stage.meeting.id}/speaking-card"
    alderman = stage.client(stage.alderman)
    for page in ("/", f"/meetings/{stage.meeting.id}"):
        assert address in alderman.get(page).text
    clerk = stage.client(make_person("clerk"))
    assert address not in clerk.get(f"/meetings/{stage.meeting.id}").text
    stage.meeting.starts_at += timedelta(days=7)
    stage.meeting.ends_at += timedelta(days=7)
    db.session.commit()
    for page in ("/", f"/meetings/{stage.meeting.id}"):
        assert address not in alderman.get(page).text


def test_twenty_items_take_as_many_statements_as_two(stage: Stage, statements: Statements) -> None:
    alderman = stage.client(stage.alderman)
    counts = []
    for more in (1, 19):
        for number in range(more):
            item = make_item(stage.meeting, title=f"Punt {number}")
            make_note(item, state="aligned", author=stage.officer, parts=PARTS)
        with statements.counted() as counter:
            alderman.get(f"/meetings/{stage.meeting.id}/speaking-card")
        counts.append(counter.count)
    assert counts[0] == counts[1]
    assert counts[0] <= 20
