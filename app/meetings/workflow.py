"""Where a meeting can go from where it stands, and what calendars must hear of. Pure rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from app.meetings.models import MeetingStatus

PLANNED, CONFIRMED = MeetingStatus.PLANNED, MeetingStatus.CONFIRMED
CANCELLED, HELD = MeetingStatus.CANCELLED, MeetingStatus.HELD
#: No meeting takes longer: so what still goes on began at most so long ago.
LONGEST = timedelta(days=7)


@dataclass(frozen=True)
class Step:
    """A step of a meeting: from which statuses, to which one, and when it may be taken."""

    name: str
    sources: frozenset[MeetingStatus]
    target: MeetingStatus
    label: Any
    #: None where the moment does not matter; else whether the meeting must have begun.
    begun: bool | None = None


STEPS = {
    step.name: step
    for step in (
        Step("confirm", frozenset({PLANNED}), CONFIRMED, _l("Vergadering bevestigen"), begun=False),
        Step("hold", frozenset({PLANNED, CONFIRMED}), HELD, _l("Als gehouden vastleggen"), True),
        Step("cancel", frozenset({PLANNED, CONFIRMED}), CANCELLED, _l("Vergadering annuleren")),
        Step("reopen", frozenset({CANCELLED}), PLANNED, _l("Toch laten doorgaan")),
        Step("undo-hold", frozenset({HELD}), CONFIRMED, _l("Toch niet gehouden")),
    )
}

#: A change of one of these makes a new revision for calendars (RFC 5545, 3.8.7.4).
CALENDAR_FIELDS = frozenset({"starts_at", "ends_at", "place", "online_url", "status"})


def allows(step: Step, status: str, starts_at: datetime, now: datetime) -> bool:
    """Whether a meeting with this status and beginning may take the step now."""
    in_time = step.begun is None or step.begun == (now >= starts_at)
    return status in step.sources and in_time


def open_steps(status: str, starts_at: datetime, now: datetime) -> list[Step]:
    """The steps that may be taken now; the page's buttons come from this list."""
    return [step for step in STEPS.values() if allows(step, status, starts_at, now)]


def may_change(status: str) -> bool:
    """Whether a meeting and its agenda can still be changed: a cancelled one stays as it was."""
    return status != CANCELLED


def has_outcome(status: str, starts_at: datetime, now: datetime) -> bool:
    """Whether it can be recorded what was heard and decided: once it has begun."""
    return status != CANCELLED and now >= starts_at


def is_new_revision(fields: Iterable[str]) -> bool:
    """Whether calendars must see the change of these fields as a new revision."""
    return not CALENDAR_FIELDS.isdisjoint(fields)
