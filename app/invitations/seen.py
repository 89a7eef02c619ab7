"""What a person saw of a file before taking it over, and whether something else would happen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.invitations.outcomes import Answers, Outcome, Result
from app.meetings.models import Meeting

#: What a person must have seen before it happens.
_CHANGING = (Result.NEW, Result.UPDATED, Result.CANCELLED)


@dataclass(frozen=True)
class Shown:
    """What stood on the screen, and what the same click did since."""

    #: By what `seen_of` gave.
    tokens: frozenset[str]
    #: Meetings that an earlier file of the same click changed: the version in which it left each.
    done: Mapping[int, int] = field(default_factory=dict)


def seen_of(outcomes: Iterable[Outcome]) -> frozenset[str]:
    """What a person sees: per occurrence what it says, of which body it would be, and each meeting
    it touches or may touch.
    """
    found: set[str] = set()
    for one in outcomes:
        found |= {_token(one, None), _token_of_body(one)}
        for meeting in {one.meeting, *one.meetings} - {None}:
            found.add(_token(one, meeting))
    return frozenset(found)


def needs_look(outcomes: Iterable[Outcome], shown: Shown, answers: Answers) -> bool:
    """Whether something would happen that was not on the screen, nor answered."""
    changing = [one for one in outcomes if one.result in _CHANGING]
    return any(not _was_shown(one, shown) or _is_elsewhere(one, shown, answers) for one in changing)


def _was_shown(one: Outcome, shown: Shown) -> bool:
    if _token(one, one.meeting) in shown.tokens:
        return True
    ours = one.meeting is not None and shown.done.get(one.meeting.id) == one.meeting.version
    return ours and _token(one, None) in shown.tokens


def _is_elsewhere(one: Outcome, shown: Shown, answers: Answers) -> bool:
    """Whether it would be planned in a body that nobody saw or chose."""
    if one.result != Result.NEW or _token_of_body(one) in shown.tokens:
        return False
    chosen = [answers[key].body_id for key in (one.key, one.thread_key) if key in answers]
    return not any(chosen)


def _token(outcome: Outcome, meeting: Meeting | None) -> str:
    return _digest(
        outcome.key,
        str(outcome.starts_at),
        str(outcome.ends_at),
        outcome.title,
        outcome.place,
        outcome.online_url,
        (meeting.id, meeting.version) if meeting is not None else None,
    )


def _token_of_body(outcome: Outcome) -> str:
    return _digest(outcome.thread_key, outcome.body.id if outcome.body is not None else None)


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]
