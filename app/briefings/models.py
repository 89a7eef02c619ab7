"""Tables of notes: the note, its versions, steps, remarks and advice."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, UTCDateTime, Versioned
from app.meetings.agenda_models import AgendaItem
from app.people.models import Person
from app.register.models import one_of


class NoteState(StrEnum):
    """Where a note stands between officer and portfolio holder."""

    CONCEPT = "concept"
    ADVICE = "advice"
    #: With the officer's team leader, where a partnership asks for that.
    TEAM_LEAD = "team_lead"
    WITH_ALDERMAN = "with_alderman"
    #: The portfolio holder wants to talk about it: it waits for a staff meeting.
    DISCUSS = "discuss"
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


class How(StrEnum):
    """How a step of the portfolio holder came about."""

    #: Taken in person, or by who stands in.
    OWN = "own"
    #: Said to a colleague (by phone, in the corridor), who recorded it.
    TOLD = "told"
    #: Noted as the outcome of a staff meeting by somebody else who was there.
    STAFF_MEETING = "staff_meeting"


class AdviceField(StrEnum):
    """On what somebody advises."""

    FINANCE = "finance"
    LEGAL = "legal"
    COMMUNICATION = "communication"
    OTHER = "other"


class AdviceKind(StrEnum):
    """What an adviser says."""

    POSITIVE = "positive"
    POSITIVE_WITH_REMARKS = "positive_with_remarks"
    NEGATIVE = "negative"
    NO_REMARKS = "no_remarks"


#: As SQL text, because a partial unique index is recognised by its exact condition.
OPEN_ADVICE = text("given_at IS NULL AND withdrawn_at IS NULL")
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

    @property
    def for_a_circle(self) -> bool:
        """Whether it exists for a named circle alone: its own, or that of its meeting."""
        return self.restricted or self.item.meeting.restricted

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
        one_of("mandate_stance", Stance),
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
    #: The stance that the mandate allows; empty: the mandate says nothing of it.
    mandate_stance: Mapped[str | None] = mapped_column(String(20))
    #: Keys of the parts that may be shared outside the organisation ("mag gedeeld").
    shared: Mapped[list[str]] = mapped_column(JSON, default=list)
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
    __table_args__ = (
        one_of("from_state", NoteState),
        one_of("to_state", NoteState),
        one_of("how", How),
    )

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
    how: Mapped[str] = mapped_column(String(20), default=How.OWN)
    #: When the portfolio holder said it, where a colleague recorded it.
    said_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: In which words: never anywhere else than here.
    words: Mapped[str] = mapped_column(Text, default="")
    #: When, and by whom, an agreement that somebody else recorded was confirmed.
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    in_place_of: Mapped[Person | None] = relationship(foreign_keys=in_place_of_id)
    on_behalf_of: Mapped[Person | None] = relationship(foreign_keys=on_behalf_of_id)
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=confirmed_by_id)


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
    #: True where agreement came with it: a writer says to have seen it.
    acknowledge: Mapped[bool] = mapped_column(default=False)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
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
    acknowledged_by: Mapped[Person | None] = relationship(foreign_keys=acknowledged_by_id)


class Advice(Base):
    """Advice asked of an adviser on a note, and what they gave; asked again is another row."""

    __tablename__ = "advice"
    __table_args__ = (
        one_of("field", AdviceField),
        one_of("kind", AdviceKind),
        CheckConstraint("(given_at IS NULL) = (kind IS NULL)", name="given_has_kind"),
        CheckConstraint("given_at IS NULL OR withdrawn_at IS NULL", name="not_both"),
        # asked once at a time: a double click, or two writers at once, ask one
        Index(
            "ix_advice_open",
            "note_id",
            "adviser_id",
            unique=True,
            sqlite_where=OPEN_ADVICE,
            postgresql_where=OPEN_ADVICE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), index=True)
    adviser_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    field: Mapped[str] = mapped_column(String(20), default=AdviceField.OTHER)
    #: What the writer wants to know.
    question: Mapped[str] = mapped_column(Text, default="")
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_on: Mapped[date]
    kind: Mapped[str | None] = mapped_column(String(30))
    text: Mapped[str] = mapped_column(Text, default="")
    given_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Who gave it: the adviser, or who stood in for them.
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: The version that the advice is about.
    version_number: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    adviser: Mapped[Person] = relationship(foreign_keys=adviser_id)
    asked_by: Mapped[Person] = relationship(foreign_keys=asked_by_id)
    given_by: Mapped[Person | None] = relationship(foreign_keys=given_by_id)


class MandateGrant(Base):
    """That a higher mandate giver allowed a stance which goes beyond the mandate."""

    __tablename__ = "mandate_grant"
    __table_args__ = (one_of("giver", MandateGiver), one_of("stance", Stance))

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), index=True)
    giver: Mapped[str] = mapped_column(String(20))
    stance: Mapped[str] = mapped_column(String(20))
    given_on: Mapped[date]
    #: Where it is written: "besluit van het college, punt 12".
    source: Mapped[str] = mapped_column(String(200), default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    recorded_by: Mapped[Person] = relationship(foreign_keys=recorded_by_id)
