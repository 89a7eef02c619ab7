"""Tables of packs: one row per pack asked for; an issued one never changes."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, UTCDateTime, Versioned
from app.core.files import StoredFile
from app.meetings.models import Meeting
from app.packs.options import Options
from app.people.models import Person
from app.register.models import one_of


class Variant(StrEnum):
    """What is printed: everything, a speaking card, or the papers without internal notes."""

    FULL = "full"
    CARD = "card"
    PAPERS = "papers"


class PackState(StrEnum):
    """Where the making of a pack stands."""

    WAITING = "waiting"
    BUILDING = "building"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


#: A pack that is made or was issued: its number is taken.
COUNTS = text("state IN ('waiting', 'building', 'ready')")


class PartKind(StrEnum):
    """What a part of a pack is: a page of ours, an agenda item with its note, a paper."""

    PAGE = "page"
    ITEM = "item"
    PAPER = "paper"


class PartChange(StrEnum):
    """What became of a part since the version before."""

    NEW = "new"
    CHANGED = "changed"


class Pack(Versioned, Base):
    """A pack for one reader: of one meeting, or of the reader's meetings in a period.

    Which meetings are in it, and so for whom it exists, is `places` in both cases.
    """

    __tablename__ = "pack"
    __table_args__ = (
        one_of("variant", Variant),
        one_of("state", PackState),
        CheckConstraint("(state = 'ready') = (file_id IS NOT NULL)", name="ready_has_file"),
        CheckConstraint("(meeting_id IS NULL) = (first_day IS NOT NULL)", name="occasion"),
        CheckConstraint(
            "(first_day IS NULL) = (last_day IS NULL) AND "
            "(first_day IS NULL OR last_day >= first_day)",
            name="days",
        ),
        CheckConstraint("(addendum_id IS NULL) = (addendum_number IS NULL)", name="addendum"),
        # an attempt that was stopped or failed leaves its number to the next one
        Index(
            "uq_pack_number_of_meeting",
            *("meeting_id", "reader_id", "variant", "choice", "number"),
            unique=True,
            sqlite_where=COUNTS,
            postgresql_where=COUNTS,
        ),
        Index(
            "uq_pack_number_of_period",
            *("first_day", "last_day", "reader_id", "variant", "choice", "number"),
            unique=True,
            sqlite_where=COUNTS,
            postgresql_where=COUNTS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The meeting of which it is; empty for a period.
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    #: The period of which it is, both days included; empty for a meeting.
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    variant: Mapped[str] = mapped_column(String(20))
    #: Which items were chosen (`options.choice_of`); empty where none was left out.
    choice: Mapped[str] = mapped_column(String(64), default="")
    #: Version of this meeting's or period's pack for this reader, variant and choice, from 1; of an
    #: attempt that came to nothing the one that it would have been.
    number: Mapped[int]
    #: For whom it is made: it holds only what this person may read.
    reader_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    requested_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: What was chosen: see `Options`.
    watermark: Mapped[bool] = mapped_column(default=False)
    right_hand: Mapped[bool] = mapped_column(default=False)
    chosen: Mapped[list[int]] = mapped_column(JSON, default=list)
    state: Mapped[str] = mapped_column(String(20), default=PackState.WAITING)
    #: Percentage of the work done.
    progress: Mapped[int] = mapped_column(default=0)
    #: What went wrong, in a sentence for the person who asked.
    failure: Mapped[str] = mapped_column(String(500), default="")
    #: SHA-256 over everything that went in: equal means that nothing changed since. While it is
    #: made, over what it is to say.
    content_hash: Mapped[str] = mapped_column(String(64), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    pages: Mapped[int | None]
    issued_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: The standards that the file declares, as it declares them: "PDF/UA-1", "PDF/A-2A".
    declares: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: Everything that was printed, as JSON (`keeping`): for the page on a phone, and to compare.
    document_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    #: The earlier version with which this one was compared, and that it replaces.
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("pack.id"), index=True)
    #: The parts that are new or changed since, as a file of its own with a number of its own.
    addendum_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    addendum_number: Mapped[int | None]
    addendum_pages: Mapped[int | None]

    places: Mapped[list[PackMeeting]] = relationship(
        cascade="all, delete-orphan", order_by="PackMeeting.position"
    )
    parts: Mapped[list[PackPart]] = relationship(
        cascade="all, delete-orphan", order_by="PackPart.position"
    )
    sources: Mapped[list[PackSource]] = relationship(
        cascade="all, delete-orphan", order_by="PackSource.position"
    )
    reader: Mapped[Person] = relationship(foreign_keys=reader_id)
    requested_by: Mapped[Person] = relationship(foreign_keys=requested_by_id)
    file: Mapped[StoredFile | None] = relationship(foreign_keys=file_id)
    document: Mapped[StoredFile | None] = relationship(foreign_keys=document_id)
    addendum: Mapped[StoredFile | None] = relationship(foreign_keys=addendum_id)
    replaces: Mapped[Pack | None] = relationship(remote_side=id)

    @property
    def meetings(self) -> list[Meeting]:
        """The meetings in it, in order."""
        return [place.meeting for place in self.places]

    def says_the_same(self, content_hash: str) -> bool:
        """Whether another version with this hash holds the same; not of one whose hash is lost."""
        return self.content_hash != "" and self.content_hash == content_hash

    @property
    def series(self) -> tuple[object, ...]:
        """What its versions have in common: see `queries.versions_of`."""
        occasion = (self.meeting_id, self.first_day, self.last_day)
        return (*occasion, self.reader_id, self.variant, self.choice)

    @property
    def options(self) -> Options:
        """What was chosen when it was asked for."""
        return Options(
            watermark=self.watermark,
            right_hand=self.right_hand,
            chosen=tuple(self.chosen),
            only=bool(self.choice),
        )


class PackMeeting(Base):
    """A meeting that is in a pack; who may not see one of them does not see the pack."""

    __tablename__ = "pack_meeting"

    pack_id: Mapped[int] = mapped_column(ForeignKey("pack.id"), primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True, index=True)
    #: Order in the pack, from 1.
    position: Mapped[int]
    meeting: Mapped[Meeting] = relationship(innerjoin=True)


class PackAsker(Base):
    """Somebody else who asked for a pack that was there already, and was given it as it is."""

    __tablename__ = "pack_asker"

    pack_id: Mapped[int] = mapped_column(ForeignKey("pack.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)


class PackPart(Base):
    """A part of an issued pack: from what it was made, and on which pages it stands."""

    __tablename__ = "pack_part"
    __table_args__ = (one_of("kind", PartKind), one_of("change", PartChange))

    pack_id: Mapped[int] = mapped_column(ForeignKey("pack.id"), primary_key=True)
    #: Order in the pack, from 1.
    position: Mapped[int] = mapped_column(primary_key=True)
    #: The name of the part in the document and the print job: "steer", "item-12", "paper-7".
    key: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    #: The number it bears in print: "3", "3.1", "A"; empty for a page of ours.
    number: Mapped[str] = mapped_column(String(40), default="")
    title: Mapped[str] = mapped_column(String(400))
    #: SHA-256 of its content: equal means that it did not change.
    digest: Mapped[str] = mapped_column(String(64))
    #: 0 where the press did not say.
    first_page: Mapped[int]
    pages: Mapped[int]
    #: The note that was printed, in which version.
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note.id"))
    note_version: Mapped[int | None]
    #: Whether private parts of the note were printed: only for who still may read those.
    private: Mapped[bool] = mapped_column(default=False)
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"))
    #: Empty where nothing changed, or there is no version before.
    change: Mapped[str | None] = mapped_column(String(20))
    #: Why a paper is not in the file itself, as `PrintJob.reasons` names it; else empty.
    left_out: Mapped[str] = mapped_column(String(30), default="")
    #: What keeps the file from declaring a standard because of this paper, in codes.
    obstacles: Mapped[list[str]] = mapped_column(JSON, default=list)


class PackSource(Base):
    """Something of another meeting that an issued pack shows: what was decided there, an action
    that is open, how somebody was heard of. Who may not know of it does not see the pack."""

    __tablename__ = "pack_source"

    pack_id: Mapped[int] = mapped_column(ForeignKey("pack.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    #: The item of an action, or on which somebody was heard: its note may have a circle.
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"))
