"""Alignment in the sample: advice of every kind, a team leader, talk to come, words by phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from app.administration.sample.calendar import Planned, Topic
from app.administration.sample.notes import content_of
from app.briefings.actions import save_note
from app.briefings.advice.actions import Request, ask_advice, give_advice, usual_day
from app.briefings.content import Content, of_version
from app.briefings.models import Advice, Note, NoteState
from app.briefings.queries import holder_of, officer_of
from app.briefings.step_actions import take_step
from app.core import clock
from app.core.database import db
from app.meetings.models import MeetingStatus
from app.people.models import Person

#: Who is asked about what, and what they say; the last one still has to answer.
ASKED = (
    ("adviser-finance", "finance", "Past dit binnen de begroting van volgend jaar?"),
    ("adviser-legal", "legal", "Zijn wij hiertoe bevoegd, en binnen welke termijn?"),
    ("adviser-communication", "communication", "Wie moet dit van ons horen, en wanneer?"),
)
GIVEN = (
    ("adviser-finance", "positive_with_remarks", "Gedekt, mits de raming in mei wordt bijgesteld."),
    ("adviser-legal", "no_remarks", ""),
)
AGAINST = "Dit bindt ons vier jaar, en de dekking loopt maar twee jaar. Vraag om een evaluatie."
SAID = "Akkoord, maar laat de gemeentesecretaris het ook even lezen."
REMARKED = "Akkoord. Noem aan tafel wel dat wij dit in juni al hebben gevraagd."
MONEY = "Structureel € 24.000; € 15.000 staat in de begroting, de rest volgt in het voorjaar."
MANDATE = "Instemmen, mits de kosten onder de afgesproken grens blijven."


def load_alignment(rounds: list[Planned], people: dict[str, Person]) -> None:
    """Take a few coming notes further, one for each thing that can happen on the way."""
    written = list(_coming(rounds))
    concepts = [(note, topic) for note, topic in written if note.state == NoteState.CONCEPT]
    waiting = [note for note, _topic in written if note.state == NoteState.WITH_ALDERMAN]
    for deed, (note, topic) in zip(
        (_under_advice, _advised_against, _past_the_leader, _beyond_mandate), concepts, strict=False
    ):
        deed(note, topic, people)
    for step, note in zip(("discuss", "record-agreement"), waiting[1:], strict=False):
        _decide(note, step, SAID if step == "record-agreement" else "")
    if len(waiting) > 3:
        _decide(waiting[3], "agree-with-remarks", REMARKED)


def _coming(rounds: list[Planned]) -> Iterator[tuple[Note, Topic]]:
    for planned in rounds:
        if planned.official.status == MeetingStatus.HELD:
            continue
        for topic, _source, target in planned.items:
            note = db.session.scalar(db.select(Note).where(Note.item_id == target.id))
            if note is not None and not note.restricted:
                yield note, topic


def _writer(note: Note) -> Person:
    officer = officer_of(note.item)
    if officer is None:
        raise LookupError("a note of the sample without its officer")
    return officer


def _complete(note: Note, content: Content) -> None:
    with clock.at(clock.now() - timedelta(hours=50)):
        save_note(note, content, _writer(note), note.current_number)


def _under_advice(note: Note, topic: Topic, people: dict[str, Person]) -> None:
    """Two of three advised, and the money was changed since."""
    _complete(note, content_of(topic))
    _ask(note, people, len(ASKED))
    for number, (key, kind, words) in enumerate(GIVEN):
        _give(note, people[key], number, kind, words)
    now = of_version(note.current)
    with clock.at(clock.now() - timedelta(hours=3)):
        changed = now.with_values({"money": MONEY})
        save_note(note, changed, _writer(note), note.current_number)


def _advised_against(note: Note, topic: Topic, people: dict[str, Person]) -> None:
    """Finance says no, the law says yes; the note is offered all the same."""
    _complete(note, content_of(topic))
    _ask(note, people, 2)
    _give(note, people["adviser-finance"], 0, "negative", AGAINST)
    _give(note, people["adviser-legal"], 1, "positive", "")
    with clock.at(clock.now() - timedelta(hours=5)):
        take_step(note, "offer", _writer(note), note.current_number)


def _past_the_leader(note: Note, topic: Topic, _people: dict[str, Person]) -> None:
    """The partnership asks for the team leader, who has it now."""
    note.item.meeting.body.partnership.asks_team_lead = True
    _complete(note, content_of(topic))
    with clock.at(clock.now() - timedelta(hours=7)):
        take_step(note, "submit", _writer(note), note.current_number)


def _beyond_mandate(note: Note, topic: Topic, _people: dict[str, Person]) -> None:
    """The stance goes further than the portfolio holder allowed: the executive must say so."""
    values = {
        "stance": "agree",
        "mandate": MANDATE,
        "mandate_giver": "alderman",
        "mandate_on": clock.today() - timedelta(days=20),
        "mandate_stance": "agree_if",
    }
    _complete(note, content_of(topic).with_values(values))
    with clock.at(clock.now() - timedelta(hours=9)):
        take_step(note, "offer", _writer(note), note.current_number)


def _ask(note: Note, people: dict[str, Person], count: int) -> None:
    with clock.at(clock.now() - timedelta(hours=49)):
        asked = [
            Request(people[key].id, field, question, usual_day(note, people[key].id))
            for key, field, question in ASKED[:count]
        ]
        ask_advice(note, _writer(note), asked)


def _give(note: Note, adviser: Person, number: int, kind: str, words: str) -> None:
    advice = db.session.scalars(
        db.select(Advice).where(Advice.note_id == note.id, Advice.adviser_id == adviser.id)
    ).one()
    with clock.at(clock.now() - timedelta(hours=26 - number)):
        give_advice(advice, note, adviser, kind, words, note.current_number)


def _decide(note: Note, step: str, words: str) -> None:
    """The portfolio holder takes a step, or says to the writer what they think."""
    holder, number = holder_of(note.item), note.current_number
    if holder is None:
        raise LookupError("a note of the sample without its portfolio holder")
    with clock.at(clock.now() - timedelta(hours=2)):
        if step == "record-agreement":
            said_at = clock.now() - timedelta(minutes=40)
            take_step(note, step, _writer(note), number, words, holder.id, said_at)
        else:
            take_step(note, step, holder, number, words)
