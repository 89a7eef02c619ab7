"""The job that makes a reading copy: read, prepare in a process of its own, store, and say so."""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.core import clock, confined, files, jobs
from app.core.database import db, let_go, reading
from app.core.files import StoredFile
from app.papers import office
from app.papers.child import ANSWER, LOG, ORDER, SOURCE, TARGET
from app.papers.grades import NO_OFFICE, RECIPE, CopyState
from app.papers.kinds import BY_MEDIA_TYPE, KINDS, PDF, Kind
from app.papers.limits import MEGABYTE, Limits
from app.papers.models import ReadingCopy
from app.papers.queries import to_prepare
from app.papers.signals import prepared
from app.papers.unusable import PaperUnusable

JOB = "prepare-paper"

#: With less room than this, whatever went wrong is the disk's fault and not the paper's.
ROOM = 16 * MEGABYTE

log = logging.getLogger(__name__)


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
        if _is_to_do(copy):
            jobs.enqueue(JOB, key=key_of(copy.id), copy_id=copy.id)


def key_of(copy_id: int) -> str:
    """The key by which a copy is made once."""
    return f"{JOB}:{copy_id}"


@jobs.job(JOB)
def prepare_paper(copy_id: int) -> None:
    """Make a copy that waits, or that an older recipe made."""
    with reading():
        copy = db.session.get(ReadingCopy, copy_id)
        original = copy.original if copy is not None and _is_to_do(copy) else None
        if original is not None:
            db.session.expunge(original)
        let_go()
    if original is not None:
        _keep(copy_id, make(original))


@jobs.schedule("43 * * * *", "prepare-older-papers")
def prepare_older() -> None:
    """Ask for what waits without a job, what an older recipe made, and what can be done now."""
    for copy_id in to_prepare(with_office=office.program() is not None):
        jobs.enqueue(JOB, key=key_of(copy_id), copy_id=copy_id)
    db.session.commit()


def prepare(original: StoredFile) -> ReadingCopy:
    """The reading copy of a file, made now where it is not there yet: for a pack that cannot wait.

    Commits what is open, and takes as long as the file is heavy.
    """
    copy = _row_of(original)
    copy_id = copy.id
    db.session.commit()
    prepare_paper(copy_id)
    return db.session.get_one(ReadingCopy, copy_id)


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
    copy = db.session.get(ReadingCopy, copy_id)
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


def make(original: StoredFile, limits: Limits | None = None) -> Made:
    """Make the copy in a process of its own and store its bytes; outside any transaction."""
    limits = limits or Limits()
    kind = BY_MEDIA_TYPE.get(original.media_type)
    if kind is None:
        return Made(failure="unknown_kind")
    with tempfile.TemporaryDirectory(prefix="vooroverleg-paper-") as name:
        folder = Path(name)
        try:
            with (folder / SOURCE).open("wb") as file:
                file.writelines(files.stream(original))
        except FileNotFoundError:
            return Made(failure="missing")
        try:
            answer = _in_child(folder, _as_pdf(folder, kind, limits), limits)
        except PaperUnusable as refusal:
            _require_room(folder)
            return Made(failure=refusal.reason)
        except office.Busy:
            raise jobs.TryLater("another conversion takes long") from None
        with (folder / TARGET).open("rb") as copy:
            stored = files.store(copy)
        return Made(stored=stored, **{**answer, "reasons": tuple(answer["reasons"])})


def _as_pdf(folder: Path, kind: Kind, limits: Limits) -> Kind:
    """An office file becomes a PDF first; gives the kind of what is in the folder now."""
    if not kind.office:
        return kind
    data_dir = Path(current_app.config["DATA_DIR"])
    office.convert(folder / SOURCE, kind.name, data_dir, limits).replace(folder / SOURCE)
    return KINDS[PDF]


def _in_child(folder: Path, kind: Kind, limits: Limits) -> dict[str, Any]:
    """What the child says; one that had to be ended, or died, was asked too much."""
    order = {"kind": kind.name, "limits": asdict(limits)}
    (folder / ORDER).write_text(json.dumps(order), encoding="utf-8")
    with (folder / LOG).open("wb") as told:
        process = subprocess.Popen(
            confined.command("app.papers.child", str(folder)),
            cwd=confined.ROOT,
            env={"LANG": "C.UTF-8", "PYTHONHASHSEED": "0"},
            stdin=subprocess.PIPE,  # stays open as long as we live: see confined.end_with_parent
            stdout=subprocess.DEVNULL,
            stderr=told,
        )
    with process:
        try:
            code = process.wait(limits.wall_seconds)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            process.kill()
    if code == 0:
        found: dict[str, Any] = json.loads((folder / ANSWER).read_text(encoding="utf-8"))
        if "refused" in found:
            raise PaperUnusable(found["refused"])
        return found
    if code is None or code < 0:
        raise PaperUnusable("too_heavy")
    log.error("a paper could not be prepared: %s", _fault((folder / LOG).read_text("utf-8")))
    raise PaperUnusable("fault")


def _fault(told: str) -> str:
    """Kind and place of a fault of ours; its message could hold words of the paper."""
    lines = told.splitlines() or ["no message"]
    places = [line.strip() for line in lines if line.startswith("  File ")]
    return " ".join((lines[-1].partition(":")[0], *places[-1:]))


def _require_room(folder: Path) -> None:
    """Where the disk is full nothing is said of the paper: it is tried again later."""
    if shutil.disk_usage(folder).free < ROOM:
        raise jobs.TryLater("the disk is full")
