"""Whether the database is there and fits this version of the application."""

from __future__ import annotations

from functools import cache

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
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


FULL = "De schijf van de database is vol. Maak ruimte op de server, en probeer het opnieuw."
BUSY = "De database is nu te druk met ander werk. Wacht even, en probeer het opnieuw."
#: How SQLite and PostgreSQL say that there is no space left, and that others hold what is asked.
_FULL_SQLITE, _FULL_POSTGRESQL = "database or disk is full", frozenset({"53100"})
_BUSY_SQLITE, _BUSY_POSTGRESQL = "database is locked", frozenset({"40P01", "55P03"})
#: The database does not answer at all, whatever version it is of.
NO_ANSWER = (AWAY, FULL, BUSY)


def _config() -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config


@cache
def _script() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def away() -> str | None:
    """Why the database does not answer, in one sentence, or None when it does."""
    found = problem()
    return found if found in NO_ANSWER else None


def behind() -> str | None:
    """Why the database does not fit this version, in one sentence, or None when it does."""
    found = problem()
    return None if found in NO_ANSWER else found


def problem() -> str | None:
    """What is wrong with the database in one sentence, or None when all is well."""
    try:
        with reading(), Session(db.engine) as session:
            found = MigrationContext.configure(session.connection()).get_current_revision()
    except SQLAlchemyError as error:
        return sentence_for(error)
    if found is None:
        return EMPTY
    if found == _script().get_current_head():
        return None
    return OLDER if is_known(found) else NEWER


def sentence_for(error: SQLAlchemyError) -> str:
    """Why the database did not do what was asked of it."""
    original = error.orig if isinstance(error, DBAPIError) else None
    state, words = getattr(original, "sqlstate", None), str(original)
    if state in _FULL_POSTGRESQL or _FULL_SQLITE in words:
        return FULL
    return BUSY if state in _BUSY_POSTGRESQL or _BUSY_SQLITE in words else AWAY


def is_known(revision: str) -> bool:
    """Whether this version of the application has a migration of this name."""
    return any(one.revision == revision for one in _script().walk_revisions())


def bring_to(connection: Connection, revision: str) -> None:
    """Migrate within the open transaction of a connection: up to a revision, or down to "base"."""
    config = _config()
    config.attributes["connection"] = connection
    if revision == "base":
        command.downgrade(config, revision)
    else:
        command.upgrade(config, revision)


def require() -> None:
    """Raise NotReady unless the database is there and fits."""
    sentence = problem()
    if sentence is not None:
        raise NotReady(sentence)
