"""Telling people that a meeting moved, was cancelled, or takes place after all: once per change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.core.dates import short_moment
from app.meetings.circles import assigned_ids
from app.meetings.following import followers
from app.meetings.models import Meeting
from app.messages.actions import tell
from app.people.models import Person
from app.people.serving_queries import secretary_ids

#: What is told of; any other change of a meeting is found by who looks at it.
TOLD = frozenset({"cancel", "reopen"})


def audience_of(meeting: Meeting, actor: Person, known_to: Person | None = None) -> set[int]:
    """Whom a change concerns: who goes or is assigned, who serves them, who upper rooms name.

    Never who makes the change. Of a restricted meeting only its circle. With `known_to` only
    those of whom that person may know why they are told.
    """
    found = assigned_ids(meeting)
    for follower in followers():
        found |= follower.audience(meeting, known_to)
    found |= secretary_ids(found, clock.today())
    if meeting.restricted:
        found &= {row.person_id for row in meeting.circle}
    return found - {actor.id}


def is_news(*moments: datetime) -> bool:
    """Whether a change is worth telling: it concerns a moment that is still to come."""
    return max(moments) > clock.now()


def names_of(person_ids: Iterable[int]) -> list[str]:
    """The names of these people, those whose account is in use, in order."""
    rows = db.session.scalars(
        select(Person.name).where(Person.id.in_(set(person_ids)), Person.active)
    )
    return sorted(rows, key=str.casefold)


def tell_moved(meeting: Meeting, before: datetime, person_ids: set[int]) -> None:
    """Tell these people from when to when a meeting moved."""
    _tell(meeting, "move", person_ids, before)


def tell_step(meeting: Meeting, step: str, person_ids: set[int]) -> None:
    """Tell these people that a meeting was cancelled, or takes place after all."""
    _tell(meeting, step, person_ids, meeting.starts_at)


def _tell(meeting: Meeting, what: str, person_ids: set[int], before: datetime) -> None:
    tell(
        sorted(person_ids),
        key=f"meeting-{meeting.id}-{what}-{meeting.sequence}",
        text=LazyString(_sentence, meeting, what, before),
        url=f"/meetings/{meeting.id}",
        kind="meeting",
        about=f"meeting-{meeting.id}",
    )


def _sentence(meeting: Meeting, what: str, before: datetime) -> str:
    """What happened; of a restricted meeting neither its name nor its day."""
    if meeting.restricted:
        return {
            "move": _("Een vergadering met een beperkte kring is verplaatst."),
            "cancel": _("Een vergadering met een beperkte kring gaat niet door."),
            "reopen": _("Een vergadering met een beperkte kring gaat toch door."),
        }[what]
    partnership = meeting.body.partnership
    words = {
        "meeting": meeting.name,
        "partnership": partnership.abbreviation or partnership.name,
        "before": short_moment(before),
        "after": short_moment(meeting.starts_at, meeting.ends_at),
    }
    return {
        "move": _("%(meeting)s (%(partnership)s) van %(before)s is nu op %(after)s.", **words),
        "cancel": _("%(meeting)s (%(partnership)s) van %(before)s gaat niet door.", **words),
        "reopen": _("%(meeting)s (%(partnership)s) van %(before)s gaat toch door.", **words),
    }[what]
