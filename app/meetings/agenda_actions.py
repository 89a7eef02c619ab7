"""Building an agenda: adding, changing, ordering, withdrawing and carrying over items."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from app.core import clock, journal
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.meetings import workflow
from app.meetings.agenda_models import AgendaItem, Handling, ItemType, Outcome
from app.meetings.circles import widen_circle
from app.meetings.models import Meeting
from app.meetings.offered_items import offers_for
from app.meetings.permissions import may_edit_agenda, may_record_outcome
from app.meetings.queries import item_alderman_id
from app.meetings.signals import item_changed
from app.people.deeds import instructed_by
from app.people.models import Person


@dataclass(frozen=True)
class ItemDetails:
    """What is said of an agenda item; an empty officer or alderman is the meeting's."""

    title: str
    number: str = ""
    type: str = ItemType.INFORM
    handling: str = Handling.DISCUSSION
    minutes: int | None = None
    officer_id: int | None = None
    alderman_id: int | None = None
    tabled_by_us: bool = False
    our_written_input: str = ""


COLUMNS = tuple(one.name for one in fields(ItemDetails))


def add_item(meeting: Meeting, details: ItemDetails, actor: Person) -> AgendaItem:
    """Put an item at the end of the agenda."""
    require_agenda(actor, meeting)
    item = AgendaItem(
        meeting_id=meeting.id,
        position=_next_position(meeting),
        **{name: getattr(details, name) for name in COLUMNS},
    )
    db.session.add(item)
    db.session.flush()
    widen_circle(meeting, (details.officer_id, details.alderman_id))
    _told(item, "add", actor, COLUMNS)
    return item


def change_item(item: AgendaItem, details: ItemDetails, actor: Person, seen_version: int) -> None:
    """Change an item; refused when somebody else changed it since it was read."""
    require_agenda(actor, item.meeting, item)
    _require_seen(item, seen_version)
    changed = [name for name in COLUMNS if getattr(item, name) != getattr(details, name)]
    for name in changed:
        setattr(item, name, getattr(details, name))
    if changed:
        db.session.flush()
        db.session.expire(item, ["officer", "alderman"])
        widen_circle(item.meeting, (details.officer_id, details.alderman_id))
        _told(item, "change", actor, changed)


def move_item(item: AgendaItem, up: bool, actor: Person) -> None:
    """Let an item change places with the one before or after it."""
    require_agenda(actor, item.meeting)
    lock_agenda(item.meeting_id)
    ids = [one.id for one in agenda_now(item.meeting_id)]
    if item.id not in ids:
        raise RuleBroken(_("Dit agendapunt is ingetrokken."))
    here = ids.index(item.id)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(ids):
        return
    ids[here], ids[there] = ids[there], ids[here]
    write_order(ids)
    _told(item, "move", actor, ["position"])


def write_order(ids: Iterable[int]) -> None:
    """Number the items of an agenda from 1, in this order."""
    # written past the version: a new order is no reason to refuse somebody's text
    for position, item_id in enumerate(ids, start=1):
        db.session.execute(
            update(AgendaItem)
            .where(AgendaItem.id == item_id, AgendaItem.position != position)
            .values(position=position)
        )


def withdraw_item(item: AgendaItem, actor: Person) -> None:
    """Take an item off the agenda; it stays, with everything that hangs on it."""
    require_agenda(actor, item.meeting, item)
    lock_agenda(item.meeting_id)
    if item.withdrawn_at is None:
        item.withdrawn_at = clock.now()
        _told(item, "withdraw", actor, ["withdrawn_at"])


def restore_item(item: AgendaItem, actor: Person) -> None:
    """Put a withdrawn item back on the agenda, at its end."""
    require_agenda(actor, item.meeting, item)
    if item.withdrawn_at is not None:
        item.withdrawn_at = None
        item.position = _next_position(item.meeting)
        _told(item, "restore", actor, ["withdrawn_at"])


def carry_over_items(
    meeting: Meeting, item_ids: Collection[int], actor: Person
) -> list[AgendaItem]:
    """Put items of an administrative meeting on the agenda of the meeting it prepares, once.

    What was heard stays with the original, where the new item shows it.
    """
    target = meeting.prepares
    if target is None:
        raise RuleBroken(_("Dit overleg bereidt geen bestuurlijk overleg voor."))
    if not (may_edit_agenda(actor, meeting) or may_edit_agenda(actor, target)):
        raise NotAllowed
    if not workflow.may_change(target.status):
        raise RuleBroken(_("Het bestuurlijk overleg is geannuleerd."))
    if meeting.restricted and not target.restricted:
        raise RuleBroken(
            _(
                "Dit overleg is beperkt en het bestuurlijk overleg niet: met de punten zou "
                "iedereen zien wat hier besproken is. Maak eerst ook dat overleg beperkt."
            )
        )
    lock_agenda(target.id)
    return [_carry(item, target, actor) for item in _to_carry(meeting, target, item_ids)]


def take_over_items(meeting: Meeting, item_ids: Collection[int], actor: Person) -> list[AgendaItem]:
    """Put items that are offered to a meeting on its agenda, each once, tied to where it was.

    What is no longer offered is left alone: somebody else took it over, or took it away.
    """
    require_agenda(actor, meeting)
    lock_agenda(meeting.id)
    offered = offers_for(meeting, agenda_now(meeting.id), actor)
    chosen = [one for one in offered if one.item.id in item_ids]
    return [
        _carry(one.item, meeting, actor, "bring-back" if one.postponed else "carry-over")
        for one in chosen
    ]


