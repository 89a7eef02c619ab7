"""Who works on the server itself, by command: somebody without an account."""

from __future__ import annotations

from app.people.models import Person, PersonRole, Role


def operator() -> Person:
    """Plans as a secretary does, is in no circle, and stands as nobody in the journal."""
    return Person(name="", roles=[PersonRole(role=Role.SECRETARY)])
