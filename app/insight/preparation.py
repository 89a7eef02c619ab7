"""How far coming meetings have been prepared: by whom, with an agenda, papers, notes, a pack."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import Select, func, select

from app.core.database import db
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.models import Level, Meeting
from app.meetings.permissions import papers_visible_to
from app.packs.models import Pack, PackMeeting, PackState, Variant
from app.packs.permissions import visible_to as packs_visible_to
from app.people.models import Person


@dataclass(frozen=True)
class Prepared:
    """How far a coming meeting has been prepared, as a secretary looks at it."""

    meeting: Meeting
    items: int
    papers: int
    has_pack: bool

    def lacking(self) -> list[str]:
        """What is not there yet; an administrative meeting needs no portfolio holder."""
        meeting = self.meeting
        official = meeting.level == Level.OFFICIAL
        facts = (
            (_("beleidsambtenaar"), meeting.officer_id is not None),
            (_("portefeuillehouder"), meeting.alderman_id is not None or not official),
            (_("agenda"), self.items > 0),
            (_("stukken"), self.papers > 0),
        )
        return [name for name, there in facts if not there]


def prepared(meetings: Collection[Meeting], person: Person) -> list[Prepared]:
    """How far each of these meetings has been prepared; three statements."""
    ids = [meeting.id for meeting in meetings]
    items = _counts(
        select(AgendaItem.meeting_id, func.count())
        .where(AgendaItem.meeting_id.in_(ids), AgendaItem.withdrawn_at.is_(None))
        .group_by(AgendaItem.meeting_id)
    )
    papers = _counts(
        select(Paper.meeting_id, func.count())
        .where(Paper.meeting_id.in_(ids), Paper.withdrawn_at.is_(None), papers_visible_to(person))
        .group_by(Paper.meeting_id)
    )
    rows = db.session.execute(
        select(PackMeeting.meeting_id, Pack.reader_id)
        .join(Pack, Pack.id == PackMeeting.pack_id)
        .where(
            PackMeeting.meeting_id.in_(ids),
            Pack.state == PackState.READY,
            Pack.variant == Variant.FULL,
            Pack.choice == "",
            packs_visible_to(person),
        )
    )
    packs: set[tuple[int, int | None]] = {(row.meeting_id, row.reader_id) for row in rows}
    return [
        Prepared(
            meeting,
            items.get(meeting.id, 0),
            papers.get(meeting.id, 0),
            (meeting.id, meeting.alderman_id) in packs,
        )
        for meeting in meetings
    ]


def _counts(statement: Select[int, int]) -> dict[int, int]:
    return {row[0]: row[1] for row in db.session.execute(statement)}
