"""Fixtures for what needs more than one application, or several transactions at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.core import clock
from app.core.database import db
from tests.conftest import NOW
from tests.engines import Templates, configuration

MakeApp = Callable[..., Flask]


@pytest.fixture
def make_app(engine_name: str, templates: Templates, tmp_path: Path) -> Iterator[MakeApp]:
    """Makes applications that share one database of their own; nothing is rolled back."""
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
