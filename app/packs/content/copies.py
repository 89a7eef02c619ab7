"""The reading copies of the papers in a pack: waited for, and passed to the press."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from markupsafe import escape

from app.core.database import db, let_go, reading
from app.core.files import StoredFile
from app.packs.press.pressroom import PressStopped
from app.packs.press.printjob import REASON_MARK, PaperPart, PrintJob, Section
from app.papers import words
from app.papers.grades import CopyState
from app.papers.models import ReadingCopy
from app.papers.preparing import prepare
from app.papers.queries import reading_copies


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


def ready_copies(originals: Mapping[str, int], follow: Callable[[int, int], bool]) -> Copies:
    """The copies of these files as received, by the key of the paper; those that wait are made.

    `follow` is told how many of those are done, and gives False to stop.
    """
    found = _copies_of(originals.values())
    waiting = [one for one in dict.fromkeys(originals.values()) if one not in found]
    for done, file_id in enumerate(waiting):
        if not follow(done, len(waiting)):
            raise PressStopped
        prepare(db.session.get_one(StoredFile, file_id))
        let_go()
    if waiting:
        found = _copies_of(originals.values())
    return {key: found.get(one, PaperCopy(refused="fault")) for key, one in originals.items()}


def with_copies(job: PrintJob, copies: Copies) -> PrintJob:
    """The job with what is known of each copy; a paper without one is a page that says why."""
    return replace(job, parts=tuple(_with_copy(part, copies) for part in job.parts))


def _copies_of(file_ids: Iterable[int]) -> dict[int, PaperCopy]:
    with reading():
        rows = reading_copies(file_ids)
        found = {key: _plain(row) for key, row in rows.items() if row.state != CopyState.WAITING}
        let_go()
    return found


def _plain(row: ReadingCopy) -> PaperCopy:
    return PaperCopy(
        digest=row.copy.sha256 if row.copy is not None else "",
        accessible=row.accessible,
        archivable=row.archivable,
        reasons=tuple(row.reasons),
        refused=row.failure,
    )


def _with_copy(part: Section | PaperPart, copies: Copies) -> Section | PaperPart:
    if not isinstance(part, PaperPart):
        return part
    copy = copies[part.key]
    if not copy.refused:
        return replace(
            part,
            accessible=copy.accessible,
            archivable=copy.archivable,
            prepared=True,
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
