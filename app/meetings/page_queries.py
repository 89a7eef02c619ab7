"""Everything that the page of a meeting shows, as one person may see it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import and_, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.core import clock
from app.core.database import db
from app.core.journal import JournalEntry
from app.meetings.agenda_models import AgendaItem, Handling, Paper, PaperCircle
from app.meetings.models import Attendance, Level, Meeting, MeetingStatus
from app.meetings.offered_items import Offer, offers_for
from app.meetings.permissions import items_visible_to, papers_visible_to, visible_to
from app.meetings.queries import WITH_BODY, items_of
from app.meetings.workflow import LONGEST
from app.papers.models import ReadingCopy
from app.papers.queries import reading_copies
from app.papers.telling import Told, told_of
from app.people.deeds import deeds
from app.people.models import Absence, Person
from app.people.queries import absences

HISTORY_LENGTH = 20


@dataclass(frozen=True)
class Clash:
    """Somebody who is taken at the time of a meeting; without a meeting it is not to be told."""

    person: Person
    meeting: Meeting | None


@dataclass(frozen=True)
class Taking:
    """That a meeting takes somebody's time; where it is not visible, nothing of it is told."""

    person_id: int
    meeting: Meeting
    visible: bool


@dataclass(frozen=True)
class Deed:
    """One line of history: when, who, what, and about which item or paper."""

    at: datetime
    who: str
    action: str
    about: str


@dataclass(frozen=True)
class MeetingPage:
    """A meeting with its agenda and everything around it."""

    meeting: Meeting
    items: list[AgendaItem]
    withdrawn_items: list[AgendaItem]
    papers: list[Paper]
    #: Papers of which somebody must still say where they belong.
    unplaced: list[Paper]
    withdrawn_papers: list[Paper]
    #: Per paper that took the place of another one: that one, where this person may see it.
    replaced: dict[int, Paper]
    prepares: Meeting | None
    prepared_by: list[Meeting]
    sources: dict[int, AgendaItem]
    carried_ids: frozenset[int]
    #: What may be taken over on this agenda, for who may edit it.
    offers: list[Offer]
    clashes: list[Clash]
    away: dict[int, list[Absence]]
    history: list[Deed]
    #: What became of the files of the papers, by file.
    copies: dict[int, ReadingCopy]

    def told(self, paper: Paper) -> Told:
        """How a paper reads."""
        return told_of(self.copies.get(paper.file_id))

    @property
    def groups(self) -> list[tuple[bool, list[AgendaItem]]]:
        """The agenda in order, with consent items that follow each other taken together."""
        runs = groupby(self.items, key=lambda item: item.handling == Handling.CONSENT)
        return [(consent, list(items)) for consent, items in runs]

    @property
    def all_papers(self) -> list[Paper]:
        """The papers of the meeting and its items."""
        return [
            *self.papers,
            *self.unplaced,
            *(paper for item in self.items for paper in item.papers),
        ]


def page_of(meeting: Meeting, person: Person, editing: bool) -> MeetingPage:
    """Gather the page; what was withdrawn is only for who may put it back (`editing`)."""
    items = items_of([meeting.id], person)[meeting.id]
    papers = papers_of(meeting, person)
    standing = [paper for paper in papers if paper.withdrawn_at is None]
    withdrawn = [paper for paper in papers if paper.withdrawn_at is not None]
    known: dict[int | None, Paper] = {paper.id: paper for paper in papers}
    gone = _withdrawn_items(meeting, person) if editing else []
    around = _around(meeting, person)
    over = meeting.status == MeetingStatus.HELD or meeting.ends_at < clock.now()
    return MeetingPage(
        meeting=meeting,
        items=items,
        withdrawn_items=gone,
        papers=[p for p in standing if p.item_id is None and not p.unplaced],
        unplaced=[p for p in standing if p.unplaced],
        withdrawn_papers=withdrawn if editing else [],
        replaced={p.id: known[p.replaces_id] for p in standing if p.replaces_id in known},
        prepares=next((one for one in around if one.id == meeting.prepares_id), None),
        prepared_by=[one for one in around if one.prepares_id == meeting.id],
        sources=sources_of(items, person),
        carried_ids=_carried_ids(meeting, person),
        offers=offers_for(meeting, items, person) if editing and not over else [],
        clashes=clashes_of(meeting, person),
        away=away_from(meeting),
        history=history_of(
            meeting, [*items, *gone], [p for p in papers if editing or p.withdrawn_at is None]
        ),
        copies=copies_of([*standing, *(paper for item in items for paper in item.papers)]),
    )


def copies_of(papers: Iterable[Paper]) -> dict[int, ReadingCopy]:
    """What became of the files of papers that this person sees, by file."""
    return reading_copies(paper.file_id for paper in papers)


def papers_of(meeting: Meeting, person: Person) -> list[Paper]:
    """All papers of a meeting and its items that this person may see, also withdrawn ones."""
    rows = db.session.scalars(
        select(Paper)
        .where(Paper.meeting_id == meeting.id, papers_visible_to(person))
        .options(joinedload(Paper.file), selectinload(Paper.circle).joinedload(PaperCircle.person))
        .order_by(Paper.position)
    )
    return list(rows)


def _withdrawn_items(meeting: Meeting, person: Person) -> list[AgendaItem]:
    rows = db.session.scalars(
        select(AgendaItem)
        .where(
            AgendaItem.meeting_id == meeting.id,
            AgendaItem.withdrawn_at.is_not(None),
            items_visible_to(person),
        )
        .order_by(AgendaItem.position)
    )
    return list(rows)


