"""The verbs of packs: ask for one, stop one."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from app.core import clock, jobs, journal
from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.meetings.models import Meeting
from app.meetings.queries import get_meeting
from app.packs.building import JOB, key_of
from app.packs.composing import fingerprint
from app.packs.gathering import gather
from app.packs.models import Pack, PackState, Variant
from app.packs.permissions import require_request
from app.packs.queries import UNDER_WAY, find_finished, find_under_way
from app.people.models import Person


def request_pack(
    meeting: Meeting,
    reader: Person,
    variant: Variant,
    asker: Person,
    *,
    by_worker: bool = True,
) -> Pack:
    """Have a pack made; one that is under way, or has exactly this content, is not made again.

    Raises NotFound where the reader may not see the meeting. With `by_worker=False` the caller
    makes it (`building.build_pack`), as the command does.
    """
    require_request(asker, reader, meeting)
    get_meeting(meeting.id, reader)
    db.session.execute(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update())
    pack = find_under_way(meeting.id, reader, asker, variant)
    if pack is None:
        now_in_it = fingerprint(gather(meeting.id, reader, asker), variant)
        pack = find_finished(meeting.id, reader, asker, variant, now_in_it)
    if pack is None:
        pack = _new_pack(meeting, reader, variant, asker)
    if by_worker and pack.state in UNDER_WAY:
        jobs.enqueue(JOB, key=key_of(pack), pack_id=pack.id)
    return pack


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


def _new_pack(meeting: Meeting, reader: Person, variant: Variant, asker: Person) -> Pack:
    last = db.session.scalar(
        select(func.max(Pack.number)).where(
            Pack.meeting_id == meeting.id, Pack.reader_id == reader.id, Pack.variant == variant
        )
    )
    pack = Pack(
        meeting=meeting,
        reader=reader,
        variant=variant,
        number=(last or 0) + 1,
        requested_by=asker,
        requested_at=clock.now(),
        state=PackState.WAITING,
    )
    db.session.add(pack)
    db.session.flush()
    journal.record("pack.request", "pack", pack.id, actor_id=asker.id, object_version=pack.number)
    return pack
