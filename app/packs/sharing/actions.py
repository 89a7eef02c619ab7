"""Sending packs: one deed gives everybody their own pack, and a message with the way to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from app.core import clock, journal
from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.messages.actions import tell
from app.packs.actions import request
from app.packs.models import Pack, PackState, Variant
from app.packs.naming import is_restricted, kind_of, occasion_of
from app.packs.sharing.models import PackSending
from app.packs.sharing.queries import recipients
from app.packs.wanting import Wanted, want_pack
from app.people.models import Person


def want_packs(pack: Pack, reader_ids: Collection[int], sender: Person) -> list[Wanted]:
    """What each of these people is to get: a pack of their own, put together as this one was.

    A pack of a period goes as it is, to its own reader.
    """
    found = _require_recipients(pack, reader_ids, sender)
    if pack.meeting_id is None:
        return []
    meeting, variant = pack.meetings[0], Variant(pack.variant)
    # in one order: of two who send at once nobody waits in a circle
    return [
        want_pack(meeting, found[one], variant, sender, pack.options)
        for one in sorted(set(reader_ids))
    ]


def send_packs(
    pack: Pack, reader_ids: Collection[int], wanted: Sequence[Wanted], sender: Person
) -> list[PackSending]:
    """Send these people what is wanted for them; the newest where it is there.

    What has to be made first is told when it is ready. The caller commits.
    """
    _require_recipients(pack, reader_ids, sender)
    own = [request(one) for one in wanted] if pack.meeting_id else [pack]
    return [_send(one, sender) for one in own]


def _require_recipients(
    pack: Pack, reader_ids: Collection[int], sender: Person
) -> dict[int, Person]:
    found = {one.person.id: one.person for one in recipients(pack, sender)}
    if not found.keys() >= set(reader_ids):
        raise NotAllowed
    if not reader_ids:
        raise RuleBroken(_("Kies ten minste één persoon."), field="readers")
    return found


def _send(pack: Pack, sender: Person) -> PackSending:
    sending = PackSending(pack=pack, sent_by_id=sender.id, sent_at=clock.now())
    db.session.add(sending)
    db.session.flush()
    journal.record("pack.send", "pack", pack.id, actor_id=sender.id, object_version=pack.number)
    if pack.state == PackState.READY:
        tell(
            {pack.reader_id},
            f"pack-{pack.id}-sent-{sending.id}",
            LazyString(_sentence, pack, sender.name),
            f"/packs/{pack.id}/read",
            kind="pack",
            about=f"pack-{pack.id}",
        )
    return sending


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
        what=occasion_of(pack),
        number=pack.number,
    )
