"""One meeting as a year shows it, in plain words: for the list, the picture and the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from app.core import clock
from app.core.dates import clock_time, day_and_month
from app.meetings.calendar import days_between
from app.meetings.models import Attendance, Meeting, MeetingStatus
from app.people.models import Person


@dataclass(frozen=True)
class Entry:
    """A meeting in a year; one of which only the time may be known has no id."""

    #: What it is in order of.
    starts_at: datetime
    first_day: date
    last_day: date
    times: str
    name: str
    id: int | None = None
    #: The body that meets.
    body: str = ""
    partnership: str = ""
    #: What the partnership is called where there is little room.
    short: str = ""
    level: str = ""
    place: str = ""
    goers: tuple[str, ...] = ()
    officer: str = ""
    alderman: str = ""
    #: The official meeting that it prepares, with its day.
    prepares: str = ""
    prepares_id: int | None = None
    cancelled: bool = False
    closed: bool = False
    restricted: bool = False

    @property
    def taken(self) -> bool:
        """Whether this is a time that is taken, of which nothing else is told."""
        return self.id is None

    @property
    def day(self) -> str:
        """ "do 3 december"."""
        return day_and_month(self.first_day)


def entry_of(meeting: Meeting, prepared: Mapping[int, Meeting]) -> Entry:
    """A meeting that the reader may see; `prepared` has the official meetings that they may see."""
    first, last = days_between(meeting.starts_at, meeting.ends_at)
    partnership = meeting.body.partnership
    official = prepared.get(meeting.prepares_id or 0)
    return Entry(
        starts_at=meeting.starts_at,
        first_day=first,
        last_day=last,
        times=_times(meeting.starts_at, meeting.ends_at),
        name=meeting.name,
        id=meeting.id,
        body=meeting.body.name,
        partnership=partnership.name,
        short=partnership.abbreviation or partnership.name,
        level=meeting.level,
        place=meeting.place or (_("online") if meeting.online_url else ""),
        goers=tuple(sorted(_goer(one) for one in meeting.attendances if one.going)),
        officer=_name(meeting.officer),
        alderman=_name(meeting.alderman),
        prepares=_prepares(official, meeting) if official else "",
        prepares_id=official.id if official else None,
        cancelled=meeting.status == MeetingStatus.CANCELLED,
        closed=meeting.closed,
        restricted=meeting.restricted,
    )


def taken_entry(starts_at: datetime, ends_at: datetime) -> Entry:
    """A time at which somebody is taken, without anything else."""
    first, last = days_between(starts_at, ends_at)
    times = _times(starts_at, ends_at)
    return Entry(starts_at, first, last, times, _("Bezet"))


def _prepares(official: Meeting, meeting: Meeting) -> str:
    day = day_and_month(clock.local(official.starts_at).date())
    if official.body.partnership_id == meeting.body.partnership_id:
        return f"{official.name}, {day}"
    partnership = official.body.partnership
    return f"{official.name}, {partnership.abbreviation or partnership.name}, {day}"


def _goer(row: Attendance) -> str:
    if row.in_place_of is None:
        return row.person.name
    name = row.in_place_of.name
    return f"{row.person.name} {_('(als plaatsvervanger van %(name)s)', name=name)}"


def _name(person: Person | None) -> str:
    return person.name if person else ""


def _times(starts_at: datetime, ends_at: datetime) -> str:
    """ "09.30–11.00", and with the day of the end where that is another one."""
    begin, end = _on_the_wall(starts_at), _on_the_wall(ends_at)
    last = clock.local(ends_at).date()
    if last == clock.local(starts_at).date():
        return f"{begin}–{end}"
    return f"{begin} – {day_and_month(last)}, {end}"


def _on_the_wall(moment: datetime) -> str:
    """A time; in the hour that comes twice in the autumn, which of the two."""
    at = clock.local(moment)
    if at.replace(fold=0).utcoffset() == at.replace(fold=1).utcoffset():
        return clock_time(moment)
    which = _("wintertijd") if at.fold else _("zomertijd")
    return f"{clock_time(moment)} ({which})"
