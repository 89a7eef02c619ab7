"""Reads of imports that wait or were decided: each person sees their own."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import undefer

from app.core.database import db
from app.core.errors import NotFound
from app.people.models import Person
from app.transfer.models import ImportState, RegisterImport

UNDER_WAY = (ImportState.WAITING, ImportState.READING)
#: So many are listed.
LISTED = 20


def visible_to(person: Person) -> ColumnElement[bool]:
    """The imports of this person: a file may hold more than the register shows."""
    return RegisterImport.person_id == person.id


def get_import(import_id: int, person: Person, *, for_update: bool = False) -> RegisterImport:
    """An import of this person, with what it read."""
    statement = (
        select(RegisterImport)
        .where(RegisterImport.id == import_id, visible_to(person))
        .options(undefer(RegisterImport.rows))
    )
    found = db.session.scalar(statement.with_for_update() if for_update else statement)
    if found is None:
        raise NotFound
    return found


def imports_of(person: Person) -> list[RegisterImport]:
    """The last imports of this person, the newest first."""
    return list(
        db.session.scalars(
            select(RegisterImport)
            .where(visible_to(person))
            .order_by(RegisterImport.id.desc())
            .limit(LISTED)
        )
    )
