"""Tables of the agenda: items with their outcome, papers, and who may see restricted ones."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, UTCDateTime, Versioned
from app.core.files import StoredFile
from app.meetings.models import Meeting, MeetingStatus
from app.papers.kinds import BY_MEDIA_TYPE
from app.people.models import Person
from app.register.models import one_of


class ItemType(StrEnum):
    """What is asked of the meeting: inform, form an opinion, or decide."""

    INFORM = "inform"
    OPINION = "opinion"
    DECIDE = "decide"


class Handling(StrEnum):
    """Whether the item is expected to pass without discussion."""

    CONSENT = "consent"
    DISCUSSION = "discussion"


class Outcome(StrEnum):
    """What came of an item, seen from what we asked."""

    AS_ASKED = "as_asked"
    PARTLY = "partly"
    NOT_AS_ASKED = "not_as_asked"
    POSTPONED = "postponed"
    NO_DECISION = "no_decision"


class AgendaItem(Versioned, Base):
    """One item of a meeting's agenda, and what was decided on it."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        one_of("type", ItemType),
        one_of("handling", Handling),
        one_of("outcome", Outcome),
        CheckConstraint("minutes IS NULL OR minutes BETWEEN 1 AND 600", name="minutes"),
        # an item is carried over to one meeting once
        UniqueConstraint("meeting_id", "carried_from_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    #: Order on the agenda, from 1.
    position: Mapped[int]
    #: The number the organiser gave it: "3", "3a", "3.1".
    number: Mapped[str] = mapped_column(String(20), default="")
    title: Mapped[str] = mapped_column(String(300))
    type: Mapped[str] = mapped_column(String(20), default=ItemType.INFORM)
    handling: Mapped[str] = mapped_column(String(20), default=Handling.DISCUSSION)
    minutes: Mapped[int | None]
    #: Where empty, the officer and portfolio holder of the meeting carry the item.
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    alderman_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    tabled_by_us: Mapped[bool] = mapped_column(default=False)
    our_written_input: Mapped[str] = mapped_column(Text, default="")
    #: The item from which this one was carried over: of the administrative meeting that prepares
    #: this one, or of the last meeting of the same body, that left it undone.
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    #: What was heard at the table: positions of others, what to expect.
    heard: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str | None] = mapped_column(String(20))
    decision: Mapped[str] = mapped_column(Text, default="")
    outcome_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    outcome_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: Items are withdrawn, never deleted, once a paper or note hangs on them.
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    meeting: Mapped[Meeting] = relationship(innerjoin=True)
    officer: Mapped[Person | None] = relationship(foreign_keys=officer_id)
    alderman: Mapped[Person | None] = relationship(foreign_keys=alderman_id)
    outcome_by: Mapped[Person | None] = relationship(foreign_keys=outcome_by_id)
    carried_from: Mapped[AgendaItem | None] = relationship(remote_side=id)
    #: Never loaded by itself, so that no paper slips past its circle: see `queries.items_of`.
    papers: Mapped[list[Paper]] = relationship(
        back_populates="item", order_by="Paper.position", lazy="raise"
    )

    @property
    def stands(self) -> bool:
        """Whether it is still on the agenda of a meeting that goes on."""
        return self.withdrawn_at is None and self.meeting.status != MeetingStatus.CANCELLED

    @property
    def shown_number(self) -> str:
        """The number by which it is called: the organiser's, else its place on the agenda.

        It stays the same for every reader, also where an item before it was withdrawn.
        """
        return self.number or str(self.position)


class Paper(Versioned, Base):
    """A paper of the organiser, on one item or on the meeting as a whole."""

    __tablename__ = "paper"
    __table_args__ = (
        CheckConstraint("item_id IS NULL OR NOT unplaced", name="placed"),
        CheckConstraint("replaces_id <> id", name="not_own_successor"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    #: The name under which it was uploaded, made safe.
    file_name: Mapped[str] = mapped_column(String(150))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    #: 0 as long as only the reading copy can tell.
    pages: Mapped[int]
    received_on: Mapped[date]
    must_read: Mapped[bool] = mapped_column(default=False)
    restricted: Mapped[bool] = mapped_column(default=False)
    #: Nobody has said yet to which item it belongs, or that it is of the meeting as a whole.
    unplaced: Mapped[bool] = mapped_column(default=False)
    #: The paper whose place it took, which was withdrawn then.
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), index=True)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    meeting: Mapped[Meeting] = relationship(innerjoin=True)
    item: Mapped[AgendaItem | None] = relationship(back_populates="papers")
    file: Mapped[StoredFile] = relationship(innerjoin=True)
    circle: Mapped[list[PaperCircle]] = relationship(cascade="all, delete-orphan")

    @property
    def opens_in_browser(self) -> bool:
        """Whether a browser shows the file itself; else its reading copy is what one reads."""
        kind = BY_MEDIA_TYPE.get(self.file.media_type)
        return kind is not None and kind.shown


class PaperCircle(Base):
    """A person for whom a restricted paper exists."""

    __tablename__ = "paper_circle"

    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    person: Mapped[Person] = relationship()
