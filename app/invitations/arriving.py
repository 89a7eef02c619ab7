"""A file on its way in: read by a child process and put in the store, before any transaction."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.core import files
from app.core.forms import typed_text
from app.invitations.models import InvitationMessage
from app.invitations.reading.facts import Occurrence, Reading, Series
from app.invitations.reading.receiving import read_invitation
from app.invitations.stating import Message, Statement

MEDIA_TYPE = "text/calendar"
#: What is longer is known by its digest.
LONGEST_KEPT_UID = 500


@dataclass(frozen=True)
class Arrived:
    """A file that was read, and whose bytes are in the store."""

    name: str
    stored: files.Stored
    reading: Reading
    zones: Mapping[str, str] = field(default_factory=dict)


def read_file(
    content: bytes, name: str, zones: Mapping[str, str] | None = None, *, keep_bytes: bool = True
) -> Arrived:
    """Read a file and store its bytes: slow, so outside any transaction.

    Raises RuleBroken with one sentence where the file as a whole is refused.
    """
    reading = read_invitation(content, zones or {})
    stored = files.Stored(reading.digest, len(content))
    if keep_bytes:
        with files.room_for(name):
            stored = files.store(io.BytesIO(content))
    return Arrived(files.safe_name(name)[:150], stored, reading, zones or {})


@dataclass(frozen=True)
class Said:
    """A message of a file, with whose and of which UID it is."""

    uid: str
    organiser: str
    organiser_name: str
    message: Message
    #: What it calls a time zone that nobody knows.
    asks_zone: str | None = None
    #: Who sent it, where that is another address than the organiser's.
    sent_by: str = ""

    def as_row(self) -> InvitationMessage:
        """As it is kept."""
        said = self.message
        return InvitationMessage(
            recurrence_id=said.recurrence_id,
            organiser=self.organiser,
            organiser_name=self.organiser_name,
            sent_by=self.sent_by,
            sequence=said.sequence,
            dtstamp=said.dtstamp,
            cancelled=said.cancelled,
            statements=[one.as_row() for one in said.statements],
            excluded=list(said.excluded),
            first_day=said.first_day,
            last_day=said.last_day,
            asks_zone=self.asks_zone,
        )


def messages_of(reading: Reading) -> list[Said]:
    """What a file says: a message for each series, and for each event that is no part of one.

    Several occurrences of one event are the series, or all of it from some day on.
    """
    events: dict[int, list[Occurrence]] = {}
    for one in reading.occurrences:
        events.setdefault(one.position, []).append(one)
    masters = {one.uid: one for one in reading.series}
    found = [
        _of_series(
            one, [event for event in reading.occurrences if event.uid == one.uid], reading.sender
        )
        for one in reading.series
    ]
    for position, same in sorted(events.items()):
        master = masters.get(same[0].uid)
        if master is None or (position != master.position and len(same) == 1):
            found.append(_of_event(same[0], reading.sender))
    return found


def _of_series(series: Series, events: Sequence[Occurrence], sender: str) -> Said:
    """A series as a whole, with what the same file says of one of its occurrences laid in it."""
    statements = [_statement(one) for one in events]
    if series.shortened:
        statements[-1] = replace(statements[-1], goes_on=True)
    message = Message(
        number=series.position,
        recurrence_id="",
        sequence=_sequence(series.sequence),
        dtstamp=series.dtstamp,
        cancelled=series.method == "CANCEL",
        statements=tuple(statements),
        excluded=series.excluded,
        first_day=series.first,
        last_day=series.last,
    )
    return _said(events, message, sender)


def _of_event(event: Occurrence, sender: str) -> Said:
    message = Message(
        number=event.position,
        recurrence_id=event.recurrence_id,
        sequence=_sequence(event.sequence),
        dtstamp=event.dtstamp,
        cancelled=event.cancelled,
        statements=(_statement(event),),
    )
    return _said([event], message, sender)


def _said(events: Sequence[Occurrence], message: Message, sender: str) -> Said:
    first = events[0]
    asks = next((one.asks_zone[:200] for one in events if one.asks_zone is not None), None)
    senders = (sender, *(one.sent_by for one in events))
    other = next((one for one in senders if one not in ("", first.organiser)), "")
    return Said(
        kept_uid(first.uid),
        typed_text(first.organiser)[:320],
        typed_text(first.organiser_name)[:200],
        message,
        asks,
        typed_text(other)[:320],
    )


def kept_uid(uid: str) -> str:
    """A UID as it is kept."""
    uid = typed_text(uid)
    if len(uid) > LONGEST_KEPT_UID:
        return f"sha256:{hashlib.sha256(uid.encode()).hexdigest()}"
    return uid


def _sequence(sequence: int) -> int:
    return min(max(sequence, 0), 2**31 - 1)


def _statement(one: Occurrence) -> Statement:
    return Statement(
        recurrence_id=one.recurrence_id,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        all_day=one.all_day,
        title=_line(one.title),
        place=_line(one.place),
        online_url=one.online_url if len(one.online_url) <= 500 else "",
        end_assumed=one.end_assumed,
        disputed_start=one.disputed_start.isoformat() if one.disputed_start else "",
    )


def _line(text: str) -> str:
    """A text on one line, as long as a meeting takes it."""
    line = " ".join(typed_text(text).split())
    return line if len(line) <= 200 else f"{line[:199]}…"
