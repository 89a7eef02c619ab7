"""Issuing a pack that was printed: all that makes it so, in one transaction, or nothing."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from app.core import clock, files, journal
from app.core.database import db, let_go
from app.messages.actions import tell
from app.packs.keeping import MEDIA_TYPE, to_json
from app.packs.layout import PackDocument
from app.packs.locking import Printed, lock_printed
from app.packs.models import Pack, PackPart, PackState
from app.packs.pressroom import PrintedPack
from app.packs.queries import UNDER_WAY


@dataclass(frozen=True)
class Made:
    """A pack that was printed: the file, what it was made of, and the notes locked with it."""

    printed: PrintedPack
    document: PackDocument
    content_hash: str
    parts: Sequence[PackPart]
    to_lock: Printed


def issue(pack_id: int, made: Made) -> None:
    """Store the files, issue the pack and lock its notes in one transaction.

    A stopped pack stays stopped, and locks nothing.
    """
    file = files.store(io.BytesIO(made.printed.content))
    document = files.store(io.BytesIO(to_json(made.document)))
    issued = db.session.execute(
        update(Pack)
        .where(Pack.id == pack_id, Pack.state.in_(UNDER_WAY))
        .values(
            state=PackState.READY,
            progress=100,
            pages=made.printed.pages,
            file_id=files.keep_stored(file, "application/pdf").id,
            document_id=files.keep_stored(document, MEDIA_TYPE).id,
            declares=list(made.printed.declares),
            content_hash=made.content_hash,
            issued_at=clock.now(),
            version=Pack.version + 1,
        )
        .returning(Pack.requested_by_id, Pack.reader_id, Pack.number)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if issued is None:
        let_go()
        return
    for part in made.parts:
        part.pack_id = pack_id
    db.session.add_all(made.parts)
    journal.record(
        "pack.issue",
        "pack",
        pack_id,
        actor_id=issued.requested_by_id,
        object_version=issued.number,
    )
    lock_printed(made.to_lock, issued.requested_by_id)
    tell(
        {issued.requested_by_id, issued.reader_id},
        f"pack-{pack_id}-ready",
        _l("Er is een vergadermap voor u klaar, versie %(number)s.", number=issued.number),
        f"/packs/{pack_id}",
        kind="pack",
        about=f"pack-{pack_id}",
    )
    db.session.commit()
