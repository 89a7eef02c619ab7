"""The field of forces of one item: every voter with what is known, and what follows from it.

Pure: the register's seats and our recorded positions in, the field out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from app.briefings.models import Stance
from app.briefings.positions.carrying import Balance, Verdict, Voice, balance
from app.briefings.positions.models import CallResult, Position
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Majority
from app.register.voting import Seat

#: What was heard longer ago before the meeting is shown as old.
FRESH = timedelta(weeks=6)
#: So many are proposed to be called.
CALLS = 3
Holder = tuple[int | None, int | None]


@dataclass(frozen=True)
class Voter:
    """One voter of the field: a seat, with our position on it where there is one."""

    seat: Seat
    position: Position | None = None
    #: Our own stance, for our own seat.
    own_stance: str | None = None
    #: The day of the meeting: what was heard long before it is old.
    day: date | None = None

    @property
    def holder(self) -> Holder:
        """Who it is, as (organisation, group)."""
        seat = self.seat
        return (
            seat.organisation.id if seat.organisation else None,
            seat.group.id if seat.group else None,
        )

    @property
    def key(self) -> str:
        """Names the voter in forms: "o12" or "g3"."""
        organisation_id, group_id = self.holder
        return f"o{organisation_id}" if organisation_id is not None else f"g{group_id}"

    @property
    def group_key(self) -> str:
        """Names the group by which they take part, in forms; empty where they do so directly."""
        return f"g{self.seat.through.id}" if self.seat.through else ""

    @property
    def name(self) -> str:
        """What they are called."""
        return self.seat.name

    @property
    def ours(self) -> bool:
        """Whether it is our own vote: that is our stance, and stands in the note."""
        return self.seat.ours

    @property
    def stance(self) -> str | None:
        """What they want, as far as we know."""
        if self.ours:
            return self.own_stance
        return self.position.stance if self.position else None

    @property
    def certain(self) -> bool:
        """Whether that is certain; of ourselves it is."""
        return self.ours or bool(self.position and self.position.certain)

    @property
    def votes_recorded(self) -> int | None:
        """Their votes: as recorded here, else as the register has it, else None."""
        if self.position is not None and self.position.votes is not None:
            return self.position.votes
        return self.seat.votes

    @property
    def votes(self) -> int:
        """With how many votes they count; where nobody recorded it, with one."""
        return 1 if self.votes_recorded is None else self.votes_recorded

    @property
    def heads(self) -> int:
        """For how many participants they stand."""
        return max(1, len(self.seat.members))

    @property
    def open(self) -> bool:
        """Whether a call could still change what we know."""
        firm = self.certain and self.stance not in (None, Stance.AGREE_IF)
        return not self.ours and not firm

    @property
    def old(self) -> bool:
        """Whether what we know was heard long before the meeting."""
        heard = self.position.heard_on if self.position else None
        return heard is not None and self.day is not None and heard < self.day - FRESH

    @property
    def version(self) -> int:
        """The version of what is recorded; 0 where nothing is."""
        return self.position.version if self.position else 0

    @property
    def known(self) -> bool:
        """Whether anything was recorded that a reader can use."""
        row = self.position
        return row is not None and bool(row.stance or row.why or row.source or row.call_first)


@dataclass(frozen=True)
class Field:
    """The field of forces of one item, as one person may see it."""

    item: AgendaItem
    voters: tuple[Voter, ...]
    #: What is recorded of who does not vote on the day of the meeting.
    outside: tuple[Position, ...] = ()
    majority: Majority | None = None
    our_stance: str | None = None
    #: Whether this person may record where others stand.
    keeps: bool = False
    #: Whether this person may record what came of a call.
    calls: bool = False
    #: How each of them stood last time, by holder; filled on the page of the field.
    before: Mapping[Holder, Position] = field(default_factory=dict)

    @property
    def votes(self) -> Balance:
        """The balance by votes."""
        return self._balance([(voter, voter.votes) for voter in self.voters])

    @property
    def heads(self) -> Balance:
        """The balance by participants."""
        return self._balance([(voter, voter.heads) for voter in self.voters])

    def _balance(self, weighed: Iterable[tuple[Voter, int]]) -> Balance:
        voices = [Voice(weight, one.stance, one.certain) for one, weight in weighed]
        return balance(voices, self.majority or Majority.SIMPLE)

    @property
    def alike(self) -> bool:
        """Whether votes and heads are the same for everybody: then one picture says both."""
        return all(voter.votes == voter.heads for voter in self.voters)

    @property
    def unweighed(self) -> int:
        """How many voters count with one vote because the register does not say, where it does
        of others."""
        blank = sum(voter.votes_recorded is None for voter in self.voters)
        return blank if blank < len(self.voters) else 0

    @property
    def groups(self) -> list[tuple[str, list[Voter]]]:
        """The voters as they take part: who do so directly under "", then group by group."""
        found = groupby(self.voters, key=lambda one: getattr(one.seat.through, "name", ""))
        return [(name, list(voters)) for name, voters in found]

    @property
    def any_known(self) -> bool:
        """Whether we know anything of anybody else."""
        return any(voter.known for voter in self.voters)

    def is_blank(self, voter: Voter) -> bool:
        """Whether nothing is recorded of a voter, now or last time."""
        return not (voter.ours or voter.known or voter.holder in self.before)

    @property
    def to_call(self) -> list[Voter]:
        """Whom to call first: who is marked, else a proposal."""
        marked = [one for one in self.voters if one.position and one.position.call_first]
        return marked or proposed_calls(self)

    @property
    def calls_are_proposed(self) -> bool:
        """Whether nobody was marked, so that the list is a proposal."""
        return not any(one.position and one.position.call_first for one in self.voters)

    @property
    def takes_sides(self) -> bool:
        """Whether there is a stance of ours to support; else a call asks for or against."""
        return self.our_stance in (Stance.AGREE, Stance.AGREE_IF, Stance.OPPOSE)

    @property
    def called(self) -> list[Voter]:
        """Who were called and answered, the last one first."""
        answered = [
            (one.position.called_at, one)
            for one in self.voters
            if one.position
            and one.position.called_at
            and one.position.call_result != CallResult.NOT_REACHED
        ]
        return [one for _at, one in sorted(answered, key=lambda pair: pair[0], reverse=True)]

    def voter(self, key: str) -> Voter | None:
        """The voter that a form names."""
        return next((one for one in self.voters if one.key == key), None)


def proposed_calls(found: Field) -> list[Voter]:
    """Who could still change the result: the open ones with the most votes, unknown ones first.

    Where it surely carries, or cannot, nobody could; where nothing is known and all weigh the same,
    anybody could. If anybody's vote can turn it, then so can
    that of the open voter with the most votes.
    """
    if found.votes.verdict != Verdict.MAY or (found.alike and not found.any_known):
        return []
    candidates = [one for one in found.voters if one.open and one.votes]
    candidates.sort(key=lambda one: (-one.votes, one.stance is not None, one.name.lower()))
    return candidates[:CALLS]


def assemble(
    item: AgendaItem,
    day: date,
    seats: Sequence[Seat],
    positions: Collection[Position],
    *,
    our_stance: str | None,
    keeps: bool,
    calls: bool = False,
) -> Field:
    """Put the seats of the day and what is recorded of them together."""
    by_holder = {row.holder: row for row in positions}
    voters = tuple(
        Voter(
            seat,
            by_holder.pop(Voter(seat).holder, None),
            our_stance if seat.ours else None,
            day,
        )
        for seat in seats
    )
    majority = item.meeting.body.majority
    return Field(
        item,
        voters,
        tuple(sorted(by_holder.values(), key=lambda row: row.name.lower())),
        Majority(majority) if majority else None,
        our_stance,
        keeps,
        calls,
    )
