"""Reads for the accounts pages: the filtered list, one account with all that belongs to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.core import clock
from app.core.database import db
from app.core.errors import NotFound
from app.core.journal import JournalEntry
from app.people.deeds import Deed, deeds
from app.people.links import usable
from app.people.models import Person, Role, SignInLink, TeamLead
from app.people.queries import with_role

DEEDS_SHOWN = 15


def list_accounts(words: str = "", role: str = "", state: str = "") -> list[Person]:
    """Accounts by name; filtered by words in name, title or address, by role, and by state."""
    query = (
        select(Person)
        .options(selectinload(Person.roles))
        .order_by(func.lower(Person.name), Person.id)
    )
    for word in words.lower().split():
        query = query.where(
            or_(
                *(
                    func.lower(column).contains(word, autoescape=True)
                    for column in (Person.name, Person.title, Person.email)
                )
            )
        )
    if role in list(Role):
        query = query.where(with_role(role))
    if state == "inactive":
        query = query.where(~Person.active)
    elif state == "no-password":
        query = query.where(Person.active, Person.password_hash.is_(None))
    elif state != "all":
        query = query.where(Person.active)
    return list(db.session.scalars(query))


def open_invitations(person_ids: Iterable[int]) -> frozenset[int]:
    """Who of these have a link that was not used yet."""
    found = db.session.scalars(
        select(SignInLink.person_id).where(SignInLink.person_id.in_(list(person_ids)), usable())
    )
    return frozenset(found)


def leaders_from(officer_id: int, day: date) -> list[TeamLead]:
    """Present and coming team leaders of an officer."""
    return _team_leads(TeamLead.officer_id == officer_id, day)


def led_by_from(leader_id: int, day: date) -> list[TeamLead]:
    """Present and coming officers whom somebody leads."""
    return _team_leads(TeamLead.leader_id == leader_id, day)


def _team_leads(condition: ColumnElement[bool], day: date) -> list[TeamLead]:
    found = db.session.scalars(
        select(TeamLead)
        .options(joinedload(TeamLead.leader), joinedload(TeamLead.officer))
        .where(condition, or_(TeamLead.valid_to.is_(None), TeamLead.valid_to >= day))
        .order_by(TeamLead.valid_from, TeamLead.id)
    )
    return list(found)


def get_team_lead(officer_id: int, team_lead_id: int) -> TeamLead:
    """A team leader relation of this officer; raises NotFound."""
    found = db.session.get(TeamLead, team_lead_id)
    if found is None or found.officer_id != officer_id:
        raise NotFound
    return found


def possible_leaders(officer: Person) -> list[Person]:
    """Active colleagues, by name."""
    found = db.session.scalars(
        select(Person)
        .where(Person.active, Person.id != officer.id)
        .order_by(func.lower(Person.name), Person.id)
    )
    return list(found)


def last_sign_in(person: Person) -> JournalEntry | None:
    """When somebody last signed in, if ever."""
    return db.session.scalar(
        select(JournalEntry)
        .where(
            JournalEntry.object_kind == "person",
            JournalEntry.object_id == person.id,
            JournalEntry.action.in_(("account.sign-in", "account.pick-role")),
            JournalEntry.result == "done",
            JournalEntry.at <= clock.now(),
        )
        .order_by(JournalEntry.id.desc())
        .limit(1)
    )


def latest_deeds(person: Person) -> list[Deed]:
    """The latest deeds on this account, the last first."""
    about = and_(JournalEntry.object_kind == "person", JournalEntry.object_id == person.id)
    return deeds(about, DEEDS_SHOWN)
