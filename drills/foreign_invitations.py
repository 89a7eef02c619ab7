"""Invitations and calendars of others, read in random orders: each time the same, and at once.

Reads every file in the folders (nothing of which belongs to this project) through the real child
process in one random order after another, and in one process in as many; then compares what begins
when with ical.js, an independent reader. A file is read as on the day of its first event.

    .venv/bin/python -m drills.foreign_invitations FOLDER… [--orders N] [--differences]
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.core.errors import RuleBroken
from app.invitations.reading.facts import Reading
from app.invitations.reading.problems import CannotRead
from app.invitations.reading.receiving import read_invitation
from app.invitations.reading.sentences import SENTENCES, why
from drills.other_reader import Difference, compare
from tests.invitations.small import read

SECONDS = 2.0
KINDS = {".ics", ".ical", ".ifb", ".vcs", ".eml"}
_FIRST = re.compile(rb"BEGIN:VEVENT.*?DTSTART[^:\r\n]*:(\d{4})(\d\d)(\d\d)", re.DOTALL)
#: A sentence that a person understands at once is no longer than this.
LONGEST_SENTENCE = 25


@dataclass
class File:
    """One file, what was said of it each time, and how long that took."""

    path: Path
    content: bytes
    told: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    reading: Reading | None = None
    refused: str = ""

    @property
    def today(self) -> date:
        """The day of its first event."""
        try:
            found = _FIRST.search(self.content)
            return date(*(int(part) for part in found.groups())) if found else date(2026, 11, 26)
        except ValueError:
            return date(2026, 11, 26)

    def through_child(self) -> None:
        """Read it as the application does."""
        begun = time.monotonic()
        try:
            self.reading = read_invitation(self.content, today=self.today)
            self.told.append(repr(self.reading))
        except RuleBroken as refusal:
            self.refused = refusal.message
            self.told.append(refusal.message)
        self.seconds.append(time.monotonic() - begun)

    def in_this_process(self) -> None:
        """Read it among all others, in one process."""
        if self.refused and self.refused in (why("size"), why("empty")):
            return  # it never reaches the reader
        try:
            self.told.append(repr(read(self.content, today=self.today)))
        except CannotRead as refusal:
            self.told.append(why(refusal.reason))


def main() -> int:
    """Read all, print the figures, and say what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--orders", type=int, default=10)
    parser.add_argument("--differences", action="store_true", help="print each difference")
    chosen = parser.parse_args()
    files = gather(chosen.folders)
    print(f"{len(files)} files, {sum(len(one.content) for one in files) // 1024} kB")
    for number in range(chosen.orders):
        in_order(files, number, File.through_child, 2)
        in_order(files, number, File.in_this_process, 1)
        slowest = max(files, key=lambda one: one.seconds[-1])
        print(
            f"order {number + 1}: slowest {slowest.seconds[-1]:.2f} s {slowest.path.name}",
            flush=True,
        )
    faults = judged(files)
    found = compare([(one.path, one.reading) for one in files if one.reading is not None])
    show(found, chosen.differences)
    for fault in faults:
        print("!!", fault)
    return 1 if faults or found.unexplained else 0


def gather(folders: list[Path]) -> list[File]:
    """Every calendar and mail in the folders."""
    paths = {
        path for folder in folders for path in folder.rglob("*") if path.suffix.lower() in KINDS
    }
    return [File(path, path.read_bytes()) for path in sorted(paths) if path.is_file()]


def in_order(files: list[File], seed: int, read_one: Callable[[File], None], workers: int) -> None:
    """Read all in a random order."""
    order = files.copy()
    random.Random(seed).shuffle(order)
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(read_one, order))


def judged(files: list[File]) -> list[str]:
    """What is wrong; the figures are printed."""
    sentences = {sentence(): key for key, sentence in SENTENCES.items()}
    faults = []
    for one in files:
        if len(set(one.told)) != 1:
            faults.append(f"{one.path}: not the same each time")
        if max(one.seconds) > SECONDS:
            faults.append(f"{one.path}: takes {max(one.seconds):.1f} s")
        if one.refused and one.refused not in sentences:
            faults.append(f"{one.path}: refused in words of its own")
    for sentence in sentences:
        if max(len(part.split()) for part in sentence.split(". ")) > LONGEST_SENTENCE:
            faults.append(f"too long a sentence: {sentence}")
    _figures(files, sentences)
    return faults


def _figures(files: list[File], sentences: dict[str, str]) -> None:
    read_ones = [one.reading for one in files if one.reading is not None]
    whole = Counter(sentences.get(one.refused, "?") for one in files if one.refused)
    single = Counter(refusal.reason for one in read_ones for refusal in one.refusals)
    found = sum(len(one.occurrences) for one in read_ones)
    asked = sum(bool(one.unknown_zones) for one in read_ones)
    disputed = sum(any(part.disputed_start for part in one.occurrences) for one in read_ones)
    seconds = [second for one in files for second in one.seconds]
    print(
        f"{len(read_ones)} read: {found} occurrences, {asked} files ask for a time zone, ", end=""
    )
    print(f"{disputed} define a known zone otherwise")
    print(f"{whole.total()} refused as a whole: {dict(whole.most_common())}")
    print(f"{single.total()} events refused: {dict(single.most_common())}")
    print(f"{len(files[0].told)} times each; {statistics.median(seconds):.2f} s, at most ", end="")
    print(f"{max(seconds):.2f} s")


def show(found: Difference, each: bool) -> None:
    """What ical.js makes of the same files."""
    print(f"ical.js: {found.files} files compared, {found.same} occurrences the same, ", end="")
    print(f"{found.unreadable} files that it does not read")
    print(f"other for a reason: {dict(Counter(reason for reason, _what in found.explained))}")
    for what in found.unexplained:
        print("!!", what)
    if each:
        for reason, what in found.explained:
            print(f"   {reason}: {what}")


if __name__ == "__main__":
    sys.exit(main())
