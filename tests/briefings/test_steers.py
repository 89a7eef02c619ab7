"""The steer of a meeting: written words win, the rest is drawn from what the reader may read."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.briefings.positions.models import Position
from app.briefings.steers.actions import SteerWords, save_steer
from app.briefings.steers.queries import find_steer, proposals, steer_page
from app.core import clock
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.journal import JournalEntry
from app.meetings.models import Meeting
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import (
    carries,
    make_body,
    make_item,
    make_meeting,
    make_note,
    make_person,
)


class Stage:
    """A coming meeting with a note that aims at something, and its people."""

    def __init__(self, *, state: str = "aligned", **note: Any) -> None:
        self.officer, self.alderman = make_person(), make_person("alderman")
        self.coordinator = make_person("coordinator")
        body = make_body()
        carries(self.officer, body.partnership)
        self.meeting: Meeting = make_meeting(
            body=body, days=10, officer=self.officer, alderman=self.alderman
        )
        self.item = make_item(self.meeting, minutes=20)
        parts = {"success": "Geen reserve zonder doel.", "risk": "Het geld raakt op."}
        self.note = make_note(self.item, state=state, author=self.officer, parts=parts, **note)
        other = body.partnership.participations[0].organisation
        assert other is not None
        other.name = "Gemeente Tynaarlo"
        position = Position(
            item_id=self.item.id,
            organisation_id=other.id,
            stance="abstain",
            call_first=True,
            why="Twijfelt.",
        )
        db.session.add(position)
        db.session.commit()

    def write(self, by: Person | None = None, seen: int = 0, **words: str) -> None:
        """Write the steer."""
        save_steer(self.meeting, SteerWords(**words), by or self.officer, seen)
        db.session.commit()


def test_it_is_drawn_from_the_notes(app: Flask) -> None:
    stage = Stage()
    words = steer_page(stage.meeting, stage.alderman).words
    assert words.why == "Op de agenda: 1 punt om te besluiten."
    assert words.achieve == ("Geen reserve zonder doel.",)
    assert words.top_risk == "Het geld raakt op."
    assert [(one.who, "Twijfelt." in one.about) for one in words.speak_to] == [
        ("Gemeente Tynaarlo", True)
    ]


def test_written_words_win_and_what_is_empty_stays_drawn(app: Flask) -> None:
    stage = Stage()
    stage.write(achieve="- Eén\n- Twee", speak_to="Voorzitter: de volgorde")
    words = steer_page(stage.meeting, stage.alderman).words
    assert words.achieve == ("Eén", "Twee")
    assert [(one.who, one.about) for one in words.speak_to] == [("Voorzitter", "de volgorde")]
    assert words.top_risk == "Het geld raakt op."


def test_only_words_of_notes_that_the_reader_may_read(client: CheckingClient) -> None:
    stage = Stage(state="concept")
    stranger = make_person()
    for person in (stranger, stage.alderman):
        client.sign_in(person)
        page = client.get(f"/meetings/{stage.meeting.id}/steer").get_data(as_text=True)
        assert stage.item.title in page
        for words in ("Geen reserve", "Het geld", "Tynaarlo", "Instemmen"):
            assert words not in page
    client.sign_in(stage.officer)
    page = client.get(f"/meetings/{stage.meeting.id}/steer").get_data(as_text=True)
    assert "Geen reserve zonder doel." in page


def test_a_restricted_note_leaves_no_trace(client: CheckingClient) -> None:
    officer = make_person()
    stage = Stage()
    secret = make_note(
        make_item(stage.meeting),
        state="aligned",
        author=officer,
        parts={"success": "Kwikstaart.", "risk": "Kwikstaart."},
        circle=(officer, stage.officer),
    )
    empty = make_item(stage.meeting, title=secret.item.title)
    client.sign_in(stage.coordinator)
    page = client.get(f"/meetings/{stage.meeting.id}/steer").get_data(as_text=True)
    assert "Kwikstaart" not in page
    rows = [row.partition("</tr>")[0] for row in page.split("<tr>")[2:]]
    told = [
        row.replace(f"/items/{one.id}", "").replace(f">{one.number}<", "")
        for row, one in zip(rows[1:], (secret.item, empty), strict=True)
    ]
    assert told[0] == told[1]
    drawn = proposals(stage.meeting, stage.officer)
    assert "Kwikstaart." not in (*drawn.achieve, drawn.top_risk), "not even proposed to its reader"


def test_written_words_are_for_whom_the_meeting_is_prepared(app: Flask) -> None:
    stage = Stage()
    stage.write(why="Kwikstaart")
    own_item = make_person()
    make_item(stage.meeting, officer=own_item)
    readers = (stage.officer, stage.alderman, stage.coordinator, own_item, make_person("secretary"))
    assert all(find_steer(stage.meeting.id, one) for one in readers)
    strangers = (make_person(), make_person("adviser"), make_person("clerk"))
    assert not any(find_steer(stage.meeting.id, one) for one in strangers)
    assert find_steer(stage.meeting.id, stage.officer, strangers[0]) is None


def test_its_officer_and_the_coordinator_write_it(app: Flask) -> None:
    stage = Stage()
    stage.write(why="Eerst")
    stage.write(by=stage.coordinator, seen=1, why="Dan")
    for person in (stage.alderman, make_person(), make_person("secretary")):
        with pytest.raises(NotAllowed):
            stage.write(by=person, seen=2, why="Nooit")
    entries = db.session.scalars(
        db.select(JournalEntry).where(JournalEntry.action == "steer.save")
    ).all()
    assert [(entry.fields, entry.object_version) for entry in entries] == [
        (["why"], 1),
        (["why"], 2),
    ]


@pytest.mark.parametrize(
    ("words", "field"),
    [({"achieve": "1\n2\n3\n4"}, "achieve"), ({"speak_to": "a\nb\nc\nd\ne"}, "speak_to")],
)
def test_a_page_that_is_read_standing_names_few_things(
    app: Flask, words: dict[str, Any], field: str
) -> None:
    stage = Stage()
    with pytest.raises(RuleBroken) as error:
        stage.write(**words)
    assert error.value.field == field


def test_of_a_cancelled_meeting_none_is_written(client: CheckingClient) -> None:
    stage = Stage()
    stage.meeting.status, stage.meeting.cancelled_at = "cancelled", clock.now()
    with pytest.raises(RuleBroken):
        stage.write(why="Toch")
    client.sign_in(stage.officer)
    address = f"/meetings/{stage.meeting.id}/steer"
    assert client.get(f"{address}/edit").location == address
    page = client.get(address).text
    assert "Een oplegger is niet meer nodig." in page
    assert "Oplegger schrijven" not in page
    # what was typed before it was cancelled comes back
    sent = client.post(f"{address}/edit", data={"version": "0", "why": "Toch"})
    assert sent.status_code == 422
    assert "Toch</textarea>" in sent.text


def test_two_writers_see_both_texts(client: CheckingClient) -> None:
    stage = Stage()
    address = f"/meetings/{stage.meeting.id}/steer/edit"
    client.sign_in(stage.officer)
    assert 'name="version" value="0"' in client.get(address).get_data(as_text=True).replace(
        'type="hidden" ', ""
    )
    stage.write(by=stage.coordinator, why="Van de coördinator")
    answer = client.post(address, data={"version": "0", "why": "Van mij", "risk": "Tijd"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    for words in ("Van de coördinator", "Van mij", "Tijd"):
        assert words in page
    answer = client.post(address, data={"version": "1", "why": "Samen", "risk": "Tijd"})
    assert answer.status_code == 302
    steer = find_steer(stage.meeting.id, stage.officer)
    assert steer is not None
    assert (steer.why, steer.risk, steer.version) == ("Samen", "Tijd", 2)
    with pytest.raises(Conflict):
        stage.write(why="Te laat")
