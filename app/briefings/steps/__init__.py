"""The workflow of a note as one table: from, to, step, who, guard, label (pure).

Buttons, checks, messages and documentation (docs/workflow.md) come from STEPS.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from app.briefings.steps.afterwards import AFTERWARDS
from app.briefings.steps.deciding import DECIDING
from app.briefings.steps.preparing import PREPARING
from app.briefings.ties import Tie
from app.briefings.workflow import Facts, Step, check_step

STEPS: tuple[Step, ...] = (*PREPARING, *DECIDING, *AFTERWARDS)
PAST_WORDS: dict[str, Any] = {step.name: step.past for step in STEPS}


def open_steps(state: str, ties: frozenset[Tie], facts: Facts | None = None) -> list[Step]:
    """The steps that this person can try now; guards may still ask for something first."""
    return [
        step
        for step in STEPS
        if step.source == state and step.ties & ties and (facts is None or step.is_for(facts))
    ]


def obstacle(step: Step, facts: Facts) -> str | None:
    """What stands in the way of a step, whatever words would come with it."""
    return step.guard(replace(facts, words="…")) if step.guard else None


def refused(steps: Iterable[Step], facts: Facts, problem: str | None) -> frozenset[str]:
    """The names of the steps that would be refused for a problem that the page already says."""
    return frozenset(step.name for step in steps if problem and obstacle(step, facts) == problem)


def require_step(name: str, state: str, ties: frozenset[Tie], facts: Facts) -> Step:
    """The row for this step, or the error that says why not (see `workflow.check_step`)."""
    return check_step(STEPS, name, state, ties, facts)
