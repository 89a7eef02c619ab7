"""What meetings are called in the picture of a year. Pure.

By a short name where there is room for it, else by a number that the list beneath explains: no
word is cut, as of a few letters nobody knows which word they begin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Name:
    """Of whom a meeting is: its whole name, and the one that people use, where there is one."""

    full: str
    short: str = ""

    @property
    def brief(self) -> str:
        """What it is called where there is room for a word or two."""
        return self.short or self.full

    @property
    def explained(self) -> str:
        """Its whole name, after the short one where that is no part of it."""
        if not self.short or self.short in self.full:
            return self.full
        return f"{self.short}: {self.full}"


@dataclass(frozen=True)
class Numbered:
    """What a number in the picture stands for."""

    number: int
    words: str


class Numbers:
    """The numbers of the names for which there is no room somewhere, by the alphabet."""

    def __init__(self, names: Collection[Name], without_room: Iterable[Name]) -> None:
        wholes = defaultdict(set)
        for name in names:
            wholes[name.brief].add(name.full)
        self._doubled = {brief for brief, found in wholes.items() if len(found) > 1}
        doubled = {name for name in names if name.brief in self._doubled}
        found = sorted({*without_room, *doubled}, key=lambda one: (one.full.casefold(), one.full))
        self._numbers = {name: number for number, name in enumerate(found, start=1)}

    @property
    def explained(self) -> tuple[Numbered, ...]:
        """What each of them stands for."""
        return tuple(Numbered(number, name.explained) for name, number in self._numbers.items())

    def words(self, name: Name, *, fits: bool) -> str:
        """What stands at one place, where its short name fits or not."""
        if fits and name.brief not in self._doubled:
            return name.brief
        return str(self._numbers[name])
