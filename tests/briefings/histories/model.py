"""What must come of each deed on a note: a plain model, and everybody around the note.

It knows the rules from DOMAIN.md and the issue's own words, not from the code: who reads what in
which state, which step is whose, what a guard asks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.briefings.test_workflow import EXPECTED

#: Everybody around the note, with their role.
CAST = {
    "officer": "officer",
    "colleague": "officer",
    "outsider": "officer",
    "leader": "officer",
    "second leader": "officer",
    "holder": "alderman",
    "successor": "alderman",
    "mayor": "alderman",
    "secretary": "secretary",
    "other secretary": "secretary",
    "coordinator": "coordinator",
    "finance": "adviser",
    "legal": "adviser",
    "clerk": "clerk",
    "administrator": "administrator",
}
ALIGNED = {"aligned", "locked", "finished"}
OFFERED = ALIGNED | {"with_alderman", "discuss"}
EVERY = OFFERED | {"concept", "advice", "team_lead"}
#: DOMAIN.md, "Who may see what", per tie.
OPEN_TO = {
    "writer": EVERY,
    "adviser": EVERY,
    "leader": OFFERED | {"team_lead"},
    "holder": OFFERED,
    "substitute": OFFERED,
    "serves": OFFERED,
    "secretary": OFFERED,
    "coordinator": OFFERED,
    "executive": ALIGNED,
}
IN_PERSON = {"writer", "adviser", "leader", "holder", "substitute"}
BUTTONS = (
    *("submit", "offer", "pass", "send-back", "withdraw", "agree", "agree-with-remarks"),
    *("discuss", "undo-discuss", "return", "record-agreement", "confirm", "contest", "acknowledge"),
)
ASK_WORDS = {"send-back", "agree-with-remarks", "return", "record-agreement"}
AGREEING = {"agree", "agree-with-remarks", "record-agreement", "staff-agree"}
#: Parts to write in; an agreement is about the first three.
COVERED = ("ask", "core", "speaking_points")
PARTS = (*COVERED, "history", "undisclosed")
CANARY = "kanariepiet"

ADVISERS = ("finance", "legal")
#: Days from the first one to the meeting.
TO_MEETING = 40
MEETING_DAY = date(2026, 11, 23) + timedelta(days=TO_MEETING)

people = st.sampled_from(sorted(CAST))


@dataclass
class Asked:
    """One request for advice."""

    adviser: str
    due_on: date
    given: bool = False
    withdrawn: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return not (self.given or self.withdrawn)


@dataclass
class World:
    """What the model knows."""

    state: str = "concept"
    versions: list[dict[str, str]] = field(default_factory=list)
    stance: str = "agree"
    allowed: str | None = None
    writers: set[str] = field(default_factory=lambda: {"officer"})
    holder: str = "holder"
    circle: set[str] | None = None
    stands_in: set[tuple[str, str]] = field(default_factory=set)
    away: set[str] = field(default_factory=set)
    asks_team_lead: bool = False
    stands: bool = True
    unconfirmed: bool = False
    #: Whose agreement it is.
    said_for: str | None = None
    unseen: bool = False
    agreed_words: dict[str, str] | None = None
    steps: list[tuple[str, str, str]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    #: What somebody typed last in their window, and did not save.
    typed: dict[str, str] = field(default_factory=dict)
    today: date = date(2026, 11, 23)

    def ties(self, who: str) -> set[str]:
        """How somebody is tied to the note."""
        found = {
            "writer": who in self.writers,
            "adviser": any(one.adviser == who and not one.withdrawn for one in self.asked),
            "leader": who == "leader" or (("leader", who) in self.stands_in),
            "holder": who == self.holder,
            "substitute": (self.holder, who) in self.stands_in,
            "serves": who == "secretary" and self.holder == "holder",
            "secretary": CAST[who] == "secretary",
            "coordinator": who == "coordinator",
            "executive": CAST[who] == "alderman",
        }
        return {tie for tie, tied in found.items() if tied}

    def sees(self, who: str) -> bool:
        """Whether the note exists for somebody."""
        if CAST[who] in ("clerk", "administrator"):
            return False
        if self.circle is not None and who not in self.circle:
            return False
        return any(self.state in OPEN_TO[tie] for tie in self.ties(who))

    @property
    def past_team_lead(self) -> bool:
        """Whether a team leader comes first."""
        there = "leader" not in self.away or any(one == "leader" for one, _who in self.stands_in)
        return self.asks_team_lead and there

    @property
    def ready(self) -> bool:
        """Whether the note can be offered."""
        now = self.versions[-1]
        read = self.circle is None or self.holder in self.circle
        awaited = any(one.is_open and one.due_on >= self.today for one in self.asked)
        return self.stands and bool(now.get("ask") and now.get("core")) and read and not awaited

    def open_request(self, adviser: str) -> Asked | None:
        """The request that waits for this adviser's answer."""
        return next((one for one in self.asked if one.adviser == adviser and one.is_open), None)

    @property
    def beyond(self) -> bool:
        """Whether the stance goes beyond the mandate."""
        return self.allowed is not None and self.allowed != self.stance

    def applies(self, step: str) -> bool:
        """Whether a step is for now."""
        return {
            "submit": self.past_team_lead,
            "offer": not self.past_team_lead,
            "confirm": self.unconfirmed and self.said_for == self.holder,
            "contest": self.unconfirmed and self.said_for == self.holder,
            "acknowledge": self.unseen,
        }.get(step, True)

    def guarded(self, step: str, words: str) -> bool:
        """Whether what a step asks for is there."""
        if step in ("submit", "offer", "pass"):
            return self.ready
        if step in AGREEING and (self.beyond or not self.stands):
            return False
        if step == "discuss":
            return self.stands
        return bool(words) or step not in ASK_WORDS | {"staff-adjust"}

    def target(self, step: str, who: str) -> str | None:
        """Where a step of somebody leads from here; None where it is not theirs, or not now."""
        ties = self.ties(who)
        targets = {
            str(target)
            for name, source, target, needed in EXPECTED
            if (name, source) == (step, self.state) and ties & needed
        }
        if step == "withdraw-advice" and len(targets) > 1:
            last = sum(not one.withdrawn for one in self.asked) <= 1
            return "concept" if last else "advice"
        return min(targets, default=None)

    def take(self, step: str, target: str, who: str) -> None:
        """What a step changes."""
        self.steps.append((step, self.state, target))
        decides = bool(self.ties(who) & {"holder", "substitute"})
        self.state = target
        if step in AGREEING:
            told = step == "record-agreement" or (step == "staff-agree" and not decides)
            self.unconfirmed, self.said_for = told, self.holder
            self.agreed_words = {key: self.versions[-1].get(key, "") for key in COVERED}
        if step == "agree-with-remarks":
            self.unseen = True
        if step == "confirm":
            self.unconfirmed = False
        if step == "acknowledge":
            self.unseen = False
