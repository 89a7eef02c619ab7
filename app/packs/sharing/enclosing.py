"""The pack itself along with the mail that tells of it: only where an administrator chose so.

Never of a restricted meeting, and never more than a mail server takes: then the link is enough.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from app.core import files, settings
from app.core.database import db
from app.core.files import safe_name
from app.messages.attention import number_in
from app.messages.enclosing import Enclosure
from app.messages.models import Message
from app.packs.models import Pack, PackState
from app.packs.naming import is_restricted, kind_of, occasion_of
from app.packs.permissions import visible_to
from app.packs.queries import WITH_MEETINGS
from app.packs.sharing.models import PackSending

#: Most mail servers refuse a mail of more than ten megabytes, and it grows by a third on its way.
LARGEST = 7 * 1024 * 1024
_PDF = "application/pdf"


def enclosed_packs(messages: Sequence[Message]) -> list[Enclosure]:
    """The packs that were sent to the reader of these messages, as far as they may go along."""
    if not settings.get(settings.PACKS_BY_MAIL) or not messages:
        return []
    reader = messages[0].person
    rows = db.session.scalars(
        select(Pack)
        .where(
            Pack.id.in_({number_in(one.about) for one in messages}),
            Pack.reader_id == reader.id,
            Pack.state == PackState.READY,
            visible_to(reader),
            exists(select(PackSending.id).where(PackSending.pack_id == Pack.id)),
        )
        .options(joinedload(Pack.file), WITH_MEETINGS)
        .order_by(Pack.id)
    )
    found, room = [], LARGEST
    for pack in rows:
        if pack.file is not None and not is_restricted(pack) and pack.file.size <= room:
            room -= pack.file.size
            name = safe_name(f"{kind_of(pack)} {occasion_of(pack)}.pdf")
            found.append(Enclosure(name, _PDF, files.read(pack.file)))
    return found
