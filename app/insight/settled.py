"""Which messages about what is owed need nobody any more: asked before their mail goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.insight.chase import owed_by
from app.insight.debts import DebtKey, key_in
from app.messages.models import Message
from app.people.models import Person


def settled_messages(messages: Sequence[Message]) -> set[int]:
    """Those about what was done meanwhile, or has another deadline by now."""
    named = {one.id: key_in(one.about) for one in messages}
    standing = _deadlines({key.person_id for key, _due_on in named.values()})
    found = set()
    for message in messages:
        key, due_on = named[message.id]
        now = standing.get(key)
        # who was reminded by a colleague is so whatever became of the deadline
        moved = message.kind != "nudge" and now != due_on
        if now is None or moved:
            found.add(message.id)
    return found


def _deadlines(debtor_ids: set[int]) -> dict[DebtKey, date]:
    """What these people owe now, each with its deadline."""
    people = db.session.scalars(select(Person).where(Person.id.in_(debtor_ids)))
    now = clock.now()
    return {debt.key: debt.due_on for one in people for debt in owed_by(one, now)}
