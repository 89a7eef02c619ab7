"""What a message of an organiser states, in the shape in which it is kept and compared."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

#: What of a statement can be taken over into a meeting.
TAKEN = ("starts_at", "ends_at", "title", "place", "online_url")


@dataclass(frozen=True, order=True)
class Statement:
    """What a message says of one occurrence; moments in UTC."""

    recurrence_id: str
    starts_at: datetime
    ends_at: datetime
    all_day: bool = False
    title: str = ""
    place: str = ""
    online_url: str = ""
    #: How sure it is; two that differ in nothing else say the same. The file gave no end.
    end_assumed: bool = field(default=False, compare=False)
    #: When it would start by the file's own rules of its time zone, if that is another moment.
    disputed_start: str = field(default="", compare=False)
    #: Of the last one of a series that was read: the series goes on.
    goes_on: bool = field(default=False, compare=False)

    @property
    def without_doubts(self) -> Statement:
        """What it says, however sure that is."""
        return replace(self, end_assumed=False, disputed_start="", goes_on=False)

    def as_row(self) -> dict[str, Any]:
        """As it is kept in a column."""
        times = {"starts_at": self.starts_at.isoformat(), "ends_at": self.ends_at.isoformat()}
        return {**vars(self), **times}

    @classmethod
    def of_row(cls, row: dict[str, Any]) -> Statement:
        """From a column."""
        moments = {name: datetime.fromisoformat(row[name]) for name in ("starts_at", "ends_at")}
        return cls(**{**row, **moments})


@dataclass(frozen=True)
class Message:
    """One thing that an organiser said: of a whole UID, or of one occurrence of it."""

    #: By which it is known here; says nothing of its rank.
    number: int
    #: Empty for the whole.
    recurrence_id: str
    sequence: int
    dtstamp: datetime
    cancelled: bool
    statements: tuple[Statement, ...]
    #: Occurrences that the series leaves out itself.
    excluded: tuple[str, ...] = ()
    #: Occurrences of which it says something that could not be read; "" for one, whichever it is.
    unread: tuple[str, ...] = ()
    #: Of a series: between which days it says what goes on; empty without repetition.
    first_day: date | None = None
    last_day: date | None = None
    #: Of two that are equal and different somebody chose this one.
    preferred: bool = False

    @property
    def rank(self) -> tuple[int, bool, datetime, bool]:
        """Which of two holds: the higher one (RFC 5546, 2.1.5).

        A CANCEL holds against every REQUEST that has no higher SEQUENCE, whenever that was
        stamped: an old invitation that is sent or saved once more brings nothing back.
        """
        return self.sequence, self.cancelled, self.dtstamp, self.preferred

    @cached_property
    def content(self) -> str:
        """A digest of what it says; of two cancellations the words do not matter."""
        if self.cancelled:
            return "cancelled"
        rows = [one.without_doubts.as_row() for one in sorted(self.statements)]
        said = [rows, sorted(self.excluded), sorted(self.unread)]
        text = json.dumps(said, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()
