"""The token in a mail by which its reader stops a kind of mail without signing in.

It is signed and not kept: whoever holds it can do no more than stop these kinds for this person.
It does not end: the mail may be read years later.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from app.core.database import db
from app.core.errors import NotFound
from app.messages.kinds import KINDS, Kind
from app.people.models import Person


def token_for(person_id: int, kinds: Sequence[str]) -> str:
    """The token that stops these kinds for this person."""
    return str(_serializer().dumps([person_id, list(kinds)]))


def read_token(token: str) -> tuple[Person, list[Kind]]:
    """Whose mails of which kinds a token stops; raises NotFound where it is not ours."""
    try:
        person_id, keys = _serializer().loads(token)
    except BadSignature:
        raise NotFound from None
    person = db.session.get(Person, person_id)
    found = [one for one in KINDS if one.key in keys and not one.fixed]
    if person is None or not found:
        raise NotFound
    return person, found


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="stop-mail")
