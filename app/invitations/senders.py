"""What another address than the organiser's sends: whether it touches what stands here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from app.invitations.models import InvitedMeeting
from app.invitations.stating import Message
from app.invitations.updating import standing_of
from app.invitations.weighing import weigh


def changes_what_stands(
    known: Collection[Message], message: Message, links: Collection[InvitedMeeting]
) -> bool:
    """Whether a message, beside what is known, lets a meeting become otherwise or go off."""
    if not links:
        return False
    before, after = _changes(known, links), _changes([*known, message], links)
    return any(change != before.get(link_id) for link_id, change in after.items())


def _changes(
    messages: Iterable[Message], links: Iterable[InvitedMeeting]
) -> dict[int, tuple[dict[str, Any], bool | None]]:
    """What becomes otherwise of meetings, by their links; nothing of those that stay."""
    by_name = {link.recurrence_id: link for link in links}
    found = {}
    for one in standing_of(messages):
        for link in {by_name[name] for name in one.recurrence_ids if name in by_name}:
            step = weigh(one, link, None)
            if step.changes or step.cancel is not None:
                found[link.id] = (step.changes, step.cancel)
    return found
