"""Sessions on the server, and the connection to Flask-Login."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from flask import Flask, g, session
from flask_login import LoginManager, login_user, logout_user
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from app.core import clock, settings
from app.core.database import db
from app.people.models import Installation, Person, SignInSession

login_manager = LoginManager()


def init_app(app: Flask) -> None:
    """Find the person of every request by the session that the cookie names."""
    login_manager.init_app(app)
    login_manager.user_loader(find_by_session)
    app.extensions["sample_mode"] = is_sample


def digest(token: str) -> str:
    """What the database keeps of a token (64 hexadecimal digits of SHA-256)."""
    return hashlib.sha256(token.encode()).hexdigest()


def start_session(person: Person) -> str:
    """Open a session for a person and give its token, which is kept nowhere else."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    db.session.add(
        SignInSession(
            token_hash=digest(token),
            person_id=person.id,
            started_at=now,
            expires_at=now + timedelta(hours=settings.get(settings.SESSION_HOURS)),
        )
    )
    person.session_token = token
    return token


def end_session(token: str) -> None:
    """End the session of this token for good."""
    db.session.execute(
        update(SignInSession)
        .where(SignInSession.token_hash == digest(token), SignInSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def end_session_of_cookie() -> None:
    """End the session that this browser brought along, whoever it belonged to."""
    token = session.get("_user_id")
    if token:
        end_session(token)


def end_all_sessions(person: Person) -> None:
    """End every session of a person: after a new password, or when the account is closed."""
    db.session.execute(
        update(SignInSession)
        .where(SignInSession.person_id == person.id, SignInSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def find_by_session(token: str) -> Person | None:
    """The person whose running session has this token."""
    if g.get("database_away"):
        return None
    found = db.session.scalar(
        select(SignInSession)
        .options(joinedload(SignInSession.person).selectinload(Person.roles))
        .where(
            SignInSession.token_hash == digest(token),
            SignInSession.ended_at.is_(None),
            SignInSession.expires_at > clock.now(),
        )
    )
    if found is None or not found.person.active:
        return None
    found.person.session_token = token
    return found.person


def is_sample() -> bool:
    """Whether this installation holds the sample municipality."""
    if g.get("database_away"):
        return False
    if "is_sample" not in g:
        g.is_sample = bool(db.session.scalar(select(Installation.sample)))
    return bool(g.is_sample)


def let_in(person: Person) -> None:
    """Give this browser the cookie of the session that was just started, and nothing older."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    login_user(person)


def let_out() -> None:
    """Take the cookie's contents away; only the language stays."""
    language = session.get("language")
    logout_user()
    session.clear()
    if language:
        session["language"] = language


def running_sessions(person: Person) -> list[SignInSession]:
    """The sessions of a person that still run, the latest first."""
    found = db.session.scalars(
        select(SignInSession)
        .where(
            SignInSession.person_id == person.id,
            SignInSession.ended_at.is_(None),
            SignInSession.expires_at > clock.now(),
        )
        .order_by(SignInSession.started_at.desc(), SignInSession.id.desc())
    )
    return list(found)
