"""The start page of one person: the sections that their roles bring, each thing once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from app.briefings import queries as notes
from app.briefings import waiting
from app.briefings.chain.reading import due_on
from app.briefings.deciding.cards import Card
from app.briefings.deciding.queries import queue_for, with_warnings
from app.briefings.deciding.queue import Queue
from app.briefings.drafts.queries import Left, left_by
from app.briefings.models import Note
from app.briefings.permissions import reads_notes
from app.briefings.queries import Due, Need
from app.briefings.readiness import meeting_states
from app.briefings.speaking.queries import with_card
from app.briefings.state_lines import StateLine, state_lines
from app.briefings.ties import WITH_HOLDER
from app.core import clock, jobs
from app.days.queries import closed_days
from app.followup.finding import open_actions_of
from app.followup.queries import items_without_outcome
from app.home import queries, tasks, weeks
from app.home.tasks import Task
from app.home.weeks import Block, Week
from app.insight.chase import nudged
from app.insight.debts import DebtKey, DebtKind, may_nudge_on
from app.insight.permissions import NUDGERS
from app.insight.preparation import prepared
from app.invitations.page_queries import waiting_count
from app.meetings.models import Meeting
from app.meetings.permissions import may_plan
from app.meetings.queries import item_officer
from app.messages.queries import uncertain_mails, unread_count
from app.packs.models import Pack
from app.people.models import Person, Role
from app.people.queries import principals_of
from app.people.serving_queries import served_by
from app.register.overview import overview
from app.register.queries import Filters
from app.staff_meetings.agenda import Coming, coming_with_counts

#: Tasks with a deadline further ahead wait behind a fold, as do more than these.
NEAR = timedelta(weeks=4)
SHOWN = 15
#: So many items of the alderman's queue stand on the page itself.
CARDS = 5
#: Notes of meetings further ahead than this are nobody's task yet.
AHEAD = timedelta(weeks=26)
#: Meetings that begin within this time must be confirmed and complete.
SECRETARY_LOOKS_AHEAD = timedelta(weeks=3)
THIS_WEEK = timedelta(days=7)
#: Whose business meetings are at all; an administrator only looks after accounts.
MEETING_ROLES = tuple(role for role in Role if role != Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Register:
    """The register in two figures."""

    partnerships: int
    with_gaps: int


@dataclass(frozen=True)
class Upkeep:
    """What an administrator must look at."""

    #: Nothing is recorded yet: what comes first stands with the administration.
    new: bool
    accounts: Sequence[Person]
    jobs_problem: str | None
    uncertain_mails: int


@dataclass(frozen=True)
class StartPage:
    """Everything on the page; what is None is not this person's business."""

    today: date
    unread: int
    principals: Sequence[Person]
    queue: Queue | None
    #: The first few items of the queue.
    cards: Sequence[Card]
    to_do: Sequence[Task] | None
    later: Sequence[Task]
    waiting: Sequence[Due]
    #: By note that waits: how to remind its portfolio holder; None where that was just done.
    nudges: Mapping[int, DebtKey | None]
    team: Sequence[Note]
    late_notes: Sequence[queries.LateNotes] | None
    register: Register | None
    upkeep: Upkeep | None
    meetings: Sequence[Block] | None
    weeks: Sequence[Week]
    #: What this person typed in notes and did not save, the newest first.
    unsaved: Sequence[Left] = ()
    lines: dict[int, StateLine] = field(default_factory=dict)
    packs: dict[int, Pack] = field(default_factory=dict)
    to_print: Sequence[Pack] = ()
    #: For whom a secretary works now, and among whom they can choose.
    acting_for: Person | None = None
    served: Sequence[Person] = ()
    #: The meetings of today and the next working day with something to say.
    to_speak: Sequence[Meeting] = ()
    #: The next staff meetings of this alderman, or of all for a secretary.
    staff_meetings: Sequence[Coming] = ()
    #: How many invitations wait for whoever plans.
    invitations: int = 0

    @property
    def this_week(self) -> list[Block]:
        """The meetings of the coming seven days."""
        last = self.today + THIS_WEEK
        blocks = self.meetings or ()
        return [one for one in blocks if clock.local(one.meeting.starts_at).date() < last]

    @property
    def states(self) -> list[str]:
        """The states in the picture, for the key below it."""
        order = ("missing", "concept", "late", "with_alderman", "aligned")
        shown = {block.state for week in self.weeks for block in week.blocks}
        return [state for state in order if state in shown]


