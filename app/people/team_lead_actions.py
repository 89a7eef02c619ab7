"""Who leads an officer's team, recorded by the administrator."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import journal
from app.core.database import db
from app.core.errors import RuleBroken
from app.people.models import Person, Role, TeamLead
from app.people.permissions import not_active, require_administrator
from app.people.relations import end_before_today, overlaps_another, require_order


def add_team_lead(
    actor: Person, officer: Person, leader: Person, first: date | None, last: date | None
) -> TeamLead:
    """Record who leads an officer's team, from and until when."""
    require_administrator(actor)
    row = TeamLead(leader_id=leader.id, officer_id=officer.id, valid_from=first, valid_to=last)
    if leader == officer:
        raise RuleBroken(_("Kies iemand anders: niemand is zijn eigen teamleider."), "leader")
    if not leader.active:
        raise RuleBroken(not_active(leader), "leader")
    if not officer.has_role(Role.OFFICER):
        raise RuleBroken(_("Alleen een beleidsambtenaar heeft hier een teamleider."))
    _check_days(row)
    db.session.add(row)
    db.session.flush()
    journal.record("team-lead.add", "team_lead", row.id, actor_id=actor.id)
    return row


def change_team_lead(actor: Person, row: TeamLead, first: date | None, last: date | None) -> None:
    """Change from and until when somebody leads an officer's team."""
    require_administrator(actor)
    row.valid_from, row.valid_to = first, last
    with db.session.no_autoflush:
        _check_days(row)
    journal.record(
        "team-lead.change",
        "team_lead",
        row.id,
        actor_id=actor.id,
        fields=["valid_from", "valid_to"],
    )


def end_team_lead(actor: Person, row: TeamLead) -> None:
    """End it: yesterday was the last day; what had not begun yet is taken back."""
    require_administrator(actor)
    journal.record("team-lead.end", "team_lead", row.id, actor_id=actor.id, fields=["valid_to"])
    end_before_today(row)


def _check_days(row: TeamLead) -> None:
    require_order(row)
    others = select(TeamLead).where(
        TeamLead.officer_id == row.officer_id, TeamLead.leader_id == row.leader_id
    )
    if overlaps_another(row, db.session.scalars(others)):
        raise RuleBroken(
            _("Deze teamleider staat er in deze periode al. Pas die regel aan."), "leader"
        )
