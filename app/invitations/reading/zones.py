"""Which time zone a name in a file stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.invitations.reading.facts import PROPOSED_ZONE

_IANA = re.compile(
    r"(?!posix/|right/|localtime$|posixrules$|Factory$)[A-Za-z][\w+-]*(/[\w+-]+){0,2}"
)


@dataclass(frozen=True)
class Zone:
    """A time zone as a file means it."""

    name: str
    rules: tzinfo
    #: What must be answered before its times can be believed.
    asks: str | None = None
    #: What the file itself says of a zone whose name is known.
    own: tzinfo | None = None

    def utc(self, wall: datetime) -> datetime:
        """The moment at which clocks there show this; the first of two in the autumn hour."""
        return wall.replace(tzinfo=self.rules).astimezone(UTC)

    def wall(self, moment: datetime) -> datetime:
        """What clocks there show at a moment."""
        return moment.astimezone(self.rules).replace(tzinfo=None)


IN_UTC = Zone("UTC", UTC)
AT_HOME = Zone(PROPOSED_ZONE, ZoneInfo(PROPOSED_ZONE))


def known(name: str) -> ZoneInfo | None:
    """The zone of an IANA name."""
    if not _IANA.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


class Zones:
    """The time zones of one calendar."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self._answers = answers

    def named(self, name: str) -> Zone:
        """The zone that the file calls so."""
        answer = self._answers.get(name, name)
        rules = known(answer)
        if rules is None:
            return Zone(name, AT_HOME.rules, asks=name)
        return Zone(answer, rules)
