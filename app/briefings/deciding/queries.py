"""Reading what waits for a portfolio holder's word, and what one item of it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.briefings import guards, queries, waiting
from app.briefings.advice.queries import NoteAdvice, advice_on
from app.briefings.deciding.cards import BUTTONS, Card, card_of
from app.briefings.deciding.queue import Queue
from app.briefings.facts import facts_of
from app.briefings.granting.queries import mandates_from
from app.briefings.models import Note, NoteState
from app.briefings.permissions import readable_sections, reads_notes, ties_to
from app.briefings.positions.field import Field
from app.briefings.positions.picture import Bar, bars
from app.briefings.positions.queries import field_of
from app.briefings.queries import officer_of
from app.briefings.since.queries import News, news_for, news_of
from app.briefings.steps import obstacle, open_steps, refused
from app.briefings.workflow import Step
from app.people.models import Person

#: What waits for a staff meeting waits no longer for a word on a phone.
WAITS_FOR_WORD = Note.state == NoteState.WITH_ALDERMAN
#: The steps that ask for words, in the order of the page.
WITH_WORDS = ("agree-with-remarks", "return")


def queue_for(person: Person, now: datetime, acting_for: Person | None = None) -> Queue:
    """What waits for this person's word, or for that of whom they work for now.

    As many statements for one item as for fifty.
    """
    if not reads_notes(person):
        return Queue()
    if acting_for is not None:
        dues = waiting.to_record(acting_for, person, now, WAITS_FOR_WORD)
    else:
        dues = waiting.to_decide(person, now, WAITS_FOR_WORD)
    readable = queries.notes_for_items([due.item.id for due in dues], person)
    return Queue(
        tuple(
            card_of(
                due,
                note,
                {part.key for part in readable_sections(note, person)},
                # what is recorded for somebody else is confirmed in words, on the page of the note
                [] if acting_for else open_steps(note.state, ties_to(note, person)),
            )
            for due in dues
            if (note := readable.get(due.item.id)) is not None
        ),
        acting_for,
    )


def with_warnings(cards: Sequence[Card], person: Person) -> list[Card]:
    """The same cards with what no button to agree may hide: changes, negative advice, mandate."""
    notes = [card.note for card in cards]
    news = news_for(notes, person)
    advice = advice_on(notes)
    needed = mandates_from(notes)
    return [
        replace(
            card,
            news=news.get(card.note.id),
            against=advice.get(card.note.id, NoteAdvice()).negative,
            problem=guards.beyond_mandate(giver) if giver else "",
            steps=tuple(step for step in card.steps if not (giver and step.primary)),
        )
        for card in cards
        for giver in (needed.get(card.note.id),)
    ]


@dataclass(frozen=True)
class Choices:
    """What somebody can do with a note that is before them, and why some of it would be refused."""

    steps: tuple[Step, ...] = ()
    #: The names of those that would be refused for the problem.
    refused: frozenset[str] = frozenset()
    #: Why nobody can agree yet, said instead of a button that would be refused.
    problem: str | None = None

    @property
    def buttons(self) -> list[Step]:
        """The steps of one tap."""
        open_now = [step for step in self.steps if step.name not in self.refused]
        return [step for name in BUTTONS for step in open_now if step.name == name]


def choices_of(note: Note, person: Person) -> Choices:
    """What this person can do with a note now; at most four statements."""
    facts = facts_of(note)
    steps = tuple(open_steps(note.state, ties_to(note, person), facts))
    agree = next((step for step in steps if step.name == "agree"), None)
    problem = obstacle(agree, facts) if agree else None
    return Choices(steps, refused(steps, facts, problem), problem)


@dataclass(frozen=True)
class Screen:
    """One item with everything that the screen of a phone shows of it."""

    card: Card
    choices: Choices
    news: News | None
    advice: NoteAdvice
    #: Where the others stand, and whom to call first; None where we know nothing.
    forces: Field | None

    @property
    def with_words(self) -> list[Step]:
        """The steps that ask for words."""
        return [step for name in WITH_WORDS for step in self.choices.steps if step.name == name]

    @property
    def bar(self) -> Bar | None:
        """Whether it carries among the others, as far as we know."""
        return bars(self.forces)[0] if self.forces else None

    @property
    def asked_by(self) -> Person | None:
        """Who brings it: the officer of the item."""
        return officer_of(self.card.item)


def screen_of(card: Card, person: Person, *, decides: bool) -> Screen:
    """What the screen of one item shows; who does not decide has no buttons."""
    note = card.note
    return Screen(
        card=card,
        choices=choices_of(note, person) if decides else Choices(),
        news=news_of(note, person),
        advice=advice_on([note]).get(note.id, NoteAdvice()),
        forces=forces if (forces := field_of(note.item, person)).any_known else None,
    )
