"""Everything that the page of a note shows to one person; a constant number of statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.briefings import permissions, queries, surroundings
from app.briefings.alignment import Alignment, alignment_of
from app.briefings.chain.situations import note_timeline
from app.briefings.chain.timeline import Timeline
from app.briefings.comparing.differences import Difference, differences
from app.briefings.content import Content, of_version, points
from app.briefings.facts import facts_of
from app.briefings.handing_on import may_hand_on
from app.briefings.models import Note, Remark
from app.briefings.parts import BY_KEY, Part
from app.briefings.past import Past, past_of
from app.briefings.positions.field import Field
from app.briefings.positions.picture import Bar, bars
from app.briefings.positions.queries import field_of
from app.briefings.queries import holder_of, officer_of
from app.briefings.steps import obstacle, open_steps, refused
from app.briefings.talk import Talk, talk_on
from app.briefings.ties import DECIDERS, Capacity, Tie
from app.briefings.wording import name_of
from app.briefings.workflow import Facts, Step, Via
from app.core import clock
from app.meetings import queries as meeting_queries
from app.meetings.agenda_models import AgendaItem
from app.meetings.page_queries import copies_of
from app.papers.models import ReadingCopy
from app.people.models import Person


@dataclass(frozen=True)
class Section:
    """One part as the sheet shows it, with the remarks beside it."""

    part: Part
    text: str
    remarks: tuple[Remark, ...] = ()

    @property
    def points(self) -> list[str]:
        """The lines of the speaking points."""
        return points(self.text)

    @property
    def open_remarks(self) -> list[Remark]:
        """The remarks on this part that still ask for something."""
        return [one for one in self.remarks if one.settled_at is None]


@dataclass(frozen=True)
class LastTime:
    """What we said and what came of it, the last time this topic was on the agenda."""

    item: AgendaItem
    note: Note | None
    content: Content | None


@dataclass(frozen=True)
class Desk:
    """A note with everything around it, as one person may see it."""

    note: Note
    content: Content
    sections: tuple[Section, ...]
    agenda: Sequence[AgendaItem]
    states: dict[int, str]
    readable: dict[int, Note]
    papers: AgendaItem
    #: What became of the files of those papers, by file.
    copies: Mapping[int, ReadingCopy]
    timeline: Timeline
    steps: Sequence[Step]
    problem: str | None
    #: The names of the steps that would be refused for it: no button, unless one was tried.
    refused: frozenset[str]
    last_time: LastTime | None
    heard_from: AgendaItem | None
    forces: Field
    talks: bool
    talk: Talk
    past: Past
    may_write: bool
    may_hand_on: bool
    ties: frozenset[Tie]
    alignment: Alignment

    @property
    def item(self) -> AgendaItem:
        """The item of the note."""
        return self.note.item

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The picture of the field of forces."""
        return bars(self.forces)

    @property
    def writes(self) -> bool:
        """Whether the person is one of its writers, whatever its state."""
        return Tie.WRITER in self.ties

    @property
    def officer(self) -> Person | None:
        """Who carries the item."""
        return officer_of(self.item)

    @property
    def holder(self) -> Person | None:
        """Whose portfolio it is."""
        return holder_of(self.item)

    def capacity(self, step: Step) -> str:
        """In what capacity the person would take a step: own, substitute, instructed."""
        return step.capacity(self.ties)

    @property
    def substitutes(self) -> bool:
        """Whether a step would be taken as substitute of the portfolio holder."""
        return any(self.capacity(step) == Capacity.SUBSTITUTE for step in self.steps)

    @property
    def ask(self) -> Section | None:
        """The decision that is asked for."""
        return next((one for one in self.sections if one.part.key == "ask"), None)

    @property
    def body(self) -> list[Section]:
        """What stands under the ask: parts with words, and the blanks that always show."""
        return [
            one for one in self.sections if one.part.key != "ask" and (one.text or one.part.always)
        ]

    @property
    def open_on_whole(self) -> list[Remark]:
        """Open remarks on the note as a whole, or on a part that the sheet does not show now."""
        shown = {one.part.key for one in self.sections if one.text or one.part.always}
        return [
            one for one in self.talk.remarks if one.settled_at is None and one.part not in shown
        ]

    @property
    def settled(self) -> list[Remark]:
        """Remarks that were dealt with while somebody typed about them."""
        return [one for one in self.talk.remarks if one.settled_at is not None]

    def part_label(self, key: str) -> str:
        """The name of a part on screen; empty for the note as a whole."""
        return str(BY_KEY[key].label) if key in BY_KEY else ""

    def labels(self, names: Sequence[str]) -> list[str]:
        """The names on screen of these parts and facts, as far as this person reads them."""
        readable = {one.part.key for one in self.sections}
        return [name_of(name) for name in names if name not in BY_KEY or name in readable]

    @property
    def since_agreement(self) -> list[Difference]:
        """What changed since the portfolio holder agreed, word by word."""
        since = self.alignment.since
        parts = [one.part for one in self.sections]
        return differences(since.agreed, self.content, parts) if since else []

    @property
    def may_decide(self) -> bool:
        """Whether this person decides on it, for themselves or as substitute."""
        return bool(self.ties & DECIDERS)

    @property
    def neighbours(self) -> tuple[Note | None, Note | None]:
        """The readable notes before and after this one on the agenda."""
        notes = [self.readable[item.id] for item in self.agenda if item.id in self.readable]
        ids = [note.id for note in notes]
        if self.note.id not in ids:
            return None, None
        here = ids.index(self.note.id)
        return (
            notes[here - 1] if here > 0 else None,
            notes[here + 1] if here + 1 < len(notes) else None,
        )


