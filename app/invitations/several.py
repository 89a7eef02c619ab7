"""Taking over several files with one click: each by itself, those of one UID the oldest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm.exc import StaleDataError

from app.core.database import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.invitations.actions import OPEN
from app.invitations.guessing.models import InvitationRule
from app.invitations.queries import changes_of, get_received, oldest_first
from app.invitations.seen import Shown
from app.invitations.teaching import take_over
from app.people.models import Person


@dataclass
class Several:
    """What came of the files of one click."""

    taken: int = 0
    #: Of so many something changed since they were shown: they wait.
    left: int = 0
    taught: dict[int, InvitationRule] = field(default_factory=dict)


def take_several(seen: Mapping[int, frozenset[str]], actor: Person) -> Several:
    """Take over the files that were shown, by number; commits each.

    What one of them did with a meeting is no surprise for the next: both were on the screen.
    """
    found = Several()
    done: dict[int, int] = {}
    for number in oldest_first(seen):
        try:
            found.taken += _take(number, Shown(seen[number], done), actor, found, done)
        except (RuleBroken, StaleDataError, NotFound):
            db.session.rollback()
            found.left += _waits(number, actor)
    return found


def _take(number: int, shown: Shown, actor: Person, found: Several, done: dict[int, int]) -> bool:
    """Take one over, if it comes to what was shown; whether it was not decided on already."""
    received = get_received(number, actor)
    if received.state not in OPEN:
        return False
    outcomes, taught = take_over(received, {}, actor, received.version, shown)
    if any(one.question for one in outcomes):
        raise Conflict("")
    touched = [one.meeting for one in changes_of(received) if one.meeting is not None]
    left = {one.id: one.version for one in touched}
    db.session.commit()
    done |= left
    found.taught |= {one.id: one for one in taught}
    return True


def _waits(number: int, actor: Person) -> bool:
    """Whether somebody must still look at it; not where a second click was quicker."""
    try:
        return get_received(number, actor).state in OPEN
    except NotFound:
        return True
