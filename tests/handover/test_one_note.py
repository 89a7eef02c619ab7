"""One note goes to a colleague, by its writers or the coordinator."""

from __future__ import annotations

from app.briefings.models import NoteWriter
from app.briefings.ties import Tie
from app.core.database import db
from tests.factories import (
    make_person,
)
from tests.handover.desk import HIDDEN, Desk, ties


def test_one_note_to_a_colleague(desk: Desk) -> None:
    url = f"/notes/{desk.note.id}/hand-over"
    assert "Annotatie overdragen" in desk.client(desk.giver).get(f"/notes/{desk.note.id}").text
    answer = desk.hand(desk.giver, url)
    assert answer.status_code == 302
    db.session.expire_all()
    assert desk.note.item.officer_id == desk.receiver.id
    assert desk.coming.officer_id == desk.giver.id  # the meeting stays
    assert Tie.WRITER in ties(desk.note, desk.receiver)
    assert Tie.WRITER not in ties(desk.note, desk.giver)
    assert desk.note.created_by_id == desk.giver.id  # history keeps who started it


def test_who_writes_along_hands_on_that_part(desk: Desk) -> None:
    along = make_person("officer")
    db.session.add(NoteWriter(note_id=desk.note.id, person_id=along.id))
    db.session.commit()
    assert desk.hand(along, f"/notes/{desk.note.id}/hand-over").status_code == 302
    db.session.expire_all()
    assert {row.person_id for row in desk.note.writers} == {desk.receiver.id}
    assert Tie.WRITER in ties(desk.note, desk.giver)
    assert ties(desk.note, along) & {Tie.WRITER} == frozenset()


def test_a_note_is_handed_on_by_its_writers_and_the_coordinator_only(desk: Desk) -> None:
    desk.note.state = "aligned"
    db.session.commit()
    url = f"/notes/{desk.note.id}/hand-over"
    for person in (desk.alderman, make_person("secretary"), desk.receiver):
        assert desk.client(person).get(url).status_code == 404
    assert desk.client(make_person("coordinator")).get(url).status_code == 200
    client = desk.client(desk.giver)
    data = dict(HIDDEN.findall(client.get(url).text)) | {"receiver": str(desk.receiver.id)}
    desk.note.state = "concept"  # somebody takes a step meanwhile
    db.session.commit()
    assert client.post(url, data=data).status_code == 409
