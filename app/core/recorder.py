"""The recorder of reading: what must be noted about a GET, after the response, on its own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from flask import Flask, Response, current_app, g
from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, journal
from app.core.changes import QUIET
from app.core.database import Base, UTCDateTime, db, reading
from app.core.patience import no_longer_than

#: The only readings that are noted at all; anything else is nobody's business.
ALLOWED = frozenset({"note", "pack", "feed"})
#: Of these the journal says who opened which version, once each.
JOURNALLED = frozenset({"pack"})
#: A second reading of the same thing within this time is not written again.
THROTTLE = timedelta(minutes=5)
#: Seconds that a statement of it may take: it is the server that waits.
PATIENCE = 5.0


class _Wanted(NamedTuple):
    kind: str
    object_id: int
    object_version: int
    person_id: int


class _Deed(NamedTuple):
    #: What it notes, for the log.
    what: str
    do: Callable[[], None]


log = logging.getLogger(__name__)


class Reading(Base):
    """That a person (or the holder of a feed) read one version of a thing."""

    __tablename__ = "reading"
    __table_args__ = (UniqueConstraint("kind", "object_id", "object_version", "person_id"), QUIET)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    object_id: Mapped[int]
    object_version: Mapped[int] = mapped_column(default=0)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    first_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_at: Mapped[datetime] = mapped_column(UTCDateTime)
    times: Mapped[int] = mapped_column(default=1)


def note(kind: str, object_id: int, person_id: int, object_version: int = 0) -> None:
    """Ask that this reading be noted once the response has been sent."""
    if kind not in ALLOWED:
        raise ValueError(f"reading of {kind!r} is not noted")
    g.setdefault("readings", []).append(_Wanted(kind, object_id, object_version, person_id))


def afterwards(what: str, deed: Callable[[], None]) -> None:
    """Ask that this be done once the response has been sent, in a transaction of its own.

    `what` says in the log what was not noted where that fails.
    """
    g.setdefault("deeds", []).append(_Deed(what, deed))


def init_app(app: Flask) -> None:
    """Write what was asked for when a response is closed."""

    @app.after_request
    def _schedule(response: Response) -> Response:
        follow(response)
        return response


def follow(response: Response) -> None:
    """Have what was asked for done once this response was sent (of one that says no: nothing)."""
    wanted: list[_Wanted] = g.pop("readings", [])
    deeds: list[_Deed] = g.pop("deeds", [])
    if wanted:
        deeds.append(_Deed("that something was read", lambda: _write(wanted)))
    if deeds and response.status_code < 400:
        app = cast(Any, current_app)._get_current_object()
        response.call_on_close(lambda: _do(app, deeds))


def _do(app: Flask, deeds: Sequence[_Deed]) -> None:
    """Do each in a transaction of its own; a failure is logged, never shown.

    That the database is away, locked or busy is one line; a fault of ours says where it is.
    """
    with app.app_context(), no_longer_than(PATIENCE):
        for deed in deeds:
            try:
                deed.do()
                db.session.commit()
            except SQLAlchemyError as error:
                db.session.rollback()
                reason = type(getattr(error, "orig", None) or error).__name__
                ours = not isinstance(error, OperationalError)
                log.warning("not noted after a response: %s (%s)", deed.what, reason, exc_info=ours)


def _write(wanted: Sequence[_Wanted]) -> None:
    with reading():
        due = [one for one in wanted if _is_due(_find(one))]
        db.session.rollback()
    for one in due:
        _write_one(one)


def _find(one: _Wanted) -> Reading | None:
    return db.session.scalar(
        select(Reading).where(
            Reading.kind == one.kind,
            Reading.object_id == one.object_id,
            Reading.object_version == one.object_version,
            Reading.person_id == one.person_id,
        )
    )


def _is_due(row: Reading | None) -> bool:
    return row is None or clock.now() - row.last_at >= THROTTLE


def _write_one(one: _Wanted) -> None:
    now = clock.now()
    row = _find(one)
    if row is None:
        db.session.add(Reading(**one._asdict(), first_at=now, last_at=now))
        if one.kind in JOURNALLED:
            journal.record(
                f"{one.kind}.open",
                one.kind,
                one.object_id,
                actor_id=one.person_id,
                object_version=one.object_version,
                origin="page",
            )
    elif _is_due(row):
        row.last_at = now
        row.times += 1
