"""Handing an action or commitment that is still open on to a colleague."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_

from app.core import clock, journal
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.followup.action_list import may_know
from app.followup.models import Action
from app.followup.permissions import READERS
from app.followup.queries import actions_where
from app.meetings.circles import widen_circle
from app.people.handing_on import may_hand_over, require_receiver
from app.people.models import Person


def still_to_do(giver: Person, first_day: date) -> tuple[ColumnElement[bool], ...]:
    """What a person still has to do from a day on; what is due before a later day stays theirs."""
    mine = (Action.owner_id == giver.id, Action.done_at.is_(None))
    if first_day <= clock.today():
        return mine
    return (*mine, or_(Action.due_on.is_(None), Action.due_on >= first_day))


def actions_to_hand_on(giver: Person, actor: Person, first_day: date) -> list[Action]:
    """The same, as far as the actor may see it."""
    return actions_where(actor, *still_to_do(giver, first_day), most=None)


def hand_on_action(
    action: Action, giver: Person, receiver: Person, actor: Person, take_in: bool
) -> None:
    """Let a colleague do what a person promised or was asked, on the same day.

    Of something restricted the receiver sees that action: said explicitly, and with the meeting
    where that is restricted too.
    """
    if not may_hand_over(actor, giver) or not actor.has_role(*READERS):
        raise NotAllowed
    _require_reader(receiver)
    if action.owner_id != giver.id or not action.is_open:
        raise Conflict(_("Een actie is intussen gewijzigd. Bekijk de lijst opnieuw."))
    if not may_know(receiver, action.meeting, action.item, actor) and not take_in:
        raise RuleBroken(
            _(
                "%(name)s zit niet in de kring van een actie. "
                "Zeg erbij dat u deze collega in de kring opneemt.",
                name=receiver.name,
            ),
            "take_in",
        )
    widen_circle(action.meeting, [receiver.id])
    action.owner_id = receiver.id
    db.session.flush()
    db.session.expire(action, ["owner"])
    journal.record(
        "action.hand-over",
        "action",
        action.id,
        actor_id=actor.id,
        fields=["owner_id"],
        object_version=action.version,
    )


def _require_reader(receiver: Person) -> None:
    require_receiver(receiver)
    if not receiver.has_role(*READERS):
        raise RuleBroken(
            _(
                "%(name)s leest geen annotaties en kan dus geen acties overnemen. Kies een ander.",
                name=receiver.name,
            )
        )
