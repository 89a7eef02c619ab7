"""The job that makes a pack: read, print in processes of their own, store, and say so."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from app.core import clock, files, jobs
from app.core.database import db, let_go, reading
from app.core.errors import NotFound
from app.core.files import StoredFile
from app.packs.content.composing import with_changes
from app.packs.content.copies import Copies, with_copies
from app.packs.content.layout import PackDocument
from app.packs.content.sheets import addendum_job, print_job
from app.packs.issuing.assembling import (
    compose_pack,
    gather_pack,
    originals_of,
    sealed,
    without_edition,
)
from app.packs.issuing.basis import Basis, basis_of
from app.packs.issuing.comparing import Compared, compared
from app.packs.issuing.issue import Addendum, Made, issue
from app.packs.issuing.locking import Printed, to_lock
from app.packs.issuing.parts import Notes, notes_in, parts_of
from app.packs.issuing.ready_copies import ready_copies
from app.packs.issuing.telling import tell_failed
from app.packs.making import change, is_full, no_room, try_again
from app.packs.models import Pack, PackState, Variant
from app.packs.permissions import may_request
from app.packs.press.pressroom import PressFailed, PressStopped, PrintedPack, print_pack
from app.packs.press.printjob import PrintJob
from app.packs.queries import UNDER_WAY, find_pack, next_addendum_number
from app.papers.preparing import DiskFull

JOB = "build-pack"
#: The shares of the bar, in percents, after which papers, pages and addendum are there; storing
#: is the rest.
_PAPERS, _PAGES, _ADDENDUM = 25, 85, 95
_STEP = 3
#: So often a pack is made anew before it has to wait.
_TIMES = 10
#: So long a pack that has to wait is tried again before it says that it did not work out.
PATIENCE = timedelta(hours=1)

log = logging.getLogger(__name__)


def key_of(pack: Pack) -> str:
    """The key by which a pack is made once."""
    return f"{JOB}:{pack.id}"


@jobs.job(JOB)
def build_pack(pack_id: int, *, by_command: bool = False) -> None:
    """Make a pack that waits, or that an earlier attempt left half done.

    Whatever goes wrong, the pack says so to whoever waits for it; a fault of ours is raised too,
    so that it stands in the log. What only has to wait (another paper is being converted) leaves
    it under way, and is tried again.
    """
    try:
        _build(pack_id, by_command=by_command)
    except NotFound:
        _fail(pack_id, _no_longer_there())
    except (PressFailed, OSError, DiskFull) as problem:
        log.error("pack %s could not be printed: %s", pack_id, problem)
        full = isinstance(problem, DiskFull) or is_full(problem)
        _fail(pack_id, _in_dutch(no_room if full else try_again))
    except jobs.TryLater as problem:
        if _may_wait(pack_id):
            raise
        log.error("pack %s waited too long: %s", pack_id, problem)
        _fail(pack_id, _in_dutch(try_again))
    except Exception:
        db.session.rollback()
        _fail(pack_id, _in_dutch(try_again))
        raise


def _build(pack_id: int, *, by_command: bool) -> None:
    """Until it is issued or stopped: what changed underneath meanwhile has it made anew, of what
    stands then."""
    for _time in range(_TIMES):
        with reading():
            prepared = _prepare(pack_id)
            let_go()
        if prepared is None:
            return
        try:
            made = _made(prepared, _Progress(pack_id, prepared.basis.wanted))
        except PressStopped:
            continue
        issue(pack_id, made, by_command=by_command)
    raise jobs.TryLater("what goes in changes faster than it is printed")


def _made(prepared: _Prepared, progress: _Progress) -> Made:
    copies = ready_copies(prepared.originals, progress.between(0, _PAPERS))
    job = _job_of(lambda: print_job(prepared.document, copies), copies)
    printed = _print(job, progress.between(_PAPERS, _PAGES))
    return Made(
        printed=printed,
        document=prepared.document,
        content_hash=sealed(prepared.said, copies),
        parts=parts_of(prepared.document, job, printed, prepared.notes, copies),
        to_lock=prepared.to_lock,
        basis=prepared.basis,
        replaces_id=prepared.compared.pack_id if prepared.compared else None,
        addendum=_addendum(prepared, copies, progress),
    )


@dataclass(frozen=True)
class _Prepared:
    """What is to be printed, and the notes that are locked with it."""

    document: PackDocument
    #: The same as any version would say it.
    said: PackDocument
    #: The number of its addendum, if it gets one.
    addendum_number: int
    to_lock: Printed
    notes: Notes
    #: Per key of a paper the number of its file as received.
    originals: Mapping[str, int]
    compared: Compared | None
    basis: Basis


def _prepare(pack_id: int) -> _Prepared | None:
    """What is to be printed now; nothing where the pack was stopped, finished or may not be."""
    pack = find_pack(pack_id)
    if pack is None or pack.state not in UNDER_WAY:
        return None
    if not (may_request(pack.reader) and may_request(pack.requested_by)):
        raise NotFound
    gathered = gather_pack(pack, [place.meeting_id for place in pack.places])
    document = compose_pack(pack, gathered)
    earlier = compared(pack, document)
    if earlier is not None and earlier.changes is not None:
        document = with_changes(document, earlier.changes)
    return _Prepared(
        document=document,
        addendum_number=next_addendum_number(pack),
        said=without_edition(pack, gathered),
        to_lock=to_lock(gathered, Variant(pack.variant)),
        notes=notes_in(document),
        originals=originals_of(document, gathered),
        compared=earlier,
        basis=basis_of(pack),
    )


def _addendum(prepared: _Prepared, copies: Copies, progress: _Progress) -> Addendum | None:
    """The parts that are new or changed, in a file of their own; None where nothing is."""
    if prepared.document.changes is None:
        return None
    number = prepared.addendum_number
    job = _job_of(lambda: addendum_job(prepared.document, number), copies)
    return Addendum(number, _print(job, progress.between(_PAGES, _ADDENDUM)))


def _job_of(make: Callable[[], PrintJob], copies: Copies) -> PrintJob:
    with force_locale("nl"):
        return with_copies(make(), copies)


def _print(job: PrintJob, follow: Callable[[int, int], bool]) -> PrintedPack:
    papers = ((part, _bytes_of(part.digest)) for part in job.papers())
    shelf = Path(current_app.config["DATA_DIR"]) / "press"
    return print_pack(job, papers, follow, shelf)


def _bytes_of(digest: str) -> Iterator[bytes]:
    """The bytes of a reading copy in pieces; none at all where the store lost them."""
    with reading():
        row = db.session.scalar(select(StoredFile).where(StoredFile.sha256 == digest))
        try:
            if row is not None:
                yield from files.stream(row)
        except FileNotFoundError:
            log.error("the bytes of a paper are not in the store: %s", digest)
        finally:
            let_go()


class _Progress:
    """Writes how far the press is, and sees whether the pack was stopped meanwhile, or was asked
    for again because something changed."""

    def __init__(self, pack_id: int, wanted: str) -> None:
        self.pack_id = pack_id
        self.wanted = wanted
        self.told = -_STEP

    def between(self, first: int, last: int) -> Callable[[int, int], bool]:
        """Follows one of the things that are done, as a part of the whole."""
        return lambda done, total: self._follow(
            first + ((last - first) * min(done, total) // total if total else 0)
        )

    def _follow(self, percent: int) -> bool:
        """Note the share done; gives False once the pack is no longer wanted."""
        if percent < self.told + _STEP:
            with reading():
                still = db.session.scalar(
                    select(Pack.id).where(
                        Pack.id == self.pack_id,
                        Pack.state.in_(UNDER_WAY),
                        Pack.content_hash == self.wanted,
                    )
                )
                let_go()
            return still is not None
        self.told = percent
        return _change(self.pack_id, state=PackState.BUILDING, progress=percent)


def _change(pack_id: int, **values: object) -> bool:
    """Change a pack that is still under way, in a transaction of its own; False if it is not."""
    changed = change(Pack, pack_id, **values)
    db.session.commit()
    return changed


def _fail(pack_id: int, sentence: str) -> None:
    """Say that it could not be made, and tell who asked for it: not where it was stopped."""
    db.session.rollback()
    if change(Pack, pack_id, state=PackState.FAILED, failure=sentence):
        tell_failed(db.session.get_one(Pack, pack_id, populate_existing=True))
    db.session.commit()


def _may_wait(pack_id: int) -> bool:
    """Whether whoever asked for it need not hear yet that it does not work out."""
    db.session.rollback()
    with reading():
        asked = db.session.scalar(select(Pack.requested_at).where(Pack.id == pack_id))
        let_go()
    return asked is not None and clock.now() < asked + PATIENCE


def _in_dutch(sentence: Callable[[], str]) -> str:
    with force_locale("nl"):
        return sentence()


def _no_longer_there() -> str:
    with force_locale("nl"):
        return _(
            "De vergadering is er niet meer voor de lezer of voor wie de map vroeg, of een van "
            "beiden werkt niet meer met vergadermappen."
        )
