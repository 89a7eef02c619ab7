"""Signing in and out: by password, by a one-time link, by picking a role of the sample data."""

from __future__ import annotations

from sqlalchemy import update

from app.core import clock, journal
from app.core.database import db, let_go
from app.core.errors import NotFound
from app.people import links, passwords, sessions, throttling
from app.people.models import Person, SignInLink, SignInSession
from app.people.queries import find_by_email


def sign_in(email: str, password: str, address: str | None) -> Person | None:
    """The person with a new session, or None when address or password is wrong.

    Raises TooManyAttempts. The attempt is committed before the password is looked at, and the
    hashing happens outside any transaction.
    """
    ticket = throttling.start_attempt(email, address)
    person = find_by_email(email)
    stored = person.password_hash if person else None
    let_go()
    correct = passwords.fits(password, stored)
    renewed = None
    if correct and stored is not None and passwords.is_dated(stored):
        renewed = passwords.hash_password(password)
    person = find_by_email(email)
    if not correct or person is None or not person.active or person.password_hash != stored:
        object_id = person.id if person else None
        journal.record("account.sign-in", "person", object_id, actor_id=None, result="refused")
        return None
    throttling.forgive(ticket)
    if renewed:
        _keep(person, renewed)
    return _begin(person, "account.sign-in")


def pick_role(person: Person) -> Person:
    """Sign in as a person of the sample municipality; the view has checked that one may."""
    if not sessions.is_sample() or not person.active:
        raise NotFound
    return _begin(person, "account.pick-role")


def use_link(token: str, password: str) -> Person:
    """Set a password by a one-time link and sign in; every earlier session ends.

    Raises NotFound where the link cannot be used (any more), also when somebody else was just
    before us, and RuleBroken for a password that is too weak.
    """
    link = links.find_usable_link(token)
    if link is None:
        raise NotFound
    passwords.check_new(password, link.person.email, link.person.name)
    link_id, person_id = link.id, link.person_id
    let_go()
    hashed = passwords.hash_password(password)
    consumed = db.session.scalar(
        update(SignInLink)
        .where(SignInLink.id == link_id, links.usable())
        .values(used_at=clock.now())
        .returning(SignInLink.id)
        .execution_options(synchronize_session=False)
    )
    person = db.session.get(Person, person_id)
    if consumed is None or person is None or not person.active:
        raise NotFound
    links.void_links(person)
    throttling.forgive_account(person.email)
    _keep(person, hashed)
    sessions.end_all_sessions(person)
    journal.record("account.use-link", "person", person.id, actor_id=person.id, fields=["password"])
    return _begin(person, "account.sign-in")


def change_password(person: Person, old: str, new: str, address: str | None) -> Person | None:
    """Replace one's own password: other sessions end and this one starts anew.

    None when the old password is wrong (that is written down too); raises TooManyAttempts, and
    RuleBroken for a new password that is too weak.
    """
    person_id, email, stored = person.id, person.email, person.password_hash
    passwords.check_new(new, email, person.name)
    ticket = throttling.start_attempt(email, address)
    let_go()
    correct = passwords.fits(old, stored)
    hashed = passwords.hash_password(new) if correct else ""
    found = db.session.get_one(Person, person_id, populate_existing=True)
    if not correct or not found.active or found.password_hash != stored:
        journal.record(
            "account.change-password", "person", person_id, actor_id=person_id, result="refused"
        )
        return None
    throttling.forgive(ticket)
    _keep(found, hashed)
    sessions.end_all_sessions(found)
    sessions.start_session(found)
    journal.record(
        "account.change-password", "person", person_id, actor_id=person_id, fields=["password"]
    )
    return found


def sign_out(person: Person) -> None:
    """End the present session for good."""
    sessions.end_session(person.get_id())
    journal.record("account.sign-out", "person", person.id, actor_id=person.id)


def sign_out_everywhere(person: Person) -> None:
    """End every session of this person, the present one too."""
    sessions.end_all_sessions(person)
    journal.record("account.sign-out-everywhere", "person", person.id, actor_id=person.id)


def end_one_session(person: Person, session_id: int) -> None:
    """End one session of one's own; a session of somebody else does not exist here."""
    found = db.session.get(SignInSession, session_id)
    if found is None or found.person_id != person.id:
        raise NotFound
    if found.ended_at is None:
        found.ended_at = clock.now()
        journal.record("account.sign-out", "person", person.id, actor_id=person.id)


def _begin(person: Person, action: str) -> Person:
    sessions.start_session(person)
    journal.record(action, "person", person.id, actor_id=person.id)
    return person


def _keep(person: Person, hashed: str) -> None:
    """Keep a hash without a new version of the account: nobody's open form becomes stale by it."""
    db.session.execute(update(Person).where(Person.id == person.id).values(password_hash=hashed))
