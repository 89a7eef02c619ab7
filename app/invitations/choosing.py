"""To which body an invitation belongs, and whether it is a meeting that stands already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from app.core import clock
from app.invitations.guessing.guess import Guesser, fitting_bodies
from app.invitations.guessing.queries import all_rules, known_bodies
from app.invitations.guessing.rules import Clue
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
        known = [one for one in known_bodies() if self.partnership_id in (None, one.partnership_id)]
        return Guesser(known, [one.as_rule() for one in all_rules()])

    def choose(self, message: InvitationMessage, statement: Statement) -> Choice:
        """The body of an occurrence, as far as rules and names tell it."""
        clue = Clue(message.organiser, message.organiser_name, statement.title, statement.place)
        day = clock.local(statement.starts_at).date()
        guess = self._guesser.guess(clue)
        if self.partnership_id is not None and guess.body_id is None:
            fitting, _reason = fitting_bodies(self._guesser.bodies, clue)
            ids = [one.id for one in fitting]
            sure = len(ids) == 1
        else:
            ids = [one for one in (guess.body_id, *guess.candidates) if one is not None]
            sure = guess.body_id is not None and (self.partnership_id is not None or not guess.asks)
        found = tuple(self.bodies[one] for one in ids if one in self.bodies)
        if sure and found and found[0].holds_on(day):
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

    The same body on the same day is the same meeting. On a day near it, or at the very same time
    in another body of the partnership, it may be: a person says so. `invited` are the starts of all
    that the file speaks of: a meeting on one of those days is meant by another occurrence.
    """
    day = _day(statement.starts_at)
    theirs = [one for one in around if one.body.partnership_id == body.partnership_id]
    same = [one for one in theirs if one.body_id == body.id and _day(one.starts_at) == day]
    exact = [one for one in same if one.starts_at == statement.starts_at]
    for found in (exact, same):
        if len(found) == 1:
            return Match(found[0])
    if same:
        return Match(None, tuple(same))
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


def _day(moment: datetime) -> date:
    return clock.local(moment).date()
