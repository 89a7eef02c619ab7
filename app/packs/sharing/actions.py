"""Sending packs: one deed gives everybody their own pack, and a message with the way to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _

from app.core import clock, journal
from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.packs.actions import request
from app.packs.models import Pack, Variant
from app.packs.queries import get_pack, is_seen
from app.packs.sharing.going import going_to
from app.packs.sharing.models import PackSending
from app.packs.sharing.queries import recipients
from app.packs.sharing.telling import tell_sent
from app.packs.wanting import Wanted, want_again, want_pack
from app.people.models import Person


class Outdated(StrEnum):
    """What is to become of versions that are out of date."""

    SEND = "send"
    RENEW = "renew"


@dataclass(frozen=True)
class Plan:
    """What sending comes down to: versions that go as they are, and what is made for it first.

    Where `renewed` is filled nothing goes yet: those are made to be looked at.
    """

    as_is: tuple[int, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    renewed: tuple[Wanted, ...] = ()


def plan_sending(
    pack: Pack, reader_ids: Collection[int], outdated: str | None, sender: Person
) -> Plan:
    """What each of these people is to get: the newest version of their own that is there, else one
    put together as this one was.

    Nothing that nobody saw takes the place of a version that is out of date: whoever sends says
    what is to become of it.
    """
    found = _require_recipients(pack, reader_ids, sender)
    # in one order: of two who send at once nobody waits in a circle
    going = going_to(pack, [found[one] for one in sorted(set(reader_ids))], sender).values()
    old = [one.pack for one in going if one.pack is not None and one.news is not None]
    _require_choice(old, outdated)
    if outdated == Outdated.RENEW:
        return Plan(renewed=tuple(want_again(one, sender) for one in old))
    variant = Variant(pack.variant)
    return Plan(
        as_is=tuple(one.pack.id for one in going if one.pack is not None),
        wanted=tuple(
            want_pack(pack.meetings[0], one.reader, variant, sender, pack.options)
            for one in going
            if one.pack is None
        ),
    )


def _require_choice(old: Sequence[Pack], outdated: str | None) -> None:
    if old and outdated not in list(Outdated):
        raise RuleBroken(
            _("Kies of u stuurt wat er is, of eerst een nieuwe versie laat maken en bekijkt."),
            field="outdated",
        )
    if not old and outdated == Outdated.RENEW:
        raise RuleBroken(
            _(
                "Er is geen verouderde map meer. Kijk welke versie nu naar wie gaat, "
                "en verstuur dan."
            )
        )


def renew_packs(plan: Plan) -> list[Pack]:
    """Have the next versions made, to be looked at before they are sent. The caller commits."""
    return [request(one) for one in plan.renewed]


def send_packs(
    pack: Pack, reader_ids: Collection[int], plan: Plan, sender: Person
) -> list[PackSending]:
    """Send these people what was planned for them.

    What has to be made first is told when it is ready. The caller commits.
    """
    found = _require_recipients(pack, reader_ids, sender)
    made = [request(one) for one in plan.wanted]
    there = [get_pack(one, sender) for one in plan.as_is]
    if not all(one.reader_id in found and is_seen(one, one.reader) for one in there):
        raise NotAllowed
    return [_send(one, sender) for one in (*there, *made)]


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
    tell_sent(sending)
    return sending
