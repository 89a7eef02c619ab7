"""The notes of the sample, in every state, made by the application's own actions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import cycle

from app.administration.sample.calendar import Planned, Topic, still_to_tell
from app.briefings.actions import save_note, start_note
from app.briefings.content import Content, of_version
from app.briefings.drafts.actions import keep
from app.briefings.drafts.typed import Sent
from app.briefings.models import Note, NoteState
from app.briefings.parts import BY_KEY
from app.briefings.positions.actions import Heard, record_positions
from app.briefings.positions.queries import field_of
from app.briefings.step_actions import take_step
from app.briefings.talk_actions import add_remark, answer_remark, settle_remark
from app.core import clock
from app.core.database import db
from app.core.recorder import Reading
from app.meetings.agenda_actions import Result, record_outcome
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting, MeetingStatus
from app.people.models import Person

#: Notes are kept from eight weeks ago, and written until four weeks ahead.
WEEKS_BACK = 8
WEEKS_AHEAD = 4
#: Within so many days before a meeting, nearly everything is agreed upon or waits for it.
NEAR_DAYS = 9
NEAR = (NoteState.ALIGNED, NoteState.WITH_ALDERMAN, NoteState.ALIGNED, NoteState.WITH_ALDERMAN)
FAR = (NoteState.CONCEPT, NoteState.WITH_ALDERMAN, None, NoteState.CONCEPT, None)
REMARK = "Kan de dekking er met één bedrag bij? Dan kan ik dit aan tafel zo zeggen."
UNSAVED = "Uitstel vragen tot de cijfers van het derde kwartaal er zijn, en anders"
NEWS = "Het secretariaat liet gisteren weten dat het besluit ook in twee delen kan."
QUESTION = "Wat vinden onze buurgemeenten hiervan? Ik wil niet alleen staan."


def load_notes(rounds: list[Planned]) -> None:
    """Write the notes around today: past ones with their outcome, coming ones in every state.

    Of the last meeting nobody has told yet what came of it.
    """
    untold = still_to_tell(rounds)
    now = clock.now()
    near, far = cycle(NEAR), cycle(FAR)
    for planned in rounds:
        start = planned.official.starts_at
        if not now - timedelta(weeks=WEEKS_BACK) <= start <= now + timedelta(weeks=WEEKS_AHEAD):
            continue
        for topic, _source, target in planned.items:
            if topic.get("handling") == "consent":
                continue
            if planned.official.status == MeetingStatus.HELD:
                _write(target, topic, NoteState.ALIGNED, start - timedelta(days=20))
                if planned.official is not untold:
                    _record_outcome(target, topic)
                continue
            close = start <= now + timedelta(days=NEAR_DAYS)
            wanted = next(near) if close else next(far)
            if wanted is not None:
                begun = min(now - timedelta(days=3), start - timedelta(days=21))
                _write(target, topic, wanted, begun)
    _talk(rounds)
    _leave_unsaved(rounds)


def write_restricted_note(meeting: Meeting, circle: list[Person]) -> None:
    """The note of the restricted meeting, offered to its portfolio holder."""
    item = db.session.scalars(db.select(AgendaItem).where(AgendaItem.meeting == meeting)).one()
    topic: Topic = {
        "ask": "Een bod doen op de verdeling van de restschuld.",
        "stance": "agree_if",
        "core": "Onze ondergrens is een verdeling naar medewerkers; daarboven is ruimte.",
        "points": ["Wij willen dit voor de jaarwisseling afronden, met één sleutel voor alles."],
        "if_raised": "**Wat is uw laatste bod?** Dat bespreken wij alleen aan tafel.",
        "fallback": "De helft naar medewerkers, de helft naar inwoners.",
    }
    _write(item, topic, NoteState.WITH_ALDERMAN, clock.now() - timedelta(days=2), circle[1])


def content_of(topic: Topic) -> Content:
    """A topic of the story as the words of a note."""
    parts = {key: topic[key].strip() for key in BY_KEY if isinstance(topic.get(key), str)}
    parts["speaking_points"] = "\n".join(topic["points"])
    return Content(parts=parts, stance=topic["stance"], depth="full")


def _write(
    item: AgendaItem,
    topic: Topic,
    wanted: NoteState,
    begun: datetime,
    writer: Person | None = None,
) -> Note | None:
    """Write a note and bring it to a state, step by step and each at its own time."""
    meeting = item.meeting
    officer, holder = writer or item.officer or meeting.officer, item.alderman or meeting.alderman
    if officer is None or holder is None:
        return None
    whole = content_of(topic)
    first = Content(parts={key: whole.parts[key] for key in ("ask", "core")}, depth="full")
    with clock.at(begun):
        note = start_note(item, first, officer)
    if wanted == NoteState.CONCEPT:
        return note
    with clock.at(begun + timedelta(days=1)):
        save_note(note, whole, officer, note.current_number)
        take_step(note, "offer", officer, note.current_number)
    if wanted == NoteState.ALIGNED:
        with clock.at(begun + timedelta(days=2)):
            take_step(note, "agree", holder, note.current_number)
    return note


def _record_outcome(item: AgendaItem, topic: Topic) -> None:
    officer = item.meeting.officer
    if officer is None:
        return
    with clock.at(item.meeting.ends_at + timedelta(days=1)):
        result = Result(topic["outcome"], topic["decision"], item.heard)
        record_outcome(item, result, officer)


def _talk(rounds: Iterable[Planned]) -> None:
    """Remarks, a returned question and what is known of others, on a few coming notes."""
    waiting = [
        note
        for planned in rounds
        if planned.official.status != MeetingStatus.HELD
        for note in _notes_of(planned)
        if note.state == NoteState.WITH_ALDERMAN
    ]
    remarked, returned = waiting[0], waiting[-1]
    if len(waiting) > 2:
        _change_after_reading(waiting[1])
    for note in (remarked, returned):
        _add_positions(note)
    holder, officer = _people_of(remarked)
    with clock.at(clock.now() - timedelta(hours=20)):
        remark = add_remark(remarked, holder, REMARK, "money")
    with clock.at(clock.now() - timedelta(hours=4)):
        answer_remark(remark, remarked, officer, "Staat er nu bij, met de vindplaats.")
        settle_remark(remark, remarked, officer)
    holder, _officer = _people_of(returned)
    with clock.at(clock.now() - timedelta(hours=18)):
        take_step(returned, "return", holder, returned.current_number, QUESTION)


def _change_after_reading(note: Note) -> None:
    """The portfolio holder read it; since then its writer took it back, added a sentence, said
    what may be shared, and offered it again."""
    holder, officer = _people_of(note)
    read_at, changed_at = (clock.now() - timedelta(hours=hours) for hours in (40, 5))
    known = {"kind": "note", "object_id": note.id, "object_version": note.current_number}
    db.session.add(Reading(person_id=holder.id, first_at=read_at, last_at=read_at, **known))
    with clock.at(changed_at):
        take_step(note, "withdraw", officer, note.current_number)
        before = of_version(note.current)
        after = before.with_values({"core": f"{before.parts['core']} {NEWS}", "shared": ["ask"]})
        save_note(note, after, officer, note.current_number)
        take_step(note, "offer", officer, note.current_number)


def _leave_unsaved(rounds: Iterable[Planned]) -> None:
    """The writer of the last concept closed the laptop in the middle of a sentence."""
    concepts = [
        note for planned in rounds for note in _notes_of(planned) if note.state == NoteState.CONCEPT
    ]
    note = concepts[-1]
    writer = db.session.get_one(Person, note.writer_id)
    parts = {**note.current.parts, "fallback": UNSAVED}
    typed = {"depth": ["full"], **{key: [text] for key, text in parts.items()}}
    window = str(uuid.uuid5(uuid.NAMESPACE_OID, "sample"))
    with clock.at(clock.now() - timedelta(hours=3)):
        keep(note.item, note, writer, Sent(window, note.current_number, 1, typed, None))


def _notes_of(planned: Planned) -> list[Note]:
    ids = [target.id for _topic, _source, target in planned.items]
    return list(db.session.scalars(db.select(Note).where(Note.item_id.in_(ids))))


def _people_of(note: Note) -> tuple[Person, Person]:
    meeting = note.item.meeting
    if meeting.alderman is None or meeting.officer is None:
        raise LookupError("a note of the sample without its people")
    return meeting.alderman, meeting.officer


def _add_positions(note: Note) -> None:
    """What is known of the first participants; of the others nothing, and that is shown too."""
    _holder, officer = _people_of(note)
    forces = field_of(note.item, officer)
    others = [voter for voter in forces.voters if not voter.ours]
    rows = [
        Heard(voter.key, stance, certain, why, "", 0)
        for voter, (stance, certain, why) in zip(others, DIVIDED, strict=False)
    ]
    heard = clock.today() - timedelta(days=4)
    record_positions(note.item, officer, rows, source="Ambtelijk overleg", heard_on=heard)


#: Where others stand: the stance, whether that is certain, and why.
DIVIDED = (
    ("agree_if", True, "Wil eerst zekerheid over de kosten."),
    ("agree", True, "Steunt ons voorstel."),
    ("oppose", False, "Vindt het te snel gaan."),
    ("agree", False, "Leek in het ambtelijk overleg mee te willen."),
    ("agree", True, ""),
    ("oppose", True, "Betaalt naar verhouding het meest."),
    ("abstain", True, "Wacht de eigen raad af."),
)
