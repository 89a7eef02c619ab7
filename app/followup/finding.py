"""Finding actions and commitments among all that a person may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from app.briefings.permissions import READING_ROLES
from app.core.database import db
from app.followup.models import Action, ActionKind
from app.followup.queries import actions_where, count_actions
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Body, Meeting, MeetingStatus
from app.meetings.permissions import PLANNERS, visible_to
from app.meetings.queries import WITH_BODY
from app.people.models import Person
from app.people.queries import people_with_role
from app.register.portfolio_queries import carried_partnership_ids

PAGE = 50
SCOPES: dict[str, Any] = {
    "mine": _l("Van mij"),
    "partnerships": _l("Van mijn vergaderingen en samenwerkingsverbanden"),
    "all": _l("Alles wat ik mag zien"),
}
STATES: dict[str, Any] = {
    "open": _l("Open"),
    "late": _l("Te laat"),
    "done": _l("Gedaan"),
    "": _l("Open en gedaan"),
}
DIRECTIONS: dict[str, Any] = {
    "": _l("Acties en toezeggingen"),
    "action": _l("Acties"),
    "by_us": _l("Toezeggingen van ons"),
    "to_us": _l("Toezeggingen aan ons"),
}
#: Of meetings so long ago an action can still be written down from the list.
LOOKS_BACK = timedelta(weeks=13)


@dataclass(frozen=True)
class Filters:
    """What a person looks for."""

    scope: str = "mine"
    state: str = "open"
    direction: str = ""
    first: int = 0

    @property
    def any_set(self) -> bool:
        """Whether anything else is looked for than what is open of one's own."""
        return replace(self, first=0) != Filters()

    def address(self, **other: Any) -> dict[str, Any]:
        """The same in an address, without what is usual."""
        wanted = replace(self, first=0, **other)
        usual = Filters()
        names = ("scope", "state", "direction", "first")
        return {
            name: getattr(wanted, name)
            for name in names
            if getattr(wanted, name) != getattr(usual, name)
        }


def filters_from(args: Mapping[str, str]) -> Filters:
    """Filters from an address; what makes no sense is left out."""
    usual = Filters()
    scope, state = args.get("scope", usual.scope), args.get("state", usual.state)
    direction, first = args.get("direction", usual.direction), args.get("first", "")
    return Filters(
        scope=scope if scope in SCOPES else usual.scope,
        state=state if state in STATES else usual.state,
        direction=direction if direction in DIRECTIONS else usual.direction,
        first=int(first[:6]) if first.isdecimal() else 0,
    )


@dataclass(frozen=True)
class Found:
    """One page of actions."""

    actions: list[Action]
    first: int
    total: int

    @property
    def last(self) -> int:
        """The place of the last one on this page."""
        return self.first + len(self.actions)


def find_actions(person: Person, filters: Filters, today: date) -> Found:
    """The actions that a person may see and that fit; three statements."""
    conditions = [
        *_of_scope(person, filters.scope, today),
        *_in_state(filters.state, today),
        *_of_direction(filters.direction),
    ]
    return Found(
        actions_where(person, *conditions, first=filters.first, most=PAGE),
        filters.first,
        count_actions(person, *conditions),
    )


def open_actions_of(person: Person) -> list[Action]:
    """What this person has to do and has a day for."""
    return actions_where(
        person, Action.owner_id == person.id, Action.done_at.is_(None), Action.due_on.is_not(None)
    )


def _of_scope(person: Person, scope: str, today: date) -> list[ColumnElement[bool]]:
    if scope == "mine":
        return [Action.owner_id == person.id]
    if scope == "partnerships":
        carried = carried_partnership_ids(person, today)
        return [
            or_(
                Action.owner_id == person.id,
                Action.added_by_id == person.id,
                Meeting.officer_id == person.id,
                Meeting.alderman_id == person.id,
                Body.partnership_id.in_(carried),
            )
        ]
    return []


def _in_state(state: str, today: date) -> list[ColumnElement[bool]]:
    if state == "done":
        return [Action.done_at.is_not(None)]
    if state == "late":
        return [Action.done_at.is_(None), Action.due_on < today]
    return [Action.done_at.is_(None)] if state == "open" else []


def _of_direction(direction: str) -> list[ColumnElement[bool]]:
    if direction == "action":
        return [Action.kind == ActionKind.ACTION]
    commitment = Action.kind == ActionKind.COMMITMENT
    if direction == "by_us":
        return [commitment, Action.owner_id.is_not(None)]
    return [commitment, Action.owner_id.is_(None)] if direction == "to_us" else []


def may_choose_meeting(person: Person, now: datetime) -> bool:
    """Whether there is any meeting to choose."""
    found = select(Meeting.id).where(*_to_choose(person, now)).limit(1)
    return db.session.scalar(found) is not None


def meetings_to_choose(person: Person, now: datetime) -> list[Meeting]:
    """The meetings of the last quarter of which this person may write down an action."""
    found = db.session.scalars(
        select(Meeting)
        .where(*_to_choose(person, now))
        .options(*WITH_BODY, joinedload(Meeting.officer))
        .order_by(Meeting.starts_at.desc(), Meeting.id)
        .limit(200)
    )
    return list(found.unique())


def _to_choose(person: Person, now: datetime) -> list[ColumnElement[bool]]:
    recent = [
        Meeting.starts_at.between(now - LOOKS_BACK, now),
        Meeting.status != MeetingStatus.CANCELLED,
        visible_to(person),
    ]
    if person.has_role(*PLANNERS):
        return recent
    item = select(AgendaItem.meeting_id).where(
        or_(AgendaItem.officer_id == person.id, AgendaItem.alderman_id == person.id),
        AgendaItem.withdrawn_at.is_(None),
    )
    theirs = or_(
        Meeting.officer_id == person.id, Meeting.alderman_id == person.id, Meeting.id.in_(item)
    )
    return [*recent, theirs]


def people_to_choose(meeting: Meeting) -> list[Person]:
    """Who of ours can do something, who had a part in it first; of a restricted one its circle."""
    people = people_with_role(*sorted(READING_ROLES))
    if meeting.restricted:
        circle = {row.person_id for row in meeting.circle}
        people = [one for one in people if one.id in circle]
    near = {meeting.officer_id, meeting.alderman_id}
    near |= {row.person_id for row in meeting.attendances}
    return sorted(people, key=lambda one: one.id not in near)
