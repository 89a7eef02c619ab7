"""The coming four weeks as a picture: which meetings in which week, each with its state. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import gettext as _

from app.core.clock import local
from app.core.dates import short_day_number
from app.days.working_days import SATURDAY
from app.meetings.models import Meeting

WEEKS = 4


@dataclass(frozen=True)
class Block:
    """One meeting in the picture."""

    meeting: Meeting
    #: A state of notes, or "" where nothing is asked.
    state: str

    @property
    def label(self) -> str:
        """Partnership and body, as short as they go."""
        partnership = self.meeting.body.partnership
        return f"{partnership.abbreviation or partnership.name} · {self.meeting.name}"

    @property
    def day(self) -> str:
        """ "do 3"."""
        return short_day_number(self.meeting.starts_at)


@dataclass(frozen=True)
class Week:
    """A week from its Monday, with its meetings in order of time."""

    monday: date
    label: str
    blocks: tuple[Block, ...]


def first_monday(today: date) -> date:
    """The Monday of this week; in a weekend that of the week to come, for this one is over."""
    return today - timedelta(days=today.weekday()) + timedelta(weeks=_in_weekend(today))


def last_day(today: date) -> date:
    """The Sunday on which the picture ends."""
    return first_monday(today) + timedelta(weeks=WEEKS, days=-1)


def in_weeks(
    meetings: Iterable[Meeting], states: Mapping[int, str], today: date
) -> tuple[Week, ...]:
    """The four weeks from the first Monday; one without meetings is there too.

    What is held in the weekend that the picture leaves out stands in its first week.
    """
    first = first_monday(today)
    blocks: dict[date, list[Block]] = {}
    for meeting in meetings:
        day = local(meeting.starts_at).date()
        monday = max(first, day - timedelta(days=day.weekday()))
        blocks.setdefault(monday, []).append(Block(meeting, states.get(meeting.id, "")))
    mondays = [first + timedelta(weeks=number) for number in range(WEEKS)]
    return tuple(
        Week(monday, _label(monday, today), tuple(blocks.get(monday, ()))) for monday in mondays
    )


def _in_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def _label(monday: date, today: date) -> str:
    if monday <= today:
        return _("Deze week")
    if monday - today <= timedelta(weeks=1):
        return _("Volgende week")
    return _("Week van %(day)s", day=format_date(monday, "d MMMM", locale=_locale()))


def _locale() -> str:
    return str(get_locale() or "nl")
