"""A file on its way in: read by a child process and put in the store, before any transaction."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from app.core import files
from app.core.forms import typed_text
from app.invitations.models import InvitationMessage
from app.invitations.reading.facts import Occurrence, Reading, Series
from app.invitations.reading.receiving import read_invitation
from app.invitations.stating import Statement

MEDIA_TYPE = "text/calendar"
LONGEST_UID = 500


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
    row: InvitationMessage


def messages_of(reading: Reading) -> list[Said]:
    """What a file says, one message for each event: the occurrences of a series belong together."""
    groups = [list(one) for _at, one in groupby(reading.occurrences, lambda one: one.position)]
    series = {one.position: one for one in reading.series}
    own = [one[0] for one in groups if one[0].recurrence_id and one[0].position not in series]
    return [_said(one, series.get(one[0].position), own) for one in groups]


def _said(events: list[Occurrence], series: Series | None, own: Iterable[Occurrence]) -> Said:
    first = events[0]
    uid = typed_text(first.uid)
    if len(uid) > LONGEST_UID:
        uid = f"sha256:{hashlib.sha256(uid.encode()).hexdigest()}"
    organiser = typed_text(first.organiser)[:320]
    stated = [_statement(one) for one in events]
    if series is not None:
        known = {one.recurrence_id for one in stated}
        stated += [
            _statement(one) for one in own if one.uid == first.uid if one.recurrence_id not in known
        ]
    row = InvitationMessage(
        recurrence_id="" if series is not None else first.recurrence_id,
        organiser=organiser,
        organiser_name=typed_text(first.organiser_name)[:200],
        sequence=min(max(first.sequence, 0), 2**31 - 1),
        dtstamp=first.dtstamp,
        cancelled=first.cancelled,
        statements=[one.as_row() for one in stated],
        excluded=list(series.excluded) if series is not None else [],
        first_day=series.first if series is not None else None,
        last_day=series.last if series is not None else None,
        asks_zone=next((one.asks_zone[:200] for one in events if one.asks_zone is not None), None),
    )
    return Said(uid, organiser, row)


def _statement(one: Occurrence) -> Statement:
    return Statement(
        recurrence_id=one.recurrence_id,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        all_day=one.all_day,
        title=_line(one.title),
        place=_line(one.place),
        online_url=one.online_url if len(one.online_url) <= 500 else "",
    )


def _line(text: str) -> str:
    """A text on one line, as long as a meeting takes it."""
    line = " ".join(typed_text(text).split())
    return line if len(line) <= 200 else f"{line[:199]}…"
