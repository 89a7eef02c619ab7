"""The index follows every change in its own transaction, whoever makes the change.

The session itself says what was added, changed or deleted; the sources say which things that
concerns. Their entries are made anew just before the commit, so that no room can forget it. Only
what reaches very many things at once (another name for a large partnership) goes by a job, which
is part of the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from flask import current_app, has_app_context
from sqlalchemy import ColumnElement, Select, delete, event, func, select
from sqlalchemy.orm import Session, SessionTransaction

from app.core import jobs
from app.core.changes import changed_fields
from app.core.database import db
from app.core.search import reading
from app.core.search.entries import BATCH, known_fingerprints, numbered, refresh
from app.core.search.models import SearchEntry
from app.core.search.sources import Registry, Source, Watch, registry

#: Of a partnership with more entries than this, a new name goes to them by a job.
AT_ONCE = 600
FOLLOW = "search.follow-partnership"
_PENDING = "search-pending"

Pending = dict[tuple[str, str], list[Any]]


@event.listens_for(db.session, "after_flush")
def _note(session: Session, _context: Any) -> None:
    """Note what the changed objects concern; looked up when everything is written."""
    if not has_app_context() or "search" not in current_app.extensions:
        return
    pending: Pending = session.info.setdefault(_PENDING, {})
    changes = list(_changes(session))
    for name, source, watch in _watches(registry()):
        things = [
            thing
            for thing, changed in changes
            if isinstance(thing, watch.model)
            and (changed is None or not watch.fields or changed & watch.fields)
        ]
        for first in range(0, len(things), BATCH):
            concerned = watch.concerns(things[first : first + BATCH])
            pending.setdefault((name, source.kind), []).append(concerned)


def _watches(known: Registry) -> Iterator[tuple[str, Source, Watch]]:
    for source in known.sources:
        for watch in source.watches:
            yield "refresh", source, watch
        for watch in source.follows:
            yield "follow", source, watch


def _changes(session: Session) -> Iterator[tuple[Any, frozenset[str] | None]]:
    """Every changed object with its changed fields; None for all, of a new or deleted one."""
    for thing in (*session.new, *session.deleted):
        yield thing, None
    for thing in session.dirty:
        if changed := changed_fields(thing):
            yield thing, changed


@event.listens_for(db.session, "before_commit")
def _keep(session: Session) -> None:
    """Make the entries of what was noted, until nothing is left."""
    if session.in_nested_transaction():
        return
    session.flush()
    while pending := session.info.pop(_PENDING, None):
        _work_off(pending)
        session.flush()


@event.listens_for(db.session, "after_soft_rollback")
def _forget(session: Session, ended: SessionTransaction) -> None:
    """What was undone concerns nobody; after a savepoint was, what came before it stands."""
    if ended.parent is None:
        session.info.pop(_PENDING, None)


def _work_off(pending: Pending) -> None:
    known = registry()
    followed: set[int] = set()
    for (name, kind), found in pending.items():
        ids = set(_ids(found))
        if name == "follow":
            followed |= ids
        else:
            reading.ask_for(refresh(known.by_kind[kind], ids))
    for partnership_id in sorted(followed):
        of_it = SearchEntry.partnership_id == partnership_id
        many = select(func.count()).select_from(
            select(SearchEntry.id).where(of_it).limit(AT_ONCE + 1).subquery()
        )
        if (db.session.scalar(many) or 0) > AT_ONCE:
            jobs.enqueue(FOLLOW, key=f"{FOLLOW}:{partnership_id}", partnership_id=partnership_id)
        else:
            _refresh_partnership(partnership_id, lambda: None)


def _ids(found: list[Any]) -> Iterator[int]:
    for ids in found:
        rows: Collection[int | None] = (
            db.session.scalars(ids).all() if isinstance(ids, Select) else ids
        )
        yield from (one for one in rows if one is not None)


@jobs.job(FOLLOW)
def follow_partnership(partnership_id: int) -> None:
    """Give everything of a large partnership its new name in the index, in short transactions."""
    _refresh_partnership(partnership_id, db.session.commit)


def _refresh_partnership(partnership_id: int, after_batch: Callable[[], None]) -> None:
    for source in registry().sources:
        ids = db.session.scalars(
            select(SearchEntry.object_id)
            .where(SearchEntry.partnership_id == partnership_id, SearchEntry.kind == source.kind)
            .distinct()
        ).all()
        for first in range(0, len(ids), BATCH):
            refresh(source, ids[first : first + BATCH])
            after_batch()


@jobs.job("search.rebuild")
def rebuild_all() -> None:
    """Make the index of an installation that had none: asked for by the migration."""
    rebuild()


def rebuild() -> int:
    """Make the whole index true, in short transactions; gives how many entries there are."""
    for source in registry().sources:
        for ids in batches(source):
            reading.ask_for(refresh(source, ids))
            db.session.commit()
        _remove(_without_thing(source))
        db.session.commit()
    kinds = [source.kind for source in registry().sources]
    _remove(SearchEntry.kind.not_in(kinds))
    count = db.session.scalar(select(func.count(SearchEntry.id))) or 0
    db.session.commit()
    return count


def _remove(condition: ColumnElement[bool]) -> None:
    db.session.execute(
        delete(SearchEntry).where(condition).execution_options(synchronize_session=False)
    )


def batches(source: Source) -> Iterator[list[int]]:
    """The ids of all things of a source, a batch at a time."""
    last = 0
    while True:
        ids = list(
            db.session.scalars(
                select(source.model.id)
                .where(source.model.id > last)
                .order_by(source.model.id)
                .limit(BATCH)
            )
        )
        if not ids:
            return
        last = ids[-1]
        yield ids


def _without_thing(source: Source) -> ColumnElement[bool]:
    thing = select(source.model.id).where(source.model.id == SearchEntry.object_id)
    return (SearchEntry.kind == source.kind) & ~thing.exists()


def faults() -> Iterator[tuple[str, int, str]]:
    """Where the index is not true: kind, id of the thing, and "missing", "stale" or "extra"."""
    for source in registry().sources:
        for ids in batches(source):
            known = known_fingerprints(source, ids)
            rows = [row.cleaned() for row in source.rows(ids)]
            wanted = {numbered(source, row): row for row in rows}
            for number, row in wanted.items():
                if number not in known:
                    yield source.kind, row.object_id, "missing"
                elif known[number] != row.fingerprint:
                    yield source.kind, row.object_id, "stale"
            for number in known.keys() - wanted.keys():
                yield source.kind, number & 2**31 - 1, "extra"
        extra = select(SearchEntry.object_id).where(_without_thing(source))
        for object_id in db.session.scalars(extra):
            yield source.kind, object_id, "extra"
