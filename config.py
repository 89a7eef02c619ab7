"""Settings from the environment: read once, checked early, refused in one plain sentence."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
VERSION: str = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
DEFAULT_PORT = 5000
DEFAULT_MAX_PAPER_MB = 100
#: Full-sized papers of one upload together: more than any agenda brings at once.
PAPERS_PER_UPLOAD = 20
FILE_STORES = frozenset({"file", "s3", "az", "gs"})


class ConfigurationError(SystemExit):
    """A setting is wrong: the program ends with one sentence that says which, and what to do.

    A SystemExit, so that every entry point (flask, gunicorn, a script) prints that sentence
    and ends with code 1 instead of showing a traceback.
    """


@dataclass(frozen=True)
class Config:
    """Everything the application may know about its surroundings."""

    data_dir: Path
    database_url: str
    files_url: str
    secret_key: str
    municipality: str = "Haren"
    port: int = DEFAULT_PORT
    loopback_only: bool = False
    public_url: str = ""
    secure_cookies: bool = False
    trusted_proxies: int = 0
    max_paper_mb: int = DEFAULT_MAX_PAPER_MB
    smtp_url: str = ""
    mail_from: str = ""
    fixed_now: datetime | None = None
    worker_id: str = "worker-1"
    backup_dir: Path | None = None
    backup_keep: int = 14
    metrics: bool = False
    metrics_token: str = ""

    @property
    def is_sqlite(self) -> bool:
        """True where the embedded database is used."""
        return self.database_url.startswith("sqlite")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Config:
        """Read and check the settings; raises ConfigurationError with what to do."""
        env = os.environ if environment is None else environment
        data_dir = _data_dir(env.get("DATA_DIR", ""))
        public_url = env.get("PUBLIC_URL", "").rstrip("/")
        if public_url and urlsplit(public_url).scheme not in ("http", "https"):
            raise ConfigurationError(
                "PUBLIC_URL moet met http:// of https:// beginnen, bijvoorbeeld "
                "https://vooroverleg.gemeente.nl."
            )
        smtp_url = _smtp_url(env.get("SMTP_URL", ""))
        if smtp_url and not public_url:
            raise ConfigurationError(
                "Bij SMTP_URL hoort PUBLIC_URL: zonder dat adres werken de links in mails niet."
            )
        return cls(
            data_dir=data_dir,
            database_url=_database_url(env.get("DATABASE_URL", ""), data_dir),
            files_url=_files_url(env.get("FILES_URL", ""), data_dir),
            secret_key=env.get("SECRET_KEY", "") or _kept_secret(data_dir),
            municipality=env.get("MUNICIPALITY", "Haren"),
            port=_whole_number(env, "PORT", DEFAULT_PORT, 1, 65535),
            loopback_only=env.get("LOOPBACK_ONLY", "0") == "1",
            public_url=public_url,
            secure_cookies=public_url.startswith("https://"),
            trusted_proxies=_whole_number(env, "TRUSTED_PROXIES", 0, 0, 5),
            max_paper_mb=_whole_number(env, "MAX_PAPER_MB", DEFAULT_MAX_PAPER_MB, 1, 2000),
            smtp_url=smtp_url,
            mail_from=env.get("MAIL_FROM", ""),
            fixed_now=_moment(env.get("FIXED_NOW", "")),
            worker_id=env.get("WORKER_ID", "worker-1"),
            backup_dir=_backup_dir(env.get("BACKUP_DIR", "")),
            backup_keep=_whole_number(env, "BACKUP_KEEP", 14, 1, 1000),
            metrics=env.get("METRICS", "0") == "1",
            metrics_token=_metrics_token(env.get("METRICS_TOKEN", "")),
        )


def _data_dir(value: str) -> Path:
    """The data folder, made when absent; it must be a folder that can be written."""
    path = Path(value).expanduser().resolve() if value else ROOT / "var"
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / f".write-test-{secrets.token_hex(4)}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise ConfigurationError(
            f"De gegevensmap {path} is niet beschrijfbaar ({error.strerror}). "
            "Kies met DATA_DIR een map waarin deze gebruiker mag schrijven."
        ) from error
    return path


def _backup_dir(value: str) -> Path | None:
    """The folder of the daily backups; it must be there, as a disk that is not mounted is not."""
    if not value:
        return None
    path = Path(value).expanduser().resolve()
    if not path.is_dir():
        raise ConfigurationError(
            f"BACKUP_DIR {path} bestaat niet. Maak deze map, of koppel de schijf waarop zij staat."
        )
    return path


def _metrics_token(value: str) -> str:
    if value and len(value) < 16:
        raise ConfigurationError("METRICS_TOKEN is te kort: gebruik 16 tekens of meer.")
    return value


def _database_url(value: str, data_dir: Path) -> str:
    """The database address; empty means SQLite inside the data folder."""
    if not value:
        return f"sqlite:///{data_dir / 'vooroverleg.sqlite3'}"
    if value.startswith("sqlite:///"):
        return value
    for prefix in ("postgresql+psycopg://", "postgresql://", "postgres://"):
        if value.startswith(prefix):
            return "postgresql+psycopg://" + value.removeprefix(prefix)
    raise ConfigurationError(
        "DATABASE_URL moet met postgresql:// of sqlite:/// beginnen, bijvoorbeeld "
        "postgresql://gebruiker:wachtwoord@server/vooroverleg."
    )


def _files_url(value: str, data_dir: Path) -> str:
    """The address of the file store; a plain folder is one too, and empty means the data folder."""
    if "://" not in value:
        return (Path(value).expanduser().resolve() if value else data_dir / "files").as_uri()
    if urlsplit(value).scheme not in FILE_STORES:
        raise ConfigurationError(
            "FILES_URL moet een map zijn, of beginnen met s3://, az:// of gs://."
        )
    return value


def _kept_secret(data_dir: Path) -> str:
    """The signing key of this installation: made once, readable by its owner only."""
    path = data_dir / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text().strip()
        if len(kept) < 32:
            raise ConfigurationError(
                f"Het sleutelbestand {path} is leeg of te kort. Verwijder het; bij de volgende "
                "start maakt de toepassing een nieuw (iedereen meldt zich dan opnieuw aan)."
            ) from None
        return kept
    with os.fdopen(descriptor, "w") as file:
        key = secrets.token_urlsafe(48)
        file.write(key + "\n")
    return key


def _whole_number(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    value = env.get(name, "")
    if not value:
        return default
    if not value.isdecimal() or not low <= int(value) <= high:
        raise ConfigurationError(f"{name} moet een geheel getal van {low} tot en met {high} zijn.")
    return int(value)


def _smtp_url(value: str) -> str:
    if value and urlsplit(value).scheme not in ("smtp", "smtps"):
        raise ConfigurationError(
            "SMTP_URL moet met smtp:// of smtps:// beginnen, bijvoorbeeld smtp://mail:25."
        )
    return value


def _moment(value: str) -> datetime | None:
    """FIXED_NOW stops the clock for demonstrations and browser tests (ISO 8601 with offset)."""
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ConfigurationError(
            "FIXED_NOW moet een tijdstip met tijdzone zijn, bijvoorbeeld 2026-11-23T09:00+01:00."
        )
    return moment
