"""Whether the database is there and fits this version of the application."""

from __future__ import annotations

from functools import cache

from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.core.database import db, reading
from app.core.errors import NotReady
from config import ROOT

AWAY = (
    "De database is niet bereikbaar. Controleer DATABASE_URL en of de databaseserver draait, "
    "en probeer het opnieuw."
)
EMPTY = "De database is nog leeg. Voer eerst 'flask db upgrade' uit."
OLDER = "De database is nog niet bijgewerkt voor deze versie. Voer 'flask db upgrade' uit."
NEWER = (
    "De database hoort bij een nieuwere versie van Vooroverleg. Installeer die versie, "
    "of zet de reservekopie van vóór de bijwerking terug."
)


@cache
def _script() -> ScriptDirectory:
    config = AlembicConfig()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return ScriptDirectory.from_config(config)


def problem() -> str | None:
    """What is wrong with the database in one sentence, or None when all is well."""
    try:
        with reading(), Session(db.engine) as session:
            found = MigrationContext.configure(session.connection()).get_current_revision()
    except SQLAlchemyError:
        return AWAY
    if found is None:
        return EMPTY
    if found == _script().get_current_head():
        return None
    known = {revision.revision for revision in _script().walk_revisions()}
    return OLDER if found in known else NEWER


def require() -> None:
    """Raise NotReady unless the database is there and fits."""
    sentence = problem()
    if sentence is not None:
        raise NotReady(sentence)
