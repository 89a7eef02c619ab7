"""The job that makes a reading copy: read, prepare in a process of its own, store, and say so."""

from __future__ import annotations

import json
import logging
import shutil
import signal
import tempfile
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.core import clock, confined, files, jobs, space
from app.core.database import db, let_go, reading
from app.core.files import StoredFile
from app.papers import office
from app.papers.child import ANSWER, LOG, ORDER, SOURCE, TARGET
from app.papers.ending import Interrupted, require_own_end
from app.papers.grades import NO_OFFICE, RECIPE, CopyState
from app.papers.kinds import BY_MEDIA_TYPE, KINDS, PDF, Kind
from app.papers.limits import MEGABYTE, Limits
from app.papers.models import ReadingCopy
from app.papers.queries import to_prepare
from app.papers.signals import prepared
from app.papers.unusable import PaperUnusable

JOB = "prepare-paper"

#: Failures that say nothing of what is in the file: sent again, it gets another try.
NOT_OF_THE_FILE = frozenset({"missing", "fault", "too_heavy", "not_converted"})
#: So long a job waits for another conversion before it lets other jobs go first.
PATIENCE = 2.0
#: Whoever waits for another process looks again after so many seconds.
POLL = 0.2

#: With less room than this, whatever went wrong is the disk's fault and not the paper's.
ROOM = 16 * MEGABYTE

log = logging.getLogger(__name__)


class DiskFull(jobs.TryLater):
    """There is no room to make a copy; nothing is wrong with the paper."""


@dataclass(frozen=True)
class Made:
    """What came of preparing: a copy that is in the store, or the code of why there is none."""

    stored: files.Stored | None = None
    pages: int | None = None
    grade: str | None = None
    reasons: tuple[str, ...] = ()
    accessible: bool = False
    archivable: bool = False
    failure: str = ""


def ask_for(originals: Iterable[StoredFile]) -> None:
    """Have reading copies made of these files, in the present transaction."""
    for original in originals:
        copy = _row_of(original)
        if copy.failure in NOT_OF_THE_FILE:
            copy.state, copy.failure = CopyState.WAITING, ""
        if _is_to_do(copy):
            jobs.enqueue(JOB, key=key_of(copy.id), copy_id=copy.id)


def key_of(copy_id: int) -> str:
    """The key by which a copy is made once."""
    return f"{JOB}:{copy_id}"


@jobs.job(JOB, in_no_hurry=True)
def prepare_paper(copy_id: int) -> None:
    """Make a copy that waits, or that an older recipe made."""
    _prepare(copy_id, PATIENCE)


def _prepare(copy_id: int, patience: float) -> None:
    with reading():
        copy = db.session.get(ReadingCopy, copy_id)
        original = copy.original if copy is not None and _is_to_do(copy) else None
        if original is not None:
            db.session.expunge(original)
        let_go()
    if original is not None:
        _keep(copy_id, make(original, patience=patience))


@jobs.schedule("43 * * * *", "prepare-older-papers")
def prepare_older() -> None:
    """Ask for what waits without a job, what an older recipe made, and what can be done now."""
    for copy_id in to_prepare(with_office=office.program() is not None):
        jobs.enqueue(JOB, key=key_of(copy_id), copy_id=copy_id)
    db.session.commit()


def prepare(original: StoredFile) -> ReadingCopy:
    """The reading copy of a file, made now where it is not there yet: for a pack that cannot wait.

    Commits what is open, and takes as long as the file is heavy. Where another process prepares
    it already, waits for that.
    """
    copy_id, limits = _row_of(original).id, Limits()
    until = time.monotonic() + limits.wall_seconds + limits.office_seconds
    while _asked_for(copy_id):
        with jobs.doing(key_of(copy_id)) as is_ours:
            if is_ours:
                _prepare(copy_id, limits.wall_seconds)
        if not is_ours:
            if time.monotonic() > until:
                raise jobs.TryLater("another process takes long to prepare a paper")
            time.sleep(POLL)
    return db.session.get_one(ReadingCopy, copy_id)


def _asked_for(copy_id: int) -> bool:
    """Whether a copy has to be made still; then there is a job for it. Commits what is open."""
    is_to_do = _is_to_do(db.session.get_one(ReadingCopy, copy_id, populate_existing=True))
    if is_to_do:
        jobs.enqueue(JOB, key=key_of(copy_id), copy_id=copy_id)
    db.session.commit()
    return is_to_do


def _is_to_do(copy: ReadingCopy) -> bool:
    waits = copy.state == CopyState.WAITING or copy.recipe < RECIPE
    return waits or (copy.failure == NO_OFFICE and office.program() is not None)


