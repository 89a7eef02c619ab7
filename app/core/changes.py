"""The change mark: one number that rises with every transaction that changed something.

Who kept what was read at a mark may give it again as long as the mark stands: one statement tells
that nothing changed. Tables that no calendar shows (sessions, jobs, the index of search) are quiet.

It is raised as the last statement of a transaction, so on PostgreSQL its row is held only for the
commit itself, and whoever reads a mark sees everything that was committed up to it.

Nothing else is taken hold of while it is held, so nobody waits for somebody who waits for the
mark. Who must know of everything that others committed looks once more then (`before_the_mark`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import BigInteger, Table, case, event, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, SessionTransaction, mapped_column

from app.core import clock
from app.core.database import Base, db

#: To stand last in the `__table_args__` of a table whose changes no calendar shows.
QUIET: dict[str, Any] = {"info": {"quiet": True}}
_CHANGED = "something-changed"
_DEEDS = "before-the-mark"


class ChangeMark(Base):
    """The one row that holds the mark."""

    __tablename__ = "change_mark"
    __table_args__ = QUIET

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)


def init_app(_app: Flask) -> None:
    """Listen to every session, after whoever else writes at a commit: the mark comes last."""
    for name, listener in (
        ("after_flush", _note_objects),
        ("do_orm_execute", _note_statement),
        ("before_commit", _raise),
        ("after_soft_rollback", _forget),
    ):
        if not event.contains(db.session, name, listener):
            event.listen(db.session, name, listener)


def changed_fields(thing: Base) -> frozenset[str]:
    """What of an object was changed since it was last written or read.

    Only what was touched is looked at: a long series asks this of thousands.
    """
    state = inspect(thing)
    touched = set(state.attrs.keys()) - state.unmodified
    return frozenset(name for name in touched if state.attrs[name].history.has_changes())


def before_the_mark(deed: Callable[[], None], missed: Callable[[], bool]) -> None:
    """Do something at this commit, of which others may have changed what it is about meanwhile.

    Once the mark is held nobody else can commit, and `missed` says for certain whether there is
    more to be done. Then it is undone, the mark is let go, and all is done anew: what a deed takes
    hold of it takes in one go, in its own order, so that two that do the same wait in line. On
    SQLite, where nobody else writes at all, it is done at once.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.info.setdefault(_DEEDS, []).append((deed, missed))
    else:
        deed()


def _note_objects(session: Session, _context: Any) -> None:
    if session.info.get(_CHANGED):
        return
    session.info[_CHANGED] = any(
        not _is_quiet(thing.__table__) for thing in (*session.new, *session.deleted)
    ) or any(
        not _is_quiet(thing.__table__) and session.is_modified(thing) for thing in session.dirty
    )


def _note_statement(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        table = getattr(state.statement, "table", None)
        if not (isinstance(table, Table) and _is_quiet(table)):
            state.session.info[_CHANGED] = True


def _is_quiet(table: Any) -> bool:
    return bool(table.info.get("quiet"))


def _raise(session: Session) -> None:
    """Raise the mark, to the present moment where that is more.

    So a database that was put back from a backup never comes by a mark that it had before.
    """
    if session.in_nested_transaction():
        return
    session.flush()
    deeds = session.info.pop(_DEEDS, ())
    if not session.info.get(_CHANGED):
        return
    connection = session.connection()
    while deeds:
        point = connection.begin_nested()
        for deed, _missed in deeds:
            deed()
        _rise(connection)
        if not any(missed() for _deed, missed in deeds):
            point.commit()
            break
        point.rollback()
    else:
        _rise(connection)
    session.info.pop(_CHANGED)


def _rise(connection: Connection) -> None:
    moment = int(clock.now().timestamp() * 1000)
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    number = ChangeMark.__table__.c.number
    higher = case((number < moment, moment), else_=number + 1)
    connection.execute(
        dialect.insert(ChangeMark.__table__)
        .values(id=1, number=moment)
        .on_conflict_do_update(index_elements=["id"], set_={"number": higher})
    )


def _forget(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:  # after a savepoint was undone, what came before it stands
        session.info.pop(_CHANGED, None)
        session.info.pop(_DEEDS, None)
