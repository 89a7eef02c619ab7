"""What a printed meeting is made of besides its items: steer, people, what was left open."""

from __future__ import annotations

from dataclasses import dataclass

from app.briefings.steers.drawing import Contact
from app.packs.content.note_parts import StateMark


@dataclass(frozen=True)
class Decision:
    """One row of the steer: what is asked and where we stand."""

    key: str
    number: str
    topic: str
    ask: str
    stance: str
    minutes: str
    state: StateMark | None
    is_consent: bool = False
    #: How likely it is to come up: certainly, maybe, only when asked.
    depth: str = ""
    #: Where there is a note that is not in this pack: that it is not; else nothing.
    no_note: str = ""


@dataclass(frozen=True)
class Steer:
    """The one page that can be read standing."""

    why: str
    achieve: tuple[str, ...]
    decisions: tuple[Decision, ...]
    #: Where the table would not fit on the page: the consent items in words, and how many more.
    consent: str = ""
    left: int = 0
    speak_to: tuple[Contact, ...] = ()
    #: What earlier meetings of the body left to be done, where there is room for it.
    actions: tuple[str, ...] = ()
    top_risk: str = ""


@dataclass(frozen=True)
class Attendee:
    """Somebody in the room."""

    name: str
    role: str
    votes: str = ""
    last_contact: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there is more to say than the name."""
        return bool(self.role or self.votes or self.last_contact)


@dataclass(frozen=True)
class OpenAction:
    """What an earlier meeting left to be done."""

    words: str
    who: str
    due: str
    #: "actie" or "toezegging".
    kind: str
    #: From which meeting.
    since: str = ""

    @property
    def line(self) -> str:
        """Who does what by when: "Rapport sturen (Secretariaat, 1 december 2026)"."""
        return f"{self.words} ({', '.join(word for word in (self.who, self.due) if word)})"


@dataclass(frozen=True)
class PastDecision:
    """What became of an item of the last meeting."""

    topic: str
    outcome: str
    decision: str


@dataclass(frozen=True)
class LastTime:
    """The last meeting of this body, and what was decided there."""

    day: str
    decisions: tuple[PastDecision, ...]
