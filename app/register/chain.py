"""The chain: in which order a meeting is prepared, and how many working days before it. Pure.

DOMAIN.md, "How preparation really goes", as one table. A partnership may ask for other leads; what
it does not say follows the default, around the one lead that every partnership has: when notes
are with the portfolio holder (`Partnership.note_lead_days`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.register.models import Partnership

#: The longest lead that a partnership can ask for, in working days.
LONGEST = 60


class ChainStep(StrEnum):
    """One step on the way to a meeting, or back from it."""

    #: What the executive must decide is submitted to it, where the mandate is exceeded.
    SUBMISSION = "submission"
    PAPERS = "papers"
    ADVICE = "advice"
    TEAM_LEAD = "team_lead"
    #: The note is with the portfolio holder.
    ALDERMAN = "alderman"
    #: The position is agreed, in the staff meeting or before it.
    STAFF_MEETING = "staff_meeting"
    EXECUTIVE = "executive"
    PACK = "pack"
    DEBRIEF = "debrief"
    COUNCIL_LETTER = "council_letter"


Leads = Mapping[ChainStep, int]


@dataclass(frozen=True)
class Link:
    """One row of the chain."""

    step: ChainStep
    label: Any
    #: Working days before the meeting, or after it.
    days: int
    after: bool = False


#: In the order in which a partnership is asked for them, and in which they are shown.
CHAIN = (
    Link(ChainStep.PAPERS, _l("Stukken ontvangen"), 10),
    Link(ChainStep.ADVICE, _l("Advies gegeven"), 8),
    Link(ChainStep.TEAM_LEAD, _l("Teamleider akkoord"), 7),
    Link(ChainStep.ALDERMAN, _l("Annotatie bij de portefeuillehouder"), 6),
    Link(ChainStep.STAFF_MEETING, _l("Standpunt afgestemd, in het stafoverleg"), 4),
    Link(ChainStep.SUBMISSION, _l("Voorgelegd aan het college"), 12),
    Link(ChainStep.EXECUTIVE, _l("Besluit van het college"), 4),
    Link(ChainStep.PACK, _l("Vergadermap klaar"), 2),
    Link(ChainStep.DEBRIEF, _l("Terugkoppeling"), 2, after=True),
    Link(ChainStep.COUNCIL_LETTER, _l("Raadsinformatiebrief"), 10, after=True),
)
LABELS = {link.step: link.label for link in CHAIN}
AFTER = frozenset(link.step for link in CHAIN if link.after)
DEFAULTS: Leads = {link.step: link.days for link in CHAIN}
#: What moves along with the lead of the notes, unless the partnership says otherwise.
BEFORE_NOTES = (ChainStep.PAPERS, ChainStep.ADVICE, ChainStep.TEAM_LEAD)
#: Each line in order: no step is due later than the one after it.
ORDER = (
    (*BEFORE_NOTES, ChainStep.ALDERMAN, ChainStep.STAFF_MEETING, ChainStep.PACK),
    (ChainStep.SUBMISSION, ChainStep.EXECUTIVE, ChainStep.PACK),
    (ChainStep.COUNCIL_LETTER, ChainStep.DEBRIEF),
)


def defaults_around(note_lead_days: int) -> Leads:
    """The leads of a partnership that says no more than when its notes must be there."""
    shift = note_lead_days - DEFAULTS[ChainStep.ALDERMAN]
    found = {**DEFAULTS, ChainStep.ALDERMAN: note_lead_days}
    for step in BEFORE_NOTES:
        found[step] = min(DEFAULTS[step] + shift, LONGEST)
    agreed = min(DEFAULTS[ChainStep.STAFF_MEETING], note_lead_days)
    found[ChainStep.STAFF_MEETING] = agreed
    found[ChainStep.PACK] = min(DEFAULTS[ChainStep.PACK], agreed)
    return found


def leads_of(partnership: Partnership) -> Leads:
    """The leads of a partnership: its own, else the defaults around its notes."""
    return with_own(partnership.note_lead_days, partnership.chain)


def with_own(note_lead_days: int, own: Mapping[str, int]) -> Leads:
    """The defaults around a lead of the notes, with what a partnership has of its own."""
    found = dict(defaults_around(note_lead_days))
    return found | {ChainStep(step): days for step, days in own.items()}


def own_of(leads: Leads) -> dict[str, int]:
    """What is kept of these leads: those that differ from the defaults around their notes."""
    usual = defaults_around(leads[ChainStep.ALDERMAN])
    return {str(step): days for step, days in leads.items() if days != usual[step]}


@dataclass(frozen=True)
class Row:
    """One lead as the page of a partnership shows it."""

    link: Link
    days: int
    #: What would hold by itself; empty where it is the same.
    usual: int | None


def rows_of(partnership: Partnership) -> list[Row]:
    """The chain of a partnership, with what is its own marked by what others have."""
    leads, usual = leads_of(partnership), defaults_around(partnership.note_lead_days)
    return [
        Row(
            link,
            leads[link.step],
            usual[link.step] if leads[link.step] != usual[link.step] else None,
        )
        for link in CHAIN
        if link.step != ChainStep.TEAM_LEAD or partnership.asks_team_lead
    ]


@dataclass(frozen=True)
class Proposal:
    """A chain that somebody considers, for the rooms that can say what it would mean."""

    partnership: Partnership
    leads: Leads


def objection(leads: Leads) -> tuple[ChainStep, str] | None:
    """At which step these leads cannot be, and why; None where they can."""
    for step, days in leads.items():
        if not 0 <= days <= LONGEST:
            return step, _("Vul een getal van 0 tot en met %(most)s in.", most=LONGEST)
    for line in ORDER:
        for earlier, later in pairwise(line):
            if leads[earlier] < leads[later]:
                return earlier, _before(earlier, later, leads[later])
    return None


def _before(step: ChainStep, other: ChainStep, days: int) -> str:
    names = {"step": LABELS[step], "other": LABELS[other], "days": days}
    if step in AFTER:
        words = _("“%(step)s” komt na “%(other)s”. Vul %(days)s of meer in, of wijzig die dagen.")
    else:
        words = _("“%(step)s” komt vóór “%(other)s”. Vul %(days)s of meer in, of wijzig die dagen.")
    return words % names
