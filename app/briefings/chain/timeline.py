"""The chain of one meeting or item as people read it: step, day, how it stands, who acts. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.briefings.chain.reading import Deadlines
from app.briefings.deadlines import Deadline, Timing
from app.core.dates import short_day
from app.register.chain import AFTER, CHAIN, LABELS, ChainStep


class Standing(StrEnum):
    """How a step stands."""

    DONE = "done"
    IN_TIME = "in_time"
    SOON = "soon"
    LATE = "late"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class Situation:
    """How far a meeting or item is."""

    #: The steps that are part of its chain.
    applies: frozenset[ChainStep]
    done: frozenset[ChainStep] = frozenset()
    #: Who must act, in words.
    who: Mapping[ChainStep, str] = field(default_factory=dict)
    #: What was asked by a day of its own; that day holds, and not the one counted back.
    asked: Mapping[ChainStep, Deadline] = field(default_factory=dict)


@dataclass(frozen=True)
class Term:
    """One line of the timeline (termijn)."""

    step: ChainStep
    due_on: date
    standing: Standing
    #: "over 3 werkdagen", "gedaan", "kan niet meer".
    words: str
    who: str

    @property
    def label(self) -> str:
        """What is done by then."""
        return str(LABELS[self.step])

    @property
    def open(self) -> bool:
        """Whether somebody can still do it."""
        return self.standing not in (Standing.DONE, Standing.IMPOSSIBLE)


@dataclass(frozen=True)
class Timeline:
    """All lines, in order of day."""

    deadlines: Deadlines
    terms: Sequence[Term]

    @property
    def offered_late(self) -> bool:
        """Whether late papers leave less time than the chain has for a note."""
        return self.deadlines.papers_too_late_for(ChainStep.ALDERMAN)

    @property
    def about_offering(self) -> str:
        """Until when the note can be offered, to be followed by that day; "" once it was."""
        if any(
            one.step == ChainStep.ALDERMAN and one.standing == Standing.DONE for one in self.terms
        ):
            return ""
        if self.deadlines.offering.due_on < self.deadlines.today:
            return _(
                "De annotatie kan alleen nog te laat worden aangeboden; dat moest uiterlijk op"
            )
        if self.offered_late:
            return _("Een korte annotatie kan nog: aanbieden tot en met")
        return _("De annotatie zelf kan nog op tijd: aanbieden tot en met")

    @property
    def too_late_papers(self) -> str:
        """What late papers made impossible of what is not done yet; "" where that is nothing."""
        steps = [
            f"{WHAT[one.step]} {_('uiterlijk %(day)s', day=short_day(one.due_on))}"
            for one in self.terms
            if one.standing == Standing.IMPOSSIBLE
            and self.deadlines.papers_too_late_for(one.step)
            and one.step in WHAT
        ]
        over = self.deadlines.today > self.deadlines.day
        if not steps or over or self.deadlines.papers_on is None:
            return ""
        sentence = ngettext(
            "%(steps)s kan niet meer: de stukken kwamen pas op %(day)s.",
            "%(steps)s kunnen niet meer: de stukken kwamen pas op %(day)s.",
            len(steps),
            steps=_listed(steps),
            day=short_day(self.deadlines.papers_on),
        )
        return sentence[:1].upper() + sentence[1:]


#: What late papers can make impossible, as part of a sentence.
WHAT: dict[ChainStep, Any] = {
    ChainStep.ADVICE: _l("advies"),
    ChainStep.TEAM_LEAD: _l("akkoord van de teamleider"),
    ChainStep.ALDERMAN: _l("aanbieden"),
    ChainStep.STAFF_MEETING: _l("afstemmen in het stafoverleg"),
    ChainStep.SUBMISSION: _l("voorleggen aan het college"),
    ChainStep.EXECUTIVE: _l("een besluit van het college"),
    ChainStep.PACK: _l("de vergadermap"),
}
_STANDINGS = {
    Timing.IN_TIME: Standing.IN_TIME,
    Timing.SOON: Standing.SOON,
    Timing.LATE: Standing.LATE,
    Timing.IMPOSSIBLE: Standing.IMPOSSIBLE,
}
_ORDER = [link.step for link in CHAIN]
#: What is worth knowing of a past meeting where nobody did it.
MISSED = frozenset({ChainStep.TEAM_LEAD, ChainStep.ALDERMAN, ChainStep.STAFF_MEETING})


def timeline(deadlines: Deadlines, situation: Situation) -> Timeline:
    """The lines of what applies, by day; after the meeting only what follows, or was missed."""
    applies = situation.applies
    if deadlines.today > deadlines.day:
        applies &= AFTER | (MISSED - situation.done)
    terms = [_term(step, deadlines, situation) for step in _ORDER if step in applies]
    return Timeline(deadlines, sorted(terms, key=lambda one: (one.due_on, _ORDER.index(one.step))))


def _term(step: ChainStep, deadlines: Deadlines, situation: Situation) -> Term:
    asked = situation.asked.get(step)
    due = asked or deadlines.of(step)
    too_late = asked is None and deadlines.papers_too_late_for(step)
    if step in situation.done:
        standing, words = Standing.DONE, _done(step, due, deadlines)
    elif too_late or due.timing == Timing.IMPOSSIBLE:
        standing, words = Standing.IMPOSSIBLE, _("kan niet meer")
    else:
        standing, words = _STANDINGS[due.timing], due.words
    return Term(step, due.due_on, standing, words, situation.who.get(step, ""))


def _done(step: ChainStep, due: Deadline, deadlines: Deadlines) -> str:
    came = deadlines.papers_on
    if step == ChainStep.PAPERS and came is not None and came > due.due_on:
        return _("pas gekomen op %(day)s", day=short_day(came))
    return _("gedaan")


def _listed(words: Sequence[str]) -> str:
    if len(words) == 1:
        return words[0]
    return _("%(first)s en %(last)s", first=", ".join(words[:-1]), last=words[-1])
