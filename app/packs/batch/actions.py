"""The verbs of print batches: ask for one, stop one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import clock, jobs, journal
from app.core.database import db
from app.core.errors import NotAllowed, NotFound, RuleBroken
from app.meetings.queries import get_meeting
from app.packs.actions import request
from app.packs.batch.building import JOB, key_of
from app.packs.batch.models import MOST_COPIES, BatchLine, PrintBatch
from app.packs.batch.permissions import require_printing
from app.packs.batch.queries import find_under_way, outdated_in, week_of
from app.packs.making import change
from app.packs.models import PackState, Variant
from app.packs.queries import UNDER_WAY, get_pack
from app.packs.wanting import Wanted, read_first, want_again, want_pack
from app.people.models import Person
from app.people.queries import get_person

#: More than a printer takes at a time.
MOST_PAGES = 5000


def request_batch(
    monday: date, pack_ids: set[int], copies: Mapping[int, int], asker: Person
) -> PrintBatch:
    """Have these packs printed, per reader so many copies; one that is under way is not made twice.

    Packs that are no longer the newest, or no longer there for this person, are refused.
    """
    require_printing(asker)
    stacks = week_of(monday, asker).stacks
    chosen = [
        (pack, copies.get(stack.reader.id, 0))
        for stack in stacks
        for pack in stack.packs
        if pack.id in pack_ids
    ]
    if pack_ids - {pack.id for pack, _count in chosen}:
        raise RuleBroken(
            _("Een van de mappen is intussen vervangen door een nieuwere versie. Kies opnieuw.")
        )
    wanted = [(pack, count) for pack, count in chosen if count > 0]
    if not wanted:
        raise RuleBroken(_("Kies ten minste één map, en ten minste één exemplaar."))
    if any(count > MOST_COPIES for _pack, count in wanted):
        raise RuleBroken(_("Hoogstens %(most)s exemplaren per persoon.", most=MOST_COPIES))
    if sum((pack.pages or 0) * count for pack, count in wanted) > MOST_PAGES:
        raise RuleBroken(
            _("Dit zijn meer dan %(most)s bladzijden. Druk minder tegelijk af.", most=MOST_PAGES)
        )
    lines = [(pack.id, count) for pack, count in wanted]
    db.session.execute(select(Person.id).where(Person.id == asker.id).with_for_update())
    batch = find_under_way(monday, lines, asker) or _new_batch(monday, lines, asker)
    jobs.enqueue(JOB, key=key_of(batch.id), batch_id=batch.id)
    return batch


def request_missing(monday: date, asker: Person) -> int:
    """Have a whole pack made for everybody of this week for whom there is none; gives how many.

    Each is a deed of its own, committed here. Whoever may no longer have one meanwhile is passed
    over.
    """
    require_printing(asker)
    without = week_of(monday, asker).without
    wanted = [(meeting.id, reader.id) for meeting, people in without for reader in people]
    return _request_all(monday, [partial(_wanted, *one, asker) for one in wanted])


def request_renewed(monday: date, asker: Person) -> int:
    """Have the next version made of every pack of this week that is out of date, in the same way;
    gives how many. One that would say the same is not made again."""
    require_printing(asker)
    old = outdated_in(week_of(monday, asker))
    return _request_all(monday, [partial(_next, pack_id, asker) for pack_id in old])


def _request_all(monday: date, wants: Sequence[Callable[[], Wanted]]) -> int:
    count = 0
    for want in wants:
        try:
            pack = request(read_first(want), pile=monday)
        except (NotFound, NotAllowed, RuleBroken):
            db.session.rollback()
            continue
        count += pack.state in UNDER_WAY
        db.session.commit()
    return count


def _next(pack_id: int, asker: Person) -> Wanted:
    return want_again(get_pack(pack_id, asker), asker)


def _wanted(meeting_id: int, reader_id: int, asker: Person) -> Wanted:
    meeting = get_meeting(meeting_id, asker)
    return want_pack(meeting, get_person(reader_id), Variant.FULL, asker)


def _new_batch(monday: date, lines: list[tuple[int, int]], asker: Person) -> PrintBatch:
    batch = PrintBatch(
        first_day=monday,
        requested_by_id=asker.id,
        requested_at=clock.now(),
        lines=[
            BatchLine(pack_id=pack_id, copies=count, position=position)
            for position, (pack_id, count) in enumerate(lines, start=1)
        ],
    )
    db.session.add(batch)
    db.session.flush()
    journal.record("print-batch.request", "print-batch", batch.id, actor_id=asker.id)
    return batch


def stop_batch(batch: PrintBatch, actor: Person) -> None:
    """Stop the making of a batch; what was begun is thrown away."""
    if actor.id != batch.requested_by_id:
        raise NotAllowed
    if not change(PrintBatch, batch.id, state=PackState.CANCELLED):
        raise RuleBroken(_("Deze afdrukstapel wordt niet meer gemaakt. Er valt niets te stoppen."))
    journal.record("print-batch.stop", "print-batch", batch.id, actor_id=actor.id)
