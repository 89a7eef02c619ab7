"""A planned year of meetings around today: bodies, dates, agendas, who goes."""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from app.core import clock, journal
from app.core.database import db
from app.days.working_days import add_working_days, is_working_day
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Attendance, Body, Meeting, MeetingCircle, MeetingStatus
from app.people.models import Person
from app.register.models import Partnership
from app.register.portfolio_queries import Responsible, responsible_for_many

SOURCE = Path(__file__).parent / "story.toml"
WEEKS_BACK = 26
WEEKS_AHEAD = 40
#: Agendas come about six weeks ahead in this sample, and are kept for a quarter.
AGENDA_WEEKS_BACK = 13
AGENDA_WEEKS_AHEAD = 6
#: An administrative meeting comes so many days before the official one that it prepares.
LEAD_DAYS = 12
CONFIRMED_DAYS = 21
TIMES = (time(9, 30), time(13, 30), time(10, 0), time(15, 0), time(14, 0))
#: Stable identifiers: the same sample day gives the same calendar.
NAMESPACE = uuid.UUID("5d0c3f5e-2f1c-4f7e-9f38-2d3a5a3e7b11")

Topic = dict[str, Any]


@dataclass
class Planned:
    """One round of a partnership: the administrative meeting and the official one."""

    administrative: Meeting
    official: Meeting
    responsible: Responsible
    topics: list[Topic]
    #: (topic, item of the administrative meeting, item of the official meeting)
    items: list[tuple[Topic, AgendaItem, AgendaItem]] = field(default_factory=list)


def load_calendar(partnerships: dict[str, Partnership], secretary: Person) -> list[Planned]:
    """Plan every partnership's year and fill the agendas near today; in order of date."""
    story = tomllib.loads(SOURCE.read_text())
    told = {part["id"]: part for part in story["partnership"]}
    today = clock.today()
    responsible = responsible_for_many([one.id for one in partnerships.values()], today)
    rounds: list[Planned] = []
    for index, (key, partnership) in enumerate(partnerships.items()):
        plan = {**story["defaults"], **told.get(key, {})}
        bodies = _bodies(partnership, plan, today)
        for number, day in enumerate(_days(index, plan, today)):
            chosen = _topics(plan["topic"], number)
            who = responsible[partnership.id]
            rounds.append(_round(bodies, day, index, who, chosen, secretary))
    rounds.sort(key=lambda one: one.official.starts_at)
    db.session.flush()
    for planned in rounds:
        _fill_agenda(planned, today)
    db.session.flush()
    _journal(rounds, secretary)
    return rounds


def read_story() -> list[dict[str, Any]]:
    """The partnerships that have a story, with their topics, and the plain agenda last."""
    story = tomllib.loads(SOURCE.read_text())
    return [*story["partnership"], story["defaults"]]


def _bodies(partnership: Partnership, plan: dict[str, Any], today: date) -> dict[str, Body]:
    since = today - timedelta(weeks=WEEKS_BACK + 26)
    bodies = {
        level: Body(partnership=partnership, level=level, valid_from=since, **plan[level])
        for level in ("administrative", "official")
    }
    db.session.add_all(bodies.values())
    return bodies


def _days(index: int, plan: dict[str, Any], today: date) -> Iterator[date]:
    """The days of the official meetings: one weekday per partnership, never on a holiday.

    `next_week` says in how many weeks the next one is; without it they are spread evenly.
    """
    every_weeks = plan["every_weeks"]
    monday = today - timedelta(days=today.weekday())
    offset = (WEEKS_BACK + plan.get("next_week", index * 5)) % every_weeks
    first = monday - timedelta(weeks=WEEKS_BACK) + timedelta(weeks=offset)
    for weeks in range(0, WEEKS_BACK + WEEKS_AHEAD, every_weeks):
        day = first + timedelta(weeks=weeks, days=1 + index % 4)
        yield day if is_working_day(day) else add_working_days(day, 1)


def _topics(topics: list[Topic], number: int) -> list[Topic]:
    """Two topics a round, taking turns, so that each comes back."""
    count = min(2, len(topics))
    return [topics[(number + step) % len(topics)] for step in range(count)]


def _round(
    bodies: dict[str, Body],
    day: date,
    index: int,
    who: Responsible,
    topics: list[Topic],
    secretary: Person,
) -> Planned:
    official = _meeting(bodies["official"], day, index, who)
    before = day - timedelta(days=LEAD_DAYS)
    while not is_working_day(before):
        before -= timedelta(days=1)
    administrative = _meeting(bodies["administrative"], before, index + 2, who)
    administrative.prepares = official
    if official.body.kind == "other":
        official.closed = True
    for meeting in (administrative, official):
        goes = who.officer if meeting.level == "administrative" else who.alderman
        for person in {goes, who.officer} - {None}:
            past = meeting.status == MeetingStatus.HELD
            meeting.attendances.append(Attendance(person=person, attended=True if past else None))
    db.session.add_all((official, administrative))
    return Planned(administrative, official, who, topics)


