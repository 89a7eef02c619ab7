"""Telling people that a meeting moved, was cancelled, or takes place after all: once per change."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from flask_babel import gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.core.dates import short_moment
from app.meetings.circles import assigned_to
from app.meetings.following import followers
from app.meetings.models import Meeting
from app.messages.actions import Telling
from app.people.models import Person
from app.people.serving_queries import secretary_ids

#: What is told of; any other change of a meeting is found by who looks at it.
TOLD = frozenset({"cancel", "reopen"})


def audience_of(meeting: Meeting, actor: Person, known_to: Person | None = None) -> set[int]:
    """Whom a change concerns: who goes or is assigned, who serves them, who upper rooms name.

    Never who makes the change. Of a restricted meeting only its circle. With `known_to` only
    those of whom that person may know why they are told.
    """
    return audiences_of([meeting], actor, known_to)[meeting.id]


def audiences_of(
    meetings: Collection[Meeting], actor: Person, known_to: Person | None = None
) -> dict[int, set[int]]:
    """The same for many meetings, by id, in statements that do not grow with them."""
    if not meetings:
        return {}
    found = assigned_to(meetings)
    for follower in followers():
        for meeting_id, people in follower.audience(list(found), known_to).items():
            found[meeting_id] |= people
    serving = secretary_ids(set().union(*found.values()), clock.today())
    for meeting in meetings:
        people = found[meeting.id]
        people |= {one for person_id in list(people) for one in serving.get(person_id, ())}
        if meeting.restricted:
            people &= {row.person_id for row in meeting.circle}
        people.discard(actor.id)
    return found


def is_news(*moments: datetime) -> bool:
    """Whether a change is worth telling: it concerns a moment that is still to come."""
    return max(moments) > clock.now()


def names_of(person_ids: Iterable[int]) -> list[str]:
    """The names of these people, those whose account is in use, in order."""
    rows = db.session.scalars(
        select(Person.name).where(Person.id.in_(set(person_ids)), Person.active)
    )
    return sorted(rows, key=str.casefold)


def moved(meeting: Meeting, before: datetime, person_ids: set[int]) -> Telling:
    """What to tell these people: from when to when a meeting moved."""
    return _telling(meeting, "move", person_ids, before)


def stepped(meeting: Meeting, step: str, person_ids: set[int]) -> Telling:
    """What to tell these people: that a meeting was cancelled, or takes place after all."""
    return _telling(meeting, step, person_ids, meeting.starts_at)


def _telling(meeting: Meeting, what: str, person_ids: set[int], before: datetime) -> Telling:
    return Telling(
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
