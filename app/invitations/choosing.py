"""To which body an invitation belongs, and whether it is a meeting that stands already."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from app.core import clock
from app.invitations.guessing.guess import Guess, Guesser
from app.invitations.guessing.queries import guesser
from app.invitations.guessing.rules import Clue
from app.invitations.guessing.texts import holds, kinds_in, words
from app.invitations.models import InvitationMessage, InvitedMeeting
from app.invitations.stating import Statement
from app.meetings.body_queries import open_bodies
from app.meetings.models import Body, Meeting

#: A meeting that was planned by ourselves may be meant by an invitation for a day as near as this.
NEAR = timedelta(days=7)


@dataclass(frozen=True)
class Choice:
    """The body, or those among which a person chooses."""

    body: Body | None
    candidates: tuple[Body, ...] = ()


class Chooser:
    """Chooses bodies by the rules and names of one moment, for the occurrences of one file."""

    def __init__(self, partnership_id: int | None) -> None:
        self.partnership_id = partnership_id
        self._guesses: dict[Clue, Guess] = {}

    @cached_property
    def bodies(self) -> dict[int, Body]:
        """The bodies that still meet."""
        return {one.id: one for one in open_bodies()}

    @cached_property
    def _guesser(self) -> Guesser:
        return guesser()

    def choose(self, message: InvitationMessage, statement: Statement) -> Choice:
        """The body of an occurrence, as far as rules and names tell it."""
        clue = Clue(message.organiser, message.organiser_name, statement.title, statement.place)
        day = clock.local(statement.starts_at).date()
        if clue not in self._guesses:
            self._guesses[clue] = self._guesser.guess(clue, self.partnership_id)
        guess = self._guesses[clue]
        ids = [one for one in (guess.body_id, *guess.candidates) if one is not None]
        found = tuple(self.bodies[one] for one in ids if one in self.bodies)
        if found and not guess.asks and found[0].holds_on(day):
            return Choice(found[0], found)
        return Choice(None, found)


@dataclass(frozen=True)
class Match:
    """The meeting that an occurrence is for certain, or those that it may be."""

    meeting: Meeting | None = None
    candidates: tuple[Meeting, ...] = ()


class Around:
    """The meetings that stand already with one partnership.

    Those that no invitation took yet, and apart from them those that follow one.
    """

    def __init__(self, rows: Sequence[tuple[Meeting, InvitedMeeting | None]]) -> None:
        self.all = {meeting.id: meeting for meeting, link in rows if link is None}
        self._followed: dict[datetime, dict[int, InvitedMeeting]] = {}
        for meeting, link in rows:
            if link is not None:
                self._followed.setdefault(meeting.starts_at, {})[meeting.id] = link
        self._on_day: dict[tuple[int, date], dict[int, Meeting]] = {}
        self._at: dict[datetime, dict[int, Meeting]] = {}
        for one in self.all.values():
            self._on_day.setdefault((one.body_id, _day(one.starts_at)), {})[one.id] = one
            self._at.setdefault(one.starts_at, {})[one.id] = one

    def take(self, meeting: Meeting) -> None:
        """From now on this one is meant by an occurrence."""
        if meeting.id not in self.all:
            del self._followed[meeting.starts_at][meeting.id]
            return
        del self.all[meeting.id]
        del self._on_day[meeting.body_id, _day(meeting.starts_at)][meeting.id]
        del self._at[meeting.starts_at][meeting.id]

    def followed(self, statement: Statement, body: Body, uid: str) -> dict[int, InvitedMeeting]:
        """Those of a body at this very time that follow an invitation with another UID."""
        return {
            number: link
            for number, link in self._followed.get(statement.starts_at, {}).items()
            if link.meeting.body_id == body.id and link.thread.uid != uid
        }

    def on_the_day(self, statement: Statement, body: Body) -> tuple[Meeting, ...]:
        """Those of a body on the day of an occurrence; the one at its very time alone."""
        same = self._on_day.get((body.id, _day(statement.starts_at)), {}).values()
        exact = [one for one in same if one.starts_at == statement.starts_at]
        return tuple(exact or same)

    def near(
        self, statement: Statement, body: Body, invited: Container[date]
    ) -> tuple[Meeting, ...]:
        """Those at its very time, and those of the body on days near it that nobody invites for."""
        day = _day(statement.starts_at)
        found = dict(self._at.get(statement.starts_at, {}))
        for distance in range(-NEAR.days - 1, NEAR.days + 2):
            other = day + timedelta(days=distance)
            for one in self._on_day.get((body.id, other), {}).values():
                if other not in invited and abs(one.starts_at - statement.starts_at) <= NEAR:
                    found[one.id] = one
        return tuple(sorted(found.values(), key=lambda one: (one.starts_at, one.id)))


def match(statement: Statement, body: Body, around: Around, invited: Container[date]) -> Match:
    """Which of the meetings that stand already is meant.

    The same body at the same time is the same meeting, and so is one at hours that overlap when the
    title fits it. Another one of that day, or one near it, or one at the very same time in another
    body of the partnership, may be: a person says so. `invited` are the days of all that the file
    speaks of: a meeting on one of those days is meant by another occurrence.
    """
    same = around.on_the_day(statement, body)
    sure = [
        one
        for one in same
        if one.starts_at == statement.starts_at
        or (_overlaps(statement, one) and _fits(statement.title, one))
    ]
    if len(sure) == 1:
        return Match(sure[0])
    return Match(None, same or around.near(statement, body, invited))


def _overlaps(statement: Statement, meeting: Meeting) -> bool:
    return statement.starts_at < meeting.ends_at and meeting.starts_at < statement.ends_at


def _fits(title: str, meeting: Meeting) -> bool:
    """Whether a title names this meeting, its body or the kind of that; or nothing at all."""
    said = words(title)
    body = meeting.body
    return (
        not said
        or holds(said, words(meeting.title))
        or holds(said, words(body.name))
        or body.kind in kinds_in(said)
    )


def _day(moment: datetime) -> date:
    return clock.local(moment).date()
