"""Which packs lie ready for coming meetings, in numbers: for the mail about the week ahead."""

from __future__ import annotations

from datetime import datetime

from flask_babel import ngettext
from sqlalchemy import func, select

from app.briefings.queries import coming
from app.core.database import db
from app.meetings.models import Meeting
from app.messages.counting import Line
from app.packs.models import Pack, PackMeeting, PackState, Variant
from app.packs.permissions import visible_to
from app.people.models import Person


def ready_packs(person: Person, now: datetime) -> Line | None:
    """For how many coming meetings a whole pack was made for this person."""
    count = db.session.scalar(
        select(func.count(func.distinct(PackMeeting.meeting_id)))
        .join(Pack, Pack.id == PackMeeting.pack_id)
        .join(Meeting, Meeting.id == PackMeeting.meeting_id)
        .where(
            Pack.reader_id == person.id,
            Pack.state == PackState.READY,
            Pack.variant == Variant.FULL,
            Pack.choice == "",
            visible_to(person),
            *coming(now),
        )
    )
    if not count:
        return None
    text = ngettext(
        "%(num)d vergadermap voor komende vergaderingen",
        "%(num)d vergadermappen voor komende vergaderingen",
        count,
    )
    return Line(text, "/meetings/?mine=y")
