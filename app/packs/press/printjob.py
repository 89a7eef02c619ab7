"""What the press is asked to make: the parts of one PDF in order, as plain data."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

#: What the press finds and leaves in its folder.
JOB_FILE = "job.json"
RESULT_FILE = "pack.pdf"

#: Links between parts are written as addresses here; merging turns them into page jumps.
LINK_BASE = "https://pack.invalid/"

#: Page numbers are known last, so a section names them with these private-use characters.
PAGE_MARK = "\ue000page:{key}\ue001"
REASON_MARK = "\ue000reason\ue001"

#: The standards that a file can declare.
ACCESSIBLE, ARCHIVABLE = "PDF/UA-1", "PDF/A-2A"


@dataclass(frozen=True)
class Section:
    """Pages of our own, from HTML."""

    key: str
    title: str
    html: str
    level: int = 0
    back_to: str = ""
    #: What became of it since the earlier version ("nieuw", "gewijzigd"): in the outer margin.
    changed: str = ""
    #: Whether it begins on a right-hand page where that was asked; what does not, runs on.
    begins_right: bool = False
    #: Whether what its own HTML has in the outline comes below it there.
    unfolds: bool = False


@dataclass(frozen=True)
class PaperPart:
    """A paper by its reading copy, with the sheet that replaces it when it cannot be used."""

    key: str
    number: str
    title: str
    source: str
    missing_html: str
    level: int = 1
    back_to: str = "contents"
    #: What became of it since the earlier version ("nieuw", "gewijzigd"): in the outer margin.
    changed: str = ""
    #: The key of the page that it stands directly behind, without an empty page between.
    behind: str = ""
    #: Whether its reading copy holds PDF/UA-1, and PDF/A-2a: one that does not stands in the way
    #: of what the whole file may declare.
    accessible: bool = False
    archivable: bool = False
    #: SHA-256 of the source where it is known, by which a finished pack is found again.
    digest: str = ""


@dataclass(frozen=True)
class Limits:
    """What a task may cost.

    Joining maps every reading copy into memory at once, hence so much; a paper that is hostile
    was bounded where its copy was made.
    """

    memory_bytes: int = 3 * 1024**3
    cpu_seconds: int = 600
    file_bytes: int = 2 * 1024**3
    paper_seconds: float = 60
    total_seconds: float = 900


@dataclass(frozen=True)
class PrintJob:
    """One PDF: its parts in order, its running foot, and the words that the press needs."""

    title: str
    author: str
    created: str
    foot: str
    parts: tuple[Section | PaperPart, ...]
    #: Why a reading copy cannot be taken along, by the code that a press gives.
    reasons: dict[str, str]
    language: str = "nl-NL"
    subject: str = ""
    go_to: str = "{title}"
    paper_word: str = "{number}"
    #: Printed in light grey across every page: for whom this copy was made, and when.
    watermark: str = ""
    #: For printing on both sides: what is to begin on a right-hand page does, and so does a paper
    #: that does not stand behind its own note.
    right_hand: bool = False
    #: What an empty page says of itself.
    blank_word: str = ""
    #: The standards that the file names where every part of it holds them.
    declare: tuple[str, ...] = (ACCESSIBLE, ARCHIVABLE)
    limits: Limits = field(default_factory=Limits)

    def papers(self) -> list[PaperPart]:
        """The papers, in order."""
        return [part for part in self.parts if isinstance(part, PaperPart)]

    def save(self, path: Path) -> None:
        """Write the job for the press to read."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")


def load_job(path: Path) -> PrintJob:
    """Read a job that `PrintJob.save` wrote."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    parts = tuple(
        PaperPart(**part) if "source" in part else Section(**part) for part in data.pop("parts")
    )
    limits = load_limits(data.pop("limits"))
    declare = tuple(data.pop("declare"))
    return PrintJob(parts=parts, limits=limits, declare=declare, **data)


def load_limits(data: dict[str, Any]) -> Limits:
    """Limits as plain data made limits again."""
    return Limits(**data)
