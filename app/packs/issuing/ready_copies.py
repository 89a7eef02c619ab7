"""The reading copies of the papers in a pack: found, and made where they are not there yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from app.core.database import db, let_go, reading
from app.core.files import StoredFile
from app.packs.content.copies import Copies, PaperCopy
from app.packs.press.pressroom import PressStopped
from app.papers.grades import CopyState
from app.papers.models import ReadingCopy
from app.papers.preparing import prepare
from app.papers.queries import reading_copies


def ready_copies(originals: Mapping[str, int], follow: Callable[[int, int], bool]) -> Copies:
    """The copies of these files as received, by the key of the paper; those that wait are made.

    `follow` is told how many of those are done, and gives False to stop.
    """
    found = _read_alone(originals.values())
    waiting = [one for one in dict.fromkeys(originals.values()) if one not in found]
    for done, file_id in enumerate(waiting):
        if not follow(done, len(waiting)):
            raise PressStopped
        prepare(db.session.get_one(StoredFile, file_id))
        let_go()
    if waiting:
        found = _read_alone(originals.values())
    return {key: found.get(one, PaperCopy(refused="fault")) for key, one in originals.items()}


def known_copies(originals: Mapping[str, int]) -> Copies:
    """The copies of these files as received, by the key of the paper; not those that wait."""
    found = _copies_of(originals.values())
    return {key: found[one] for key, one in originals.items() if one in found}


def _read_alone(file_ids: Iterable[int]) -> dict[int, PaperCopy]:
    with reading():
        found = _copies_of(file_ids)
        let_go()
    return found


def _copies_of(file_ids: Iterable[int]) -> dict[int, PaperCopy]:
    rows = reading_copies(file_ids)
    return {key: _plain(row) for key, row in rows.items() if row.state != CopyState.WAITING}


def _plain(row: ReadingCopy) -> PaperCopy:
    return PaperCopy(
        digest=row.copy.sha256 if row.copy is not None else "",
        accessible=row.accessible,
        archivable=row.archivable,
        reasons=tuple(row.reasons),
        refused=row.failure,
    )
