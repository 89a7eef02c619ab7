"""A deed by whom and for whom: how every history reads the journal, and says it.

Somebody acts in the own name; as substitute, still in the own name ("als plaatsvervanger van");
or on instruction, for whoever gave it ("vastgelegd door … namens …").
"""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from app.core import clock
from app.core.database import db
from app.core.journal import JournalEntry
from app.people.models import Person
from app.people.serving_queries import find_served


def init_app(app: Flask) -> None:
    """Let templates say by whom and for whom something was done."""
    app.jinja_env.filters["by_whom"] = by_whom


def instructed_by(actor: Person, principal_id: int | None) -> int | None:
    """For whom the actor does what is somebody's own: that person, where the actor serves them.

    The one place that decides `on_behalf_of_id`; None is a deed in the own name.
    """
    if principal_id is None or principal_id == actor.id:
        return None
    found = find_served(actor, principal_id, clock.today())
    return found.id if found else None


def in_words(
    actor: Person | None, on_behalf_of: Person | None = None, in_place_of: Person | None = None
) -> str:
    """Who did it, and for whom; empty for a command without a person."""
    if actor is None:
        return ""
    if on_behalf_of is not None:
        return _(
            "vastgelegd door %(colleague)s namens %(name)s",
            colleague=actor.name,
            name=on_behalf_of.name,
        )
    if in_place_of is not None:
        return _(
            "%(substitute)s, als plaatsvervanger van %(name)s",
            substitute=actor.name,
            name=in_place_of.name,
        )
    return actor.name


def by_whom(thing: Any) -> str:
    """The same for a row that has a person, `on_behalf_of` and `in_place_of` (a step, a remark)."""
    return in_words(thing.person, thing.on_behalf_of, thing.in_place_of)


class Deed(NamedTuple):
    """One line of the journal with its people (no actor: a command, or nobody)."""

    entry: JournalEntry
    actor: Person | None
    on_behalf_of: Person | None
    in_place_of: Person | None

    @property
    def who(self) -> str:
        """By whom, and for whom."""
        return in_words(self.actor, self.on_behalf_of, self.in_place_of)


def deeds(condition: ColumnElement[bool], most: int) -> list[Deed]:
    """The latest deeds that fit, the last first; one statement."""
    actor, principal, replaced = aliased(Person), aliased(Person), aliased(Person)
    rows = db.session.execute(
        select(JournalEntry, actor, principal, replaced)
        .outerjoin(actor, actor.id == JournalEntry.actor_id)
        .outerjoin(principal, principal.id == JournalEntry.on_behalf_of_id)
        .outerjoin(replaced, replaced.id == JournalEntry.in_place_of_id)
        .where(condition)
        .order_by(JournalEntry.id.desc())
        .limit(most)
    )
    return [Deed(*row) for row in rows]
