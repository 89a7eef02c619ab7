"""Receiving and applying files in tests, and what stands there afterwards."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.core.database import db
from app.invitations import actions, queries
from app.invitations.models import ReceivedInvitation
from app.invitations.outcomes import Answers, Outcome
from app.meetings.actions import change_meeting
from app.meetings.models import Body, Meeting
from app.meetings.organiser_actions import details_of
from app.people.models import Person
from tests.invitations.files import arrived


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
    """Result and question of each."""
    return [(one.result.value, one.question.value if one.question else "") for one in outcomes]


def last(actor: Person) -> ReceivedInvitation:
    """The file that was received last."""
    return max([*queries.waiting(actor), *queries.decided(actor)], key=lambda one: one.id)


def change_by_hand(meeting: Meeting, actor: Person, **changes: Any) -> None:
    """What a colleague changes of a meeting."""
    change_meeting(meeting, details_of(meeting, **changes), actor, meeting.version)
    db.session.commit()
