"""Fixtures: a migrated database per engine, each test in its own savepoint, a checking client."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask

from app import create_app
from app.core import clock
from app.core.database import db
from app.core.garbage import leave_what_is_loaded
from tests.client import CheckingClient, Statements
from tests.engines import Servers, Templates, configuration
from tests.isolation import forgetting

ENGINES = ("sqlite", "postgresql")
#: A Monday morning in a week without holidays.
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

#: Makes an application on a database that the test has to itself.
MakeApp = Callable[..., Flask]

_servers: list[Servers] = []


def pytest_configure(config: pytest.Config) -> None:
    """Start the database servers once, in the process that leads the run."""
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: ends the servers too
    servers = Servers()
    _servers.append(servers)
    config.stash[_TEMPLATES] = servers.make_templates()


def pytest_configure_node(node: Any) -> None:
    """Tell each worker where the templates are."""
    templates = node.config.stash[_TEMPLATES]
    node.workerinput["templates"] = (str(templates.folder), templates.postgresql)


def pytest_collection_finish() -> None:
    """Look for garbage as a server does."""
    leave_what_is_loaded()


def pytest_unconfigure(config: pytest.Config) -> None:
    """End what was started."""
    while _servers:
        _servers.pop().stop()


_TEMPLATES = pytest.StashKey[Templates]()


@pytest.fixture(scope="session")
def templates(pytestconfig: pytest.Config) -> Templates:
    """The migrated templates of this run."""
    if hasattr(pytestconfig, "workerinput"):
        folder, postgresql = pytestconfig.workerinput["templates"]
        return Templates(Path(folder), postgresql)
    return pytestconfig.stash[_TEMPLATES]


@pytest.fixture(scope="session", params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """The engine: every test that uses the database runs on both."""
    return str(request.param)


@pytest.fixture(scope="session")
def session_app(
    engine_name: str, templates: Templates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """One application per engine and worker, on its own clone."""
    url = templates.clone(engine_name)
    app = create_app(configuration(url, tmp_path_factory.mktemp("data")))
    app.config.update(TESTING=False, WTF_CSRF_ENABLED=False)
    app.extensions["schema_checked"] = True
    app.test_client_class = CheckingClient
    yield app
    with app.app_context():
        db.engine.dispose()
    templates.drop(url)


@pytest.fixture
def app(session_app: Flask) -> Iterator[Flask]:
    """The application with a database that forgets everything after the test.

    An application context is open, so that a test can use `db.session` directly; requests of
    the client run in a context of their own, as on a server.
    """
    clock.stop_at(NOW)
    with forgetting(session_app):
        yield session_app
    clock.stop_at(None)


@pytest.fixture
def client(app: Flask) -> CheckingClient:
    """A browser without JavaScript that checks every page it gets; not signed in."""
    return cast(CheckingClient, app.test_client())


@pytest.fixture
def statements(app: Flask) -> Iterator[Statements]:
    """Counts the SQL statements: `with statements.counted() as found: …; found.count`."""
    with Statements.of(db.engines[None]) as counter:
        yield counter


@pytest.fixture
def make_app(engine_name: str, templates: Templates, tmp_path: Path) -> Iterator[MakeApp]:
    """For several servers, or several transactions at once: nothing is rolled back here."""
    url = templates.clone(engine_name)
    made: list[Flask] = []

    def make(**changes: str) -> Flask:
        app = create_app(configuration(url, tmp_path, **changes))
        app.config.update(WTF_CSRF_ENABLED=False)
        made.append(app)
        return app

    clock.stop_at(NOW)
    yield make
    clock.stop_at(None)
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
    templates.drop(url)
