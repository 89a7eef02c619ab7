"""Settings: sensible without any, refused in one sentence where wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from config import Config, ConfigurationError


def read(folder: Path, **settings: str) -> Config:
    """The configuration of an environment with a data folder and these settings."""
    return Config.from_environment({"DATA_DIR": str(folder), **settings})


def test_without_settings_everything_is_in_the_data_folder(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert found.database_url == f"sqlite:///{tmp_path}/vooroverleg.sqlite3"
    assert found.files_url == (tmp_path / "files").as_uri()
    assert (found.port, found.municipality, found.secure_cookies) == (5000, "Haren", False)


def test_the_signing_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    first = read(tmp_path).secret_key
    assert len(first) >= 48
    assert read(tmp_path).secret_key == first
    assert os.stat(tmp_path / "secret_key").st_mode & 0o777 == 0o600


@pytest.mark.parametrize("address", ["postgres://a@b/c", "postgresql://a@b/c"])
def test_postgresql_goes_by_its_usual_addresses(tmp_path: Path, address: str) -> None:
    assert read(tmp_path, DATABASE_URL=address).database_url == "postgresql+psycopg://a@b/c"


def test_files_may_be_in_a_folder_or_an_object_store(tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    assert read(tmp_path, FILES_URL=str(folder)).files_url == folder.as_uri()
    assert read(tmp_path, FILES_URL="s3://bucket/papers").files_url == "s3://bucket/papers"


def test_https_makes_cookies_secure(tmp_path: Path) -> None:
    assert read(tmp_path, PUBLIC_URL="https://vooroverleg.example/").secure_cookies
    assert not read(tmp_path, PUBLIC_URL="http://vooroverleg.example").secure_cookies


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "vijfduizend"),
        ("TRUSTED_PROXIES", "-1"),
        ("MAX_PAPER_MB", "0"),
        ("DATABASE_URL", "mysql://a@b/c"),
        ("FILES_URL", "ftp://a/b"),
        ("PUBLIC_URL", "vooroverleg.example"),
        ("SMTP_URL", "mail:25"),
        ("SMTP_URL", "smtp://mail:25"),  # without PUBLIC_URL
        ("FIXED_NOW", "2026-11-23T09:00"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        read(tmp_path, **{name: value})


def test_a_signing_key_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("kort")
    with pytest.raises(ConfigurationError, match="secret_key"):
        read(tmp_path)


def test_a_data_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="DATA_DIR"):
        read(tmp_path / "file" / "data")
