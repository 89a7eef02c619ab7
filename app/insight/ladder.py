"""The steps after which somebody hears of what is owed: remind, substitute, report. Pure.

None of them decides anything: silence never agrees. How many days lie between them an
administrator chooses (`core.settings`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.days.working_days import working_days_until


class Stage(StrEnum):
    """Who hears of it."""

    #: Who owes it.
    REMIND = "remind"
    #: Who stands in for them.
    SUBSTITUTE = "substitute"
    #: The coordinator and the team leader.
    REPORT = "report"


@dataclass(frozen=True)
class Ladder:
    """After how many working days each stage comes; 0 for the last two is never."""

    #: Before the deadline.
    remind: int = 0
    #: After the deadline, and after the reminder where that came later.
    substitute: int = 1
    report: int = 2


def stages_reached(
    ladder: Ladder,
    due_on: date,
    reminded_on: date | None,
    today: date,
    closed: Collection[date] = frozenset(),
    *,
    away: bool = False,
) -> list[Stage]:
    """Who must have heard of it by today, given when they were reminded themselves.

    What is asked of somebody for the first time after its deadline is reminded of first: the
    others hear of it so many days later. Where who owes it is `away`, who stands in is asked at
    once.
    """
    if working_days_until(due_on, today, closed) > ladder.remind:
        return []
    found = [Stage.REMIND]
    if away:
        found.append(Stage.SUBSTITUTE)
    if reminded_on is None:
        return found
    passed = -working_days_until(max(due_on, reminded_on), today, closed)
    if 0 < ladder.substitute <= passed and not away:
        found.append(Stage.SUBSTITUTE)
    if 0 < ladder.report <= passed:
        found.append(Stage.REPORT)
    return found
