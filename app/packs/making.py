"""What every making of a file has in common, whichever table says how far it is."""

from __future__ import annotations

import errno
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import update

from app.core.database import db
from app.packs.queries import UNDER_WAY


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


def is_full(problem: Exception) -> bool:
    """Whether it failed for want of room: nothing of it was kept, and nothing of it is wrong."""
    return isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT)


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
