"""How far a note, and a meeting, is on its chain: what applies, what was done, who must act."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.briefings.chain.reading import (
    Deadlines,
    deadlines_of,
    papers_on_items,
    papers_on_meetings,
)
from app.briefings.chain.timeline import Situation, Timeline, timeline
from app.briefings.deadlines import Deadline, deadline_on
from app.briefings.granting.queries import mandates_from
from app.briefings.mandate import still_to_allow
from app.briefings.models import Advice, MandateGiver, Note, NoteState, NoteVersion
from app.briefings.permissions import known_to, visible_to
from app.briefings.ties import ALIGNED_ON, BEGUN
from app.briefings.workflow import Facts
from app.core.database import db
from app.days.queries import closed_days
from app.meetings.agenda_models import AgendaItem, Handling
from app.meetings.models import Level, Meeting
from app.meetings.queries import item_alderman_id
from app.people.models import Person
from app.people.queries import leaders_of
from app.register.chain import ChainStep, Leads

#: Per item its note.
Notes = Mapping[int, Note]
#: Part of every chain.
ALWAYS = frozenset({ChainStep.PAPERS, ChainStep.ALDERMAN, ChainStep.DEBRIEF})
FOR_EXECUTIVE = frozenset({ChainStep.SUBMISSION, ChainStep.EXECUTIVE})
#: A pack was issued.
IN_PACKS = frozenset({NoteState.LOCKED, NoteState.FINISHED})


def note_timeline(
    note: Note, facts: Facts, asked: Sequence[Advice], person: Person, today: date
) -> Timeline:
    """The chain of a note, as the person who reads it may see it; `asked` is its advice."""
    item = note.item
    officer = item.officer or item.meeting.officer
    holder = item.alderman or item.meeting.alderman
    leaders = leaders_of(officer.id, today) if facts.asks_team_lead and officer else []
    papers_on = papers_on_items([item.id], person).get(item.id)
    deadlines = deadlines_of(
        item.meeting,
        item,
        today=today,
        leader_ids=[one.id for one in leaders],
        papers_on=papers_on,
    )
    beyond = _beyond(note.current)
    applies = _applies(item.meeting, holder is not None)
    applies |= {ChainStep.ADVICE} if asked or note.state in BEGUN else set()
    applies |= {ChainStep.TEAM_LEAD} if facts.asks_team_lead else set()
    applies |= FOR_EXECUTIVE if beyond == MandateGiver.EXECUTIVE else set()
    applies |= {ChainStep.COUNCIL_LETTER} if "council" in facts.filled else set()
    done = _done_of_state(note.state) - {ChainStep.ADVICE}
    done |= {ChainStep.PAPERS} if papers_on else set()
    waits = [one for one in asked if one.given_at is None]
    done |= {ChainStep.ADVICE} if asked and not waits else set()
    done |= FOR_EXECUTIVE if facts.mandate_from is None else set()
    done |= {ChainStep.DEBRIEF} if item.outcome else set()
    who = _who(officer, holder, leaders, [one.adviser for one in waits])
    by = {ChainStep.ADVICE: _last_answer(waits, deadlines)} if waits else {}
    return timeline(deadlines, Situation(frozenset(applies), frozenset(done), who, by))


def _last_answer(waits: Sequence[Advice], deadlines: Deadlines) -> Deadline:
    """By when the last adviser who was asked has answered."""
    last = max(one.due_on for one in waits)
    return deadline_on(last, deadlines.day, deadlines.today, closed_days())


def item_timeline(item: AgendaItem, state: str, papers_on: date | None, today: date) -> Timeline:
    """The chain of an item of which no more is known than where its note stands, if there is one.

    It asks the database nothing for one item more.
    """
    meeting = item.meeting
    deadlines = deadlines_of(meeting, item, today=today, papers_on=papers_on)
    applies = _applies(meeting, item_alderman_id(item) is not None) | {ChainStep.ADVICE}
    applies |= {ChainStep.TEAM_LEAD} if meeting.body.partnership.asks_team_lead else set()
    done = _done_of_state(state)
    done |= {ChainStep.PAPERS} if papers_on else set()
    return timeline(deadlines, Situation(frozenset(applies), frozenset(done)))


def meeting_timeline(
    meeting: Meeting,
    items: Sequence[AgendaItem],
    notes: Notes,
    person: Person,
    today: date,
    day: date | None = None,
) -> Timeline:
    """The chain of a meeting as a whole; a step is done where it is for every item that asks it.

    `items` are those of its agenda, with their papers as the person may see them; `day` is
    another one than that of the meeting.
    """
    asked = [one for one in items if one.handling == Handling.DISCUSSION or one.id in notes]
    asks_lead = meeting.body.partnership.asks_team_lead
    leaders = leaders_of(meeting.officer_id, today) if asks_lead and meeting.officer_id else []
    deadlines = deadlines_of(
        meeting,
        today=today,
        day=day,
        leader_ids=[one.id for one in leaders],
        papers_on=papers_on_meetings([meeting.id], person).get(meeting.id),
    )
    applies = _applies(meeting, meeting.alderman_id is not None) | {ChainStep.ADVICE}
    applies |= {ChainStep.TEAM_LEAD} if leaders else set()
    for_executive = _for_executive(meeting, person)
    applies |= FOR_EXECUTIVE if for_executive else set()
    who = _who(meeting.officer, meeting.alderman, leaders, [])
    done = _done_for_all(asked, notes)
    done |= FOR_EXECUTIVE if not mandates_from(for_executive) else set()
    return timeline(deadlines, Situation(frozenset(applies), done, who))


def proposed_timeline(meeting: Meeting, leads: Leads, today: date) -> Timeline:
    """Every step of a chain with other leads for a meeting, whatever was done already."""
    return timeline(
        deadlines_of(meeting, today=today, leads=leads),
        Situation(frozenset(ChainStep), who=_who(meeting.officer, meeting.alderman, [], [])),
    )


def _done_for_all(items: Sequence[AgendaItem], notes: Notes) -> frozenset[ChainStep]:
    if not items:
        return frozenset()
    each = [
        _done_of_state(notes[item.id].state if item.id in notes else "")
        | ({ChainStep.DEBRIEF} if item.outcome else set())
        for item in items
    ]
    done = set.intersection(*each)
    return frozenset(done | {ChainStep.PAPERS} if any(item.papers for item in items) else done)


def _done_of_state(state: str) -> set[ChainStep]:
    """What is behind a note that stands here."""
    done: set[ChainStep] = set()
    if state and state not in BEGUN:
        done |= {ChainStep.ADVICE, ChainStep.TEAM_LEAD, ChainStep.ALDERMAN}
    if state in ALIGNED_ON:
        done |= {ChainStep.STAFF_MEETING}
    if state in IN_PACKS:
        done |= {ChainStep.PACK}
    return done


def _applies(meeting: Meeting, has_holder: bool) -> set[ChainStep]:
    applies = set(ALWAYS)
    if has_holder:
        applies |= {ChainStep.STAFF_MEETING}
    if meeting.level == Level.OFFICIAL:
        applies |= {ChainStep.PACK}
    return applies


def _who(
    officer: Person | None,
    holder: Person | None,
    leaders: Iterable[Person],
    advisers: Collection[Person],
) -> dict[ChainStep, str]:
    writer = officer.name if officer else _("nog geen beleidsambtenaar")
    return {
        ChainStep.PAPERS: _("de organisator"),
        ChainStep.ADVICE: ", ".join(one.name for one in advisers) or _("wie advies geeft"),
        ChainStep.TEAM_LEAD: ", ".join(one.name for one in leaders),
        ChainStep.ALDERMAN: writer,
        ChainStep.STAFF_MEETING: holder.name if holder else _("nog geen portefeuillehouder"),
        ChainStep.SUBMISSION: writer,
        ChainStep.EXECUTIVE: _("het college"),
        ChainStep.PACK: _("het secretariaat"),
        ChainStep.DEBRIEF: writer,
        ChainStep.COUNCIL_LETTER: writer,
    }


def _beyond(version: NoteVersion) -> MandateGiver | None:
    """Who must be asked for a stance that goes further than the mandate, whether they were."""
    return still_to_allow(version.stance, version.mandate_stance, version.mandate_giver, ())


def notes_of(meeting: Meeting, person: Person) -> Notes:
    """Per item of a meeting its note, where this person may know of it; for its state only."""
    found = db.session.scalars(
        select(Note)
        .join(AgendaItem, AgendaItem.id == Note.item_id)
        .where(AgendaItem.meeting_id == meeting.id, known_to(person))
    )
    return {note.item_id: note for note in found}


def _for_executive(meeting: Meeting, person: Person) -> list[Note]:
    """The notes that go further than their mandate: their word, so what this person may read."""
    found = db.session.scalars(
        select(Note)
        .join(AgendaItem, AgendaItem.id == Note.item_id)
        .where(AgendaItem.meeting_id == meeting.id, visible_to(person))
        .options(joinedload(Note.current))
    )
    return [note for note in found if _beyond(note.current) == MandateGiver.EXECUTIVE]
