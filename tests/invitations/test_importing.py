"""Invitations become meetings: created, matched, moved, cancelled, asked about and undone."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.database import db
from app.core.errors import NotAllowed
from app.core.journal import JournalEntry
from app.invitations import actions, queries
from app.invitations.outcomes import Answers, Outcome
from app.invitations.undoing import undo
from app.meetings.models import Body, Meeting
from app.people.models import Person, Role
from tests.factories import make_body, make_item, make_person
from tests.invitations.files import arrived, invitation


def bring(
    actor: Person, *events: bytes, body: Body | None = None, answers: Answers | None = None
) -> list[Outcome]:
    """Receive and apply a file for each of these, and give the outcomes of the last."""
    found: list[Outcome] = []
    for content in events:
        partnership_id = body.partnership_id if body else None
        received = actions.keep(arrived(content), actor, partnership_id)
        found = actions.apply(received, actor, answers)
        db.session.commit()
    return found


def meetings() -> list[Meeting]:
    """All meetings, as the database has them now."""
    db.session.expire_all()
    return list(db.session.scalars(select(Meeting).order_by(Meeting.starts_at, Meeting.id)))


def as_words(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    return [(one.result.value, one.question.value if one.question else "") for one in outcomes]


def last(actor: Person) -> Any:
    """The file that was received last."""
    return max([*queries.waiting(actor), *queries.decided(actor)], key=lambda one: one.id)


@pytest.fixture
def secretary(app: Flask) -> Person:
    return make_person(Role.SECRETARY)


@pytest.fixture
def body(app: Flask) -> Body:
    return make_body(name="Algemeen bestuur", kind="general_board")


def test_a_request_plans_a_meeting(secretary: Person, body: Body) -> None:
    """With time, place and link; a repetition changes nothing; the title is that of the body."""
    content = invitation(title="Algemeen bestuur", place="Raadhuis")
    assert as_words(bring(secretary, content, body=body)) == [("new", "")]
    [meeting] = meetings()
    assert (meeting.body_id, meeting.title, meeting.place) == (body.id, "", "Raadhuis")
    assert as_words(bring(secretary, content, content, body=body)) == [("unchanged", "")]
    assert len(meetings()) == 1
    assert db.session.scalar(
        select(JournalEntry.id).where(JournalEntry.action == "invitation.apply")
    )


def test_an_update_moves_it_and_a_cancellation_keeps_it(secretary: Person, body: Body) -> None:
    """What hangs on it stays."""
    bring(secretary, invitation(), body=body)
    item = make_item(meetings()[0])
    assert as_words(bring(secretary, invitation(sequence=1, hour=13, place="Zaal 2"))) == [
        ("updated", "")
    ]
    [meeting] = meetings()
    assert (meeting.starts_at.hour, meeting.place) == (13, "Zaal 2")
    assert as_words(bring(secretary, invitation(sequence=2, method="CANCEL"))) == [
        ("cancelled", "")
    ]
    [meeting] = meetings()
    assert (meeting.status, meeting.starts_at.hour, item.meeting_id) == (
        "cancelled",
        13,
        meeting.id,
    )


def test_who_may_not_plan_may_not_import(app: Flask, secretary: Person, body: Body) -> None:
    bring(secretary, invitation(), body=body)
    officer = make_person(Role.OFFICER)
    with pytest.raises(NotAllowed):
        actions.keep(arrived(invitation()), officer)
    received = last(secretary)
    for act in (actions.apply, undo):
        with pytest.raises(NotAllowed):
            act(received, officer)
