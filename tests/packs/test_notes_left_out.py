"""A pack never denies a note that exists, and never tells of one to who may not know it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.briefings.models import Note
from app.core.database import db
from app.meetings.models import Meeting
from app.packs.left_out import notes_left_out
from app.people.models import Person
from tests.client import CheckingClient, Statements
from tests.factories import make_item, make_meeting, make_note, make_person
from tests.packs.issued import issued
from tests.packs.meeting_files import content_of

NOT_HERE, WITHOUT = "annotatie niet in deze map", "zonder annotatie"


@pytest.fixture
def meeting(alderman: Person, officer: Person) -> Meeting:
    return make_meeting(alderman=alderman, officer=officer, days=3)


@pytest.fixture
def other() -> Person:
    """An officer who has packs made of meetings in which they have no part."""
    return make_person("officer")


def page(app: Flask, person: Person, address: str) -> str:
    client: Any = app.test_client()
    signed_in: CheckingClient = client.sign_in(person)
    response = signed_in.get(address)
    assert response.status_code == 200
    return " ".join(response.text.split())


def test_a_note_that_the_reader_may_read_and_the_asker_may_not_is_said_not_to_be_here(
    meeting: Meeting, alderman: Person, other: Person
) -> None:
    make_note(make_item(meeting, number="3"), state="with_alderman", parts={"core": "kanarie"})
    content = content_of(meeting, alderman, other)
    assert "kanarie" not in content
    assert content.count(NOT_HERE) == 2  # the item and its row on the steer
    assert WITHOUT not in content
    assert "geen annotatie" not in content


def test_of_a_concept_nothing_is_said_nor_denied(
    meeting: Meeting, alderman: Person, officer: Person
) -> None:
    make_note(make_item(meeting), state="concept", author=officer)
    content = content_of(meeting, alderman, officer)
    assert WITHOUT in content
    assert NOT_HERE not in content
    assert "geen annotatie" not in content


def test_a_note_for_a_circle_without_the_asker_leaves_no_trace(
    meeting: Meeting, alderman: Person, officer: Person
) -> None:
    item = make_item(meeting)
    before = content_of(meeting, alderman, officer)
    make_note(item, state="aligned", circle=(alderman,))
    assert content_of(meeting, alderman, officer) == before
    assert NOT_HERE not in before


def test_the_maker_hears_why_a_note_is_left_out(
    meeting: Meeting, alderman: Person, officer: Person, other: Person
) -> None:
    item = make_item(meeting)
    make_note(item, state="concept", author=officer)
    ids = [item.id]
    assert notes_left_out(ids, alderman, officer) == {
        item.id: "de annotatie is nog concept; de lezer ziet die niet"
    }
    assert notes_left_out(ids, alderman, other) == {
        item.id: "de annotatie is nog concept; u en de lezer zien die niet"
    }
    db.session.query(Note).one().state = "with_alderman"
    db.session.commit()
    assert notes_left_out(ids, alderman, other) == {
        item.id: "de lezer mag de annotatie zien en u niet; de lezer kan zelf een volledige map "
        "laten maken"
    }
    assert notes_left_out(ids, alderman, officer) == {}


def test_the_maker_hears_nothing_of_a_note_for_a_circle_without_them(
    meeting: Meeting, alderman: Person, officer: Person
) -> None:
    item = make_item(meeting)
    make_note(item, state="aligned", circle=(alderman,))
    assert notes_left_out([item.id], alderman, officer) == {}


def test_the_pages_tell_the_maker_and_the_reader(
    app: Flask, meeting: Meeting, alderman: Person, officer: Person, other: Person
) -> None:
    concept = make_item(meeting, number="7", title="Herijking")
    make_note(concept, state="concept", author=officer)
    waiting = make_item(meeting, number="8", title="Uittreding")
    note = make_note(waiting, state="with_alderman", author=officer)
    asking = page(app, officer, f"/meetings/{meeting.id}/packs")
    assert "7 Herijking:</strong> de annotatie is nog concept; de lezer ziet die niet" in asking
    pack = issued(meeting, alderman, other)
    told = page(app, other, f"/packs/{pack.id}")
    assert "8 Uittreding:</strong> de lezer mag de annotatie zien en u niet" in told
    readers = page(app, alderman, f"/packs/{pack.id}")
    assert "nog concept" not in readers
    reading = page(app, alderman, f"/packs/{pack.id}/read")
    assert f'href="/notes/{note.id}"' in reading
    assert "Bij 1 punt is een annotatie die u mag lezen en die niet in deze map staat" in reading
    assert f'href="/meetings/{meeting.id}/packs"' in reading
    assert "geen annotatie" not in reading
    assert f'href="/notes/{note.id}"' not in page(app, other, f"/packs/{pack.id}/read")


def test_how_many_items_makes_no_difference_in_statements(
    meeting: Meeting, alderman: Person, officer: Person, statements: Statements
) -> None:
    items = [make_item(meeting, number=str(number)) for number in range(1, 8)]
    for item in items:
        make_note(item, state="concept", author=officer)
    db.session.commit()
    ids = [item.id for item in items]
    with statements.counted() as one:
        assert len(notes_left_out(ids[:1], alderman, officer)) == 1
    with statements.counted() as many:
        assert len(notes_left_out(ids, alderman, officer)) == 7
    assert one.count == many.count == 3
