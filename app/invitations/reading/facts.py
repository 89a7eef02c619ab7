"""What an invitation says, as plain facts: what the child process hands over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

#: What is proposed where a file names a time zone that nobody knows, or none at all.
PROPOSED_ZONE = "Europe/Amsterdam"
#: The name in `Reading.unknown_zones` of times that stand in no time zone at all.
FLOATING = ""
#: The DTSTAMP of an event without one: older than any other.
NO_STAMP = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Occurrence:
    """One meeting that an invitation speaks of: of a series each one by itself."""

    uid: str
    #: Which one of a series: its first start in UTC ("20260305T083000Z") or its day
    #: ("20260305"). Empty for what stands alone, and for what is said of a series as a whole.
    recurrence_id: str
    #: REQUEST, PUBLISH, ADD or CANCEL; a file without a method is PUBLISH.
    method: str
    sequence: int
    dtstamp: datetime
    #: The address, in small letters; empty where the file names nobody.
    organiser: str
    organiser_name: str
    #: Who sends it for the organiser, as the file says it (SENT-BY): an address in small letters;
    #: empty where it names nobody.
    sent_by: str
    #: In UTC; an all-day meeting goes from midnight to midnight in the Netherlands.
    starts_at: datetime
    #: After the start, always. A CANCEL may leave out when it was: then both mean nothing, and
    #: the start is NO_STAMP.
    ends_at: datetime
    all_day: bool
    #: By its method, its state or its title; without a recurrence_id: the whole series.
    cancelled: bool
    #: Without "Geannuleerd:" and "FW:".
    title: str
    place: str
    online_url: str
    #: The IANA name by which its times were read, or what the file itself calls its own zone.
    zone: str
    #: Where it stands in the file: two with the same number come from one event.
    position: int
    #: The name in `Reading.unknown_zones` that must be answered before this can be applied; None
    #: where nothing is asked. Until then its times are those of the proposed zone.
    asks_zone: str | None = None
    #: Where it would start by the file's own definition of a zone whose name we know, when that
    #: is another moment: the name counts, and a person is told.
    disputed_start: datetime | None = None
    #: The file gives no end: an hour was taken.
    end_assumed: bool = False


@dataclass(frozen=True)
class Series:
    """A repeating meeting of which the occurrences were written out."""

    uid: str
    sequence: int
    dtstamp: datetime
    organiser: str
    method: str
    #: Of all that lies between these days the file says whether it goes on; the last included.
    first: date
    last: date
    #: It goes on after the last day.
    shortened: bool
    #: recurrence_ids that the file itself takes out (EXDATE).
    excluded: tuple[str, ...] = ()
    #: Where its event stands in the file: the occurrences with this number were written out of it.
    position: int = 0


@dataclass(frozen=True)
class Refusal:
    """An event that was not read; `sentences.why` says the reason.

    One with a recurrence_id changes one of a series; that is told as the series itself says, so
    that silence does not take it off.
    """

    uid: str
    recurrence_id: str
    reason: str
    title: str = ""
    position: int = 0


@dataclass(frozen=True)
class Reading:
    """What was read from one file."""

    occurrences: tuple[Occurrence, ...]
    refusals: tuple[Refusal, ...]
    #: What the file calls its time zones, as far as nobody knows them; FLOATING among them.
    unknown_zones: tuple[str, ...]
    #: That of the file's first calendar.
    method: str
    #: SHA-256 of the bytes, in hexadecimal.
    digest: str
    series: tuple[Series, ...] = ()
    #: Who sent the mail that the file is; empty where it is no mail.
    sender: str = ""
