"""What packs have to do with a meeting that moves or is cancelled: they show the old moment."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from app.core import dates
from app.core.database import db
from app.meetings.following import Change, Consequences, Follower
from app.meetings.models import Meeting
from app.packs.models import Pack, PackMeeting, PackState
from app.packs.permissions import visible_to
from app.packs.queries import packs_of
from app.people.models import Person


def _consequences(meeting: Meeting, change: Change, person: Person) -> Consequences | None:
    """The packs that this person may see, and that would say something else than what is true."""
    newest: dict[tuple[object, ...], Pack] = {}
    for pack in packs_of(meeting.id, person):
        if pack.state == PackState.READY:
            newest.setdefault(pack.series, pack)
    if not newest:
        return None
    sentences = [
        _(
            "Voor %(name)s, gemaakt op %(when)s",
            name=pack.reader.name,
            when=dates.short_moment(pack.requested_at),
        )
        for pack in newest.values()
    ]
    count = len(sentences)
    title = (
        ngettext(
            "Deze vergadermap is dan niet meer nodig",
            "Deze %(num)d vergadermappen zijn dan niet meer nodig",
            count,
        )
        if change.cancels
        else ngettext(
            "Deze vergadermap is dan verouderd",
            "Deze %(num)d vergadermappen zijn dan verouderd",
            count,
        )
    )
    return Consequences(title, sentences)


def _audience(meeting_ids: Collection[int], person: Person | None) -> Mapping[int, set[int]]:
    """For whom a pack of these meetings was made: they have the old moment in their bag."""
    packs = (
        select(PackMeeting.meeting_id, Pack.reader_id)
        .join(Pack, Pack.id == PackMeeting.pack_id)
        .where(PackMeeting.meeting_id.in_(meeting_ids), Pack.state == PackState.READY)
    )
    if person is not None:
        packs = packs.where(visible_to(person))
    found: dict[int, set[int]] = {}
    for meeting_id, reader_id in db.session.execute(packs):
        found.setdefault(meeting_id, set()).add(reader_id)
    return found


FOLLOWER = Follower(_consequences, _audience)