def desk_of(note: Note, person: Person, now: datetime, typed_on: Collection[int] = ()) -> Desk:
    """Read the page of a note that is visible to this person.

    `typed_on` are remarks about which a form came back: they stand on the page in any case.
    """
    item = note.item
    agenda = meeting_queries.items_of([item.meeting_id], person)[item.meeting_id]
    ids = [one.id for one in agenda]
    talks = permissions.may_talk(person, note)
    readable_parts = permissions.readable_sections(note, person)
    talk = talk_on(note, readable_parts, typed_on) if talks else Talk()
    ties = permissions.ties_to(note, person)
    content, facts = of_version(note.current), facts_of(note)
    steps = open_steps(note.state, ties, facts)
    problem = _problem(facts, steps)
    alignment = alignment_of(note, person, facts, steps)
    asked = [line.advice for line in alignment.advice.lines]
    with_papers = meeting_queries.get_item(item.id, person)
    return Desk(
        note=note,
        content=content,
        sections=sections_of(content, readable_parts, talk.remarks),
        agenda=agenda,
        states=queries.states_of(ids, person),
        readable=queries.notes_for_items(ids, person),
        papers=with_papers,
        copies=copies_of(with_papers.papers),
        timeline=note_timeline(note, facts, asked, person, clock.local(now).date()),
        steps=[step for step in steps if step.via == Via.BUTTON],
        problem=problem,
        refused=refused(steps, facts, problem),
        last_time=last_time(item, person),
        heard_from=surroundings.prepared_item(item, person),
        forces=field_of(item, person),
        talks=talks,
        talk=talk,
        past=past_of(note, person, talks=talks),
        may_write=permissions.may_write(person, note),
        may_hand_on=may_hand_on(note, ties),
        ties=ties,
        alignment=alignment,
    )


def sections_of(
    content: Content, parts: Sequence[Part], remarks: Sequence[Remark] = ()
) -> tuple[Section, ...]:
    """The readable parts of a content in the order of the sheet."""
    return tuple(
        Section(
            part,
            content.value(part.key),
            tuple(one for one in remarks if one.part == part.key),
        )
        for part in parts
    )


def last_time(item: AgendaItem, person: Person) -> LastTime | None:
    """What we said last time on this topic, where this person may read it."""
    found = surroundings.previous_note(item, person)
    if found is None:
        return None
    earlier, note = found
    return LastTime(earlier, note, of_version(note.current) if note else None)


def _problem(facts: Facts, steps: Sequence[Step]) -> str | None:
    """What the first step still asks for, said before somebody presses the button."""
    found = (obstacle(step, facts) for step in steps if step.primary)
    return next((problem for problem in found if problem), None)
