"""To which body an invitation belongs, and whether it is a meeting that stands already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from app.core import clock
from app.invitations.guessing.guess import Guesser
from app.invitations.guessing.queries import guesser
from app.invitations.guessing.rules import Clue
from app.invitations.guessing.texts import holds, kinds_in, words
from app.invitations.models import InvitationMessage
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
        guess = self._guesser.guess(clue, self.partnership_id)
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


def match(
    statement: Statement, body: Body, around: Iterable[Meeting], invited: Sequence[datetime]
) -> Match:
    """Which of the meetings that stand already is meant.

    The same body at the same time is the same meeting, and so is one at hours that overlap when the
    title fits it. Another one of that day, or one near it, or one at the very same time in another
    body of the partnership, may be: a person says so. `invited` are the starts of all that the file
    speaks of: a meeting on one of those days is meant by another occurrence.
    """
    theirs = [one for one in around if one.body.partnership_id == body.partnership_id]
    same = on_the_day(statement, body, theirs)
    sure = [
        one
        for one in same
        if one.starts_at == statement.starts_at
        or (_overlaps(statement, one) and _fits(statement.title, one))
    ]
    if len(sure) == 1:
        return Match(sure[0])
    if same:
        return Match(None, same)
    taken = {_day(one) for one in invited}
    near = [
        one
        for one in theirs
        if one.starts_at == statement.starts_at
        or (
            one.body_id == body.id
            and abs(one.starts_at - statement.starts_at) <= NEAR
            and _day(one.starts_at) not in taken
        )
    ]
    return Match(None, tuple(near))


def on_the_day(statement: Statement, body: Body, around: Iterable[Meeting]) -> tuple[Meeting, ...]:
    """The meetings of a body on the day of an occurrence; the one at its very time alone."""
    day = _day(statement.starts_at)
    same = [one for one in around if one.body_id == body.id and _day(one.starts_at) == day]
    exact = [one for one in same if one.starts_at == statement.starts_at]
    return tuple(exact or same)


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
