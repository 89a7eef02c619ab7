"""The journal: who did what when, append-only, in the transaction of the deed itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask import has_request_context
from sqlalchemy import JSON, ForeignKey, Index, String, insert
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.changes import QUIET
from app.core.database import Base, UTCDateTime, db


class JournalEntry(Base):
    """One deed: names of changed fields and version numbers, never the text of a note."""

    __tablename__ = "journal_entry"
    __table_args__ = (Index("ix_journal_entry_object", "object_kind", "object_id"), QUIET)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: Who gave the instruction for it ("namens").
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: For whom the actor stood in, acting in the own name ("als plaatsvervanger van").
    in_place_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    action: Mapped[str] = mapped_column(String(60))
    object_kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[int | None]
    result: Mapped[str] = mapped_column(String(20), default="done")
    origin: Mapped[str] = mapped_column(String(20))
    fields: Mapped[list[str]] = mapped_column(JSON, default=list)
    object_version: Mapped[int | None]


def record(
    action: str,
    object_kind: str,
    object_id: int | None,
    *,
    actor_id: int | None,
    on_behalf_of_id: int | None = None,
    in_place_of_id: int | None = None,
    fields: Iterable[str] = (),
    object_version: int | None = None,
    result: str = "done",
    origin: str = "",
) -> None:
    """Write one deed; `fields` are names only, `object_version` the version that it made.

    An action is "noun.verb" in every room, hyphens between words: `note.start`,
    `meeting.record-attendance`. The pages that show history have the words for it.
    """
    db.session.add(
        JournalEntry(
            at=clock.now(),
            actor_id=actor_id,
            on_behalf_of_id=on_behalf_of_id,
            in_place_of_id=in_place_of_id,
            action=action,
            object_kind=object_kind,
            object_id=object_id,
            result=result,
            origin=origin or _origin(),
            fields=sorted(fields),
            object_version=object_version,
        )
    )


def record_many(
    action: str,
    object_kind: str,
    object_ids: Sequence[int],
    *,
    actor_id: int,
    fields: Iterable[str] = (),
    object_version: int | None = None,
) -> None:
    """Write one deed done to many things at once, in one statement."""
    if not object_ids:
        return
    common = {
        "at": clock.now(),
        "actor_id": actor_id,
        "action": action,
        "object_kind": object_kind,
        "origin": _origin(),
        "fields": sorted(fields),
        "object_version": object_version,
    }
    db.session.execute(
        insert(JournalEntry), [{**common, "object_id": number} for number in object_ids]
    )


def _origin() -> str:
    return "page" if has_request_context() else "command"
