"""Handing over: everything that was chosen changes hands at once, or nothing does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy import select

from app.briefings.handing_on import hand_on_advice, hand_on_note, is_written_by
from app.briefings.models import Note
from app.briefings.queries import officer_of
from app.core import clock, journal
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.followup.handing_on import hand_on_action
from app.handover.left_behind import left_behind, tell_circles
from app.handover.models import HandedThing, Handover
from app.handover.queries import open_groups
from app.handover.things import Group, Thing, fingerprint, in_order
from app.meetings.handing_on import hand_on_item, hand_on_meeting, hand_on_membership
from app.messages.actions import tell
from app.people.handing_on import (
    hand_on_serving,
    hand_on_team_lead,
    may_hand_over,
    require_receiver,
)
from app.people.models import Person
from app.register.handing_on import hand_on_portfolio, hand_on_subject, name_for_partnership

#: So far ahead one can arrange it.
FURTHEST = timedelta(days=366)
#: By which kind and column a thing is found afterwards, where not by itself.
FOUND_BY = {
    "by_area": ("partnership", "id"),
    "outcome": ("item", "id"),
    "member": ("body", "body_id"),
    "portfolio": ("portfolio", "portfolio_id"),
    "advice": ("note", "note_id"),
    "team_lead": ("person", "officer_id"),
}


@dataclass(frozen=True)
class Wish:
    """What somebody wants to hand over: from when, and per group (by key) to whom."""

    first_day: date
    #: The fingerprint of what was on the screen.
    seen: str
    #: Groups without an entry stay with the giver.
    receivers: Mapping[str, Person]
    partnership_id: int | None = None
    #: Said explicitly: receivers come into the circles of what is restricted.
    take_in: bool = False


def hand_over(giver: Person, wish: Wish, actor: Person) -> list[Handover]:
    """Let the chosen things change hands; gives one handover per receiver, in order of name.

    Raises Conflict where somebody changed something since it was on the screen.
    """
    if not may_hand_over(actor, giver):
        raise NotAllowed
    _check_day(wish.first_day)
    # one handing over of a person at a time (SQLite has the lock already)
    db.session.execute(select(Person.id).where(Person.id == giver.id).with_for_update())
    today = clock.today()
    groups = open_groups(giver, actor, today, wish.partnership_id)
    if fingerprint(groups) != wish.seen:
        raise Conflict(
            _(
                "Intussen is hierin iets veranderd. Hieronder staat hoe het nu is. "
                "Kijk of uw keuze nog klopt en draag dan over."
            )
        )
    if wish.first_day != today:  # what ends or is held before that day stays with the giver
        groups = open_groups(giver, actor, wish.first_day, wish.partnership_id)
    chosen = [group for group in groups if group.key in wish.receivers and group.things]
    if not chosen:
        raise RuleBroken(_("Er is niets gekozen om over te dragen. Kies aan wie."), "receiver")
    behind = left_behind(giver, actor, wish.first_day, wish.partnership_id)
    made = _hand_on(giver, chosen, wish, actor)
    for handover in made:
        _tell(handover)
    if behind:
        tell_circles(behind, made[0].id)
    return made


def hand_over_note(
    note: Note, receiver: Person, actor: Person, seen_version: int, take_in: bool
) -> Handover:
    """Let a colleague write one note, and carry its item where the giver did.

    A writer hands on the own part in it; the coordinator that of the officer.
    """
    giver = actor if is_written_by(note, actor) else officer_of(note.item)
    giver = giver or db.session.get_one(Person, note.writer_id)
    if note.version != seen_version:
        raise Conflict(
            _("Iemand anders heeft deze annotatie intussen gewijzigd. Kijk of uw keuze nog klopt.")
        )
    if receiver == giver:
        raise RuleBroken(_("Kies een collega: %(name)s draagt over.", name=giver.name), "receiver")
    carried = officer_of(note.item) == giver
    hand_on_note(note, giver, receiver, actor, take_in)
    if carried:
        hand_on_item(note.item, "officer", giver, receiver, actor, take_in)
    handover = _handover(giver, receiver, clock.today(), actor)
    db.session.add(HandedThing(handover_id=handover.id, kind="note", object_id=note.id))
    db.session.flush()
    _tell(handover)
    return handover


def _check_day(day: date) -> None:
    today = clock.today()
    if not today <= day <= today + FURTHEST:
        raise RuleBroken(
            _("Kies vandaag of een latere dag, hoogstens een jaar vooruit."), "first_day"
        )


def _hand_on(giver: Person, chosen: Sequence[Group], wish: Wish, actor: Person) -> list[Handover]:
    made: dict[int, Handover] = {}
    things = [
        (thing, group, wish.receivers[group.key]) for group in chosen for thing in group.things
    ]
    by_thing = {id(thing): (group, receiver) for thing, group, receiver in things}
    for thing in in_order(thing for thing, _group, _receiver in things):
        group, receiver = by_thing[id(thing)]
        try:
            if receiver == giver:
                raise RuleBroken(_("Kies een collega: %(name)s draagt over.", name=giver.name))
            require_receiver(receiver, group.role)
            _change_hands(thing, giver, receiver, wish, actor)
        except RuleBroken as error:
            if isinstance(error, Conflict) or error.field == "take_in":
                raise
            raise RuleBroken(error.message, f"to-{group.key}") from None
        if receiver.id not in made:
            made[receiver.id] = _handover(giver, receiver, wish.first_day, actor)
        kind, object_id = (
            ("partnership", thing.row.id) if thing.kind == "by_area" else _named(thing)
        )
        db.session.add(
            HandedThing(handover_id=made[receiver.id].id, kind=kind, object_id=object_id)
        )
    db.session.flush()
    return sorted(made.values(), key=lambda one: one.receiver.name.lower())


def _named(thing: Thing) -> tuple[str, int]:
    """What the thing is found by afterwards: a fact with validity by what it is about."""
    row = thing.row
    if thing.kind == "subject":
        named = row.partnership_id is not None
        return ("partnership", row.partnership_id) if named else ("area", row.policy_area_id)
    if thing.kind == "serving":
        return "person", row.alderman_id if thing.part == "secretary" else row.secretary_id
    kind, column = FOUND_BY.get(thing.kind, (thing.kind, "id"))
    return kind, getattr(row, column)


def _handover(giver: Person, receiver: Person, first_day: date, actor: Person) -> Handover:
    handover = Handover(
        giver=giver,
        receiver=receiver,
        made_by=actor,
        first_day=first_day,
        made_at=clock.now(),
    )
    db.session.add(handover)
    db.session.flush()
    journal.record("handover.make", "handover", handover.id, actor_id=actor.id)
    return handover


def _change_hands(thing: Thing, giver: Person, receiver: Person, wish: Wish, actor: Person) -> None:
    row, day, part, take_in = thing.row, wish.first_day, thing.part, wish.take_in
    deeds: dict[str, Callable[[], None]] = {
        "note": lambda: hand_on_note(row, giver, receiver, actor, take_in),
        "advice": lambda: hand_on_advice(row, receiver, actor),
        "subject": lambda: hand_on_subject(row, receiver, day, actor),
        "by_area": lambda: name_for_partnership(row.id, receiver, day, giver, actor),
        "portfolio": lambda: hand_on_portfolio(row, receiver, day, actor),
        "meeting": lambda: hand_on_meeting(row, part, giver, receiver, actor, take_in),
        "item": lambda: hand_on_item(row, part, giver, receiver, actor, take_in),
        "outcome": lambda: hand_on_item(row, part, giver, receiver, actor, take_in),
        "action": lambda: hand_on_action(row, giver, receiver, actor, take_in),
        "member": lambda: hand_on_membership(row, receiver, day, actor),
        "team_lead": lambda: hand_on_team_lead(row, receiver, day, actor),
        "serving": lambda: hand_on_serving(row, part, receiver, day, actor),
    }
    deeds[thing.kind]()


def _tell(handover: Handover) -> None:
    """Tell who received and who gave, unless they arranged it themselves."""
    others = {handover.receiver_id, handover.giver_id} - {handover.made_by_id}
    tell(
        sorted(others),
        key=f"handover-{handover.id}",
        text=LazyString(_sentence, handover.giver.name, handover.receiver.name),
        url=f"/handovers/{handover.id}",
        kind="handover",
    )


def _sentence(giver: str, receiver: str) -> str:
    return _("%(giver)s heeft werk overgedragen aan %(receiver)s.", giver=giver, receiver=receiver)
