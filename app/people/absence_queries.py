"""Reads of absence and substitutes: what a person's page shows, with who recorded it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.core.database import db
from app.core.errors import NotFound
from app.core.journal import JournalEntry
from app.people.models import Absence, Person, Role, Substitution
from app.people.queries import with_role


def get_absence(person_id: int, absence_id: int) -> Absence:
    """An absence of this person; raises NotFound."""
    found = db.session.get(Absence, absence_id)
    if found is None or found.person_id != person_id:
        raise NotFound
    return found


def get_substitution(person_id: int, substitution_id: int) -> Substitution:
    """A substitution for this person; raises NotFound."""
    found = db.session.get(Substitution, substitution_id)
    if found is None or found.person_id != person_id:
        raise NotFound
    return found


def absences_from(person_ids: Iterable[int], day: date) -> list[Absence]:
    """Present and coming absences of these people, the first first."""
    found = db.session.scalars(
        select(Absence)
        .where(Absence.person_id.in_(list(person_ids)), Absence.last_day >= day)
        .order_by(Absence.first_day, Absence.id)
    )
    return list(found)


def substitutions_from(person_ids: Iterable[int], day: date) -> list[Substitution]:
    """Present and coming substitutions for these people, the first first."""
    return _substitutions(Substitution.person_id.in_(list(person_ids)), day)


def standing_in_from(person_id: int, day: date) -> list[Substitution]:
    """Present and coming substitutions in which this person stands in for somebody else."""
    return _substitutions(Substitution.substitute_id == person_id, day)


def substitutions_with(person_id: int, day: date) -> list[Substitution]:
    """Present and coming substitutions with this person on either side."""
    return _substitutions(
        or_(Substitution.person_id == person_id, Substitution.substitute_id == person_id), day
    )


def _substitutions(condition: ColumnElement[bool], day: date) -> list[Substitution]:
    found = db.session.scalars(
        select(Substitution)
        .options(joinedload(Substitution.person), joinedload(Substitution.substitute))
        .where(
            condition,
            or_(Substitution.last_day.is_(None), Substitution.last_day >= day),
        )
        .order_by(Substitution.first_day, Substitution.id)
    )
    return list(found)


def uncovered_days(first: date, last: date) -> Mapping[int, frozenset[date]]:
    """Per person the days of a period on which they are away with nobody to stand in.

    One statement for everybody. Who is away at the same time covers nobody.
    """
    rows: Iterable[tuple[Absence, Substitution | None]] = db.session.execute(
        select(Absence, Substitution)
        .outerjoin(
            Substitution,
            and_(
                Substitution.person_id == Absence.person_id,
                Substitution.first_day <= Absence.last_day,
                or_(Substitution.last_day.is_(None), Substitution.last_day >= Absence.first_day),
                Substitution.substitute_id.in_(select(Person.id).where(Person.active)),
            ),
        )
        .where(Absence.first_day <= last, Absence.last_day >= first)
    )
    away: dict[int, set[date]] = {}
    covers: list[Substitution] = []
    for absence, cover in rows:
        days = _days(max(absence.first_day, first), min(absence.last_day, last))
        away.setdefault(absence.person_id, set()).update(days)
        if cover is not None:
            covers.append(cover)
    uncovered = {person_id: set(days) for person_id, days in away.items()}
    for cover in covers:
        covered = set(_days(max(cover.first_day, first), min(cover.last_day or last, last)))
        uncovered[cover.person_id] -= covered - away.get(cover.substitute_id, set())
    return {person_id: frozenset(days) for person_id, days in uncovered.items() if days}


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def fitting_substitutes(person: Person) -> list[Person]:
    """Active colleagues with a role that this person has, by name."""
    found = db.session.scalars(
        select(Person)
        .where(Person.active, Person.id != person.id, with_role(*_needed_roles(person)))
        .order_by(func.lower(Person.name), Person.id)
    )
    return list(found)


def _needed_roles(person: Person) -> frozenset[str]:
    for role in (Role.ALDERMAN, Role.OFFICER):
        if role in person.role_names:
            return frozenset({role})
    return person.role_names


def preparing_people() -> list[Person]:
    """Active people whose absence others plan around: everyone who prepares or decides."""
    found = db.session.scalars(
        select(Person)
        .options(selectinload(Person.roles))
        .where(
            Person.active,
            with_role(Role.OFFICER, Role.ALDERMAN, Role.ADVISER, Role.SECRETARY, Role.COORDINATOR),
        )
        .order_by(func.lower(Person.name), Person.id)
    )
    return list(found)


def recorded_by(object_kind: str, object_ids: Iterable[int]) -> dict[int, Person]:
    """Per row the colleague who recorded or last changed it in the person's place."""
    actor = aliased(Person)
    rows = db.session.execute(
        select(JournalEntry.object_id, actor)
        .join(actor, JournalEntry.actor_id == actor.id)
        .where(
            JournalEntry.object_kind == object_kind,
            JournalEntry.object_id.in_(list(object_ids)),
            JournalEntry.on_behalf_of_id.is_not(None),
        )
        .order_by(JournalEntry.id)
    )
    return {object_id: person for object_id, person in rows if object_id is not None}
