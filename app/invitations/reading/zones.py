"""The time zones of one calendar: by name, by its own definition, or to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from app.invitations.reading.facts import FLOATING, PROPOSED_ZONE
from app.invitations.reading.lines import Component
from app.invitations.reading.own_zones import OwnZone
from app.invitations.reading.problems import CannotRead
from app.invitations.reading.repeating import Budget
from app.invitations.reading.wording import LONGEST_NAME, one_line
from app.invitations.reading.zone_names import is_utc, known, offset_of, rules_of


@dataclass(frozen=True)
class Zone:
    """A time zone as a file means it."""

    name: str
    rules: tzinfo
    #: What must be answered before its times can be believed.
    asks: str | None = None
    #: What the file itself says of a zone whose name is known.
    own: OwnZone | None = None

    def utc(self, wall: datetime) -> datetime:
        """The moment at which clocks there show this; the first of two in the autumn hour."""
        return wall.replace(tzinfo=self.rules).astimezone(UTC)

    def wall(self, moment: datetime) -> datetime:
        """What clocks there show at a moment."""
        return moment.astimezone(self.rules).replace(tzinfo=None)

    def disputed(self, wall: datetime) -> datetime | None:
        """The moment by the file's own definition, when that is another."""
        if self.own is None or not self.own.covers(wall):
            return None
        moment = wall.replace(tzinfo=self.own).astimezone(UTC)
        return moment if moment != self.utc(wall) else None


IN_UTC = Zone("UTC", UTC)
AT_HOME = Zone(PROPOSED_ZONE, ZoneInfo(PROPOSED_ZONE))


class Zones:
    """The time zones of one calendar.

    A person's answer goes first. Then a name that is known: that is what a person saw who planned
    the meeting, while definitions are often cut short, or made by a program for one year. Then the
    file's own definition, and what is neither known nor defined is asked.
    """

    def __init__(
        self, calendars: list[Component], answers: Mapping[str, str], budget: Budget
    ) -> None:
        """The zones of the first calendar; the others may define what it does not."""
        self._answers = answers
        self._budget = budget
        self._default = calendars[0].text("X-WR-TIMEZONE")
        self._found: dict[str, Zone] = {}
        self._defined: dict[str, Component] = {}
        for calendar in calendars:
            for one in calendar.named("VTIMEZONE"):
                self._defined.setdefault(_key(one.text("TZID")), one)

    def named(self, name: str) -> Zone:
        """The zone that the file calls so; a time without one is that of the calendar."""
        name = one_line(name, LONGEST_NAME)
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def _find(self, name: str) -> Zone:
        answer = known(self._answers.get(name, ""))
        if answer is not None:
            return Zone(*answer)
        if not name:
            return self.named(self._default) if self._default else _asked(FLOATING)
        if is_utc(name):
            return IN_UTC
        own = self._own(name)
        found = rules_of(name) or (rules_of(own[1]) if own else None)
        if found is not None:
            return Zone(*found, own=own[0] if own else None)
        if own is not None:
            return Zone(name, own[0])
        ahead = offset_of(name)
        return Zone(name, ahead) if ahead else _asked(name)

    def _own(self, name: str) -> tuple[OwnZone, str] | None:
        """What the file itself says of a zone, and where that zone lies."""
        component = self._defined.get(_key(name))
        if component is None:
            return None
        try:
            return OwnZone(component, self._budget), component.text("X-LIC-LOCATION")
        except CannotRead as refusal:
            if refusal.reason == "heavy":
                raise
            return None


def _key(name: str) -> str:
    return one_line(name, LONGEST_NAME).strip('"').casefold()


def _asked(name: str) -> Zone:
    return Zone(name, AT_HOME.rules, asks=name)
