"""What was printed before, kept in the data folder: pages by their content, and whole packs.

An entry is found by a digest of everything that decides its bytes, so that none is ever wrong or
out of date; one that was damaged on the disk is passed over and made again. Any number of
workers may use one shelf: an entry appears at once or not at all. Nothing depends on it.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

MEGABYTE = 1024 * 1024
#: What is kept: this much, and nothing that nobody asked for in so many days.
LARGEST = 512 * MEGABYTE
OLDEST_SECONDS = 14 * 86400
#: A work folder of this age that nobody holds was left by a worker that was killed.
_LEFT_SECONDS = 60
_WORK, _LOCK = "work", "lock"


class Entry(NamedTuple):
    """What was kept: the bytes, and facts about them."""

    content: bytes
    facts: dict[str, Any]


class Shelf:
    """The shelf in one folder; without a folder nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        #: Whether something was kept here since.
        self.has_grown = False

    def take(self, name: str) -> Entry | None:
        """The entry of this name, if it is there and whole."""
        if self._folder is None:
            return None
        path = self._path(name)
        try:
            digest, _space, rest = path.read_bytes().partition(b" ")
            if digest != hashlib.sha256(rest).hexdigest().encode("ascii"):
                path.unlink()
                return None
            os.utime(path)
        except OSError:
            return None
        facts, _line, content = rest.partition(b"\n")
        return Entry(content, json.loads(facts))

    def put(self, name: str, content: bytes, facts: dict[str, Any]) -> None:
        """Keep an entry; where there is no room for it, it is made again next time."""
        if self._folder is None or len(content) > LARGEST // 4:
            return
        path = self._path(name)
        rest = json.dumps(facts).encode("ascii") + b"\n" + content
        draft = path.with_name(f"{secrets.token_hex(8)}.draft")
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with draft.open("xb") as file:
                file.write(hashlib.sha256(rest).hexdigest().encode("ascii") + b" ")
                file.write(rest)
            draft.replace(path)
            self.has_grown = True
        except OSError:
            with contextlib.suppress(OSError):
                draft.unlink()

    @contextlib.contextmanager
    def workplace(self) -> Iterator[Path]:
        """A folder for making one pack, gone afterwards; those of killed workers go too."""
        parent = None
        if self._folder is not None:
            parent = self._folder / _WORK
            parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _sweep(parent)
        folder = Path(tempfile.mkdtemp(prefix="vooroverleg-pack-", dir=parent))
        try:
            with (folder / _LOCK).open("wb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def tidy(self) -> None:
        """Keep within its bounds: what was asked for longest ago goes first.

        What killed workers left goes too.
        """
        if self._folder is None or not self._folder.is_dir():
            return
        if (self._folder / _WORK).is_dir():
            _sweep(self._folder / _WORK)
        entries = []
        for path in (self._folder / "pages").glob("*/*"):
            with contextlib.suppress(OSError):
                facts = path.stat()
                entries.append((facts.st_mtime, facts.st_size, path))
        entries.sort(reverse=True)
        oldest, room = _now(self._folder) - OLDEST_SECONDS, LARGEST
        for used_at, size, path in entries:
            room -= size
            if used_at < oldest or room < 0:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _path(self, name: str) -> Path:
        return Path(self._folder or "") / "pages" / name[:2] / name


def digest_of(*values: object) -> str:
    """The name of an entry: a digest of everything that decides its bytes."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()


def _sweep(parent: Path) -> None:
    left = _now(parent) - _LEFT_SECONDS
    for folder in parent.glob("*/"):
        with contextlib.suppress(OSError):
            if folder.stat().st_mtime > left:
                continue
            with (folder / _LOCK).open("ab") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)


def _now(folder: Path) -> float:
    """The time by which files are stamped there: the clock of the disk, not of the application."""
    marker = folder / "now"
    marker.touch()
    return marker.stat().st_mtime