def start_page(person: Person, now: datetime, acting_for: Person | None = None) -> StartPage:
    """Gather the page of a person, in a constant number of statements.

    Where a secretary works for one alderman now, it is about that alderman: what waits for their
    word and their meetings, as the secretary may see them.
    """
    today = clock.local(now).date()
    meetings = _meetings(person, now, today, acting_for)
    lines = state_lines(meetings, person) if meetings else {}
    states = meeting_states(meetings or (), lines, person, today)
    dues = notes.due_for_officer(person, now, Meeting.starts_at <= now + AHEAD)
    found = _tasks(person, now, today, dues, meetings or [])
    shown = _shown(found or [], today)
    coordinates = person.has_role(Role.COORDINATOR)
    waiting = [due for due in dues if due.need == Need.DECIDE]
    queue = _queue(person, now, acting_for)
    return StartPage(
        today=today,
        unread=unread_count(person),
        principals=principals_of(person.id, today),
        queue=queue,
        cards=with_warnings(queue.in_order[:CARDS], person) if queue else (),
        to_do=None if found is None else shown,
        later=[one for one in found or () if one not in shown],
        waiting=waiting,
        nudges=_nudges(waiting, today) if person.has_role(*NUDGERS) else {},
        team=queries.offered_by_team(person, now, today) if reads_notes(person) else [],
        late_notes=queries.late_notes(person, now, today) if coordinates else None,
        register=_register(today) if coordinates else None,
        upkeep=_upkeep() if person.has_role(Role.ADMINISTRATOR) else None,
        meetings=None if meetings is None else [Block(one, states[one.id]) for one in meetings],
        weeks=weeks.in_weeks(meetings or (), states, today),
        unsaved=left_by(person),
        lines=lines,
        packs=queries.packs_for(acting_for or person, meetings, person)
        if meetings and reads_notes(person)
        else {},
        to_print=_to_print(person, now, meetings or []),
        acting_for=acting_for,
        served=served_by(person, today),
        to_speak=with_card(meetings or (), person),
        staff_meetings=_staff_meetings(person, now),
        invitations=waiting_count(person) if may_plan(person) else 0,
    )


def _staff_meetings(person: Person, now: datetime) -> list[Coming]:
    if not person.has_role(Role.ALDERMAN, Role.SECRETARY):
        return []
    return coming_with_counts(person, now)


def _nudges(waiting: list[Due], today: date) -> dict[int, DebtKey | None]:
    keys = {
        due.note.id: DebtKey(DebtKind.DECISION, due.note.id, holder.id)
        for due in waiting
        if due.note is not None
        and due.note.state in WITH_HOLDER
        and (holder := notes.holder_of(due.item)) is not None
    }
    last, closed = nudged(keys.values()) if keys else {}, closed_days()
    return {
        note_id: key
        if may_nudge_on(today, last[key].on_day if key in last else None, closed)
        else None
        for note_id, key in keys.items()
    }


def _meetings(
    person: Person, now: datetime, today: date, acting_for: Person | None
) -> list[Meeting] | None:
    if not person.has_role(*MEETING_ROLES):
        return None
    return queries.meetings_of(person, now, today, weeks.last_day(today), acting_for)


def _queue(person: Person, now: datetime, acting_for: Person | None) -> Queue | None:
    """What waits for this person's word, or for that of the alderman for whom they work now."""
    queue = queue_for(person, now, acting_for)
    return queue if queue.cards or acting_for or person.has_role(Role.ALDERMAN) else None


def _tasks(
    person: Person, now: datetime, today: date, dues: list[Due], meetings: list[Meeting]
) -> list[Task] | None:
    """The tasks of every role this person has; None where no role brings any."""
    found: list[Task] = []
    closed = closed_days()
    if reads_notes(person):
        found += tasks.writing([due for due in dues if due.need in notes.MINE], today, closed)
        found += tasks.outcomes(
            items_without_outcome(person, now, item_officer() == person.id), due_on, today, closed
        )
        found += tasks.acting(open_actions_of(person), today, closed)
        found += tasks.advising(*queries.advice_asked(person), today, closed)
        for wait in (waiting.to_pass, waiting.to_confirm, waiting.to_acknowledge):
            found += tasks.on_notes(wait(person, now), today, closed)
    if person.has_role(Role.SECRETARY):
        near = [one for one in meetings if one.starts_at <= now + SECRETARY_LOOKS_AHEAD]
        found += tasks.planning(prepared(near, person), due_on, today, closed)
    bringing = (Role.OFFICER, Role.ADVISER, Role.SECRETARY)
    return tasks.in_order(found) if found or person.has_role(*bringing) else None


def _to_print(person: Person, now: datetime, meetings: list[Meeting]) -> list[Pack]:
    """The packs of the coming days, for whoever hands them out."""
    if not person.has_role(Role.SECRETARY):
        return []
    near = [one for one in meetings if one.starts_at <= now + THIS_WEEK]
    return queries.packs_to_print(near, person)


def _shown(found: list[Task], today: date) -> list[Task]:
    """What stands in sight: what is near, and no outcome that has been asked for long already."""
    near = [one for one in found if one.due_on <= today + NEAR and not tasks.is_stale(one)]
    return near[:SHOWN]


def _register(today: date) -> Register:
    rows = overview(Filters(), today)
    return Register(len(rows), sum(bool(row.completeness.gaps) for row in rows))


def _upkeep() -> Upkeep:
    return Upkeep(
        new=queries.register_is_empty(),
        accounts=queries.accounts_without_sign_in(),
        jobs_problem=jobs.problem(),
        uncertain_mails=len(uncertain_mails()),
    )
