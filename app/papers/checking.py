"""Whether an uploaded file can serve as a paper, and if not what its sender can do about it."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from app.core import confined, files

#: A paper of 1,000 pages takes a fraction of a second; what takes this long means harm.
CPU_SECONDS = 20
WALL_SECONDS = 45
MEGABYTE = 1024 * 1024
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class CheckedPaper:
    """A file that is a whole, open PDF, with its bytes already in the store."""

    file_name: str
    pages: int
    stored: files.Stored


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
        reason, pages = _check(upload.stream, name, max_megabytes)
        if reason:
            refused.append(Refusal(_shown(name), reason))
        else:
            good.append(CheckedPaper(_pdf_name(name), pages, files.store(upload.stream)))
    return good, refused


def _pdf_name(name: str) -> str:
    """A name that opens in a reader of PDFs: what else the file may be, it never runs as that."""
    safe = files.safe_name(name, "stuk")
    return safe if safe.lower().endswith(".pdf") else f"{safe}.pdf"


def _check(stream: IO[bytes], name: str, max_megabytes: int) -> tuple[str, int]:
    """The reason of a refusal ("" for none) and the number of pages."""
    if "/" in name or "\\" in name or _CONTROL.search(name) or not name.strip(". "):
        return _(
            "De naam bevat een map of een vreemd teken. "
            "Geef het bestand een gewone naam, zoals Begroting.pdf, en voeg het opnieuw toe."
        ), 0
    stream.seek(0, 2)
    size = stream.tell()
    if size == 0:
        return _(
            "Het bestand is leeg. Open het op uw computer; is het daar ook leeg, "
            "vraag het dan opnieuw op bij de afzender."
        ), 0
    if size > max_megabytes * MEGABYTE:
        return _(
            "Het bestand is groter dan %(max)d MB. Vraag de afzender om een kleinere versie, "
            "of splits het in delen.",
            max=max_megabytes,
        ), 0
    stream.seek(0)
    if b"%PDF-" not in stream.read(1024):
        return _(
            "Dit is geen PDF. Open het bestand, kies 'Opslaan als PDF' en voeg die PDF toe."
        ), 0
    return _judge(*_look_at(stream))


def _judge(found: str, pages: int) -> tuple[str, int]:
    if found == "good":
        return "", pages
    if found == "encrypted":
        return _(
            "De PDF is beveiligd met een wachtwoord. "
            "Vraag de afzender om een versie zonder beveiliging."
        ), 0
    return _(
        "De PDF is beschadigd en niet te lezen. Vraag het stuk opnieuw op, "
        "of open het en sla het opnieuw op als PDF."
    ), 0


def _look_at(stream: IO[bytes]) -> tuple[str, int]:
    """What a process of its own makes of the PDF; one that had to be ended makes it damaged."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as copy:
        stream.seek(0)
        shutil.copyfileobj(stream, copy)
        copy.flush()
        command = confined.command("app.papers.probe", copy.name, str(CPU_SECONDS))
        try:
            done = subprocess.run(
                command, capture_output=True, timeout=WALL_SECONDS, check=False, text=True
            )
        except subprocess.TimeoutExpired:
            return "damaged", 0
    found = re.fullmatch(r"(good|encrypted|damaged) (\d+)", done.stdout.strip())
    if done.returncode != 0 or found is None:
        return "damaged", 0
    return found[1], int(found[2])


def _shown(name: str) -> str:
    """The name as it was sent, made fit to print: a person must recognise their file."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", name)[:150] or _("(bestand zonder naam)")
