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
    #: Asked for advice on it.
    ADVISER = "adviser"
    #: Leads the team of its officer on that day.
    LEADER = "leader"
    #: Portfolio holder of the item, else of the meeting.
    HOLDER = "holder"
    #: Stands in for the portfolio holder on that day.
    SUBSTITUTE = "substitute"
    SECRETARY = "secretary"
    COORDINATOR = "coordinator"
    #: A member of the executive.
    EXECUTIVE = "executive"
    #: Carries the partnership, or this meeting of it, as officer on that day.
    PARTNERSHIP_OFFICER = "partnership_officer"


ALIGNED_ON = frozenset({NoteState.ALIGNED, NoteState.LOCKED, NoteState.FINISHED})
OFFERED_ON = ALIGNED_ON | {NoteState.WITH_ALDERMAN}
EVERY_STATE = frozenset(NoteState)

#: The states in which each tie opens a note.
OPENS: dict[Tie, frozenset[NoteState]] = {
    Tie.WRITER: EVERY_STATE,
    Tie.ADVISER: EVERY_STATE,
    Tie.LEADER: OFFERED_ON,
    Tie.HOLDER: OFFERED_ON,
    Tie.SUBSTITUTE: OFFERED_ON,
    Tie.SECRETARY: OFFERED_ON,
    Tie.COORDINATOR: OFFERED_ON,
    Tie.EXECUTIVE: ALIGNED_ON,
    Tie.PARTNERSHIP_OFFICER: ALIGNED_ON,
}

#: Who decides on it.
DECIDERS = frozenset({Tie.HOLDER, Tie.SUBSTITUTE})
#: Who works on this note in person, as against who may read it by their role.
INVOLVED = frozenset({Tie.WRITER, Tie.ADVISER, Tie.LEADER, Tie.HOLDER, Tie.SUBSTITUTE})
#: Who takes part in the talk about it: remarks, and who read what.
IN_THE_TALK = INVOLVED | {Tie.SECRETARY, Tie.COORDINATOR}


def opens(ties: frozenset[Tie], state: str) -> bool:
    """Whether one of these ties opens a note in this state."""
    return any(state in OPENS[tie] for tie in ties)
