"""Reminding people of what they owe at its deadline, then asking and telling others; by jobs.

Everything is derived on the day itself: what is owed, by when, and who stands in. A message is
told once per debt, stage and deadline (its key), so a job that is done again tells nothing twice,
and a meeting that moves gives a new deadline and so a new reminder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy import select

from app.briefings.permissions import READING_ROLES
from app.core import clock, jobs, settings
from app.core.database import db, let_go, reading
from app.core.dates import short_day
from app.days.queries import closed_days
from app.days.working_days import is_working_day
from app.insight.chase import may_know, owed_by
from app.insight.debts import ASKED, Debt, DebtKind
from app.insight.ladder import Ladder, Stage, stages_reached
from app.messages.actions import tell
from app.messages.models import Message
from app.people.models import Person, Role
from app.people.queries import (
    absences,
    leaders_of,
    people_with_role,
    substitutes_of,
    with_role,
)

JOB = "remind-person"
SWITCHES = {
    DebtKind.NOTES: settings.REMIND_NOTES,
    DebtKind.ADVICE: settings.REMIND_ADVICE,
    DebtKind.TEAM_LEAD: settings.REMIND_TEAM_LEAD,
    DebtKind.DECISION: settings.REMIND_DECISION,
    DebtKind.OUTCOME: settings.REMIND_OUTCOME,
}


@dataclass(frozen=True)
class Telling:
    """One message about a debt, in plain values: it is told after reading has ended."""

    stage: Stage
    person_ids: tuple[int, ...]
    #: What is owed, with this deadline (see `Debt.about`).
    about: str
    url: str
    what: Any
    debtor: str
    #: Empty where a message may not name the meeting.
    meeting: str
    day: date
    due_on: date

    @property
    def key(self) -> str:
        """The same for everybody who hears of this debt at this stage."""
        return f"{self.about}-{self.stage}"

    @property
    def kind(self) -> str:
        """The kind of message."""
        return "overdue" if self.stage == Stage.REPORT else "reminder"


@jobs.schedule("30 6 * * 1-5", "remind")
def remind() -> None:
    """On a working day, ask for the reminders of everybody who can owe something.

    Also of accounts that are switched off: what their owner left behind is told to others.
    """
    with reading():
        if not is_working_day(clock.today(), closed_days()):
            return
        ids = db.session.scalars(
            select(Person.id).where(with_role(*sorted(READING_ROLES))).order_by(Person.id)
        ).all()
        let_go()
    for person_id in ids:
        jobs.enqueue(JOB, key=f"{JOB}-{person_id}", person_id=person_id)
    db.session.commit()


@jobs.job(JOB)
def remind_person(person_id: int) -> None:
    """Tell of what one person owes: themselves, who stands in, who oversees."""
    with reading():
        person = db.session.get(Person, person_id)
        found = list(tellings(person)) if person is not None else []
        let_go()
    for one in found:
        tell(
            one.person_ids,
            key=one.key,
            text=LazyString(sentence, one),
            url=one.url,
            kind=one.kind,
            about=one.about,
            as_of=clock.start_of_today(),
        )
    db.session.commit()


def tellings(person: Person) -> Iterator[Telling]:
    """Everything to tell today of what this person owes, also what was told before."""
    debts = [debt for debt in owed_by(person, clock.now()) if settings.get(SWITCHES[debt.kind])]
    if not debts:
        return
    today, closed = clock.today(), closed_days()
    ladder = Ladder(
        settings.get(settings.REMIND_DAYS),
        settings.get(settings.SUBSTITUTE_DAYS),
        settings.get(settings.REPORT_DAYS),
    )
    away = bool(absences([person.id], today, today))
    reminded = reminded_on(debts)
    for debt in debts:
        since = reminded.get(debt.about) if person.active else debt.due_on
        for stage in stages_reached(ladder, debt.due_on, since, today, closed, away=away):
            told = _hearers(stage, debt, today)
            if told:
                yield _telling(stage, debt, told)


def _hearers(stage: Stage, debt: Debt, today: date) -> list[int]:
    """Who hears of a debt at a stage: of others only who may know of it at all."""
    debtor = debt.person
    if stage == Stage.REMIND:
        return [debtor.id]
    if stage == Stage.SUBSTITUTE:
        found = substitutes_of(debtor.id, today)
    else:
        found = [*people_with_role(Role.COORDINATOR), *leaders_of(debtor.id, today)]
    return sorted({one.id for one in found if one != debtor and may_know(one, debt)})


def reminded_on(debts: Iterable[Debt]) -> dict[str, date]:
    """Per debt (`Debt.about`) the day on which who owes it was reminded by itself, if they were."""
    debtors = {debt.about: debt.person.id for debt in debts}
    rows = db.session.execute(
        select(Message.about, Message.person_id, Message.made_at).where(
            Message.about.in_(debtors), Message.kind == "reminder"
        )
    )
    return {
        row.about: clock.local(row.made_at).date()
        for row in rows
        if row.person_id == debtors[row.about]
    }


def _telling(stage: Stage, debt: Debt, person_ids: list[int]) -> Telling:
    return Telling(
        stage=stage,
        person_ids=tuple(person_ids),
        about=debt.about,
        url=_page(stage, debt),
        what=ASKED[debt.kind],
        debtor=debt.person.name,
        meeting="" if debt.secret else debt.meeting.name,
        day=clock.local(debt.meeting.starts_at).date(),
        due_on=debt.due_on,
    )


def _page(stage: Stage, debt: Debt) -> str:
    """Where it is done, or for who only hears of it: the meeting."""
    if stage != Stage.REPORT and debt.note_id is not None:
        return f"/notes/{debt.note_id}"
    if stage != Stage.REPORT and debt.kind == DebtKind.OUTCOME:
        return f"/meetings/{debt.meeting.id}/debrief"
    return f"/meetings/{debt.meeting.id}"


def sentence(one: Telling) -> str:
    """What is told; of what is restricted neither the name nor a day."""
    words = {
        "what": one.what,
        "name": one.debtor,
        "meeting": one.meeting,
        "day": short_day(one.day),
        "due": short_day(one.due_on),
    }
    if one.stage == Stage.REMIND:
        if not one.meeting:
            return _("Dit wacht op u: %(what)s.", **words)
        if one.due_on < clock.today():
            return _("De termijn was %(due)s: %(what)s, voor %(meeting)s op %(day)s.", **words)
        return _("Uiterlijk %(due)s: %(what)s, voor %(meeting)s op %(day)s.", **words)
    if one.stage == Stage.SUBSTITUTE:
        if not one.meeting:
            return _("U vervangt %(name)s. Dit wacht nog: %(what)s.", **words)
        return _(
            "U vervangt %(name)s. Dit wacht nog: %(what)s, voor %(meeting)s op %(day)s.", **words
        )
    if not one.meeting:
        return _("Nog niet gedaan door %(name)s: %(what)s.", **words)
    return _("Nog niet gedaan door %(name)s: %(what)s, voor %(meeting)s op %(day)s.", **words)
