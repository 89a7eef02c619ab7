"""How upper rooms follow a meeting that moves or is cancelled: what it means, whom it concerns.

They are registered once in create_app(), as panels are: a lower room cannot import them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from flask import Flask, current_app

from app.core import clock
from app.meetings.models import Meeting
from app.people.models import Person


@dataclass(frozen=True)
class Change:
    """What is about to happen to a meeting: another moment, or (without one) no meeting at all."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def cancels(self) -> bool:
        """Whether there will be no meeting."""
        return self.starts_at is None

    @property
    def day(self) -> date | None:
        """The new day, on the Dutch clock."""
        return clock.local(self.starts_at).date() if self.starts_at else None


@dataclass(frozen=True)
class Consequences:
    """What follows, of one kind: a heading and sentences for whoever plans."""

    title: str
    sentences: Sequence[str]


@dataclass(frozen=True)
class Follower:
    """A room that follows meetings."""

    #: What the change means there, as far as this person may know of it.
    consequences: Callable[[Meeting, Change, Person], Consequences | None]
    #: Whom each of these meetings (by id) concerns there; with a person only those of whom that
    #: person may know. In statements that do not grow with the meetings.
    audience: Callable[[Collection[int], Person | None], Mapping[int, set[int]]]


def init_app(app: Flask, followers: Iterable[Follower]) -> None:
    """Register the rooms that follow meetings."""
    app.extensions["followers"] = tuple(followers)


def followers() -> Sequence[Follower]:
    """The rooms that follow meetings."""
    return cast(Sequence[Follower], current_app.extensions["followers"])
