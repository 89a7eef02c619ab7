"""The verbs of packs: ask for one, stop one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.core import clock, jobs, journal
from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.meetings.models import Meeting
from app.meetings.queries import get_meeting
from app.packs.content.gathering import Gathered
from app.packs.issuing.assembling import fingerprint_of, gather_pack
from app.packs.issuing.basis import wanted_of
from app.packs.issuing.building import JOB, key_of
from app.packs.making import change
from app.packs.models import COUNTS, Pack, PackMeeting, PackState, Variant
from app.packs.options import Options, choice_of
from app.packs.periods import LONGEST, meetings_in_period
from app.packs.permissions import require_period_request, require_request
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
    makes it (`building.build_pack`), as the command does: then nobody is said to have asked.
    """
    require_request(asker, reader, meeting)
    get_meeting(meeting.id, reader)
    wanted = Pack(meeting_id=meeting.id, variant=variant, **_asked(reader, asker, options))
    return _made_once(wanted, [meeting.id], options, by_worker=by_worker)


def request_period(
    first: date,
    last: date,
    reader: Person,
    variant: Variant,
    asker: Person,
    *,
    options: Options | None = None,
) -> Pack:
    """Have a pack made of the reader's meetings on these days, as both may see them."""
    require_period_request(asker, reader)
    if not first <= last <= first + LONGEST:
        raise RuleBroken(
            _("Kies een periode van hoogstens drie maanden, met de eerste dag voor de laatste."),
            field="last",
        )
    wanted = Pack(first_day=first, last_day=last, variant=variant, **_asked(reader, asker, options))
    meetings = meetings_in_period(first, last, reader, asker)
    if not meetings:
        raise RuleBroken(_("In deze periode is er geen vergadering voor deze lezer."))
    return _made_once(wanted, [meeting.id for meeting in meetings], options)


def request_again(pack: Pack, asker: Person) -> Pack:
    """Have the next version of a pack made, in the same way for the same reader.

    What came onto the agenda since goes in, unless items were chosen.
    """
    variant, options = Variant(pack.variant), pack.options
    if pack.first_day is not None and pack.last_day is not None:
        return request_period(
            pack.first_day, pack.last_day, pack.reader, variant, asker, options=options
        )
    meeting = get_meeting(pack.places[0].meeting_id, asker)
    return request_pack(meeting, pack.reader, variant, asker, options=options)


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
    }


def _made_once(
    wanted: Pack, meeting_ids: Sequence[int], options: Options | None, *, by_worker: bool = True
) -> Pack:
    """The pack as wanted: the one that is made already, that is there already, or a new one.

    Of two people who ask at once the second waits here for the first.
    """
    reader = select(Person.id).where(Person.id == wanted.reader_id)
    db.session.execute(reader.with_for_update(key_share=True))
    gathered = _with_choice(wanted, gather_pack(wanted, meeting_ids), options or Options())
    said = wanted_of(wanted, gathered)
    pack = find_under_way(wanted)
    if pack is not None:
        _have_made_of_this(pack, said, [one.meeting.id for one in gathered])
    else:
        pack = find_finished(wanted, fingerprint_of(wanted, gathered))
    if pack is None:
        wanted.content_hash = said
        actor_id = wanted.requested_by_id if by_worker else None
        pack = _new_pack(wanted, [one.meeting.id for one in gathered], actor_id)
    if by_worker and pack.state in UNDER_WAY:
        jobs.enqueue(JOB, key=key_of(pack), pack_id=pack.id)
    return pack


def _with_choice(wanted: Pack, gathered: list[Gathered], options: Options) -> list[Gathered]:
    """Name the choice of items, and leave out the meetings of which none was chosen.

    The agenda as it is, chosen item by item, is no choice.
    """
    ids = [item.id for one in gathered for item in one.items]
    chosen = options.ordered(ids)
    if options.only and not chosen:
        raise RuleBroken(_("Kies ten minste één agendapunt."), field="chosen")
    wanted.chosen = [] if chosen == ids else chosen
    wanted.choice = choice_of(wanted.chosen, ids)
    if not wanted.choice:
        return gathered
    return [one for one in gathered if any(item.id in chosen for item in one.items)]


def _have_made_of_this(pack: Pack, said: str, meeting_ids: list[int]) -> None:
    """Have a pack under way hold what stands now, where that is not what it was asked for: then it
    is made anew, and bears the moment of this."""
    if pack.content_hash == said:
        return
    change(Pack, pack.id, content_hash=said, requested_at=clock.now())
    if [place.meeting_id for place in pack.places] != meeting_ids:
        pack.places = _places(meeting_ids)


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
