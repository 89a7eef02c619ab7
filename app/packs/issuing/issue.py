"""Issuing a pack that was printed: all that makes it so, in one transaction, or nothing."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.core import clock, files, journal
from app.core.database import db, let_go
from app.core.files import Stored
from app.packs.content.layout import PackDocument
from app.packs.issuing.basis import Basis, basis_of, close_hole
from app.packs.issuing.keeping import MEDIA_TYPE, to_json
from app.packs.issuing.locking import Printed, lock_printed
from app.packs.issuing.telling import tell_ready
from app.packs.making import change
from app.packs.models import Pack, PackPart, PackSource, PackState
from app.packs.press.pressroom import PrintedPack
from app.packs.queries import UNDER_WAY, is_seen
from app.packs.signals import done_together
from app.people.models import Person

PDF = "application/pdf"


@dataclass(frozen=True)
class Addendum:
    """The new and changed parts in a file of their own, and the number it bears."""

    number: int
    printed: PrintedPack


@dataclass(frozen=True)
class Made:
    """A pack that was printed: the file, what it was made of, and the notes locked with it."""

    printed: PrintedPack
    document: PackDocument
    content_hash: str
    parts: Sequence[PackPart]
    to_lock: Printed
    basis: Basis
    #: What it shows of other meetings.
    sources: Sequence[PackSource]
    #: The earlier version with which it was compared.
    replaces_id: int | None = None
    addendum: Addendum | None = None


@dataclass(frozen=True)
class _Bytes:
    """What is in the store already, and gets its rows where the pack is issued."""

    file: Stored
    document: Stored
    addendum: Stored | None


def issue(pack_id: int, made: Made, *, by_command: bool = False, pile: date | None = None) -> None:
    """Store the files, issue the pack and lock its notes in one transaction.

    A stopped pack stays stopped, and locks nothing. Where something of which it was made is no
    longer so, nothing is issued: another version came first, it was asked for again after a
    change, a meeting in it was cancelled, or something in it became restricted. Then it is still
    under way, and is made anew.
    """
    stored = _store(made)
    _let_others_wait(pack_id)
    pack = db.session.get_one(Pack, pack_id, populate_existing=True)
    if pack.state not in UNDER_WAY:
        let_go()
        return
    close_hole(pack)
    if basis_of(pack) != made.basis:
        db.session.commit()
        return
    if not change(Pack, pack_id, **_as_issued(made, stored)):
        let_go()
        return
    db.session.refresh(pack)
    _keep_rows(pack, [*made.parts, *made.sources])
    if not (is_seen(pack, pack.reader) and is_seen(pack, pack.requested_by)):
        let_go()
        return
    journal.record(
        "pack.issue",
        "pack",
        pack.id,
        actor_id=None if by_command else pack.requested_by_id,
        object_version=pack.number,
    )
    lock_printed(made.to_lock, pack.reader_id, pack.requested_by_id)
    tell_ready(pack, made.document.changes, alone=pile is None)
    if pile is not None:
        done_together.send(pack, monday=pile)
    db.session.commit()


def _store(made: Made) -> _Bytes:
    """Bring everything that was printed to the store: slow, and so before the first statement."""
    return _Bytes(
        file=files.store(io.BytesIO(made.printed.content)),
        document=files.store(io.BytesIO(to_json(made.document))),
        addendum=files.store(io.BytesIO(made.addendum.printed.content)) if made.addendum else None,
    )


def _as_issued(made: Made, stored: _Bytes) -> dict[str, Any]:
    """What an issued pack says of itself; the files get their rows here."""
    addendum = made.addendum
    return {
        "state": PackState.READY,
        "progress": 100,
        "pages": made.printed.pages,
        "file_id": files.keep_stored(stored.file, PDF).id,
        "document_id": files.keep_stored(stored.document, MEDIA_TYPE).id,
        "declares": list(made.printed.declares),
        "replaces_id": made.replaces_id,
        "addendum_id": files.keep_stored(stored.addendum, PDF).id if stored.addendum else None,
        "addendum_number": addendum.number if addendum else None,
        "addendum_pages": addendum.printed.pages if addendum else None,
        "content_hash": made.content_hash,
        "issued_at": clock.now(),
        "version": Pack.version + 1,
    }


def _keep_rows(pack: Pack, rows: Sequence[PackPart | PackSource]) -> None:
    for row in rows:
        row.pack_id = pack.id
    db.session.add_all(rows)
    db.session.flush()


def _let_others_wait(pack_id: int) -> None:
    """Of one reader's packs one is issued at a time: so numbers follow each other."""
    reader = select(Person.id).join(Pack, Pack.reader_id == Person.id).where(Pack.id == pack_id)
    db.session.execute(reader.with_for_update(of=Person, key_share=True))
