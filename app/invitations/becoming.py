"""Making meetings as an organiser says, or as they were before: all at once, by their own rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core import clock
from app.meetings.actions import Edit, change_meetings, take_steps
from app.meetings.circles import read_people
from app.meetings.models import Meeting, MeetingStatus
from app.meetings.organiser_actions import correct_cancelled, details_of
from app.people.models import Person

_OFF = MeetingStatus.CANCELLED


@dataclass(frozen=True)
class Becoming:
    """How a meeting is to be: some of its fields, and its status."""

    meeting: Meeting
    fields: Mapping[str, Any]
    status: str


def become(those: Sequence[Becoming], actor: Person) -> None:
    """Change meetings as a person would, whatever their status; a meeting is named once."""
    read_people([one.meeting for one in those])
    _step("reopen", [one for one in those if _is_off(one) and one.status != _OFF], actor)
    changing = [one for one in those if one.fields]
    off = [(one.meeting, one.fields) for one in changing if _is_off(one)]
    if off:
        correct_cancelled(off, actor)
    edits = [
        Edit(one.meeting, details_of(one.meeting, **one.fields), one.meeting.version)
        for one in changing
        if not _is_off(one)
    ]
    if edits:
        change_meetings(edits, actor)
    _step("confirm", [one for one in those if _is_confirmed_again(one)], actor)
    _step("cancel", [one for one in those if one.status == _OFF and not _is_off(one)], actor)


def _is_off(one: Becoming) -> bool:
    return one.meeting.status == _OFF


def _is_confirmed_again(one: Becoming) -> bool:
    """Whether it was confirmed, as far as that can still be said of it."""
    planned = one.meeting.status == MeetingStatus.PLANNED
    again = one.status == MeetingStatus.CONFIRMED and planned
    return again and one.meeting.starts_at > clock.now()


def _step(name: str, those: Sequence[Becoming], actor: Person) -> None:
    if those:
        take_steps([one.meeting for one in those], name, actor)
