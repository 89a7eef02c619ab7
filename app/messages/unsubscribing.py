"""The token in a mail by which its reader stops a kind of mail without signing in.

It is signed and not kept: whoever holds it can do no more than stop these kinds for this person.
It does not end: the mail may be read years later.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from app.core.database import db
from app.messages.kinds import KINDS, Kind
from app.people.models import Person


def token_for(person_id: int, kinds: Sequence[str]) -> str:
    """The token that stops these kinds for this person."""
    return str(_serializer().dumps([person_id, list(kinds)]))


def find_stopped(token: str) -> tuple[Person, list[Kind]] | None:
    """Whose mails of which kinds a token stops; None where it is not ours, or stops nothing."""
    try:
        person_id, keys = _serializer().loads(token)
    except BadSignature:
        return None
    person = db.session.get(Person, person_id)
    found = [one for one in KINDS if one.key in keys and not one.fixed]
    return (person, found) if person is not None and found else None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="stop-mail")