def _to_carry(meeting: Meeting, target: Meeting, item_ids: Collection[int]) -> list[AgendaItem]:
    """The chosen items that are not on the other agenda yet."""
    done = select(AgendaItem.carried_from_id).where(
        AgendaItem.meeting_id == target.id, AgendaItem.carried_from_id.is_not(None)
    )
    found = (
        select(AgendaItem)
        .where(
            AgendaItem.meeting_id == meeting.id,
            AgendaItem.id.in_(item_ids),
            AgendaItem.withdrawn_at.is_(None),
            AgendaItem.id.not_in(done),
        )
        .order_by(AgendaItem.position, AgendaItem.id)
    )
    return list(db.session.scalars(found))


def _carry(
    item: AgendaItem, target: Meeting, actor: Person, action: str = "carry-over"
) -> AgendaItem:
    copied = {name: getattr(item, name) for name in COLUMNS if name != "number"}
    new = AgendaItem(
        meeting_id=target.id,
        position=_next_position(target),
        carried_from_id=item.id,
        **copied,
    )
    db.session.add(new)
    db.session.flush()
    widen_circle(target, (item.officer_id, item.alderman_id))
    _told(new, action, actor, ["carried_from_id"])
    return new


@dataclass(frozen=True)
class Result:
    """What came of an item: what was heard, what was decided, and whether it was what we asked."""

    outcome: str | None = None
    decision: str = ""
    heard: str = ""


def record_outcome(
    item: AgendaItem,
    result: Result,
    actor: Person,
    seen_version: int | None = None,
    on_behalf_of_id: int | None = None,
) -> None:
    """Record what was heard and decided on an item, so that the next note can show it.

    A secretary does so in the own name, or for the portfolio holder whom they serve.
    """
    meeting = item.meeting
    if not may_record_outcome(actor, meeting, item):
        raise NotAllowed
    if seen_version is not None:
        _require_seen(item, seen_version)
    if not workflow.has_outcome(meeting.status, meeting.starts_at, clock.now()):
        raise RuleBroken(_("De afloop kan worden vastgelegd zodra de vergadering is begonnen."))
    if result.outcome is not None and result.outcome not in {one.value for one in Outcome}:
        raise RuleBroken(_("Kies een van de mogelijkheden in de lijst."), "outcome")
    lock_agenda(meeting.id)  # of two at once, the second sees whether all is told now
    instructor = _instructor(item, actor, on_behalf_of_id)
    names = ("outcome", "decision", "heard")
    changed = [name for name in names if getattr(item, name) != getattr(result, name)]
    if not changed:
        return
    for name in changed:
        setattr(item, name, getattr(result, name))
    item.outcome_at, item.outcome_by_id = clock.now(), actor.id
    _told(item, "record-outcome", actor, changed, instructor)


def _instructor(item: AgendaItem, actor: Person, chosen_id: int | None) -> int | None:
    """For whom the actor says to record it: the portfolio holder, and only who serves them."""
    if chosen_id is None:
        return None
    found = instructed_by(actor, chosen_id)
    if found is None or found != item_alderman_id(item):
        raise RuleBroken(_("U kunt dit niet namens deze persoon vastleggen."), "behalf")
    return found


def require_agenda(actor: Person, meeting: Meeting, item: AgendaItem | None = None) -> None:
    """Refuse whoever may not edit this agenda or item, and any change to a cancelled meeting."""
    if not may_edit_agenda(actor, meeting, item):
        raise NotAllowed
    if not workflow.may_change(meeting.status):
        raise RuleBroken(_("Deze vergadering is geannuleerd; de agenda staat vast."))


def _require_seen(item: AgendaItem, seen_version: int) -> None:
    if item.version != seen_version:
        raise Conflict(_("Iemand anders heeft dit agendapunt intussen gewijzigd."))


def lock_agenda(meeting_id: int) -> None:
    """One person at a time where all items count (SQLite has locked the whole database)."""
    db.session.execute(select(Meeting.id).where(Meeting.id == meeting_id).with_for_update())


def agenda_now(meeting_id: int) -> list[AgendaItem]:
    """The items on an agenda in their order, as they stand once it is locked."""
    return list(
        db.session.scalars(
            select(AgendaItem)
            .where(AgendaItem.meeting_id == meeting_id, AgendaItem.withdrawn_at.is_(None))
            .order_by(AgendaItem.position, AgendaItem.id)
        )
    )


def _next_position(meeting: Meeting) -> int:
    lock_agenda(meeting.id)
    last = select(func.max(AgendaItem.position)).where(AgendaItem.meeting_id == meeting.id)
    return (db.session.scalar(last) or 0) + 1


def _told(
    item: AgendaItem,
    action: str,
    actor: Person,
    changed: Iterable[str],
    on_behalf_of_id: int | None = None,
) -> None:
    db.session.flush()
    names = sorted(changed)
    journal.record(
        f"item.{action}",
        "item",
        item.id,
        actor_id=actor.id,
        on_behalf_of_id=on_behalf_of_id,
        fields=names,
        object_version=item.version,
    )
    item_changed.send(item, fields=names)
