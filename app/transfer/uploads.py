"""A file on its way into the register: sent, read, looked at, saved or thrown away."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Mapping
from datetime import timedelta
from typing import IO

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select, update

from app.core import clock, files, jobs, journal
from app.core.database import db, let_go
from app.core.errors import Conflict, RuleBroken
from app.core.spreadsheets.reading import Unreadable, explained, require_size
from app.core.spreadsheets.tables import CannotRead, Limits
from app.people.models import Person
from app.register import permissions
from app.transfer.actions import take_over
from app.transfer.comparing import Comparison, Wishes, compare
from app.transfer.entries import Contents
from app.transfer.models import ImportState, RegisterImport
from app.transfer.present import Register
from app.transfer.queries import UNDER_WAY
from app.transfer.source_files import read_file

JOB = "read-register-import"
#: A file as small as this is read at once; a larger one by the worker.
AT_ONCE = 512 * 1024
#: The worker looks after a file that was to be read at once, should that have been interrupted.
LATER = timedelta(minutes=2)
#: A file on which nobody decided is thrown away after this time.
KEPT = timedelta(days=7)


def packed(file: IO[bytes]) -> tuple[bytes, str, int]:
    """The bytes of a file as they are kept, their hash and their number; refuses one too large."""
    try:
        require_size(file, Limits())
    except CannotRead as refusal:
        raise explained(refusal) from None
    content = file.read()
    return zlib.compress(content, 1), hashlib.sha256(content).hexdigest(), len(content)


def send(
    content: tuple[bytes, str, int], name: str, municipality: str, actor: Person
) -> RegisterImport:
    """Keep a file until somebody has decided on it, and have it read."""
    permissions.require_register(actor)
    packed_bytes, digest, size = content
    row = RegisterImport(
        person_id=actor.id,
        file_name=files.safe_name(name)[:150],
        sha256=digest,
        municipality=municipality,
        asked_at=clock.now(),
        content=packed_bytes,
    )
    db.session.add(row)
    db.session.flush()
    delay = LATER if size <= AT_ONCE else timedelta(0)
    jobs.enqueue(JOB, key=f"{JOB}:{row.id}", delay=delay, import_id=row.id)
    return row


@jobs.job(JOB)
def read_import(import_id: int) -> None:
    """Read a file that waits, or that an earlier attempt left half read."""
    claimed = db.session.execute(
        update(RegisterImport)
        .where(RegisterImport.id == import_id, RegisterImport.state.in_(UNDER_WAY))
        .values(state=ImportState.READING)
        .returning(RegisterImport.content, RegisterImport.municipality)
    ).first()
    db.session.commit()
    if claimed is None or claimed[0] is None:
        return
    let_go()
    found: dict[str, object] = {"state": ImportState.PREVIEW, "content": None}
    with force_locale("nl"):
        try:
            contents = read_file(io.BytesIO(zlib.decompress(claimed[0])), claimed[1])
            found["rows"] = contents.as_json()
        except Unreadable as error:
            found |= {"state": ImportState.REFUSED, "refusal": error.message[:1000]}
            found["ended_at"] = clock.now()
    db.session.execute(
        update(RegisterImport)
        .where(RegisterImport.id == import_id, RegisterImport.state == ImportState.READING)
        .values(**found)
    )
    db.session.commit()


def contents_of(row: RegisterImport) -> Contents:
    """What the file of an import says."""
    return Contents.from_json(row.rows or Contents().as_json())


def compared(row: RegisterImport) -> tuple[Comparison, Register]:
    """An import beside the register as it is now."""
    register = Register(clock.today(), current_app.config["MUNICIPALITY"])
    wishes = Wishes(row.answers, row.end_missing)
    return compare(contents_of(row), register, wishes), register


def fingerprint(comparison: Comparison) -> str:
    """What a person saw: it is saved only when it still comes to the same."""
    seen = hashlib.sha256()
    for row in comparison.rows:
        version = (row.partnership.id, row.partnership.version) if row.partnership else ()
        ends = tuple(one.id for one in row.changes.ends)
        facts = sorted(row.changes.facts.items())
        parts = (
            *(row.entry.line, row.entry.name, row.result.value, version, ends, facts),
            *(row.changes.participants, row.changes.own, row.changes.status),
            *(tuple(one.id for one in row.candidates),),
        )
        seen.update(repr(parts).encode())
    return seen.hexdigest()


def answer(
    row: RegisterImport, answers: Mapping[str, str], end_missing: bool, actor: Person
) -> bool:
    """Keep the answers to questions; says whether they differ from those that were there."""
    permissions.require_register(actor)
    _require_preview(row)
    if dict(answers) == row.answers and end_missing == row.end_missing:
        return False
    row.answers = dict(answers)
    row.end_missing = end_missing
    return True


def save(row: RegisterImport, seen: str, actor: Person) -> None:
    """Put the file into the register, if it still comes to what the person saw."""
    permissions.require_register(actor)
    _require_preview(row)
    comparison, register = compared(row)
    if fingerprint(comparison) != seen:
        raise Conflict(
            _(
                "Het register is intussen gewijzigd, dus het inlezen komt op iets anders uit. Er "
                "is niets opgeslagen. Bekijk het voorbeeld opnieuw en lees dan in."
            )
        )
    take_over(comparison, register, actor.id)
    row.counts = comparison.counts
    _end(row, ImportState.SAVED)
    db.session.flush()
    journal.record("register.import", "register_import", row.id, actor_id=actor.id)


def discard(row: RegisterImport, actor: Person) -> None:
    """Throw a file away that was not saved; doing so twice is once."""
    permissions.require_register(actor)
    if row.state == ImportState.SAVED:
        raise RuleBroken(_("Dit bestand is al ingelezen."))
    if row.state != ImportState.DISCARDED:
        _end(row, ImportState.DISCARDED)
        journal.record("register.discard-import", "register_import", row.id, actor_id=actor.id)


def _require_preview(row: RegisterImport) -> None:
    if row.state != ImportState.PREVIEW:
        raise RuleBroken(_("Over dit bestand is al beslist. Verstuur het zo nodig opnieuw."))


def _end(row: RegisterImport, state: ImportState) -> None:
    row.state = state
    row.ended_at = clock.now()
    row.content = None
    row.rows = None
    row.answers = {}


@jobs.schedule("37 3 * * *", "forget-register-imports")
def forget_old() -> None:
    """Throw files away on which nobody decided in time."""
    old = db.session.scalars(
        select(RegisterImport).where(
            RegisterImport.state.in_((*UNDER_WAY, ImportState.PREVIEW)),
            RegisterImport.asked_at < clock.now() - KEPT,
        )
    )
    for row in old:
        _end(row, ImportState.DISCARDED)
    db.session.commit()
