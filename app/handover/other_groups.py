"""What is open of a person beside partnerships: areas, portfolios, advice, teams, secretariats."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.briefings.advice.queries import is_open
from app.briefings.models import Advice, Note
from app.briefings.permissions import known_to
from app.core.database import db
from app.handover.things import Group, Thing
from app.meetings.agenda_models import AgendaItem
from app.people.handing_on import may_hand_on_serving
from app.people.models import Person, Role, Serving, TeamLead
from app.register.portfolio_models import OfficerSubject, PortfolioHolder


def still(table: Any, day: date) -> ColumnElement[bool]:
    """The fact holds on the day or later."""
    return or_(table.valid_to.is_(None), table.valid_to >= day)


def other_groups(giver: Person, actor: Person, first_day: date) -> Iterator[Group]:
    """Policy areas, portfolios, advice, teams and secretariats, each a group of its own."""
    yield Group("areas", _("Beleidsterreinen"), Role.OFFICER, _areas(giver, first_day))
    yield Group("portfolios", _("Portefeuilles"), Role.ALDERMAN, _portfolios(giver, first_day))
    yield Group("advice", _("Gevraagd advies"), Role.ADVISER, _advice(giver, actor))
    yield Group("team", _("Teamleiding"), None, _team_leads(giver, first_day))
    for side, other, role, title in (
        ("secretary", "alderman", Role.SECRETARY, _("Werkt als secretariaat voor")),
        ("alderman", "secretary", Role.ALDERMAN, _("Secretariaat dat meegaat")),
    ):
        yield Group(f"serving-{side}", title, role, _servings(giver, actor, side, other, first_day))


def _areas(giver: Person, first_day: date) -> list[Thing]:
    rows = db.session.scalars(
        select(OfficerSubject)
        .options(joinedload(OfficerSubject.policy_area), joinedload(OfficerSubject.person))
        .where(
            OfficerSubject.person_id == giver.id,
            OfficerSubject.policy_area_id.is_not(None),
            still(OfficerSubject, first_day),
        )
        .order_by(OfficerSubject.id)
    )
    return [Thing("subject", row, row.name) for row in rows]


def _portfolios(giver: Person, first_day: date) -> list[Thing]:
    rows = db.session.scalars(
        select(PortfolioHolder)
        .options(joinedload(PortfolioHolder.portfolio))
        .where(PortfolioHolder.person_id == giver.id, still(PortfolioHolder, first_day))
        .order_by(PortfolioHolder.id)
    )
    url = url_for("register.show_portfolios")
    return [Thing("portfolio", row, row.portfolio.name, url) for row in rows]


def _advice(giver: Person, actor: Person) -> list[Thing]:
    rows = db.session.execute(
        select(Advice, Note)
        .join(Note, Note.id == Advice.note_id)
        .where(Advice.adviser_id == giver.id, *is_open(), known_to(actor))
        .options(joinedload(Note.item).joinedload(AgendaItem.meeting), selectinload(Note.circle))
        .order_by(Advice.due_on, Advice.id)
    )
    return [
        Thing(
            "advice",
            advice,
            note.item.title,
            url_for("briefings.read_note", note_id=note.id),
            note.item.meeting.starts_at,
        )
        for advice, note in rows
    ]


def _team_leads(giver: Person, first_day: date) -> list[Thing]:
    rows = db.session.scalars(
        select(TeamLead)
        .options(joinedload(TeamLead.officer), joinedload(TeamLead.leader))
        .where(TeamLead.leader_id == giver.id, still(TeamLead, first_day))
        .order_by(TeamLead.id)
    )
    return [Thing("team_lead", row, row.officer.name) for row in rows]


def _servings(giver: Person, actor: Person, side: str, other: str, first_day: date) -> list[Thing]:
    rows = db.session.scalars(
        select(Serving)
        .options(joinedload(Serving.secretary), joinedload(Serving.alderman))
        .where(getattr(Serving, f"{side}_id") == giver.id, still(Serving, first_day))
        .order_by(Serving.id)
    )
    return [
        Thing("serving", row, getattr(row, other).name, part=side)
        for row in rows
        if may_hand_on_serving(actor, row)
    ]
