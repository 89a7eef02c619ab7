"""What ical.js makes of files of others, beside what we make of them, and why that may differ."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from app.core.clock import AMSTERDAM
from app.invitations.reading.envelopes import opened
from app.invitations.reading.facts import PROPOSED_ZONE, Occurrence, Reading
from app.invitations.reading.lines import components

PROGRAM = Path(__file__).resolve().parents[1] / "tests/clients/read-invitations.mjs"


@dataclass
class Difference:
    """How far two readers agree."""

    files: int = 0
    same: int = 0
    unreadable: int = 0
    explained: list[tuple[str, str]] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)

    def tell(self, reason: str, what: str) -> None:
        """Note a difference, with its reason where there is one."""
        if reason:
            self.explained.append((reason, what))
        else:
            self.unexplained.append(what)


def compare(readings: list[tuple[Path, Reading]]) -> Difference:
    """Compare what begins when, in every file that both read."""
    found = Difference()
    by_path = {str(path): reading for path, reading in readings}
    arguments = [f"{_last(reading)}:{path}" for path, reading in by_path.items()]
    for at in range(0, len(arguments), 100):
        done = subprocess.run(
            ["node", str(PROGRAM), *arguments[at : at + 100]],
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
        )
        for line in done.stdout.splitlines():
            told = json.loads(line)
            if "fault" in told:
                found.unreadable += 1
            else:
                found.files += 1
                _one(Path(told["path"]), by_path[told["path"]], told["events"], found)
    return found


def _last(reading: Reading) -> date:
    return max((one.last for one in reading.series), default=date(2199, 12, 31))


def _one(path: Path, reading: Reading, events: list[dict[str, Any]], found: Difference) -> None:
    said = _said(path)
    for uid in {one.uid for one in reading.occurrences} | {event["uid"] for event in events}:
        facts = [one for one in reading.occurrences if one.uid == uid]
        told = [event for event in events if event["uid"] == uid]
        ours = Counter(one.starts_at for one in facts)
        theirs = Counter(filter(None, (_moment(event, facts) for event in told)))
        both = ours & theirs
        found.same += both.total()
        why = Why(uid, facts, told, reading, said.get(uid, Said()))
        for moment in ours - both:
            found.tell(why.ours(moment), f"{path.name} {uid[:30]} {moment} ours")
        for moment in theirs - both:
            found.tell(why.theirs(moment), f"{path.name} {uid[:30]} {moment} theirs")


def _moment(event: dict[str, Any], ours: list[Occurrence]) -> datetime | None:
    """The moment that they mean; of a wall clock in a zone that they do not know, by ours."""
    if event["day"]:
        day = date.fromisoformat(event["wall"][:10])
        return datetime.combine(day, time(), AMSTERDAM).astimezone(UTC)
    if event["moment"] is not None:
        return datetime.fromtimestamp(event["moment"], UTC)
    wall = datetime.fromisoformat(event["wall"])
    for one in ours:
        zone = one.zone if one.asks_zone is None else PROPOSED_ZONE
        if zone in available_timezones():
            return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return None


@dataclass
class Said:
    """What a file says of one UID, as far as readers differ about it."""

    masters: int = 0
    rules: int = 0
    names: set[str] = field(default_factory=set)
    #: How its moments are written: those of one series should be written alike.
    notations: set[str] = field(default_factory=set)


def _said(path: Path) -> dict[str, Said]:
    found: dict[str, Said] = defaultdict(Said)
    root = components(opened(path.read_bytes()).calendar)
    for calendar in (root, *root.parts):
        for event in calendar.named("VEVENT"):
            one = found[event.text("UID")]
            one.masters += event.first("RECURRENCE-ID") is None
            one.rules += len(event.all("RRULE"))
            one.names |= {part.name for part in event.properties}
            for part in event.properties:
                if part.name in ("DTSTART", "RECURRENCE-ID", "EXDATE", "RDATE"):
                    zone = part.params.get("TZID", "")
                    one.notations.add(f"{zone} {re.sub('[0-9]+', '', part.raw.split(',')[0])}")
                if part.name == "RRULE" and re.search("UNTIL=[0-9T]+Z", part.raw):
                    one.names.add("UNTIL IN UTC")
                if "RANGE" in part.params:
                    one.names.add("RANGE")
    return found


@dataclass
class Why:
    """Why two readers differ about one UID; "" where that is not known."""

    uid: str
    facts: list[Occurrence]
    told: list[dict[str, Any]]
    reading: Reading
    said: Said

    def ours(self, moment: datetime) -> str:
        """Why only we have it."""
        first = min(one.starts_at for one in self.facts)
        if self._disputed(moment):
            return "a known name counts, not the file's own definition"
        if moment == first and ("RRULE" in self.said.names or "RDATE" in self.said.names):
            return "a series begins with its first"
        return self._both_ways()

    def theirs(self, moment: datetime) -> str:
        """Why only they have it."""
        day = moment.astimezone(AMSTERDAM).date()
        for one in self.reading.refusals:
            if one.uid == self.uid:
                return "refused by us, in a sentence"
        for part in self.reading.series:
            if part.uid == self.uid and not part.first <= day <= part.last:
                return "outside what is read of a series"
        if any(self._disputed(one.starts_at) for one in self.facts):
            return "a known name counts, not the file's own definition"
        return self._both_ways()

    def _both_ways(self) -> str:
        if self.said.masters > 1:
            return "of several versions in one file the newest counts"
        if self.said.rules > 1:
            return "several rules for one series"
        if "RANGE" in self.said.names:
            return "THISANDFUTURE"
        if len(self.said.notations) > 1:
            return "one of a series named in another notation"
        if "UNTIL IN UTC" in self.said.names and any(one.all_day for one in self.facts):
            return "whole days up to a moment in UTC, which is a day later here"
        if "RECURRENCE-ID" in self.said.names:
            return "a change to one that the rule does not give"
        return ""

    def _disputed(self, moment: datetime) -> bool:
        """Whether they show the same on the wall, and another moment."""
        for one in self.facts:
            if one.starts_at == moment and one.zone in available_timezones():
                wall = moment.astimezone(ZoneInfo(one.zone)).strftime("%Y-%m-%dT%H:%M:%S")
                return any(told["wall"] == wall and told["moment"] for told in self.told)
        return False
