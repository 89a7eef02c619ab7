"""Whether there is room left on the disks where this installation writes."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from flask import current_app
from flask_babel import gettext as _

MEGABYTE = 1024 * 1024
#: With less than this, an upload or a pack could fill the disk while somebody works.
LEAST = 256 * MEGABYTE


def folders() -> list[Path]:
    """The folders on this machine that grow: the data folder, and the files where they are here."""
    found = [Path(current_app.config["DATA_DIR"])]
    files = urlsplit(current_app.config["FILES_URL"])
    if files.scheme == "file" and Path(url2pathname(files.path)).exists():
        found.append(Path(url2pathname(files.path)))
    return found


def free() -> int:
    """Free bytes on the fullest of these disks."""
    return min(shutil.disk_usage(folder).free for folder in folders())


def problem() -> str | None:
    """What is wrong with the disk in one sentence, or None when there is room."""
    for folder in folders():
        try:
            left = shutil.disk_usage(folder).free
        except OSError:
            return _("De map %(folder)s is niet te bereiken.", folder=folder)
        if left < LEAST:
            return _(
                "Op de schijf van %(folder)s is nog maar %(left)d MB vrij. Maak ruimte.",
                folder=folder,
                left=left // MEGABYTE,
            )
    return None
