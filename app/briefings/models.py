"""Tables of notes: the note, its versions, steps, remarks and advice."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, UTCDateTime, Versioned
from app.meetings.agenda_models import AgendaItem
from app.people.models import Person
from app.register.models import one_of


class NoteState(StrEnum):
    """Where a note stands between officer and portfolio holder."""

    CONCEPT = "concept"
    ADVICE = "advice"
    WITH_ALDERMAN = "with_alderman"
    ALIGNED = "aligned"
    LOCKED = "locked"
    FINISHED = "finished"


class Stance(StrEnum):
    """Our stance on what is asked."""

    AGREE = "agree"
    AGREE_IF = "agree_if"
    OPPOSE = "oppose"
    ABSTAIN = "abstain"
    LISTEN = "listen"


class Depth(StrEnum):
    """How likely the item is to come up, and so how much to write."""

    FULL = "full"
    SHORT = "short"
    DEFENSIVE = "defensive"


class MandateGiver(StrEnum):
    """Who gave the room within which we speak."""

    ALDERMAN = "alderman"
    EXECUTIVE = "executive"
    COUNCIL = "council"


#: Nobody yet: the id of a person, and how a note is tied to them (app.briefings.ties).
NOT_ASKED: tuple[int, frozenset[str]] = (0, frozenset())


class Note(Versioned, Base):
    """The briefing note on one agenda item; its words live in its versions."""

    __tablename__ = "note"
    __table_args__ = (one_of("state", NoteState),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), unique=True)
    state: Mapped[str] = mapped_column(String(20), default=NoteState.CONCEPT, index=True)
    #: Number of the version that counts now, from 1.
    current_number: Mapped[int] = mapped_column(default=1)
    #: Beperkt: the note exists only for its circle.
    restricted: Mapped[bool] = mapped_column(default=False)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: Who writes it since it was handed over; empty: still who started it.
    handed_to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    item: Mapped[AgendaItem] = relationship(innerjoin=True)
    versions: Mapped[list[NoteVersion]] = relationship(
        back_populates="note", order_by="NoteVersion.number"
    )
    current: Mapped[NoteVersion] = relationship(
        primaryjoin="and_(Note.id == foreign(NoteVersion.note_id), "
        "Note.current_number == NoteVersion.number)",
        viewonly=True,
        uselist=False,
    )
    writers: Mapped[list[NoteWriter]] = relationship(cascade="all, delete-orphan")
    circle: Mapped[list[NoteCircle]] = relationship(cascade="all, delete-orphan")

    @property
    def writer_id(self) -> int:
        """Who answers for the text, beside the officer of the item."""
        return self.handed_to_id or self.created_by_id

    #: For whom it was found and how it is tied to them, set by the query; not in the database.
    seen_as = NOT_ASKED


class NoteVersion(Base):
    """One saved version of a note: never changed, never removed."""

    __tablename__ = "note_version"
    __table_args__ = (
        UniqueConstraint("note_id", "number"),
        one_of("stance", Stance),
        one_of("depth", Depth),
        one_of("mandate_giver", MandateGiver),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), index=True)
    number: Mapped[int]
    #: Text by part (keys of app.briefings.parts), Markdown; empty parts are absent.
    parts: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    stance: Mapped[str | None] = mapped_column(String(20))
    depth: Mapped[str | None] = mapped_column(String(20))
    mandate: Mapped[str] = mapped_column(Text, default="")
    mandate_giver: Mapped[str | None] = mapped_column(String(20))
    mandate_on: Mapped[date | None]
    #: Marking shown on screen and in the pack ("Vertrouwelijk"); not a legal status by itself.
    marking: Mapped[str] = mapped_column(String(60), default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime)

    note: Mapped[Note] = relationship(back_populates="versions")
    author: Mapped[Person] = relationship()


class NoteWriter(Base):
    """A person who writes a note, beside the officer who carries the item."""

    __tablename__ = "note_writer"

    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    person: Mapped[Person] = relationship(innerjoin=True)


class NoteCircle(Base):
    """A person for whom a restricted note exists."""

    __tablename__ = "note_circle"

    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    person: Mapped[Person] = relationship(innerjoin=True)


class NoteStep(Base):
    """One step of a note through the workflow: by whom, when, on which version."""

    __tablename__ = "note_step"
    __table_args__ = (one_of("from_state", NoteState), one_of("to_state", NoteState))

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), index=True)
    step: Mapped[str] = mapped_column(String(30))
    from_state: Mapped[str] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
    version_number: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: The portfolio holder for whom the person acted as substitute.
    in_place_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: The portfolio holder whose step it is, recorded by the person on instruction.
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime] = mapped_column(UTCDateTime)
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    in_place_of: Mapped[Person | None] = relationship(foreign_keys=in_place_of_id)
    on_behalf_of: Mapped[Person | None] = relationship(foreign_keys=on_behalf_of_id)


class Remark(Base):
    """A remark on a note or one of its parts, and whether it was settled."""

    __tablename__ = "remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), index=True)
    version_number: Mapped[int]
    #: Key of the part it is about; empty for the note as a whole.
    part: Mapped[str] = mapped_column(String(30), default="")
    #: True where the note was given back with it: it waits for an answer.
    question: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: For whom a question was put: as substitute, or on instruction.
    in_place_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    in_place_of: Mapped[Person | None] = relationship(foreign_keys=in_place_of_id)
    on_behalf_of: Mapped[Person | None] = relationship(foreign_keys=on_behalf_of_id)
    answered_by: Mapped[Person | None] = relationship(foreign_keys=answered_by_id)


class Advice(Base):
    """Advice asked of an adviser on a note, and what they gave."""

    __tablename__ = "advice"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('positive', 'positive_with_remarks', 'negative', 'no_remarks')", name="kind"
        ),
        UniqueConstraint("note_id", "adviser_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"))
    adviser_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_on: Mapped[date]
    kind: Mapped[str | None] = mapped_column(String(30))
    text: Mapped[str] = mapped_column(Text, default="")
    given_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version_number: Mapped[int | None]
    adviser: Mapped[Person] = relationship(foreign_keys=adviser_id)
