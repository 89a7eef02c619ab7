"""What a pack is called, on screen, in file names and in messages."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import or_, select

from app.briefings.models import Note
from app.core import clock
from app.core.database import db
from app.core.dates import plain_days, short_day
from app.meetings.agenda_models import Paper
from app.meetings.models import Meeting
from app.packs.models import Pack, PackPart, PackSource
from app.packs.words import VARIANTS


def occasion_of(pack: Pack) -> str:
    """Of which meeting or period: "Algemeen bestuur, do 3 december"."""
    if pack.first_day is not None and pack.last_day is not None:
        return plain_days(pack.first_day, pack.last_day)
    meeting = pack.meetings[0]
    return f"{meeting.name}, {short_day(clock.local(meeting.starts_at).date())}"


def known_by(pack: Pack) -> str:
    """The same, told apart from others: "Algemeen bestuur, GGD, do 3 december"."""
    if pack.meeting_id is None:
        return occasion_of(pack)
    meeting = pack.meetings[0]
    partnership = meeting.body.partnership
    day = short_day(clock.local(meeting.starts_at).date())
    return ", ".join((meeting.name, partnership.abbreviation or partnership.name, day))


def kind_of(pack: Pack) -> str:
    """Which kind of pack: "Vergadermap", "Vergadermap, 2 gekozen punten"."""
    word = str(VARIANTS[pack.variant])
    if not pack.choice:
        return word
    return _("%(kind)s, gekozen punten", kind=word)


def name_at(pack: Pack, meeting: Meeting) -> str:
    """The same beside a meeting, where a pack of a period says which one it is."""
    if pack.meeting_id == meeting.id:
        return kind_of(pack)
    return _("%(kind)s van %(days)s", kind=kind_of(pack), days=occasion_of(pack))


def is_restricted(pack: Pack) -> bool:
    """Whether there is something in it of which nothing may be said outside its circle: one of its
    meetings, a paper or a note that was printed, or what was drawn from another meeting."""
    if any(meeting.restricted for meeting in pack.meetings):
        return True
    printed = (
        select(PackPart.pack_id)
        .outerjoin(Paper, Paper.id == PackPart.paper_id)
        .outerjoin(Note, Note.id == PackPart.note_id)
        .where(PackPart.pack_id == pack.id, or_(Paper.restricted, Note.restricted))
    )
    drawn = (
        select(PackSource.pack_id)
        .join(Meeting, Meeting.id == PackSource.meeting_id)
        .outerjoin(Note, Note.item_id == PackSource.item_id)
        .where(PackSource.pack_id == pack.id, or_(Meeting.restricted, Note.restricted))
    )
    return bool(db.session.scalar(select(or_(printed.exists(), drawn.exists()))))
