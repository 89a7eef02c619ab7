"""What somebody was writing comes back on their start page, and goes when nobody came for it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.briefings.drafts.actions import forget_old
from app.briefings.drafts.models import KEPT, NoteDraft
from app.briefings.models import NoteWriter
from app.core import clock
from app.core.database import db
from app.meetings.agenda_models import AgendaItem
from tests.briefings.stage import Stage, words
from tests.client import CheckingClient, Statements
from tests.factories import make_item, make_note

HEADING = "U was bezig met"


def keep(client: CheckingClient, item: AgendaItem, window: str = "", **typed: str) -> NoteDraft:
    """Let a window keep what was typed; gives its draft."""
    key = window or str(uuid.uuid4())
    values = {name: [text] for name, text in typed.items()}
    body: dict[str, Any] = {"window": key, "sequence": 1, "base": 1, "values": values}
    assert client.post(f"/items/{item.id}/draft", json=body).status_code == 200
    return db.session.scalars(select(NoteDraft).where(NoteDraft.window_key == key)).one()


def test_the_start_page_leads_back_to_what_was_not_saved(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    client = stage.client(stage.officer)
    assert HEADING not in client.get("/").text
    draft = keep(client, stage.item, core="Kwartelnest")
    page = client.get("/").text
    assert HEADING in page
    assert "Verder schrijven: Begroting 2027" in page
    assert f"/notes/{note.id}/edit?draft={draft.id}" in page
    assert "Kwartelnest" not in page
    assert "bewaard tot zondag 14 maart 2027" in client.get(f"/drafts/{draft.id}").text
    db.session.add(NoteWriter(note_id=note.id, person_id=stage.colleague.id))
    db.session.commit()
    assert HEADING not in stage.client(stage.colleague).get("/").text


def test_a_note_that_was_not_begun_is_gone_on_with_as_well(app: Flask) -> None:
    stage = Stage.set_up(app)
    client = stage.client(stage.officer)
    draft = keep(client, stage.item, core="Eerste zin")
    assert f"/items/{stage.item.id}/note?draft={draft.id}" in client.get("/").text


@pytest.mark.parametrize(("state", "word"), [("with_alderman", "bij wethouder"), ("finished", "")])
def test_what_cannot_be_written_now_is_said_and_can_be_copied(
    app: Flask, state: str, word: str
) -> None:
    stage = Stage.set_up(app)
    stage.note(state)
    client = stage.client(stage.officer)
    draft = keep(client, stage.item, core="Te laat")
    page = client.get("/").text
    assert "Uw tekst kopiëren: Begroting 2027" in page
    assert "U kunt deze annotatie nu niet wijzigen." in page
    assert word in page
    assert f'href="/drafts/{draft.id}"' in page


def test_what_does_not_exist_any_more_for_its_writer_has_no_name(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    db.session.add(NoteWriter(note_id=note.id, person_id=stage.colleague.id))
    db.session.commit()
    client = stage.client(stage.colleague)
    keep(client, stage.item, core="Mijn eigen zin")
    stage.meeting.restricted = True
    db.session.commit()
    page = client.get("/").text
    assert "U kunt deze annotatie niet meer openen." in page
    assert "Begroting 2027" not in page


def test_what_was_saved_is_not_asked_for_again(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    client = stage.client(stage.officer)
    client.post(f"/notes/{note.id}/edit", data=words(1, core="Opgeslagen"))
    client.post(f"/notes/{note.id}/edit", data=words(2, core="Anders"))
    keep(client, stage.item, core="Opgeslagen")  # the last words of a window came after its save
    for page in ("/", "/notes/", f"/notes/{note.id}", f"/notes/{note.id}/edit"):
        text = client.get(page).text
        assert HEADING not in text
        assert "tekst getypt die nog niet" not in text


def test_many_drafts_cost_the_start_page_no_more(app: Flask, statements: Statements) -> None:
    stage = Stage.set_up(app)
    client = stage.client(stage.officer)
    counts = []
    for total in (2, 12):
        for number in range(total):
            item = make_item(stage.meeting, title=f"Punt {total}.{number}")
            if number % 2:
                make_note(item, author=stage.officer)
            db.session.commit()
            keep(client, item, core=f"Zin {number}")
        with statements.counted() as found:
            assert client.get("/").status_code == 200
        counts.append(found.count)
    assert counts[0] == counts[1]


def test_nobody_comes_back_for_what_is_long_past(app: Flask) -> None:
    stage = Stage.set_up(app)
    stage.note()
    client = stage.client(stage.officer)
    keep(client, stage.item, core="Niet opgeslagen")
    ends = stage.meeting.ends_at
    for moment, left in (
        (clock.now() + KEPT, 1),
        (ends + KEPT, 1),
        (ends + KEPT + timedelta(seconds=1), 0),
    ):
        with clock.at(moment):
            forget_old()
        assert len(db.session.scalars(select(NoteDraft)).all()) == left


def test_what_was_typed_lately_about_a_meeting_long_ago_stays(app: Flask) -> None:
    stage = Stage.set_up(app)
    stage.note()
    client = stage.client(stage.officer)
    length = stage.meeting.ends_at - stage.meeting.starts_at
    stage.meeting.starts_at -= 2 * KEPT
    stage.meeting.ends_at = stage.meeting.starts_at + length
    db.session.commit()
    keep(client, stage.item, afterwards="Alsnog getypt")
    forget_old()
    assert len(db.session.scalars(select(NoteDraft)).all()) == 1
