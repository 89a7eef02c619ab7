"""What is restricted changes hands only where somebody says so, and never in silence."""

from __future__ import annotations

from sqlalchemy import select

from app.briefings.models import NoteCircle
from app.core.database import db
from app.messages.models import Message
from tests.factories import make_meeting, make_person
from tests.handover.desk import Desk


def test_what_is_restricted_needs_to_be_said(desk: Desk) -> None:
    hidden = make_meeting(
        body=desk.body, circle=(desk.giver, desk.alderman), officer=desk.giver, days=9
    )
    answer = desk.hand(desk.giver)
    assert answer.status_code == 422
    assert "zit niet in de kring" in answer.text
    db.session.expire_all()
    assert (hidden.officer_id, desk.coming.officer_id) == (desk.giver.id, desk.giver.id)
    assert desk.hand(desk.giver, take_in="y").status_code == 302
    db.session.expire_all()
    assert hidden.officer_id == desk.receiver.id
    assert desk.receiver.id in {row.person_id for row in hidden.circle}


def test_a_restricted_note_changes_circle_with_its_writer(desk: Desk) -> None:
    desk.note.restricted = True
    desk.note.circle = [NoteCircle(person=desk.giver), NoteCircle(person=desk.alderman)]
    db.session.commit()
    assert desk.hand(desk.giver).status_code == 422
    assert desk.hand(desk.giver, take_in="y").status_code == 302
    db.session.refresh(desk.note)
    assert {row.person_id for row in desk.note.circle} == {desk.receiver.id, desk.alderman.id}
    assert desk.client(desk.giver).get(f"/notes/{desk.note.id}").status_code == 404


def test_who_is_outside_the_circle_sees_nothing_and_the_circle_hears(desk: Desk) -> None:
    hidden = make_meeting(
        body=desk.body,
        circle=(desk.giver, desk.alderman),
        officer=desk.giver,
        days=9,
        title="Vertrouwelijk overleg",
    )
    coordinator = make_person("coordinator")
    client = desk.client(coordinator)
    page = client.get(f"/people/{desk.giver.id}/hand-over").text
    assert "Vertrouwelijk overleg" not in page
    assert "beperkt" not in page
    desk.hand(coordinator)
    db.session.expire_all()
    assert hidden.officer_id == desk.giver.id
    rows = db.session.scalars(select(Message).where(Message.key.startswith("left-behind"))).all()
    assert {row.person_id for row in rows} == {desk.giver.id, desk.alderman.id}
    assert {row.url for row in rows} == {f"/meetings/{hidden.id}"}
    assert all("Vertrouwelijk" not in row.text for row in rows)


def test_a_restricted_note_out_of_sight_is_not_orphaned_in_silence(desk: Desk) -> None:
    desk.note.restricted = True
    desk.note.circle = [NoteCircle(person=desk.giver), NoteCircle(person=desk.alderman)]
    db.session.commit()
    desk.hand(make_person("coordinator"))
    rows = db.session.scalars(select(Message).where(Message.key.startswith("left-behind"))).all()
    assert {row.person_id for row in rows} == {desk.giver.id, desk.alderman.id}
    assert desk.client(desk.receiver).get(f"/notes/{desk.note.id}").status_code == 404
