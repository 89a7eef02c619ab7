"""What becomes, or would become, of one occurrence of an invitation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.invitations.guessing.rules import Clue
from app.invitations.models import InvitationMessage, InvitationThread, InvitedMeeting
from app.invitations.updating import Standing
from app.meetings.models import Body, Meeting


class Result(StrEnum):
    """What came of an occurrence."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    CANCELLED = "cancelled"
    QUESTION = "question"
    REFUSED = "refused"


class Question(StrEnum):
    """What somebody must answer before an occurrence can be taken over."""

    #: Of which body is it? Answered by `body_id`.
    BODY = "body"
    #: Is it a meeting that stands already? Answered by `meeting_id`, 0 for none of them.
    MATCH = "match"
    #: What time zone does the file mean? Answered for the file as a whole.
    ZONE = "zone"
    #: Equal in rank and different from what we have: `ours` or `theirs`.
    EQUAL = "equal"
    #: Known from another organiser: `same` (counts as theirs), `apart` or nothing.
    ORGANISER = "organiser"
    #: Changed or called off by another address than the organiser's: `theirs` (it counts this
    #: once), `known` (it counts, and so does what that address sends from now on) or `ours` (it
    #: does not).
    SENDER = "sender"
    #: Somebody of ours changed the same thing: `ours` or `theirs`.
    CONFLICT = "conflict"
    #: The meeting was held: `ours` (it stays so); there is no `theirs`.
    HELD = "held"


OURS, THEIRS, SAME, APART, KNOWN = "ours", "theirs", "same", "apart", "known"
#: Of one occurrence of a series: not to be planned, now and later; or planned all the same.
LEAVE, TAKE = "leave", "take"
#: Of a series of which some stand at the same time: each is the one that does, or one more.
FOLLOW, ANEW = "follow", "anew"


@dataclass(frozen=True)
class Answer:
    """What somebody answered to a question."""

    body_id: int | None = None
    meeting_id: int | None = None
    choice: str = ""


Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class Difference:
    """One field that differs: as it stands with us, and as the organiser has it."""

    field: str
    ours: Any
    theirs: Any


@dataclass(frozen=True)
class Outcome:
    """What becomes of one occurrence, for who looks at it and for scripts."""

    #: By which it is answered in a form; `thread_key` answers all of a series at once.
    key: str
    thread_key: str
    uid: str
    recurrence_id: str
    result: Result
    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    #: One sentence.
    reason: str
    all_day: bool = False
    question: Question | None = None
    meeting: Meeting | None = None
    body: Body | None = None
    #: Among which somebody chooses: bodies for BODY; meetings that it is or may be.
    bodies: tuple[Body, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    differences: tuple[Difference, ...] = ()
    #: Somebody does not want it planned.
    left_out: bool = False
    organiser: str = ""
    organiser_name: str = ""
    #: Who sent it, where that is another address than the organiser's.
    sent_by: str = ""
    place: str = ""
    online_url: str = ""
    #: What had to be guessed or left out, each in a sentence.
    doubts: tuple[str, ...] = ()

    @property
    def clue(self) -> Clue:
        """What it tells of its sender and its meeting."""
        return Clue(self.organiser, self.organiser_name, self.title, self.place)


class Doing(StrEnum):
    """What applying does."""

    NOTHING = "nothing"
    PLAN = "plan"
    MATCH = "match"
    CHANGE = "change"


@dataclass
class Step:
    """What there is to do for one occurrence, and what is said of it."""

    result: Result
    reason: str
    doing: Doing = Doing.NOTHING
    question: Question | None = None
    standing: Standing | None = None
    link: InvitedMeeting | None = None
    meeting: Meeting | None = None
    body: Body | None = None
    #: Fields of the meeting that become otherwise.
    changes: dict[str, Any] = field(default_factory=dict)
    #: None where its status stays.
    cancel: bool | None = None
    #: A restricted meeting of the same invitation: a new one exists only for its circle too.
    within: Meeting | None = None
    #: What is known of the organiser from now on (`InvitedMeeting.given`).
    given: dict[str, Any] | None = None
    bodies: tuple[Body, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    differences: tuple[Difference, ...] = ()
    left_out: bool = False


@dataclass
class ThreadSteps:
    """What a file comes to for one thread."""

    thread: InvitationThread
    #: Messages of the file that count here once this is applied.
    taken: list[InvitationMessage] = field(default_factory=list)
    preferred: list[InvitationMessage] = field(default_factory=list)
    #: Whose sender counts as the organiser from now on.
    vouched: list[InvitationMessage] = field(default_factory=list)
    declined: list[InvitationMessage] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    #: Outcomes of messages that wait as a whole: for an answer, or for somebody who may see more.
    asking: list[Outcome] = field(default_factory=list)

    @property
    def waits(self) -> bool:
        """Whether somebody must still answer something, or a colleague must take it over."""
        return bool(self.asking) or any(one.question is not None for one in self.steps)

    @property
    def does_something(self) -> bool:
        """Whether taking it over does anything with a meeting."""
        return any(one.doing != Doing.NOTHING for one in self.steps)
