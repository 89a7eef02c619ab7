"""Who may know what became of a pack, and to whom somebody may send one."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, or_

from app.core import clock
from app.packs.models import Pack
from app.packs.permissions import (
    asked_for_by,
    can_open,
    exists_for,
    may_request_for,
    may_request_period_for,
)
from app.people.models import Person
from app.people.serving_queries import served_ids


def followed_by(person: Person) -> ColumnElement[bool]:
    """The packs of which this person may know who opened them: never what is in them.

    Those they asked for, and those of whom they work for as secretary; as long as all that is in
    them exists for them.
    """
    return and_(
        or_(
            asked_for_by(person),
            Pack.reader_id.in_(served_ids(person, clock.today())),
        ),
        exists_for(person),
    )


def may_send_to(person: Person, reader: Person, pack: Pack, assigned: Collection[int]) -> bool:
    """Whether this person may send such a pack to that reader, who then can open it.

    `assigned` are the people who are assigned to its meeting; one of a period needs none.
    """
    may_request = (
        may_request_period_for(person, reader)
        if pack.meeting_id is None
        else may_request_for(person, reader, assigned)
    )
    return (
        reader.id != person.id
        and may_request
        and all(can_open(reader, meeting) for meeting in pack.meetings)
    )
