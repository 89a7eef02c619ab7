"""Reads of who works for whom: a secretary for aldermen and the mayor, on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.core.database import db, holds_on
from app.core.errors import NotFound
from app.people.models import Person, Role, Serving


def served_ids(person: Person, day: date) -> Select[int]:
    """For whom this person may act on instruction on that day, as ids for a condition.

    Only a secretary does (`person` must have that role), and only for an account that is in use.
    """
    in_use = aliased(Person)
    return select(Serving.alderman_id).where(
        Serving.secretary_id == person.id,
        holds_on(Serving, day),
        Serving.alderman_id.in_(select(in_use.id).where(in_use.active)),
    )


def served_by(person: Person, day: date) -> list[Person]:
    """The aldermen and the mayor for whom this person works on that day, by name."""
    if not person.has_role(Role.SECRETARY):
        return []
    found = db.session.scalars(
        select(Person)
        .where(Person.id.in_(served_ids(person, day)))
        .order_by(func.lower(Person.name), Person.id)
    )
    return list(found)


def secretary_ids(alderman_ids: Iterable[int], day: date) -> dict[int, set[int]]:
    """Who work for each of these aldermen on that day."""
    rows = db.session.execute(
        select(Serving.alderman_id, Serving.secretary_id).where(
            Serving.alderman_id.in_(set(alderman_ids)), holds_on(Serving, day)
        )
    )
    found: dict[int, set[int]] = {}
    for alderman_id, secretary_id in rows:
        found.setdefault(alderman_id, set()).add(secretary_id)
    return found


def find_served(person: Person, alderman_id: int | None, day: date) -> Person | None:
    """The alderman with this id, where this person works for them on that day."""
    if not person.has_role(Role.SECRETARY):
        return None
    return db.session.scalar(
        select(Person).where(Person.id == alderman_id, Person.id.in_(served_ids(person, day)))
    )


def servings_from(secretary_id: int, day: date) -> list[Serving]:
    """For whom a secretary works now or later."""
    return _servings(Serving.secretary_id == secretary_id, day)


def secretaries_from(alderman_id: int, day: date) -> list[Serving]:
    """Who work for an alderman now or later."""
    return _servings(Serving.alderman_id == alderman_id, day)


def _servings(condition: ColumnElement[bool], day: date) -> list[Serving]:
    found = db.session.scalars(
        select(Serving)
        .options(joinedload(Serving.secretary), joinedload(Serving.alderman))
        .where(condition, or_(Serving.valid_to.is_(None), Serving.valid_to >= day))
        .order_by(Serving.valid_from, Serving.id)
    )
    return list(found)


def get_serving(secretary_id: int, serving_id: int) -> Serving:
    """For whom this secretary works; raises NotFound."""
    found = db.session.get(Serving, serving_id)
    if found is None or found.secretary_id != secretary_id:
        raise NotFound
    return found