def _meeting(body: Body, day: date, index: int, who: Responsible) -> Meeting:
    start = clock.from_local(datetime.combine(day, TIMES[index % len(TIMES)]))
    status, now = MeetingStatus.PLANNED, clock.now()
    if start < now:
        status = MeetingStatus.HELD
    elif start < now + timedelta(days=CONFIRMED_DAYS):
        status = MeetingStatus.CONFIRMED
    name = f"{body.partnership.name}/{body.name}/{day.isoformat()}"
    planned_at = min(now, start - timedelta(days=120))
    return Meeting(
        uid=f"{uuid.uuid5(NAMESPACE, name)}@vooroverleg",
        body=body,
        starts_at=start,
        ends_at=start + timedelta(minutes=body.minutes),
        place=body.place,
        status=status,
        sequence=0 if status == MeetingStatus.PLANNED else 1,
        revised_at=planned_at,
        officer=who.officer,
        alderman=who.alderman,
    )


def _fill_agenda(planned: Planned, today: date) -> None:
    day = clock.local(planned.official.starts_at).date()
    first, last = timedelta(weeks=AGENDA_WEEKS_BACK), timedelta(weeks=AGENDA_WEEKS_AHEAD)
    if not today - first <= day <= today + last:
        return
    held = planned.administrative.status == MeetingStatus.HELD
    for meeting in (planned.administrative, planned.official):
        _add(meeting, 1, "Opening en mededelingen", "inform", "consent", minutes=5)
        _add(meeting, 2, "Verslag van de vorige vergadering", "decide", "consent", minutes=5)
    for number, topic in enumerate(planned.topics, start=3):
        common = {
            "title": topic["title"],
            "kind": topic["type"],
            "handling": topic.get("handling", "discussion"),
            "minutes": topic["minutes"],
        }
        source = _add(planned.administrative, number, **common)
        if held:
            source.heard = topic.get("heard", "De meeste deelnemers kunnen zich hierin vinden.")
        target = _add(planned.official, number, **common)
        target.carried_from = source if held else None
        planned.items.append((topic, source, target))
    for meeting in (planned.administrative, planned.official):
        _add(meeting, 3 + len(planned.topics), "Rondvraag en sluiting", "inform", "consent", 5)


def _add(
    meeting: Meeting, number: int, title: str, kind: str, handling: str, minutes: int
) -> AgendaItem:
    item = AgendaItem(
        meeting=meeting,
        position=number,
        number=str(number),
        title=title,
        type=kind,
        handling=handling,
        minutes=minutes,
    )
    db.session.add(item)
    return item


def still_to_tell(rounds: list[Planned]) -> Meeting:
    """The last official meeting that was held: its debrief is still to be filled in."""
    held = [one.official for one in rounds if one.official.status == MeetingStatus.HELD]
    return held[-1]


def cancel_one(rounds: list[Planned], secretary: Person) -> None:
    """Cancel one meeting further ahead, so that this state can be seen too."""
    ahead = [one.official for one in rounds if one.official.status == MeetingStatus.PLANNED]
    meeting = ahead[len(ahead) // 3]
    meeting.status = MeetingStatus.CANCELLED
    meeting.cancelled_at = meeting.revised_at = clock.now() - timedelta(days=2)
    with clock.at(meeting.cancelled_at):
        journal.record("meeting.cancel", "meeting", meeting.id, actor_id=secretary.id)


def miss_two(rounds: list[Planned]) -> None:
    """Nobody of ours at two administrative meetings running, so that the alarm can be seen."""
    past = [one.administrative for one in rounds if one.administrative.status == MeetingStatus.HELD]
    body = past[-1].body
    theirs = sorted((one for one in past if one.body is body), key=lambda one: one.starts_at)
    for meeting in theirs[-2:]:
        for row in meeting.attendances:
            row.attended = False


def add_restricted(rounds: list[Planned], circle: list[Person], secretary: Person) -> Meeting:
    """A restricted meeting in two weeks, which exists only for its circle."""
    body = next(one.official.body for one in rounds if one.official.body.name.endswith("i.l."))
    theirs = [one.official for one in rounds if one.official.body is body]
    taken = {clock.local(meeting.starts_at).date() for meeting in theirs}
    day = add_working_days(clock.today(), 9)
    while day in taken:  # on such a day the body would meet twice, and have one identifier for both
        day = add_working_days(day, 1)
    meeting = _meeting(body, day, 1, Responsible(circle[1], circle[0]))
    meeting.title = "Vertrouwelijk overleg over de verdeling van de restschuld"
    meeting.restricted = meeting.closed = True
    meeting.circle = [MeetingCircle(person=person) for person in circle]
    meeting.attendances = [Attendance(person=person) for person in circle[:2]]
    db.session.add(meeting)
    _add(meeting, 1, "Verdeling van de restschuld", "decide", "discussion", 45)
    db.session.flush()
    record_planned(meeting, secretary)
    return meeting


def _journal(rounds: list[Planned], secretary: Person) -> None:
    for planned in rounds:
        for meeting in (planned.administrative, planned.official):
            record_planned(meeting, secretary)


def record_planned(meeting: Meeting, secretary: Person) -> None:
    """Write in the journal that a meeting was planned, at the time it was."""
    with clock.at(meeting.revised_at):
        journal.record("meeting.plan", "meeting", meeting.id, actor_id=secretary.id)
