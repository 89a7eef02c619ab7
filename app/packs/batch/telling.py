"""Telling that the packs lie ready that were asked for together for a week: once, for all."""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy import select

from app.core.database import db
from app.meetings.models import Meeting
from app.meetings.queries import start_of
from app.messages.actions import tell
from app.packs.batch.covers import week_code, week_in_print
from app.packs.models import Pack, PackMeeting
from app.packs.queries import UNDER_WAY
from app.packs.signals import done_together
from app.people.models import Person


@done_together.connect
def tell_pile(pack: Pack, monday: date) -> None:
    """Tell who asked once nothing of their packs of this week is being made any more.

    Of two that are finished at once the second waits here for the first.
    """
    asker = select(Person.id).where(Person.id == pack.requested_by_id)
    db.session.execute(asker.with_for_update(key_share=True))
    within = (
        select(PackMeeting.pack_id)
        .join(Meeting, Meeting.id == PackMeeting.meeting_id)
        .where(
            Meeting.starts_at >= start_of(monday),
            Meeting.starts_at < start_of(monday + timedelta(days=7)),
        )
    )
    left = select(Pack.id).where(
        Pack.requested_by_id == pack.requested_by_id,
        Pack.state.in_(UNDER_WAY),
        Pack.id != pack.id,
        Pack.id.in_(within),
    )
    if db.session.scalar(left.limit(1)) is not None:
        return
    code = week_code(monday)
    tell(
        {pack.requested_by_id},
        f"pack-{pack.id}-pile-{code}",
        LazyString(_ready, monday),
        f"/packs/print?week={code}",
        kind="pack",
    )


def _ready(monday: date) -> str:
    return _("De mappen voor %(week)s zijn gemaakt.", week=week_in_print(monday))
