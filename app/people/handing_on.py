"""Handing relations on to a colleague: who leads a team, who works for an alderman."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import journal
from app.core.database import db, pass_on
from app.core.errors import NotAllowed, RuleBroken
from app.people.models import Person, Role, Serving, TeamLead
from app.people.permissions import not_active
from app.people.roles import ROLE_WORDS

#: Who may hand over what belongs to somebody else.
OVERSEERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


def may_hand_over(actor: Person, giver: Person) -> bool:
    """Whether the actor may hand over what this person does: their own, or as overseer."""
    return actor.active and (actor == giver or actor.has_role(*OVERSEERS))


def may_hand_on_serving(actor: Person, row: Serving) -> bool:
    """Whether the actor may let somebody else work for an alderman, or with another alderman.

    It gives the right to record in an alderman's name, so that alderman or an overseer says who
    does; a secretary does not choose their own successor.
    """
    return actor.active and (actor.id == row.alderman_id or actor.has_role(*OVERSEERS))


def require_receiver(receiver: Person, role: str | None = None) -> None:
    """Refuse a colleague who is gone, or who has not the role that it takes."""
    if not receiver.active:
        raise RuleBroken(not_active(receiver))
    if role is not None and not receiver.has_role(role):
        raise RuleBroken(
            _("%(name)s heeft niet de rol %(role)s.", name=receiver.name, role=ROLE_WORDS[role])
        )


def hand_on_team_lead(row: TeamLead, receiver: Person, first_day: date, actor: Person) -> None:
    """Let a colleague lead the team of an officer from a day."""
    if not may_hand_over(actor, row.leader):
        raise NotAllowed
    require_receiver(receiver)
    if receiver.id == row.officer_id:
        raise RuleBroken(_("Niemand is zijn eigen teamleider. Kies voor het team iemand anders."))
    theirs = select(TeamLead).where(
        TeamLead.officer_id == row.officer_id, TeamLead.leader_id == receiver.id
    )
    journal.record("team-lead.hand-over", "team_lead", row.id, actor_id=actor.id, fields=["leader"])
    pass_on(row, "leader_id", receiver.id, first_day, db.session.scalars(theirs).all())


def hand_on_serving(
    row: Serving, side: str, receiver: Person, first_day: date, actor: Person
) -> None:
    """Let another secretary work for an alderman, or the secretary for another alderman."""
    if not may_hand_on_serving(actor, row):
        raise NotAllowed
    require_receiver(receiver, Role.SECRETARY if side == "secretary" else Role.ALDERMAN)
    pair = {"secretary": row.secretary_id, "alderman": row.alderman_id, side: receiver.id}
    if pair["secretary"] == pair["alderman"]:
        raise RuleBroken(_("Kies iemand anders: niemand is zijn eigen secretariaat."))
    theirs = select(Serving).where(
        Serving.secretary_id == pair["secretary"], Serving.alderman_id == pair["alderman"]
    )
    journal.record("serving.hand-over", "serving", row.id, actor_id=actor.id, fields=[side])
    pass_on(row, f"{side}_id", receiver.id, first_day, db.session.scalars(theirs).all())
