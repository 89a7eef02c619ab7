"""Tables of what follows a meeting: the debrief, whether notes helped, actions and commitments.

What was decided is a fact of the agenda item (app.meetings); here stands what was ours in it.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.briefings.models import Note, Stance
from app.core import clock
from app.core.database import Base, UTCDateTime, Versioned
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.people.models import Person
from app.register.models import one_of


class Debrief(Versioned, Base):
    """What is told of a meeting as a whole."""

    __tablename__ = "debrief"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    #: What we brought to the table.
    contribution: Mapped[str] = mapped_column(Text, default="")
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime)

    saved_by: Mapped[Person] = relationship()


class ItemDebrief(Versioned, Base):
    """What we said on an item, and why it went otherwise than the note had it."""

    __tablename__ = "item_debrief"
    __table_args__ = (one_of("stance", Stance), UniqueConstraint("item_id", "of_note"))

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    #: Written beside the note, by somebody who reads it: only for who reads that note.
    of_note: Mapped[bool]
    stance: Mapped[str | None] = mapped_column(String(20))
    deviation: Mapped[str] = mapped_column(Text, default="")
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Usefulness(StrEnum):
    """Whether a note helped who was at the table."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class NoteUse(Versioned, Base):
    """What one who was there said of a note: whether it helped."""

    __tablename__ = "note_use"
    __table_args__ = (one_of("useful", Usefulness), UniqueConstraint("note_id", "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    useful: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    said_at: Mapped[datetime] = mapped_column(UTCDateTime)

    note: Mapped[Note] = relationship()
    person: Mapped[Person] = relationship()


class ActionKind(StrEnum):
    """What was agreed: something to do, or something promised."""

    ACTION = "action"
    COMMITMENT = "commitment"


class Action(Versioned, Base):
    """Something that somebody does after a meeting: one of ours (by us), or another (to us)."""

    __tablename__ = "action"
    __table_args__ = (
        one_of("kind", ActionKind),
        CheckConstraint("(owner_id IS NULL) <> (owner_name = '')", name="owner"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The key of the row of the form that made it: sent again, it is the same action.
    key: Mapped[str] = mapped_column(String(36), unique=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20), default=ActionKind.ACTION)
    words: Mapped[str] = mapped_column(String(500))
    #: One of ours; else the name of somebody else.
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    owner_name: Mapped[str] = mapped_column(String(200), default="")
    due_on: Mapped[date | None] = mapped_column(index=True)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(UTCDateTime)

    meeting: Mapped[Meeting] = relationship(innerjoin=True)
    item: Mapped[AgendaItem | None] = relationship()
    owner: Mapped[Person | None] = relationship(foreign_keys=owner_id)
    added_by: Mapped[Person] = relationship(foreign_keys=added_by_id)

    @property
    def by_us(self) -> bool:
        """Whether one of ours does it; else it was promised to us."""
        return self.owner_id is not None

    @property
    def who(self) -> str:
        """The name of who does it."""
        return self.owner.name if self.owner is not None else self.owner_name

    @property
    def done_on(self) -> date | None:
        """The day on which it was done, on the Dutch clock."""
        return clock.local(self.done_at).date() if self.done_at is not None else None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_at is None
