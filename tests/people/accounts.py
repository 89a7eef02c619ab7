"""Accounts with a password, made quickly: hashing takes long enough to count in a suite."""

from __future__ import annotations

from functools import cache
from typing import Any

from app.people import passwords
from app.people.models import Person
from tests.factories import make_person

PASSWORD = "vier woorden in een zin"


@cache
def password_hash() -> str:
    """The hash of that password, made once per run."""
    return passwords.hash_password(PASSWORD)


def make_member(*roles: str, **fields: Any) -> Person:
    """Somebody who chose that password."""
    return make_person(*roles, **{"password_hash": password_hash(), **fields})