def _around(meeting: Meeting, person: Person) -> list[Meeting]:
    """The meeting that this one prepares, and those that prepare it, as far as visible."""
    rows = db.session.scalars(
        select(Meeting)
        .where(
            # where it prepares nothing, a second condition would make SQLite read every meeting
            or_(Meeting.id == meeting.prepares_id, Meeting.prepares_id == meeting.id)
            if meeting.prepares_id is not None
            else Meeting.prepares_id == meeting.id,
            visible_to(person),
        )
        .options(*WITH_BODY)
        .order_by(Meeting.starts_at)
    )
    return list(rows.unique())


def sources_of(items: Iterable[AgendaItem], person: Person) -> dict[int, AgendaItem]:
    """Per carried item the item it was carried over from, where this person may see that."""
    wanted = {item.id: item.carried_from_id for item in items if item.carried_from_id is not None}
    if not wanted:
        return {}
    rows = db.session.scalars(
        select(AgendaItem)
        .where(AgendaItem.id.in_(wanted.values()), items_visible_to(person))
        .options(joinedload(AgendaItem.meeting).options(*WITH_BODY))
    )
    found = {row.id: row for row in rows.unique()}
    return {item_id: found[source] for item_id, source in wanted.items() if source in found}


def _carried_ids(meeting: Meeting, person: Person) -> frozenset[int]:
    """The items of this meeting that stand on the agenda of the meeting it prepares."""
    if meeting.prepares_id is None:
        return frozenset()
    rows = db.session.scalars(
        select(AgendaItem.carried_from_id).where(
            AgendaItem.meeting_id == meeting.prepares_id,
            AgendaItem.carried_from_id.is_not(None),
            items_visible_to(person),
        )
    )
    return frozenset(row for row in rows if row is not None)


def away_from(meeting: Meeting) -> dict[int, list[Absence]]:
    """Who of those that would go is absent on a day of the meeting."""
    first, last = clock.local(meeting.starts_at).date(), clock.local(meeting.ends_at).date()
    going = [row.person_id for row in meeting.attendances if row.going]
    return absences(going, first, last) if going else {}


def taken_people(meeting: Meeting) -> list[Person]:
    """Who is taken by a meeting: who goes, its officer, and its alderman at an official one."""
    home = {row.person_id for row in meeting.attendances if not row.going}
    people = [row.person for row in meeting.attendances if row.going]
    people.extend(one for one in (meeting.officer,) if one is not None)
    if meeting.level == Level.OFFICIAL and meeting.alderman is not None:
        people.append(meeting.alderman)
    return [one for one in dict.fromkeys(people) if one.id not in home]


def clashes_of(meeting: Meeting, person: Person) -> list[Clash]:
    """Who of ours is wanted elsewhere at the same time; a warning, not an obstacle."""
    over = meeting.status in (MeetingStatus.CANCELLED, MeetingStatus.HELD)
    if over or meeting.ends_at < clock.now():
        return []
    return clashes(taken_people(meeting), meeting.starts_at, meeting.ends_at, person, meeting.id)


def clashes(
    people: Iterable[Person],
    starts_at: datetime,
    ends_at: datetime,
    person: Person,
    own_id: int | None = None,
) -> list[Clash]:
    """Other meetings at this time that take one of these people; hidden ones without a name."""
    wanted = {one.id: one for one in people}
    return [
        Clash(wanted[one.person_id], one.meeting if one.visible else None)
        for one in takings(wanted, starts_at, ends_at, person)
        if one.meeting.id != own_id
    ]


def takings(
    person_ids: Collection[int], starts_at: datetime, ends_at: datetime, person: Person
) -> list[Taking]:
    """Which meetings take these people between two moments, in order of time; one statement.

    Also those that `person` may not see: what is said of them is that somebody is taken.
    """
    ids = list(person_ids)
    rows = db.session.execute(
        select(Meeting, visible_to(person).label("visible"), Attendance.person_id, Attendance.going)
        .outerjoin(Attendance, Attendance.meeting_id == Meeting.id)
        .where(
            Meeting.starts_at < ends_at,
            Meeting.starts_at > starts_at - LONGEST,
            Meeting.ends_at > starts_at,
            Meeting.status != MeetingStatus.CANCELLED,
            or_(
                Meeting.officer_id.in_(ids),
                Meeting.alderman_id.in_(ids),
                Attendance.person_id.in_(ids),
            ),
        )
        .options(*WITH_BODY)
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()
    found: list[Taking] = []
    for other, same in groupby(rows, key=lambda row: row.Meeting):
        lines = list(same)
        going = {row.person_id: row.going for row in lines}
        assigned = {other.officer_id, other.alderman_id if other.level == Level.OFFICIAL else None}
        taken = {number for number in ids if going.get(number, number in assigned)}
        found.extend(Taking(number, other, lines[0].visible) for number in sorted(taken))
    return found


def history_of(
    meeting: Meeting, items: Sequence[AgendaItem], papers: Sequence[Paper]
) -> list[Deed]:
    """What was done lately with a meeting, and with those of its items and papers."""
    titles: dict[tuple[str, int | None], str] = {("meeting", meeting.id): ""}
    titles |= {("item", item.id): item.title for item in items}
    titles |= {("paper", paper.id): paper.title for paper in papers}
    about = or_(false(), *(_about(kind, titles) for kind in ("meeting", "item", "paper")))
    return [
        Deed(
            one.entry.at,
            one.who,
            one.entry.action,
            titles[one.entry.object_kind, one.entry.object_id],
        )
        for one in deeds(about, HISTORY_LENGTH)
    ]


def _about(kind: str, titles: dict[tuple[str, int | None], str]) -> Any:
    ids = [number for one, number in titles if one == kind]
    return and_(JournalEntry.object_kind == kind, JournalEntry.object_id.in_(ids))
