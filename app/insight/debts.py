"""Who owes what, as lines in order of deadline. Pure: facts in, lines out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.days.working_days import in_words, working_days_until
from app.meetings.models import Meeting
from app.people.models import Person

#: From this many working days before its deadline on, a debt is on the list.
NEAR_DAYS = 3
#: Between two nudges about the same thing lie so many working days.
NUDGE_DAYS = 2


class DebtKind(StrEnum):
    """What somebody can owe; the comment says which thing `Debt.object_id` names."""

    #: Notes to write and offer: the meeting.
    NOTES = "notes"
    #: A word on an offered note: the note.
    DECISION = "decision"
    #: Advice that was asked: the advice.
    ADVICE = "advice"
    #: The word of the officer's team leader, where a partnership asks for it: the note.
    TEAM_LEAD = "team_lead"
    #: What came of past items: the meeting.
    OUTCOME = "outcome"


#: What is asked of who owes it, in words that fit behind a colon.
ASKED: dict[DebtKind, Any] = {
    DebtKind.NOTES: _l("annotatie aanbieden"),
    DebtKind.DECISION: _l("akkoord geven of een vraag stellen"),
    DebtKind.ADVICE: _l("advies geven"),
    DebtKind.TEAM_LEAD: _l("annotatie doorgeven of teruggeven"),
    DebtKind.OUTCOME: _l("de afloop vastleggen"),
}


class DebtKey(NamedTuple):
    """Names a debt: of which kind, on which thing, owed by whom."""

    kind: str
    object_id: int
    person_id: int


@dataclass(frozen=True)
class Debt:
    """One thing that one person owes."""

    kind: DebtKind
    object_id: int
    person: Person
    meeting: Meeting
    due_on: date
    #: Working days left; negative once it is late.
    days: int
    #: The title of the item where it is about one; empty where it is about several.
    title: str
    count: int
    endpoint: str
    values: Mapping[str, Any]
    #: The note where it is about one, and whether that is restricted.
    note_id: int | None = None
    note_restricted: bool = False

    @property
    def secret(self) -> bool:
        """Whether a message tells neither the name nor the day of the meeting."""
        return self.meeting.restricted or self.note_restricted

    @property
    def about(self) -> str:
        """How messages name it: with another deadline it is another one (see `key_in`)."""
        key = self.key
        return f"debt-{key.kind}-{key.object_id}-{key.person_id}-{self.due_on.isoformat()}"

    @property
    def key(self) -> DebtKey:
        """What names it in a form and in the table of nudges."""
        return DebtKey(self.kind, self.object_id, self.person.id)

    @property
    def late(self) -> bool:
        """Whether its deadline has passed."""
        return self.days < 0

    @property
    def when(self) -> str:
        """The deadline as people say it."""
        return in_words(self.days)

    @property
    def what(self) -> str:
        """What is to be done, in words."""
        words = {
            DebtKind.NOTES: _("Annotatie aanbieden"),
            DebtKind.DECISION: _("Akkoord geven of vraag stellen"),
            DebtKind.ADVICE: _("Advies geven"),
            DebtKind.TEAM_LEAD: _("Annotatie doorgeven of teruggeven"),
            DebtKind.OUTCOME: _("Afloop vastleggen"),
        }[self.kind]
        if self.title:
            return f"{words}: {self.title}"
        return f"{words}, {ngettext('%(num)d punt', '%(num)d punten', self.count)}"


@dataclass(frozen=True)
class Debtor:
    """Somebody with what they owe, the first deadline first."""

    person: Person
    debts: tuple[Debt, ...]

    @property
    def late(self) -> int:
        """How many of the debts are late."""
        return sum(debt.late for debt in self.debts)


def key_in(about: str) -> tuple[DebtKey, date]:
    """The debt that a message is about, and the deadline it then had."""
    _debt, kind, object_id, person_id, due_on = about.split("-", 4)
    return DebtKey(kind, int(object_id), int(person_id)), date.fromisoformat(due_on)


def near(debts: Iterable[Debt]) -> list[Debt]:
    """What is late or due within a few working days, in order of deadline."""
    found = (debt for debt in debts if debt.days <= NEAR_DAYS)
    return sorted(found, key=lambda debt: (debt.due_on, debt.meeting.starts_at, debt.key))


def by_person(debts: Iterable[Debt]) -> list[Debtor]:
    """The same per person: who has waited longest to pay comes first."""
    ordered = sorted(debts, key=lambda debt: (debt.person.id, debt.due_on, debt.key))
    groups = [
        Debtor(group[0].person, tuple(group))
        for _person, rows in groupby(ordered, key=lambda debt: debt.person.id)
        for group in (list(rows),)
    ]
    return sorted(groups, key=lambda one: (one.debts[0].due_on, one.person.name.lower()))


def may_nudge_on(day: date, last: date | None, closed: Collection[date] = frozenset()) -> bool:
    """Whether somebody may be reminded on a day, given when that was done last."""
    if last is None:
        return True
    return day > last and working_days_until(day, last, closed) >= NUDGE_DAYS
