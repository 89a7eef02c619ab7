"""Every read of messages: one's own, newest first, and how many are unread."""

from __future__ import annotations

from sqlalchemy import func, select

from app.core.database import db
from app.messages.models import Message
from app.people.models import Person

PAGE_SIZE = 50


def list_messages(person: Person, page: int) -> list[Message]:
    """One page (from 1) of the person's own messages, newest first."""
    found = db.session.scalars(
        select(Message)
        .where(Message.person_id == person.id)
        .order_by(Message.made_at.desc(), Message.id.desc())
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    )
    return list(found)


def count_messages(person: Person) -> int:
    """How many messages this person has."""
    count = select(func.count()).select_from(Message).where(Message.person_id == person.id)
    return db.session.scalar(count) or 0


def pages_of(total: int) -> int:
    """How many pages so many messages fill, at least one."""
    return max(1, -(-total // PAGE_SIZE))


def unread_count(person: Person) -> int:
    """How many messages this person has not read."""
    unread = select(func.count()).select_from(Message).where(Message.read_at.is_(None))
    return db.session.scalar(unread.where(Message.person_id == person.id)) or 0


def uncertain_mail() -> list[Message]:
    """Messages of which nobody knows whether their mail was sent (for the administrator)."""
    found = db.session.scalars(
        select(Message).where(Message.mail_state == "uncertain").order_by(Message.made_at.desc())
    )
    return list(found)
