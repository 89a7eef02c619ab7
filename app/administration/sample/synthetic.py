"""A large synthetic municipality for measuring: as many partnerships, years and notes as asked."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from app.administration.sample.calendar import NAMESPACE, Topic
from app.administration.sample.notes import content_of
from app.briefings.models import Note, NoteState, NoteStep, NoteVersion
from app.core import clock, journal
from app.core.database import db
from app.days.working_days import add_working_days, is_working_day
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Attendance, Body, Meeting, MeetingStatus
from app.people.models import Person
from app.register.models import Partnership
from app.register.portfolio_queries import Responsible, responsible_for_many

#: Meetings of one body follow each other after so many weeks.
EVERY_WEEKS = (4, 6, 8, 13)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Size:
    """How large a municipality is asked for."""

    partnerships: int
    years: int
    notes_per_meeting: int
    seed: int


def likenesses(known: list[dict[str, Any]], size: Size) -> list[dict[str, Any]]:
    """The rows of the register: the known ones first, then likenesses of them."""
    dice = random.Random(size.seed)
    found = known[: size.partnerships]
    for number in range(len(known) + 1, size.partnerships + 1):
        like = dice.choice(known)
        name = f"Samenwerking {number} ({like['name'][:60]})"
        found.append({**like, "id": f"synthetic-{number}", "name": name, "parent": None})
    return found


def load_years(
    partnerships: list[Partnership], topics: list[Topic], secretary: Person, size: Size
) -> None:
    """Years of meetings with notes, half of them behind us; one flush per partnership."""
    dice = random.Random(size.seed)
    today = clock.today()
    responsible = responsible_for_many([one.id for one in partnerships], today)
    for partnership in partnerships:
        who = responsible[partnership.id]
        body = Body(
            partnership=partnership,
            name="Bestuurlijk overleg",
            kind="portfolio_meeting",
            level="official",
            minutes=90,
        )
        meetings = [_meeting(body, day, who) for day in _days(today, size.years, dice)]
        count = min(len(topics), 1 + size.notes_per_meeting)
        items = [
            item for meeting in meetings for item in _items(meeting, dice.sample(topics, k=count))
        ]
        db.session.add_all((*meetings, *items))
        db.session.flush()
        for meeting in meetings:
            journal.record("meeting.plan", "meeting", meeting.id, actor_id=secretary.id)
        _notes(items, topics, who, size.notes_per_meeting, dice)
        db.session.flush()


def _days(today: date, years: int, dice: random.Random) -> Iterator[date]:
    every = timedelta(weeks=dice.choice(EVERY_WEEKS))
    day = today - timedelta(days=182 * years) + dice.randrange(14) * ONE_DAY
    while day < today + timedelta(days=182 * years):
        yield day if is_working_day(day) else add_working_days(day, 1)
        day += every


def _meeting(body: Body, day: date, who: Responsible) -> Meeting:
    start = clock.from_local(datetime.combine(day, time(10)))
    held = start < clock.now()
    name = f"synthetic/{body.partnership.id}/{day.isoformat()}"
    return Meeting(
        uid=f"{uuid.uuid5(NAMESPACE, name)}@vooroverleg",
        body=body,
        starts_at=start,
        ends_at=start + timedelta(minutes=body.minutes),
        status=MeetingStatus.HELD if held else MeetingStatus.PLANNED,
        revised_at=min(clock.now(), start - timedelta(days=90)),
        officer=who.officer,
        alderman=who.alderman,
        attendances=[Attendance(person=person) for person in {who.officer, who.alderman} - {None}],
    )


def _items(meeting: Meeting, chosen: list[Topic]) -> list[AgendaItem]:
    return [
        AgendaItem(
            meeting=meeting,
            position=number,
            number=str(number),
            title=topic["title"],
            type=topic["type"],
            handling=topic.get("handling", "discussion"),
            minutes=topic["minutes"],
        )
        for number, topic in enumerate(chosen, start=1)
    ]


def _notes(
    items: list[AgendaItem], topics: list[Topic], who: Responsible, most: int, dice: random.Random
) -> None:
    """Notes on the first items of every meeting, with the steps and journal that belong to them."""
    if who.officer is None or who.alderman is None:
        return
    words = {topic["title"]: content_of(topic) for topic in topics}
    chosen = [item for item in items if item.position <= most]
    notes = []
    for item in chosen:
        past = item.meeting.status == MeetingStatus.HELD
        state = NoteState.ALIGNED if past or dice.random() < 0.5 else NoteState.CONCEPT
        begun = min(clock.now(), item.meeting.starts_at) - timedelta(days=10)
        content = words[item.title]
        version = NoteVersion(
            number=1,
            parts=dict(content.parts),
            stance=content.stance,
            depth=content.depth,
            author_id=who.officer.id,
            saved_at=begun,
        )
        notes.append(
            Note(
                item=item,
                state=state,
                created_by_id=who.officer.id,
                created_at=begun,
                versions=[version],
            )
        )
    db.session.add_all(notes)
    db.session.flush()
    for note in notes:
        _history(note, who.officer, who.alderman)


def _history(note: Note, officer: Person, alderman: Person) -> None:
    journal.record("note.start", "note", note.id, actor_id=officer.id, object_version=1)
    if note.state != NoteState.ALIGNED:
        return
    for step, source, target, person in (
        ("offer", NoteState.CONCEPT, NoteState.WITH_ALDERMAN, officer),
        ("agree", NoteState.WITH_ALDERMAN, NoteState.ALIGNED, alderman),
    ):
        db.session.add(
            NoteStep(
                note_id=note.id,
                step=step,
                from_state=source,
                to_state=target,
                version_number=1,
                person_id=person.id,
                taken_at=note.created_at + ONE_DAY,
            )
        )
        journal.record(f"note.{step}", "note", note.id, actor_id=person.id, object_version=1)
