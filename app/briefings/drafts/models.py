"""The table of drafts: one row per person, agenda item and window."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import JSON, BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.changes import QUIET
from app.core.database import Base, UTCDateTime
from app.meetings.agenda_models import AgendaItem

#: So long a draft is kept after its meeting, and at least so long after it was last typed in.
KEPT = timedelta(days=90)


class NoteDraft(Base):
    """What one person has typed in one window about an item, and did not save yet."""

    __tablename__ = "note_draft"
    __table_args__ = (UniqueConstraint("person_id", "item_id", "window_key"), QUIET)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    #: The key of the form in that window (`CreatingForm.key`).
    window_key: Mapped[str] = mapped_column(String(36))
    #: The version of the note from which was begun; 0 where there was none yet.
    base_number: Mapped[int]
    #: The fields of the form as they were typed: by name what was sent under it.
    typed: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    #: Grows with every save of the window: a late one never takes the place of a later one.
    sequence: Mapped[int] = mapped_column(BigInteger)
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime)

    item: Mapped[AgendaItem] = relationship(innerjoin=True)
