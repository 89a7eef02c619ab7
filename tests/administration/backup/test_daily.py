"""The daily backup: once a day into its folder, the oldest removed, nothing else touched."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.administration.backup.daily import make_daily_backup
from app.administration.backup.history import last_backup
from app.administration.backup.inspecting import inspect
from app.core import clock, jobs
from config import Config, ConfigurationError
from tests.conftest import NOW, MakeApp


def names(folder: Path) -> list[str]:
    """What is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_the_latest_are_kept(make_app: MakeApp, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    (folder / "vakantiefotos.tar").touch()
    app = make_app(BACKUP_DIR=str(folder), BACKUP_KEEP="2")
    with app.app_context():
        for day in range(4):
            with clock.at(NOW + timedelta(days=day)):
                make_daily_backup()
                make_daily_backup()  # a job may run twice
        assert last_backup() == NOW + timedelta(days=3)
        kept = ["vooroverleg-2026-11-25.tar", "vooroverleg-2026-11-26.tar"]
        assert names(folder) == ["vakantiefotos.tar", *kept]
        assert inspect(folder / kept[-1]).faults == []


def test_without_a_folder_nothing_happens(make_app: MakeApp) -> None:
    with make_app().app_context():
        make_daily_backup()
        assert last_backup() is None


def test_it_is_a_schedule() -> None:
    assert jobs.schedules()["daily-backup"] == "30 2 * * *"


def test_a_folder_that_is_not_there_ends_the_program(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="bestaat niet"):
        Config.from_environment(
            {"DATA_DIR": str(tmp_path), "BACKUP_DIR": str(tmp_path / "not-mounted")}
        )
