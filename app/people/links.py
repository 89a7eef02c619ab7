"""One-time links by which a person sets a password: an invitation, or a forgotten one."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, select, update

from app.core import clock, journal, settings
from app.core.database import db
from app.core.errors import RuleBroken
from app.core.web import public_root
from app.people import permissions
from app.people.models import Person, SignInLink
from app.people.sessions import digest


def lifetime() -> timedelta:
    """How long a link that is made now can be used."""
    return timedelta(days=settings.get(settings.LINK_DAYS))


def usable() -> ColumnElement[bool]:
    """The condition that a link was not used and still holds."""
    return and_(SignInLink.used_at.is_(None), SignInLink.expires_at > clock.now())


def find_usable_link(token: str) -> SignInLink | None:
    """The link with this token, if it can still be used by an active account."""
    found = db.session.scalar(
        select(SignInLink).where(SignInLink.token_hash == digest(token), usable())
    )
    return found if found is not None and found.person.active else None


def make_link(person: Person, actor: Person | None) -> str:
    """Make a link for this person and give its address, which is kept nowhere; older ones end.

    `actor` is None for a command on the machine itself.
    """
    permissions.require_administrator(actor)
    if not person.active:
        raise RuleBroken(permissions.not_active(person))
    void_links(person)
    token = secrets.token_urlsafe(32)
    now = clock.now()
    db.session.add(
        SignInLink(
            token_hash=digest(token),
            person_id=person.id,
            made_by_id=actor.id if actor else None,
            made_at=now,
            expires_at=now + lifetime(),
        )
    )
    journal.record("account.make-link", "person", person.id, actor_id=actor.id if actor else None)
    return address(token)


def void_links(person: Person) -> None:
    """End every link of this person that was not used yet."""
    db.session.execute(
        update(SignInLink)
        .where(SignInLink.person_id == person.id, usable())
        .values(expires_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def address(token: str) -> str:
    """The full address of a link, as it can be put in a message."""
    return f"{public_root()}/sign-in/link/{token}"
