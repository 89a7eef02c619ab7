"""What is wanted when somebody asks for a pack: put together before anything is written.

That takes a while, in which others must be able to write. So it is read by itself (`read_first`);
`actions.request` then looks again at who asks, and takes what is there already.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from flask_babel import get_locale
from flask_babel import gettext as _

from app.core import clock
from app.core.database import let_go, reading
from app.core.errors import RuleBroken
from app.meetings.models import Meeting
from app.meetings.queries import get_meeting
from app.packs.content.gathering import Gathered
from app.packs.issuing.assembling import fingerprint_of, gather_pack
from app.packs.issuing.basis import wanted_of
from app.packs.models import Pack, PackState, Variant
from app.packs.options import Options, choice_of
from app.packs.periods import LONGEST, meetings_in_period
from app.packs.permissions import require_period_request, require_request
from app.people.models import Person

Read = TypeVar("Read")


@dataclass(frozen=True)
class Wanted:
    """A pack as it is wanted, and what it says now."""

    #: Not in the database yet; without number and places.
    pack: Pack
    meeting_ids: Sequence[int]
    #: What it says, whatever becomes of its papers (`basis.wanted_of`), and with that.
    said: str
    content_hash: str


def read_first(read: Callable[[], Read]) -> Read:
    """Read with no lock on anything; the open transaction ends before, and this one after it."""
    get_locale()  # the language of the person, asked before the database is let go
    let_go()
    with reading():
        found = read()
        let_go()
    return found


def want_pack(
    meeting: Meeting,
    reader: Person,
    variant: Variant,
    asker: Person,
    options: Options | None = None,
) -> Wanted:
    """A pack of one meeting; raises NotFound where the reader may not see it."""
    require_request(asker, reader, meeting.id)
    wanted = Pack(meeting_id=meeting.id, variant=variant, **_asked(reader, asker, options))
    return _put_together(wanted, [meeting.id], options)


def want_period(
    first: date,
    last: date,
    reader: Person,
    variant: Variant,
    asker: Person,
    options: Options | None = None,
) -> Wanted:
    """A pack of the reader's meetings on these days, as both may see them."""
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
    return _put_together(wanted, [meeting.id for meeting in meetings], options)


def want_again(pack: Pack, asker: Person) -> Wanted:
    """The next version of a pack, in the same way for the same reader.

    What came onto the agenda since goes in, unless items were chosen.
    """
    variant, options = Variant(pack.variant), pack.options
    if pack.first_day is not None and pack.last_day is not None:
        return want_period(pack.first_day, pack.last_day, pack.reader, variant, asker, options)
    meeting = get_meeting(pack.places[0].meeting_id, asker)
    return want_pack(meeting, pack.reader, variant, asker, options)


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


def _put_together(wanted: Pack, meeting_ids: Sequence[int], options: Options | None) -> Wanted:
    gathered = _with_choice(wanted, gather_pack(wanted, meeting_ids), options or Options())
    ids = [one.meeting.id for one in gathered]
    return Wanted(wanted, ids, wanted_of(wanted, gathered), fingerprint_of(wanted, gathered))


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
