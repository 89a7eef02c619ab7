"""Putting a pasted agenda on the agenda of a meeting: all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from flask_babel import gettext as _

from app.core import journal
from app.core.errors import RuleBroken
from app.meetings.agenda_actions import (
    ItemDetails,
    add_item,
    agenda_now,
    change_item,
    lock_agenda,
    require_agenda,
    write_order,
)
from app.meetings.agenda_models import AgendaItem
from app.meetings.agenda_paste.matching import Use, bare_number, merged_order
from app.meetings.models import Meeting
from app.meetings.topics import exact_topic
from app.people.models import Person


@dataclass(frozen=True)
class Row:
    """One row of the preview, as the person left it."""

    use: Use
    number: str
    title: str
    type: str
    handling: str
    minutes: int | None
    item_id: int | None = None
    seen_version: int = 0


@dataclass(frozen=True)
class Taken:
    """What came of the rows."""

    added: list[AgendaItem]
    changed: list[AgendaItem]


def take_up(meeting: Meeting, rows: Sequence[Row], last_seen: int, actor: Person) -> Taken:
    """Add and change items as the rows say, in their order.

    `last_seen` is the highest item that stood on the agenda when the preview was made: what
    somebody else pasted since then is not put on it a second time.
    """
    require_agenda(actor, meeting)
    lock_agenda(meeting.id)
    standing = {item.id: item for item in agenda_now(meeting.id)}
    since = {_sign(one.number, one.title): one for one in standing.values() if one.id > last_seen}
    taken, order = Taken([], []), []
    for row in rows:
        item = standing.get(row.item_id or 0)
        known = since.get(_sign(row.number, row.title))
        if row.use == Use.ADD and known is None:
            item = add_item(meeting, _said(row, ItemDetails(row.title)), actor)
            taken.added.append(item)
            order.append((item.id, True))
        elif row.use == Use.UPDATE:
            taken.changed.extend(_update(item, row, actor))
            order.extend([(item.id, False)] if item else [])
        elif (kept := known or item) is not None:
            order.append((kept.id, False))
    write_order(merged_order(list(standing), order))
    if taken.added or taken.changed:
        journal.record("agenda.paste", "meeting", meeting.id, actor_id=actor.id, fields=["items"])
    return taken


def _update(item: AgendaItem | None, row: Row, actor: Person) -> list[AgendaItem]:
    if item is None:
        raise RuleBroken(
            _(
                "Punt '%(title)s' staat niet meer op de agenda. Kies bij dat punt Toevoegen.",
                title=row.title,
            )
        )
    if item.version != row.seen_version:
        raise RuleBroken(
            _(
                "Iemand anders heeft punt '%(title)s' intussen gewijzigd. Kies bij dat punt "
                "Overslaan, of bekijk het eerst op de agenda.",
                title=item.title,
            )
        )
    now = ItemDetails(**{one.name: getattr(item, one.name) for one in fields(ItemDetails)})
    change_item(item, _said(row, now), actor, row.seen_version)
    return [item]


def _said(row: Row, details: ItemDetails) -> ItemDetails:
    """What is said of an item, as the row has it."""
    return replace(
        details,
        number=row.number,
        title=row.title,
        type=row.type,
        handling=row.handling,
        minutes=row.minutes,
    )


def _sign(number: str, title: str) -> tuple[str, str]:
    return bare_number(number), exact_topic(title)
