"""One event of a file, as it stands there: its times, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from app.invitations.reading import wording
from app.invitations.reading.facts import NO_STAMP, Occurrence
from app.invitations.reading.lines import Component, Property
from app.invitations.reading.moments import Moment, moment_of, stamp_of
from app.invitations.reading.notation import length_of
from app.invitations.reading.problems import CannotRead
from app.invitations.reading.zones import IN_UTC, Zones

#: What is taken where no end is given: a meeting lasts.
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
#: UIDs of Outlook have some two hundred signs.
LONGEST_UID = 2_000
#: No meeting takes longer (`meetings.workflow.LONGEST`).
LONGEST_DAYS = 7
_LONGEST = timedelta(days=LONGEST_DAYS)
_WHENEVER = Moment(NO_STAMP.replace(tzinfo=None), False, IN_UTC)
#: What a calendar program keeps of a number.
MOST_CHANGES = 2**31 - 1


@dataclass(frozen=True)
class Event:
    """A VEVENT: a meeting, a series of them, or one of a series."""

    component: Component
    zones: Zones
    uid: str
    method: str
    position: int
    sequence: int
    dtstamp: datetime
    start: Moment
    length: timedelta
    end_assumed: bool
    #: What its end calls a zone that nobody knows.
    end_asks: str | None
    #: Which of a series this is.
    recurrence: Moment | None
    #: It speaks of that one and of all that follow.
    and_later: bool
    title: str
    cancelled: bool

    @property
    def rank(self) -> tuple[int, datetime]:
        """What is newer has a higher one."""
        return self.sequence, self.dtstamp

    @property
    def asks_zone(self) -> str | None:
        """What must be answered before any of its times can be believed."""
        which = self.recurrence.zone.asks if self.recurrence is not None else None
        asked = (self.start.zone.asks, self.end_asks, which)
        return next((one for one in asked if one is not None), None)

    @property
    def repeats(self) -> bool:
        """Whether it gives a rule or a list of other moments."""
        return any(self.component.first(name) for name in ("RRULE", "RDATE"))

    @cached_property
    def said(self) -> dict[str, str]:
        """Its words, as facts."""
        component, organiser = self.component, self.component.first("ORGANIZER")
        place = component.text("LOCATION")
        name = organiser.params.get("CN", "") if organiser else ""
        return {
            "organiser": _organiser(organiser),
            "organiser_name": wording.one_line(name, wording.LONGEST_NAME),
            "sent_by": wording.address_of(organiser.params.get("SENT-BY", "")) if organiser else "",
            "place": wording.place_of(place),
            "online_url": _link(component, place),
        }

    def at(
        self,
        start: Moment,
        recurrence_id: str = "",
        length: timedelta | None = None,
    ) -> Occurrence:
        """The meeting that this event makes of a start."""
        disputed = None if start.is_day else start.zone.disputed(start.wall)
        return Occurrence(
            uid=self.uid,
            recurrence_id=recurrence_id,
            method=self.method,
            sequence=self.sequence,
            dtstamp=self.dtstamp,
            starts_at=start.utc,
            ends_at=_end(start, self.length if length is None else length),
            all_day=start.is_day,
            cancelled=self.cancelled,
            title=self.title,
            zone=start.zone.name,
            position=self.position,
            asks_zone=self.asks_zone if start.zone.asks is None else start.zone.asks,
            disputed_start=disputed,
            end_assumed=self.end_assumed,
            **self.said,
        )


def event_of(component: Component, method: str, zones: Zones, position: int) -> Event:
    """What stands in one event; raises CannotRead."""
    uid = component.text("UID")
    if not uid:
        raise CannotRead("no_uid")
    if len(uid) > LONGEST_UID:
        raise CannotRead("long_uid")
    given, recurrence = component.first("DTSTART"), component.first("RECURRENCE-ID")
    begin = moment_of(given.raw, given.params, zones) if given else None
    title, said_cancelled = wording.title_of(component.text("SUMMARY"))
    state = component.text("STATUS").upper()
    cancelled = method == "CANCEL" or state == "CANCELLED" or said_cancelled
    which = recurrence_of(component, zones, begin)
    if begin is None and method == "CANCEL":  # what is off may leave out when it was
        start, length, assumed, end_asks = which or _WHENEVER, _HOUR, True, None
    else:
        start, length, assumed, end_asks = _times(component, begin, zones, cancelled)
    if which is None and method == "ADD":
        which = start
    return Event(
        component=component,
        zones=zones,
        uid=uid,
        method=method,
        position=position,
        sequence=_number(component.text("SEQUENCE")),
        dtstamp=_stamp(component),
        start=start,
        length=length,
        end_assumed=assumed,
        end_asks=end_asks,
        recurrence=which,
        and_later=bool(
            recurrence and recurrence.params.get("RANGE", "").upper() == "THISANDFUTURE"
        ),
        title=title,
        cancelled=cancelled,
    )


def recurrence_of(component: Component, zones: Zones, start: Moment | None) -> Moment | None:
    """Which of a series it speaks of; raises CannotRead."""
    found = component.first("RECURRENCE-ID")
    return moment_of(found.raw, found.params, zones, start) if found else None


def _times(
    component: Component, start: Moment | None, zones: Zones, cancelled: bool
) -> tuple[Moment, timedelta, bool, str | None]:
    """When it begins, how long it lasts, whether that had to be assumed, and which zone it asks."""
    if start is None:
        raise CannotRead("no_start")
    length, assumed, asks = _length(component, start, zones)
    if asks is not None and not timedelta(0) < length <= _LONGEST:
        length = _HOUR  # it cannot be judged before the zone is known
    if length < timedelta(0):
        raise CannotRead("order")
    if length > _LONGEST:
        if not cancelled:
            raise CannotRead("long")
        length = _LONGEST  # what is off may have been as long as it likes
    if component.text("X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE" and _whole_days(
        start, length
    ):
        start, length = start.as_day(), timedelta(days=max(1, round(length / _DAY)))
    if start.is_day:
        return start, max(length, _DAY), False, None
    return start, length or _HOUR, assumed or not length, asks


def _length(
    component: Component, start: Moment, zones: Zones
) -> tuple[timedelta, bool, str | None]:
    """How long it lasts, whether nothing says so, and what its end calls an unknown zone."""
    given = component.first("DTEND")
    if given is not None:
        end = moment_of(given.raw, given.params, zones, start)
        if start.is_day:
            days = end.as_day().wall - start.wall
            more = _DAY if not end.is_day and end.wall > end.as_day().wall else timedelta(0)
            return days + more, False, None
        if end.is_day:
            end = Moment(end.wall, False, start.zone)
        return end.utc - start.utc, False, end.zone.asks
    lasting = component.first("DURATION")
    if lasting is None:
        return timedelta(0), True, None
    length = length_of(lasting.raw)
    return (timedelta(days=-(-length // _DAY)) if start.is_day else length), False, None


def _whole_days(start: Moment, length: timedelta) -> bool:
    """Exchange writes whole days as midnight to midnight, also where the clocks change."""
    midnight = start.wall == start.as_day().wall
    return not start.is_day and midnight and abs(length - round(length / _DAY) * _DAY) <= _HOUR


def _end(start: Moment, length: timedelta) -> datetime:
    if start.is_day:
        return Moment(start.wall + length, True, start.zone).utc
    return start.utc + length


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        return 0
    # as a number of no end it would be the oldest message, while it says that it is the newest
    return min(int(text), MOST_CHANGES) if len(text) <= 10 else MOST_CHANGES


def _stamp(component: Component) -> datetime:
    names = ("DTSTAMP", "LAST-MODIFIED", "CREATED")
    stamps = (stamp_of(component.first(name)) for name in names)
    return next((one for one in stamps if one is not None), NO_STAMP)


def _organiser(found: Property | None) -> str:
    if found is None:
        return ""
    return wording.address_of(found.raw) or wording.address_of(found.params.get("EMAIL", ""))


def _link(component: Component, place: str) -> str:
    meant = [
        component.text(name)
        for name in (
            "X-MICROSOFT-SKYPETEAMSMEETINGURL",
            "X-MICROSOFT-ONLINEMEETINGCONFLINK",
            "X-GOOGLE-CONFERENCE",
            "X-ZOOM-JOIN-URL",
        )
    ]
    meant += [one.text for one in component.all("CONFERENCE")]
    others = [component.text(name) for name in ("URL", "DESCRIPTION", "X-ALT-DESC")]
    return wording.link_of(meant, place, others)
