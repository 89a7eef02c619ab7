"""A large synthetic municipality for measuring: as many partnerships, years and notes as asked."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, inspect

from app.administration.sample.calendar import NAMESPACE, Topic
from app.administration.sample.notes import content_of
from app.briefings.content import Content
from app.briefings.models import Note, NoteState, NoteStep, NoteVersion
from app.core import clock, journal
from app.core.database import Base, db
from app.days.working_days import add_working_days, is_working_day
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Attendance, Body, Meeting, MeetingStatus
from app.people.models import Person
from app.register.models import Partnership
from app.register.portfolio_queries import Responsible, responsible_for_many

#: Meetings of one body follow each other after so many weeks.
EVERY_WEEKS = (4, 6, 8, 13)
ONE_DAY = timedelta(days=1)

Row = dict[str, Any]


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
    """Years of meetings with notes, half of them behind us.

    Rows, not objects, and many in one statement: a hundred thousand meetings take a minute.
    """
    dice = random.Random(size.seed)
    today = clock.today()
    responsible = responsible_for_many([one.id for one in partnerships], today)
    words = {topic["title"]: content_of(topic) for topic in topics}
    for partnership in partnerships:
        who = responsible[partnership.id]
        body = Body(
            partnership=partnership,
            name="Bestuurlijk overleg",
            kind="portfolio_meeting",
            level="official",
            minutes=90,
        )
        db.session.add(body)
        db.session.flush()
        # a rhythm of its own, so that a body meets as often in a field of more years
        rhythm = random.Random(f"{size.seed}/{partnership.id}")
        meetings = _load_meetings(body, list(_days(today, size.years, rhythm)), who)
        journal.record_many(
            "meeting.plan", "meeting", [row["id"] for row in meetings], actor_id=secretary.id
        )
        count = min(len(topics), 1 + size.notes_per_meeting)
        items = _load_items(meetings, [dice.sample(topics, k=count) for _meeting in meetings])
        if who.officer is not None and who.alderman is not None:
            chosen = [row for row in items if row["position"] <= size.notes_per_meeting]
            _load_notes(chosen, words, who.officer, who.alderman, dice)


def _days(today: date, years: int, dice: random.Random) -> Iterator[date]:
    every = timedelta(weeks=dice.choice(EVERY_WEEKS))
    day = today - timedelta(days=182 * years) + dice.randrange(14) * ONE_DAY
    while day < today + timedelta(days=182 * years):
        yield day if is_working_day(day) else add_working_days(day, 1)
        day += every


def _inserted(table: type[Base], rows: list[Row]) -> list[Row]:
    """The rows, inserted in one statement, each with the id that it got."""
    if rows:
        returning: Any = insert(table).returning(
            inspect(table).columns.id, sort_by_parameter_order=True
        )
        ids = db.session.scalars(returning, rows)
        for row, number in zip(rows, ids, strict=True):
            row["id"] = number
    return rows


def _load_meetings(body: Body, days: list[date], who: Responsible) -> list[Row]:
    now = clock.now()
    rows: list[Row] = []
    for day in days:
        start = clock.from_local(datetime.combine(day, time(10)))
        name = f"synthetic/{body.partnership.id}/{day.isoformat()}"
        rows.append(
            {
                "uid": f"{uuid.uuid5(NAMESPACE, name)}@vooroverleg",
                "body_id": body.id,
                "starts_at": start,
                "ends_at": start + timedelta(minutes=body.minutes),
                "status": MeetingStatus.HELD if start < now else MeetingStatus.PLANNED,
                "revised_at": min(now, start - timedelta(days=90)),
                "officer_id": who.officer.id if who.officer else None,
                "alderman_id": who.alderman.id if who.alderman else None,
            }
        )
    going = {one.id for one in (who.officer, who.alderman) if one is not None}
    _inserted(Meeting, rows)
    _inserted(
        Attendance,
        [
            {"meeting_id": row["id"], "person_id": person_id}
            for row in rows
            for person_id in sorted(going)
        ],
    )
    return rows


def _load_items(meetings: list[Row], agendas: list[list[Topic]]) -> list[Row]:
    rows = [
        {
            "meeting_id": meeting["id"],
            "position": number,
            "number": str(number),
            "title": topic["title"],
            "type": topic["type"],
            "handling": topic.get("handling", "discussion"),
            "minutes": topic["minutes"],
        }
        for meeting, agenda in zip(meetings, agendas, strict=True)
        for number, topic in enumerate(agenda, start=1)
    ]
    moments = {meeting["id"]: meeting for meeting in meetings}
    _inserted(AgendaItem, rows)
    return [{**row, "meeting": moments[row["meeting_id"]]} for row in rows]


def _load_notes(
    items: list[Row],
    words: dict[str, Content],
    officer: Person,
    alderman: Person,
    dice: random.Random,
) -> None:
    """Notes on these items, with the versions, steps and journal that belong to them."""
    now = clock.now()
    notes: list[Row] = []
    for item in items:
        past = item["meeting"]["status"] == MeetingStatus.HELD
        aligned = past or dice.random() < 0.5
        notes.append(
            {
                "item_id": item["id"],
                "state": NoteState.ALIGNED if aligned else NoteState.CONCEPT,
                "created_by_id": officer.id,
                "created_at": min(now, item["meeting"]["starts_at"]) - timedelta(days=10),
            }
        )
    _inserted(Note, notes)
    _inserted(
        NoteVersion,
        [
            {
                "note_id": note["id"],
                "number": 1,
                "parts": dict(content.parts),
                "stance": content.stance,
                "depth": content.depth,
                "author_id": officer.id,
                "saved_at": note["created_at"],
            }
            for note, item in zip(notes, items, strict=True)
            for content in (words[item["title"]],)
        ],
    )
    _load_history(notes, officer, alderman)


def _load_history(notes: list[Row], officer: Person, alderman: Person) -> None:
    ids = [note["id"] for note in notes]
    journal.record_many("note.start", "note", ids, actor_id=officer.id, object_version=1)
    aligned = [note for note in notes if note["state"] == NoteState.ALIGNED]
    for step, source, target, person in (
        ("offer", NoteState.CONCEPT, NoteState.WITH_ALDERMAN, officer),
        ("agree", NoteState.WITH_ALDERMAN, NoteState.ALIGNED, alderman),
    ):
        _inserted(
            NoteStep,
            [
                {
                    "note_id": note["id"],
                    "step": step,
                    "from_state": source,
                    "to_state": target,
                    "version_number": 1,
                    "person_id": person.id,
                    "taken_at": note["created_at"] + ONE_DAY,
                }
                for note in aligned
            ],
        )
        ids = [note["id"] for note in aligned]
        journal.record_many(f"note.{step}", "note", ids, actor_id=person.id, object_version=1)
