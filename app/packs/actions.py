"""The verbs of packs: ask for one, stop one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.core import jobs, journal
from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.meetings.models import Meeting
from app.meetings.queries import require_visible
from app.packs.issuing.building import JOB, key_of
from app.packs.making import change
from app.packs.models import COUNTS, Pack, PackAsker, PackMeeting, PackState, Variant
from app.packs.options import Options
from app.packs.permissions import require_period_request, require_request
from app.packs.queries import UNDER_WAY, find_finished, find_under_way, is_asker, versions_of
from app.packs.wanting import Wanted, want_pack, want_period
from app.people.models import Person


def request(wanted: Wanted, *, by_worker: bool = True, pile: date | None = None) -> Pack:
    """Have a pack made; one that is under way, or has exactly this content, is not made again.

    Where somebody else had exactly this made, the asker is given that one: a version of its own
    would be announced as newer, and be the same.

    Of two people who ask at once the second waits here for the first. What changed since it was
    put together goes in all the same: it is read anew when the pack is made. With
    `by_worker=False` the caller makes it (`building.build_pack`), as the command does: then nobody
    is said to have asked. What is asked for together for a week (`pile`, its Monday) is told once.
    """
    like = wanted.pack
    reader = select(Person.id).where(Person.id == like.reader_id)
    db.session.execute(reader.with_for_update(key_share=True))
    _require_still(wanted)
    pack = find_under_way(like)
    if pack is not None:
        _have_made_of_this(pack, wanted)
    else:
        pack = find_finished(like, wanted.content_hash)
        if pack is not None:
            _give(pack, wanted)
    if pack is None:
        like.content_hash = wanted.said
        pack = _new_pack(like, wanted.meeting_ids, like.requested_by_id if by_worker else None)
    if by_worker and pack.state in UNDER_WAY:
        together: dict[str, Any] = {"pile": pile.isoformat()} if pile else {}
        jobs.enqueue(JOB, key=key_of(pack), pack_id=pack.id, **together)
    return pack


def request_pack(
    meeting: Meeting,
    reader: Person,
    variant: Variant,
    asker: Person,
    *,
    options: Options | None = None,
) -> Pack:
    """Put together and ask for a pack in one go, where nobody waits for the database."""
    return request(want_pack(meeting, reader, variant, asker, options))


def request_period(
    first: date,
    last: date,
    reader: Person,
    variant: Variant,
    asker: Person,
    *,
    options: Options | None = None,
) -> Pack:
    """The same for a pack of the reader's meetings on these days."""
    return request(want_period(first, last, reader, variant, asker, options))


def _require_still(wanted: Wanted) -> None:
    """Refuse what may no longer be asked for since it was put together."""
    reader, asker = wanted.pack.reader, wanted.pack.requested_by
    if wanted.pack.meeting_id is None:
        require_period_request(asker, reader)
    else:
        require_request(asker, reader, wanted.pack.meeting_id)
    require_visible(wanted.meeting_ids, reader, asker)


def _give(pack: Pack, wanted: Wanted) -> None:
    """Let who asks for a finished pack see it, where somebody else had it made."""
    asker = wanted.pack.requested_by
    if asker.id == pack.reader_id or is_asker(pack, asker):
        return
    asked_at = wanted.pack.requested_at
    db.session.add(PackAsker(pack_id=pack.id, person_id=asker.id, asked_at=asked_at))
    db.session.flush()
    journal.record("pack.request", "pack", pack.id, actor_id=asker.id, object_version=pack.number)


def _have_made_of_this(pack: Pack, wanted: Wanted) -> None:
    """Have a pack under way hold what stands now, where that is not what it was asked for: then it
    is made anew, and bears the moment of this. Not where it was asked for later than this."""
    asked_at = wanted.pack.requested_at
    if pack.content_hash == wanted.said or pack.requested_at > asked_at:
        return
    change(Pack, pack.id, content_hash=wanted.said, requested_at=asked_at)
    if [place.meeting_id for place in pack.places] != list(wanted.meeting_ids):
        pack.places = _places(wanted.meeting_ids)


def _new_pack(wanted: Pack, meeting_ids: Sequence[int], actor_id: int | None) -> Pack:
    taken = select(func.max(Pack.number)).where(*versions_of(wanted), COUNTS)
    last = db.session.scalar(taken)
    wanted.number = (last or 0) + 1
    wanted.places = _places(meeting_ids)
    db.session.add(wanted)
    db.session.flush()
    journal.record(
        "pack.request",
        "pack",
        wanted.id,
        actor_id=actor_id,
        object_version=wanted.number,
    )
    return wanted


def _places(meeting_ids: Sequence[int]) -> list[PackMeeting]:
    return [
        PackMeeting(meeting_id=meeting_id, position=place)
        for place, meeting_id in enumerate(meeting_ids, start=1)
    ]


def stop_pack(pack: Pack, actor: Person) -> None:
    """Stop the making of a pack; what was begun is thrown away."""
    if actor.id not in (pack.requested_by_id, pack.reader_id):
        raise NotAllowed
    if not change(Pack, pack.id, state=PackState.CANCELLED):
        raise RuleBroken(_("Deze vergadermap wordt niet meer gemaakt. Er valt niets te stoppen."))
    journal.record("pack.stop", "pack", pack.id, actor_id=actor.id)
