"""The figures for monitoring: how much there is and what waits; counts, never whose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.administration.backup.history import last_backup
from app.briefings.models import Note
from app.core import clock, space
from app.core.database import db
from app.core.jobs.models import Job, JobWorker
from app.core.metrics import Figure
from app.core.recorder import Reading
from app.feeds.models import Subscription
from app.feeds.queries import too_large
from app.meetings.models import Meeting
from app.messages.models import Mail
from app.packs.models import Pack
from app.people.models import Person, SignInSession


def of_the_machine() -> Iterator[Figure]:
    """What needs no database."""
    yield Figure("disk_free_bytes", "Free bytes on the fullest disk.", {"": space.free()})


def of_the_work() -> Iterator[Figure]:
    """How much there is of everything, by state."""
    yield Figure("jobs", "Jobs by state.", _by(Job.state), "state")
    yield Figure("mails", "Mails by state.", _by(Mail.state), "state")
    yield Figure("meetings", "Meetings by status.", _by(Meeting.status), "status")
    yield Figure("notes", "Notes by state.", _by(Note.state), "state")
    yield Figure("packs", "Packs by state.", _by(Pack.state), "state")
    yield Figure("accounts", "Accounts that can be used.", _count(Person.active))
    running = SignInSession.ended_at.is_(None) & (SignInSession.expires_at > clock.now())
    yield Figure("sessions", "Sessions that run.", _count(running))
    yield Figure("feeds", "Calendar feeds in use.", _count(Subscription.revoked_at.is_(None)))
    large = {"": float(len(too_large()))}
    yield Figure("feeds_too_large", "Calendar feeds that Google may stop reading.", large)
    polls = select(func.coalesce(func.sum(Reading.times), 0)).where(Reading.kind == "feed")
    yield Figure("feed_polls", "Readings of feeds that were noted.", _one(polls))


def of_the_upkeep() -> Iterator[Figure]:
    """What an administrator would be woken for."""
    now = clock.now()
    beat = db.session.scalar(select(func.max(JobWorker.beat_at)))
    if beat is not None:
        age = (now - beat).total_seconds()
        yield Figure("worker_age_seconds", "Since a worker last gave a sign of life.", {"": age})
    made = last_backup()
    if made is not None:
        age = (now - made).total_seconds()
        yield Figure("backup_age_seconds", "Since the last backup was made.", {"": age})


FIGURES = (of_the_machine, of_the_work, of_the_upkeep)


def _by(state: InstrumentedAttribute[Any]) -> dict[str, float]:
    rows = db.session.execute(select(state, func.count()).group_by(state))
    return {str(value): float(count) for value, count in rows}


def _count(condition: Any) -> dict[str, float]:
    return _one(select(func.count()).where(condition))


def _one(query: Any) -> dict[str, float]:
    return {"": float(db.session.scalar(query) or 0)}
