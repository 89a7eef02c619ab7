"""What every making of a file has in common, whichever table says how far it is.

Such a table has `state`, `progress`, `failure` and `requested_at`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select, update

from app.core import clock, files, jobs
from app.core.database import db, let_go, reading
from app.core.errors import NotFound
from app.packs.models import PackState
from app.packs.press.presses import PressFailed, PressStopped
from app.packs.queries import UNDER_WAY
from app.papers.preparing import DiskFull

#: So long what has to wait is tried again before it says that it did not work out.
PATIENCE = timedelta(hours=1)
#: By how many percents it must differ before it is written down how far it is.
_STEP = 3

#: Why something was not made, and what to do about it: in the language of who reads it.
Why = Callable[[], str]

log = logging.getLogger(__name__)


def change(table: type[Any], row_id: int, **values: object) -> bool:
    """Change what is still under way, in the present transaction; False where it no longer is."""
    changed = db.session.execute(
        update(table)
        .where(table.id == row_id, table.state.in_(UNDER_WAY))
        .values(**values)
        .returning(table.id)
        .execution_options(synchronize_session=False)
    ).all()
    return bool(changed)


@dataclass(frozen=True)
class Making:
    """The making of one file: how far it is, and what is said where it does not work out."""

    table: type[Any]
    row_id: int
    #: Why, where something in it is not there any more for who asked.
    gone: Why
    #: Tells who asked that it was not made; part of the transaction that says so.
    tell_failed: Callable[[Any, Why], None]
    #: What must hold of the row, too, for it to go on.
    conditions: tuple[ColumnElement[bool], ...] = ()

    def run(self, make: Callable[[], None]) -> None:
        """Make it. Whatever goes wrong is said to whoever waits for it; a fault of ours is raised
        too, so that it stands in the log.

        What only has to wait (another paper is being converted) leaves it under way, and is tried
        again.
        """
        try:
            make()
        except PressStopped:
            return
        except NotFound:
            self.fail(self.gone)
        except (PressFailed, OSError, DiskFull) as problem:
            log.error("%s %s could not be made: %s", self.table.__tablename__, self.row_id, problem)
            self.fail(no_room if _is_full(problem) else try_again)
        except jobs.TryLater as problem:
            if self._may_wait():
                raise
            log.error("%s %s waited too long: %s", self.table.__tablename__, self.row_id, problem)
            self.fail(try_again)
        except Exception:
            self.fail(try_again)
            raise

    def follow(self, percent: int) -> bool:
        """Note how far it is, in a transaction of its own; False once it is no longer wanted."""
        with reading():
            row = db.session.execute(
                select(self.table.state, self.table.progress).where(
                    self.table.id == self.row_id, *self.conditions
                )
            ).one_or_none()
            let_go()
        if row is None or row.state not in UNDER_WAY:
            return False
        if row.state != PackState.WAITING and abs(percent - row.progress) < _STEP:
            return True
        wanted = change(self.table, self.row_id, state=PackState.BUILDING, progress=percent)
        db.session.commit()
        return wanted

    def fail(self, why: Why) -> None:
        """Say that it could not be made, and tell who asked for it: not where it was stopped."""
        db.session.rollback()
        with force_locale("nl"):
            sentence = why()
        if change(self.table, self.row_id, state=PackState.FAILED, failure=sentence):
            row = db.session.get_one(self.table, self.row_id, populate_existing=True)
            self.tell_failed(row, why)
        db.session.commit()

    def _may_wait(self) -> bool:
        """Whether whoever asked for it need not hear yet that it does not work out."""
        db.session.rollback()
        with reading():
            asked = db.session.scalar(
                select(self.table.requested_at).where(self.table.id == self.row_id)
            )
            let_go()
        return asked is not None and clock.now() < asked + PATIENCE


def _is_full(problem: Exception) -> bool:
    """Whether it failed for want of room: nothing of it was kept, and nothing of it is wrong."""
    return isinstance(problem, DiskFull) or files.is_full(problem)


def try_again() -> str:
    """What to do after a fault of which nobody can say more."""
    return _(
        "Het maken is niet gelukt. Probeer het opnieuw; lukt het dan weer niet, meld het "
        "dan bij de beheerder."
    )


def no_room() -> str:
    """What to do where the disk is full."""
    return _(
        "De schijf van de server is vol. Er is niets half bewaard. Meld het bij de beheerder, "
        "en probeer het daarna opnieuw."
    )
