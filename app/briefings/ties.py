"""How a person can be tied to a note, and in which states each tie opens it (pure).

The table is DOMAIN.md's "who may see what" for notes: a concept is for who writes it and who was
asked for advice; an offered note also for team leader, portfolio holder, substitute, secretary
and coordinator; an aligned one also for the executive and the officers of that partnership.
Clerks and administrators have no tie at all, so they never read a note.
"""

from __future__ import annotations

from enum import StrEnum

from app.briefings.models import NoteState


class Tie(StrEnum):
    """One way in which a note concerns a person."""

    #: The officer of the item (else of the meeting), who started it, or who was added.
    WRITER = "writer"
    #: Asked for advice on it, or stands in on that day for who was asked.
    ADVISER = "adviser"
    #: Leads the team of its officer on that day, or stands in for who does.
    LEADER = "leader"
    #: Portfolio holder of the item, else of the meeting.
    HOLDER = "holder"
    #: Stands in for the portfolio holder on that day.
    SUBSTITUTE = "substitute"
    #: Works for the portfolio holder as secretary on that day.
    SERVES = "serves"
    SECRETARY = "secretary"
    COORDINATOR = "coordinator"
    #: A member of the executive.
    EXECUTIVE = "executive"
    #: Carries the partnership, or this meeting of it, as officer on that day.
    PARTNERSHIP_OFFICER = "partnership_officer"


#: An agreement stands, and its meeting was not told of yet.
AGREED = (NoteState.ALIGNED, NoteState.LOCKED)
ALIGNED_ON = frozenset({*AGREED, NoteState.FINISHED})
#: With the portfolio holder: it waits for their word, or for a staff meeting.
WITH_HOLDER = frozenset({NoteState.WITH_ALDERMAN, NoteState.DISCUSS})
OFFERED_ON = ALIGNED_ON | WITH_HOLDER
#: Begun, and not with the portfolio holder yet.
BEGUN = frozenset({NoteState.CONCEPT, NoteState.ADVICE, NoteState.TEAM_LEAD})
#: The words are with the writers.
WRITING = (NoteState.CONCEPT, NoteState.ADVICE)
EVERY_STATE = frozenset(NoteState)

#: The states in which each tie opens a note.
OPENS: dict[Tie, frozenset[NoteState]] = {
    Tie.WRITER: EVERY_STATE,
    Tie.ADVISER: EVERY_STATE,
    Tie.LEADER: OFFERED_ON | {NoteState.TEAM_LEAD},
    Tie.HOLDER: OFFERED_ON,
    Tie.SUBSTITUTE: OFFERED_ON,
    Tie.SERVES: OFFERED_ON,
    Tie.SECRETARY: OFFERED_ON,
    Tie.COORDINATOR: OFFERED_ON,
    Tie.EXECUTIVE: ALIGNED_ON,
    Tie.PARTNERSHIP_OFFICER: ALIGNED_ON,
}

#: Who decides on it.
DECIDERS = frozenset({Tie.HOLDER, Tie.SUBSTITUTE})
#: Who may take the step of a decider: they, and who records it on their instruction.
DECISION_TAKERS = DECIDERS | {Tie.SERVES}


class Capacity(StrEnum):
    """In what capacity somebody takes a step."""

    OWN = "own"
    #: In the own name, "als plaatsvervanger van" the portfolio holder.
    SUBSTITUTE = "substitute"
    #: On the instruction of the portfolio holder, "namens": the step is theirs.
    INSTRUCTED = "instructed"


#: The ties by which somebody acts for the portfolio holder; by every other one for oneself.
ACTS_FOR: dict[Tie, Capacity] = {
    Tie.SUBSTITUTE: Capacity.SUBSTITUTE,
    Tie.SERVES: Capacity.INSTRUCTED,
}
#: Who works on this note in person, as against who may read it by their role.
INVOLVED = frozenset({Tie.WRITER, Tie.ADVISER, Tie.LEADER, Tie.HOLDER, Tie.SUBSTITUTE})
#: Who takes part in the talk about it: remarks, and who read what.
IN_THE_TALK = INVOLVED | {Tie.SECRETARY, Tie.COORDINATOR}


def capacity(needed: frozenset[Tie], ties: frozenset[Tie]) -> Capacity:
    """In what capacity somebody with these ties does what one of the needed ties allows.

    Whoever may do it for themselves does; a substitute goes before an instruction.
    """
    found = {ACTS_FOR.get(tie, Capacity.OWN) for tie in needed & ties}
    return next((one for one in Capacity if one in found), Capacity.OWN)


def opens(ties: frozenset[Tie], state: str) -> bool:
    """Whether one of these ties opens a note in this state."""
    return any(state in OPENS[tie] for tie in ties)
