"""Whether an uploaded file can serve as a paper, and if not what its sender can do about it."""

from __future__ import annotations

import logging
import re
import shutil
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from app.core import confined, files
from app.core.errors import RuleBroken
from app.papers import words
from app.papers.ending import Interrupted, require_own_end
from app.papers.kinds import KINDS, PDF, Kind
from app.papers.unusable import PaperUnusable

#: A paper of 1,000 pages takes a fraction of a second; what takes this long means harm.
CPU_SECONDS = 20
WALL_SECONDS = 45
MEGABYTE = 1024 * 1024
#: So many files are looked at together, however many people add papers at this moment.
AT_ONCE = threading.BoundedSemaphore(2)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
#: What the browser's window for choosing files offers, in the words of HTML.
ACCEPTED = ",".join(ending for kind in KINDS.values() for ending in kind.endings)
_ENDINGS = tuple(ACCEPTED.split(","))
_FOUND = re.compile(r"([a-z_]+) (\d+) ([a-z]+|-)")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CheckedPaper:
    """A file that is whole and open, with its bytes already in the store."""

    file_name: str
    #: 0 where only the reading copy will tell.
    pages: int
    stored: files.Stored
    media_type: str = KINDS[PDF].media_type


@dataclass(frozen=True)
class Refusal:
    """A file that was refused, and what to do about it."""

    file_name: str
    reason: str


def check_papers(
    uploads: Iterable[FileStorage], max_megabytes: int
) -> tuple[list[CheckedPaper], list[Refusal]]:
    """Check each file on its own: what is good is stored, what is not is named.

    Takes seconds, and must run outside any transaction.
    """
    good: list[CheckedPaper] = []
    refused: list[Refusal] = []
    for upload in uploads:
        name = upload.filename or ""
        try:
            with files.room_for(_shown(name)):
                good.append(_checked(upload.stream, name, max_megabytes))
        except RuleBroken as refusal:
            refused.append(Refusal(_shown(name), refusal.message))
    return good, refused


def _checked(stream: IO[bytes], name: str, max_megabytes: int) -> CheckedPaper:
    """One file that is good, with its bytes in the store; refused where it is not."""
    found = _refused_unseen(stream, name, max_megabytes) or _look_at(stream)
    if isinstance(found, str):
        raise RuleBroken(found)
    kind, pages = found
    return CheckedPaper(_name_of_kind(name, kind), pages, files.store(stream), kind.media_type)


def _name_of_kind(name: str, kind: Kind) -> str:
    """A name that opens as what the file is: what else it may say, it never runs as that.

    The ending of another kind that we know makes place; any other stays as part of the name.
    """
    safe = files.safe_name(name, "stuk")
    ending = f".{safe.rpartition('.')[2].lower()}" if "." in safe else ""
    if ending in kind.endings:
        return safe
    stem = safe[: -len(ending)] if ending in _ENDINGS else safe
    return f"{stem}{kind.endings[0]}"


def _refused_unseen(stream: IO[bytes], name: str, max_megabytes: int) -> str:
    """Why a file is refused by its name and size alone; empty where it is not."""
    if "/" in name or "\\" in name or _CONTROL.search(name) or not name.strip(". "):
        return _(
            "De naam bevat een map of een vreemd teken. "
            "Geef het bestand een gewone naam, zoals Begroting.pdf, en voeg het opnieuw toe."
        )
    stream.seek(0, 2)
    size = stream.tell()
    if size > max_megabytes * MEGABYTE:
        return _(
            "Het bestand is groter dan %(max)d MB. Vraag de afzender om een kleinere versie, "
            "of splits het in delen.",
            max=max_megabytes,
        )
    return words.failure("empty") if size == 0 else ""


def _look_at(stream: IO[bytes]) -> tuple[Kind, int] | str:
    """What a process of its own makes of the file, or why it is refused."""
    with (
        AT_ONCE,
        tempfile.NamedTemporaryFile() as copy,
        tempfile.TemporaryFile() as answer,
        tempfile.TemporaryFile() as told,
    ):
        stream.seek(0)
        shutil.copyfileobj(stream, copy)
        copy.flush()
        code = confined.run(
            "app.papers.probe",
            *(copy.name, str(CPU_SECONDS)),
            seconds=WALL_SECONDS,
            stdout=answer,
            stderr=told,
        )
        found = _FOUND.fullmatch(_read(answer).strip())
        try:
            own = require_own_end(code)
        except PaperUnusable as refusal:
            return words.failure(refusal.reason)
        except Interrupted:
            return words.failure("too_heavy")
        if own != 0 or found is None:
            log.error("a file could not be looked at: %s", confined.place_of_fault(_read(told)))
            return words.failure("fault")
    if found[1] != "good":
        return words.failure(found[1])
    return KINDS[found[3]], int(found[2])


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", errors="replace")


def _shown(name: str) -> str:
    """The name as it was sent, made fit to print: a person must recognise their file."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", name)[:150] or _("(bestand zonder naam)")
