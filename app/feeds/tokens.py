"""The addresses of calendars: what is behind one cannot be guessed, nor made from what is kept.

A token follows from a seed on the page where somebody asked for it, and from the secret of the
installation: so the answer to a double click has the same address (ADR 30).
"""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode
from typing import NamedTuple

from flask import current_app
from sqlalchemy import select

from app.core.database import db
from app.feeds.models import Subscription
from app.people.models import Person
from app.people.sessions import digest

#: Bytes of randomness in a token (256 bits): not to be guessed.
TOKEN_BYTES = 32
#: So many calendars of one person run at a time.
MOST = 30


def new_seed() -> str:
    """What an address follows from: made for one page alone, not to be guessed, kept nowhere."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class Renewal(NamedTuple):
    """That somebody wants another address, as the page on which they said so was opened."""

    #: Which address it was (`Subscription.address_mark`).
    instead_of: str
    #: See `new_seed`.
    seed: str

    @classmethod
    def of(cls, subscription: Subscription) -> Renewal:
        """A wish about the address as it is now."""
        return cls(subscription.address_mark, new_seed())


def made_from(person: Person, seed: str) -> list[tuple[Subscription, str]]:
    """The calendars that were made from a seed and still run, with their tokens.

    Of a double click a browser shows the answer to the second: there the addresses must be, too.
    """
    tokens = {
        digest(token): token
        for token in (first_token(person, seed, number) for number in range(MOST))
    }
    mine = (Subscription.person_id == person.id, Subscription.revoked_at.is_(None))
    known = Subscription.token_hash.in_(tokens)
    found = db.session.scalars(select(Subscription).where(*mine, known).order_by(Subscription.id))
    return [(one, tokens[one.token_hash]) for one in found]


def renewed_token(subscription: Subscription, wish: Renewal) -> str | None:
    """The token that this very wish gave, as long as it is the one that works (see `made_from`)."""
    token = token_of(subscription, wish)
    return token if digest(token) == subscription.token_hash else None


def token_of(subscription: Subscription, wish: Renewal) -> str:
    """The token that a wish for another address gives."""
    return _token_from(f"feed:{subscription.id}:{wish.instead_of}:{wish.seed}")


def first_token(person: Person, seed: str, number: int) -> str:
    """The token of a new calendar, by its number on the form; without a seed any that is new."""
    return _token_from(f"new feed:{person.id}:{number}:{seed or new_seed()}")


def _token_from(words: str) -> str:
    """Follows from the seed on the page, which is kept nowhere, and from what only we know."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return urlsafe_b64encode(hmac.digest(secret, words.encode(), "sha256")).decode().rstrip("=")
