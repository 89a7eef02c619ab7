"""The folder in which mails land where no mail server is set: one file a mail, never two.

They go after a while: what is known of mails is in the database.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from flask import current_app

from app.core import clock, jobs, settings
from app.core.database import let_go, reading


def folder() -> Path:
    """Where the files are."""
    return Path(current_app.config["DATA_DIR"]) / "mail"


def path_of(message_id: str) -> Path:
    """The file of the mail with this Message-ID, whether it is there or not."""
    name = message_id.strip("<>").partition("@")[0]
    if not name.isalnum():
        raise ValueError("no file can have this name")
    return folder() / f"{name}.eml"


def put(message_id: str, content: bytes) -> None:
    """Write a mail whole or not at all; written again, it is the same file.

    What a killed worker left half written has the worker's name, and is written over.
    """
    path = path_of(message_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    worker = re.sub(r"[^A-Za-z0-9_-]", "_", current_app.config["WORKER_ID"])
    unfinished = path.parent / f".{path.stem}.{worker}.part"
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    _sync(path.parent)


@jobs.schedule("47 3 * * *", "forget-old-mail")
def forget_old() -> None:
    """Remove files that were kept long enough; what is known of those mails stays."""
    with reading():
        days = settings.get(settings.MAIL_DAYS)
        let_go()
    oldest = (clock.now() - timedelta(days=days)).timestamp()
    if not folder().is_dir():
        return
    for path in folder().iterdir():
        with suppress(FileNotFoundError):  # taken away meanwhile, or written to its end
            if path.suffix in (".eml", ".part") and path.stat().st_mtime < oldest:
                path.unlink()


def find(message_id: str) -> bytes | None:
    """What was put there, or None."""
    try:
        return path_of(message_id).read_bytes()
    except FileNotFoundError:
        return None


def _sync(directory: Path) -> None:
    """Let the name of the file outlive a power cut, too."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
