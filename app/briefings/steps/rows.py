"""What rows of the workflow's table are made of: whose step it is, from which states."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.briefings.models import NoteState
from app.briefings.ties import DECISION_TAKERS, WITH_HOLDER, WRITING, Tie
from app.briefings.workflow import Step

WRITERS = frozenset({Tie.WRITER})
ADVISERS = frozenset({Tie.ADVISER})
LEADERS = frozenset({Tie.LEADER})
#: Who may record what the portfolio holder said.
HEARERS = frozenset({Tie.WRITER, Tie.SERVES})
#: Who may note what came of it in a staff meeting.
AT_THE_TABLE = DECISION_TAKERS | {Tie.WRITER, Tie.LEADER, Tie.SECRETARY}
WAITING = tuple(state for state in NoteState if state in WITH_HOLDER)
#: States in which an adviser's word still helps.
BEFORE_AGREEMENT = (*WRITING, NoteState.TEAM_LEAD, *WAITING)


def step(
    name: str, source: NoteState, target: NoteState, ties: frozenset[Tie], **more: Any
) -> Step:
    """One row."""
    return Step(name, source, target, ties, **more)


def rows(sources: tuple[NoteState, ...], one: Step) -> tuple[Step, ...]:
    """The same step from several states."""
    return tuple(replace(one, source=source) for source in sources)


def staying(sources: tuple[NoteState, ...], one: Step) -> tuple[Step, ...]:
    """A step that leaves the note where it is, in several states."""
    return tuple(replace(one, source=source, target=source) for source in sources)
