"""Every read of messages and mails: one's own, how many are unread, what became of mails."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.database import db
from app.core.errors import NotFound
from app.messages.models import Mail, MailState, Message
from app.people.models import Person

PAGE_SIZE = 50


def list_messages(person: Person, page: int) -> list[Message]:
    """One page (from 1) of the person's own messages, newest first."""
    found = db.session.scalars(
        select(Message)
        .where(Message.person_id == person.id)
        .options(joinedload(Message.mail))
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
    """How many pages so many fill, at least one."""
    return max(1, -(-total // PAGE_SIZE))


def unread_count(person: Person) -> int:
    """How many messages this person has not read."""
    unread = select(func.count()).select_from(Message).where(Message.read_at.is_(None))
    return db.session.scalar(unread.where(Message.person_id == person.id)) or 0


def list_mails(page: int, state: str = "") -> list[Mail]:
    """One page (from 1) of all mails, newest first, with whom and what they are about.

    For the administrator only: whoever asks checks that.
    """
    found = (
        select(Mail)
        .options(joinedload(Mail.person), selectinload(Mail.messages))
        .order_by(Mail.made_at.desc(), Mail.id.desc())
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    )
    if state:
        found = found.where(Mail.state == state)
    return list(db.session.scalars(found))


def count_mails() -> dict[str, int]:
    """How many mails there are, by state."""
    rows = db.session.execute(select(Mail.state, func.count()).group_by(Mail.state))
    return {row[0]: row[1] for row in rows}


def get_mail(mail_id: int) -> Mail:
    """A mail with whom and what it is about, for the administrator; raises NotFound."""
    found = db.session.scalar(
        select(Mail)
        .where(Mail.id == mail_id)
        .options(joinedload(Mail.person), selectinload(Mail.messages))
    )
    if found is None:
        raise NotFound
    return found


def uncertain_mails() -> list[Mail]:
    """Mails of which nobody knows whether they were sent (for the administrator)."""
    found = db.session.scalars(
        select(Mail).where(Mail.state == MailState.UNCERTAIN).order_by(Mail.made_at.desc())
    )
    return list(found)
