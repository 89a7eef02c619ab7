"""What is known of the reading copies of the papers in a pack, and passed to the press."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from markupsafe import escape

from app.packs.press.printjob import REASON_MARK, PaperPart, PrintJob, Section
from app.papers import words


@dataclass(frozen=True)
class PaperCopy:
    """What the press needs to know of the reading copy of one paper."""

    #: SHA-256 of its bytes; empty where there is none.
    digest: str = ""
    accessible: bool = False
    archivable: bool = False
    #: Codes of what stands in the way of the standards.
    reasons: tuple[str, ...] = ()
    #: The code of why there is no copy.
    refused: str = ""


#: Per key of a paper in the print job.
Copies = Mapping[str, PaperCopy]


def with_copies(job: PrintJob, copies: Copies) -> PrintJob:
    """The job with what is known of each copy; a paper without one is a page that says why."""
    return replace(job, parts=tuple(_with_copy(part, copies) for part in job.parts))


def _with_copy(part: Section | PaperPart, copies: Copies) -> Section | PaperPart:
    if not isinstance(part, PaperPart):
        return part
    copy = copies[part.key]
    if not copy.refused:
        return replace(
            part,
            accessible=copy.accessible,
            archivable=copy.archivable,
            digest=copy.digest,
        )
    sentence = str(escape(words.failure(copy.refused)))
    return Section(
        key=part.key,
        title=f"{part.number} {part.title}",
        html=part.missing_html.replace(REASON_MARK, sentence),
        level=part.level,
        back_to=part.back_to,
        changed=part.changed,
    )
