"""Asking advice on a note, giving it, withdrawing the request, asking again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.briefings.advice.permissions import may_give
from app.briefings.advice.queries import WITH_REMARKS, advisers_for, asked_already
from app.briefings.chain.reading import deadlines_of
from app.briefings.models import Advice, AdviceField, AdviceKind, Note
from app.briefings.step_actions import take_by_form
from app.briefings.telling import tell_adviser
from app.core import clock
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.meetings.models import Meeting
from app.people.models import Person
from app.register.chain import ChainStep


@dataclass(frozen=True)
class Request:
    """Whom to ask, on what, and by when."""

    adviser_id: int
    field: str
    question: str
    due_on: date


def usual_day(note: Note, adviser_id: int | None = None) -> date:
    """By when advice is given where nobody says otherwise: the chain's day, if it is still to come.

    Never later than the meeting, as long as that is to come itself.
    """
    meeting, today = note.item.meeting, clock.today()
    deadlines = deadlines_of(meeting, note.item, adviser_id=adviser_id)
    due = deadlines.due[ChainStep.ADVICE]
    return due if due >= today else max(min(deadlines.offering.due_on, _day_of(meeting)), today)


def ask_advice(note: Note, person: Person, requests: Sequence[Request]) -> list[Advice]:
    """Ask one or more advisers at once, each with an own question and deadline."""
    if not requests:
        raise RuleBroken(_("Kies aan wie u advies vraagt."))
    take_by_form(note, "ask-advice", person)
    _require_askable(note, requests)
    asked = [
        Advice(
            note_id=note.id,
            adviser_id=one.adviser_id,
            field=AdviceField(one.field),
            question=one.question.strip(),
            asked_by_id=person.id,
            asked_at=clock.now(),
            due_on=one.due_on,
        )
        for one in requests
    ]
    db.session.add_all(asked)
    db.session.flush()
    for advice in asked:
        tell_adviser(note, advice, "asks-advice", _l("Uw advies is gevraagd"), waits=True)
    return asked


def _require_askable(note: Note, requests: Sequence[Request]) -> None:
    """Each may read it, was not asked yet, and has a day that makes sense."""
    advisers = {one.id: one for one in advisers_for(note)}
    waiting = asked_already(note)
    last = max(_day_of(note.item.meeting), clock.today())
    for one in requests:
        if one.adviser_id not in advisers:
            raise RuleBroken(
                _("Deze adviseur kan deze annotatie niet (meer) lezen. Bekijk de lijst opnieuw.")
            )
        if one.adviser_id in waiting:
            raise RuleBroken(
                _(
                    "%(name)s is al om advies gevraagd over deze annotatie.",
                    name=advisers[one.adviser_id].name,
                )
            )
        if not clock.today() <= one.due_on <= last:
            raise RuleBroken(
                _(
                    "%(name)s: kies een dag van vandaag tot en met de dag van de vergadering.",
                    name=advisers[one.adviser_id].name,
                )
            )
        if not one.question.strip():
            raise RuleBroken(
                _("Schrijf op wat u van %(name)s wilt weten.", name=advisers[one.adviser_id].name)
            )


def _day_of(meeting: Meeting) -> date:
    return clock.local(meeting.starts_at).date()


def ask_again(advice: Advice, note: Note, person: Person) -> Advice:
    """Ask the same adviser the same thing anew, by the usual day."""
    adviser_id = advice.adviser_id
    again = Request(adviser_id, advice.field, advice.question, usual_day(note, adviser_id))
    return ask_advice(note, person, [again])[0]


def give_advice(
    advice: Advice, note: Note, person: Person, kind: str, text: str, seen_number: int
) -> None:
    """Give an advice that was asked, on the version that the adviser (or who stands in) read."""
    db.session.refresh(advice)
    _require_open(advice)
    take_by_form(note, "give-advice", person)
    if not may_give(advice, person):
        raise NotAllowed
    if note.current_number != seen_number:
        raise Conflict(
            _(
                "De annotatie is gewijzigd terwijl u schreef. Lees haar hieronder opnieuw en "
                "verstuur dan uw advies: het staat nog in het formulier."
            )
        )
    if kind in WITH_REMARKS and not text.strip():
        raise RuleBroken(_("Schrijf op waarom, dan kan de schrijver er iets mee."), "text")
    advice.kind, advice.text = AdviceKind(kind), text.strip()
    advice.given_at, advice.given_by_id = clock.now(), person.id
    advice.version_number = note.current_number
    db.session.flush()


def withdraw_advice(advice: Advice, note: Note, person: Person) -> None:
    """Take back a request that was not answered yet."""
    db.session.refresh(advice)
    _require_open(advice)
    take_by_form(note, "withdraw-advice", person)
    advice.withdrawn_at = clock.now()
    db.session.flush()
    tell_adviser(note, advice, "withdraws-advice", _l("Uw advies is niet meer nodig"))


def _require_open(advice: Advice) -> None:
    if advice.given_by is not None:
        raise RuleBroken(_("Dit advies is al gegeven door %(name)s.", name=advice.given_by.name))
    if advice.withdrawn_at is not None:
        raise RuleBroken(
            _("Deze adviesvraag is intussen ingetrokken. Uw advies is niet meer nodig.")
        )