def _row_of(original: StoredFile) -> ReadingCopy:
    """The row of a file; the same file has one."""
    known = select(ReadingCopy).where(ReadingCopy.original_id == original.id)
    row = db.session.scalar(known)
    if row is not None:
        return row
    try:
        with db.session.begin_nested():
            row = ReadingCopy(original_id=original.id)
            db.session.add(row)
    except IntegrityError:
        return db.session.scalars(known).one()  # somebody else asked just now
    return row


def _keep(copy_id: int, made: Made) -> None:
    """Note what came of it, and tell whoever waits, in one transaction."""
    copy = db.session.get(ReadingCopy, copy_id, with_for_update=True, populate_existing=True)
    if copy is None or not _is_to_do(copy):
        return
    kept = files.keep_stored(made.stored, KINDS[PDF].media_type) if made.stored else None
    copy.state = CopyState.READY if kept else CopyState.REFUSED
    copy.copy_id = kept.id if kept else None
    copy.pages, copy.grade, copy.failure = made.pages, made.grade, made.failure
    copy.reasons = list(made.reasons)
    copy.accessible, copy.archivable = made.accessible, made.archivable
    copy.recipe, copy.prepared_at = RECIPE, clock.now()
    db.session.flush()
    prepared.send(copy)
    db.session.commit()


def make(original: StoredFile, limits: Limits | None = None, patience: float = PATIENCE) -> Made:
    """Make the copy in a process of its own and store its bytes; outside any transaction."""
    kind = BY_MEDIA_TYPE.get(original.media_type)
    if kind is None:
        return Made(failure="unknown_kind")
    try:
        return _make(original, kind, limits or Limits(), patience)
    except OSError as problem:
        if files.is_full(problem):
            raise DiskFull("the disk is full") from problem
        raise


def _make(original: StoredFile, kind: Kind, limits: Limits, patience: float) -> Made:
    with tempfile.TemporaryDirectory(prefix="vooroverleg-paper-") as name:
        folder = Path(name)
        try:
            with (folder / SOURCE).open("wb") as file:
                file.writelines(files.stream(original))
        except FileNotFoundError:
            return Made(failure="missing")
        try:
            answer = _in_child(folder, _as_pdf(folder, kind, limits, patience), limits)
        except PaperUnusable as refusal:
            _require_room(folder)
            return Made(failure=refusal.reason)
        except office.Busy:
            raise jobs.TryLater("another conversion takes long") from None
        except Interrupted as blow:
            raise jobs.TryLater(f"the preparation was ended by {blow}") from None
        with (folder / TARGET).open("rb") as copy:
            stored = files.store(copy)
        return Made(stored=stored, **{**answer, "reasons": tuple(answer["reasons"])})


def _as_pdf(folder: Path, kind: Kind, limits: Limits, patience: float) -> Kind:
    """An office file becomes a PDF first; gives the kind of what is in the folder now."""
    if not kind.office:
        return kind
    data_dir = Path(current_app.config["DATA_DIR"])
    made = office.convert(folder / SOURCE, kind.name, data_dir, limits, patience)
    made.replace(folder / SOURCE)
    return KINDS[PDF]


def _in_child(folder: Path, kind: Kind, limits: Limits) -> dict[str, Any]:
    """What the child says; where the system was in need of memory it is asked once more."""
    order = {"kind": kind.name, "limits": asdict(limits)}
    (folder / ORDER).write_text(json.dumps(order), encoding="utf-8")
    code = _run(folder, limits)
    if code == -signal.SIGKILL:
        code = _run(folder, limits)
    if code == -signal.SIGKILL:
        raise PaperUnusable("too_heavy")
    if require_own_end(code) != 0:
        log.error("a paper could not be prepared: %s", _fault(folder))
        raise PaperUnusable("fault")
    found: dict[str, Any] = json.loads((folder / ANSWER).read_text(encoding="utf-8"))
    if "refused" in found:
        raise PaperUnusable(found["refused"])
    if "fault" in found["reasons"]:
        log.error("a paper could not be mended: %s", _fault(folder))
    return found


def _run(folder: Path, limits: Limits) -> int | None:
    with (folder / LOG).open("wb") as told:
        return confined.run(
            "app.papers.child", str(folder), seconds=limits.wall_seconds, stderr=told
        )


def _fault(folder: Path) -> str:
    return confined.place_of_fault((folder / LOG).read_text("utf-8", errors="replace"))


def _require_room(folder: Path) -> None:
    """Where a disk is full nothing is said of the paper: it is tried again later.

    That of the folder where it is made, and those where the copy, and what LibreOffice keeps, go.
    """
    if any(shutil.disk_usage(one).free < ROOM for one in (folder, *space.folders())):
        raise DiskFull("the disk is full")
