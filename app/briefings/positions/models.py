"""The table of positions: where another participant stands on an agenda item."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.briefings.models import Stance
from app.core.database import Base, UTCDateTime, Versioned
from app.meetings.agenda_models import AgendaItem
from app.people.models import Person
from app.register.models import Organisation, OrganisationGroup, one_of


class CallResult(StrEnum):
    """What came of a call: they support our stance, they do not, or nobody answered."""

    SUPPORTS = "supports"
    OPPOSES = "opposes"
    NOT_REACHED = "not_reached"


class Position(Versioned, Base):
    """Where another participant stands on an item (krachtenveld): as heard, with its source."""

    __tablename__ = "position"
    __table_args__ = (
        one_of("stance", Stance),
        one_of("call_result", CallResult),
        CheckConstraint("(organisation_id IS NULL) <> (group_id IS NULL)", name="either"),
        CheckConstraint("(called_at IS NULL) = (call_result IS NULL)", name="call"),
        UniqueConstraint("item_id", "organisation_id"),
        UniqueConstraint("item_id", "group_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    #: A group that votes as one.
    group_id: Mapped[int | None] = mapped_column(ForeignKey("organisation_group.id"))
    #: Empty: unknown, and shown as unknown.
    stance: Mapped[str | None] = mapped_column(String(20))
    why: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(200), default="")
    heard_on: Mapped[date | None]
    #: False: presumed.
    certain: Mapped[bool] = mapped_column(default=False)
    #: Where they differ from what the register has.
    votes: Mapped[int | None]
    call_first: Mapped[bool] = mapped_column(default=False)
    #: The last call about it, by whom, and what came of it.
    called_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    called_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    call_result: Mapped[str | None] = mapped_column(String(20))
    #: What was known before that call, to take it back; empty once it cannot be taken back.
    before_call: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    item: Mapped[AgendaItem] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    group: Mapped[OrganisationGroup | None] = relationship()
    called_by: Mapped[Person | None] = relationship()

    @property
    def name(self) -> str:
        """Whose position it is."""
        found = self.organisation or self.group
        return found.name if found else ""

    @property
    def holder(self) -> tuple[int | None, int | None]:
        """Whose position it is, as (organisation, group): a voter is found again by it."""
        return self.organisation_id, self.group_id
