"""`/readyz` and `/metrics`: what programs that watch over an installation read."""

from __future__ import annotations

import shutil
from collections import namedtuple
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from app.administration.backup.history import record_backup
from app.core.database import db
from app.core.jobs.models import JobWorker
from tests.client import CheckingClient
from tests.conftest import NOW, MakeApp
from tests.factories import make_meeting, make_note, make_person

TOKEN = "een-geheim-van-lengte"


@pytest.fixture
def worker(app: Flask) -> None:
    """A worker that lives."""
    db.session.add(JobWorker(id="w", started_at=NOW, beat_at=NOW))
    db.session.commit()


@pytest.mark.usefixtures("worker")
def test_ready_when_everything_is(client: CheckingClient) -> None:
    record_backup()
    db.session.commit()
    answer = client.get("/readyz")
    assert answer.status_code == 200
    checks = dict.fromkeys(("database", "migrations", "disk", "jobs"), "ok")
    assert answer.json == {"status": "ok", "checks": checks, "last_backup": NOW.isoformat()}


@pytest.mark.usefixtures("worker")
def test_a_full_disk_is_said(client: CheckingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage(10, 9, 100 * 1024**2))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert "nog maar 100 MB vrij" in answer.json["checks"]["disk"]
    assert answer.json["checks"]["database"] == "ok"


def test_a_database_that_is_behind_or_away_is_said(make_app: MakeApp, tmp_path: Path) -> None:
    empty = make_app(DATABASE_URL=f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    answer = empty.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["checks"]["database"] == "ok"
    assert "flask db upgrade" in answer.json["checks"]["migrations"]
    away = make_app(DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    answer = away.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert "niet bereikbaar" in answer.json["checks"]["database"]
    assert answer.json["checks"]["migrations"] == "ok"


def test_metrics_are_off_unless_configured(client: CheckingClient) -> None:
    assert client.get("/metrics").status_code == 404


def test_metrics_with_a_token(make_app: MakeApp) -> None:
    app = make_app(METRICS_TOKEN=TOKEN)
    asker = app.test_client()
    assert asker.get("/metrics").status_code == 404
    wrong = {"Authorization": "Bearer iets-anders"}
    assert asker.get("/metrics", headers=wrong).status_code == 404
    right = {"Authorization": f"Bearer {TOKEN}"}
    assert asker.get("/metrics", headers=right).status_code == 200


def test_metrics_count_and_name_nobody(make_app: MakeApp) -> None:
    app = make_app(METRICS="1")
    with app.app_context():
        person = make_person(name="Iemand Bijzonder")
        make_note(state="aligned", author=person)
        make_meeting()
        record_backup()
        db.session.commit()
    answer = app.test_client().get("/metrics")
    assert answer.status_code == 200
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }
    assert found["vooroverleg_notes", "aligned"] == 1
    assert found["vooroverleg_meetings", "planned"] == 2
    assert found["vooroverleg_backup_age_seconds",] == 0
    assert found["vooroverleg_database_up",] == 1
    assert "Bijzonder" not in answer.text


def test_metrics_say_that_the_database_is_away(make_app: MakeApp) -> None:
    app = make_app(METRICS="1", DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    answer = app.test_client().get("/metrics")
    assert answer.status_code == 200
    assert "vooroverleg_database_up 0.0" in answer.text
    assert "vooroverleg_disk_free_bytes" in answer.text
