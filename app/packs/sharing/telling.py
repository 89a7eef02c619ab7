"""Telling the reader that a pack was sent to them: once it is there."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy import select

from app.core.database import db
from app.messages.actions import tell
from app.packs.models import Pack, PackState
from app.packs.naming import is_restricted, kind_of, known_by
from app.packs.sharing.models import PackSending
from app.packs.signals import issued
from app.people.models import Person


def tell_sent(sending: PackSending) -> None:
    """Tell the reader who sends them what; one that is still made is told when it is ready."""
    pack = sending.pack
    if pack.state != PackState.READY:
        return
    tell(
        {pack.reader_id},
        f"pack-{pack.id}-sent-{sending.id}",
        LazyString(_sentence, pack, _sender_of(sending)),
        f"/packs/{pack.id}/read",
        kind="pack",
        about=f"pack-{pack.id}",
    )


@issued.connect
def tell_last_sent(pack: Pack) -> bool:
    """The same of a pack that was sent before it was there; gives whether it was."""
    last = select(PackSending).where(PackSending.pack_id == pack.id)
    sending = db.session.scalar(last.order_by(PackSending.id.desc()).limit(1))
    if sending is not None:
        tell_sent(sending)
    return sending is not None


def _sender_of(sending: PackSending) -> str:
    return db.session.get_one(Person, sending.sent_by_id).name


def _sentence(pack: Pack, sender: str) -> str:
    """Who sends what; of a restricted meeting neither its name nor its day."""
    if is_restricted(pack):
        return _(
            "%(sender)s stuurt u een vergadermap, versie %(number)s.",
            sender=sender,
            number=pack.number,
        )
    return _(
        "%(kind)s van %(sender)s: %(what)s, versie %(number)s.",
        kind=kind_of(pack),
        sender=sender,
        what=known_by(pack),
        number=pack.number,
    )
