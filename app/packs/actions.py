"""The verbs of packs: ask for one, stop one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from app.core import clock, jobs, journal
from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.meetings.models import Meeting
from app.meetings.queries import get_meeting
from app.packs.assembling import fingerprint_of, gather_pack
from app.packs.building import JOB, key_of
from app.packs.models import Pack, PackMeeting, PackState, Variant
from app.packs.options import Options
from app.packs.permissions import require_request
from app.packs.queries import UNDER_WAY, find_finished, find_under_way, versions_of
from app.people.models import Person


def request_pack(
    meeting: Meeting,
    reader: Person,
    variant: Variant,
    asker: Person,
    *,
    options: Options | None = None,
    by_worker: bool = True,
) -> Pack:
    """Have a pack made; one that is under way, or has exactly this content, is not made again.

    Raises NotFound where the reader may not see the meeting. With `by_worker=False` the caller
    makes it (`building.build_pack`), as the command does.
    """
    require_request(asker, reader, meeting)
    get_meeting(meeting.id, reader)
    wanted = Pack(meeting_id=meeting.id, variant=variant, **_asked(reader, asker, options))
    return _made_once(wanted, [meeting.id], by_worker=by_worker)


def _asked(reader: Person, asker: Person, options: Options | None) -> dict[str, Any]:
    chosen = options or Options()
    return {
        "reader": reader,
        "reader_id": reader.id,
        "requested_by": asker,
        "requested_by_id": asker.id,
        "requested_at": clock.now(),
        "state": PackState.WAITING,
        "watermark": chosen.watermark,
        "right_hand": chosen.right_hand,
        "chosen": list(chosen.chosen),
        "choice": "",
    }


def _made_once(wanted: Pack, meeting_ids: Sequence[int], *, by_worker: bool) -> Pack:
    """The pack as wanted: the one that is made already, that is there already, or a new one.

    Of two people who ask at once the second waits here for the first.
    """
    reader = select(Person.id).where(Person.id == wanted.reader_id)
    db.session.execute(reader.with_for_update(key_share=True))
    pack = find_under_way(wanted)
    if pack is None:
        now_in_it = fingerprint_of(wanted, gather_pack(wanted, meeting_ids))
        pack = find_finished(wanted, now_in_it)
    if pack is None:
        pack = _new_pack(wanted, meeting_ids)
    if by_worker and pack.state in UNDER_WAY:
        jobs.enqueue(JOB, key=key_of(pack), pack_id=pack.id)
    return pack


def _new_pack(wanted: Pack, meeting_ids: Sequence[int]) -> Pack:
    last = db.session.scalar(select(func.max(Pack.number)).where(*versions_of(wanted)))
    wanted.number = (last or 0) + 1
    wanted.places = [
        PackMeeting(meeting_id=meeting_id, position=place)
        for place, meeting_id in enumerate(meeting_ids, start=1)
    ]
    db.session.add(wanted)
    db.session.flush()
    journal.record(
        "pack.request",
        "pack",
        wanted.id,
        actor_id=wanted.requested_by_id,
        object_version=wanted.number,
    )
    return wanted


def stop_pack(pack: Pack, actor: Person) -> None:
    """Stop the making of a pack; what was begun is thrown away."""
    if actor.id not in (pack.requested_by_id, pack.reader_id):
        raise NotAllowed
    stopped = db.session.execute(
        update(Pack)
        .where(Pack.id == pack.id, Pack.state.in_(UNDER_WAY))
        .values(state=PackState.CANCELLED)
        .returning(Pack.id)
    ).all()
    if not stopped:
        raise RuleBroken(_("Deze vergadermap wordt niet meer gemaakt. Er valt niets te stoppen."))
    journal.record("pack.stop", "pack", pack.id, actor_id=actor.id)
