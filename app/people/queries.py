"""Every read of people: who somebody is, who stands in for whom, who leads whom, who is away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import selectinload

from app.core.database import db, holds_on
from app.core.errors import NotFound
from app.people.models import Absence, Person, PersonRole, Substitution, TeamLead


def get_person(person_id: int) -> Person:
    """The person with this id; raises NotFound."""
    found = db.session.get(Person, person_id) if 0 < person_id < 2**31 else None
    if found is None:
        raise NotFound
    return found


def anybody() -> bool:
    """Whether there is an account at all; a new installation has none."""
    return db.session.scalar(select(Person.id).limit(1)) is not None


def find_by_email(email: str) -> Person | None:
    """The account with this address; capitals do not matter."""
    return db.session.scalar(select(Person).where(func.lower(Person.email) == normal_email(email)))


def normal_email(email: str) -> str:
    """How an address is kept and compared."""
    return email.strip().lower()


def people_with_role(*roles: str) -> list[Person]:
    """Active people with one of these roles, by name."""
    found = db.session.scalars(
        select(Person)
        .where(Person.active, with_role(*roles))
        .order_by(func.lower(Person.name), Person.id)
    )
    return list(found)


def with_role(*roles: str) -> ColumnElement[bool]:
    """The condition that a person has one of these roles."""
    return Person.id.in_(select(PersonRole.person_id).where(PersonRole.role.in_(roles)))


def _stands_in_on(day: date) -> ColumnElement[bool]:
    """The condition that a substitution holds on a day."""
    return and_(
        Substitution.first_day <= day,
        or_(Substitution.last_day.is_(None), Substitution.last_day >= day),
    )


def substitutes_of(person_id: int, day: date) -> list[Person]:
    """Who stand in for this person on that day (active accounts only), by name."""
    found = db.session.scalars(
        select(Person)
        .where(
            Person.active,
            Person.id.in_(
                select(Substitution.substitute_id).where(
                    Substitution.person_id == person_id, _stands_in_on(day)
                )
            ),
        )
        .order_by(func.lower(Person.name), Person.id)
    )
    return list(found)


def principals_of(person_id: int, day: date) -> list[Person]:
    """For whom this person stands in on that day, by name."""
    found = db.session.scalars(
        select(Person)
        .where(Person.id.in_(_principal_ids(person_id, day)))
        .order_by(func.lower(Person.name), Person.id)
    )
    return list(found)


def principal_ids(person: Person, day: date) -> Select[int]:
    """The same as ids, to be used inside the conditions of `visible_to`."""
    return _principal_ids(person.id, day)


def _principal_ids(person_id: int, day: date) -> Select[int]:
    return select(Substitution.person_id).where(
        Substitution.substitute_id == person_id, _stands_in_on(day)
    )


def leaders_of(officer_id: int, day: date) -> list[Person]:
    """Who lead this officer's team on that day (active accounts only), by name."""
    found = db.session.scalars(
        select(Person)
        .where(
            Person.active,
            Person.id.in_(
                select(TeamLead.leader_id).where(
                    TeamLead.officer_id == officer_id, holds_on(TeamLead, day)
                )
            ),
        )
        .order_by(func.lower(Person.name), Person.id)
    )
    return list(found)


def leaders_there(officer_id: int, day: date) -> list[Person]:
    """Who can look at this officer's work on that day: team leaders who are not away.

    For one who is away: who stands in. Nobody, where all are away and nobody stands in.
    """
    leaders = leaders_of(officer_id, day)
    away = absences([one.id for one in leaders], day, day)
    found: dict[int, Person] = {}
    for leader in leaders:
        for person in substitutes_of(leader.id, day) if leader.id in away else [leader]:
            found.setdefault(person.id, person)
    return list(found.values())


def led_officer_ids(person: Person, day: date) -> Select[int]:
    """The officers whose team this person leads on that day, as ids for a condition.

    Also as who stands in for their team leader.
    """
    leads = or_(TeamLead.leader_id == person.id, TeamLead.leader_id.in_(principal_ids(person, day)))
    return select(TeamLead.officer_id).where(leads, holds_on(TeamLead, day))


def absences(person_ids: Iterable[int], first: date, last: date) -> dict[int, list[Absence]]:
    """Per person the absences that touch these days, in order; nobody without one is named."""
    found: dict[int, list[Absence]] = {}
    rows: Sequence[Absence] = db.session.scalars(
        select(Absence)
        .where(
            Absence.person_id.in_(list(person_ids)),
            Absence.first_day <= last,
            Absence.last_day >= first,
        )
        .order_by(Absence.first_day, Absence.id)
    ).all()
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found


def list_people() -> list[Person]:
    """All accounts, also those switched off, in the order in which they were made."""
    found = select(Person).options(selectinload(Person.roles)).order_by(Person.id)
    return list(db.session.scalars(found))
