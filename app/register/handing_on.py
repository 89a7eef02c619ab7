"""Handing on who carries a partnership or a policy area, and who holds a portfolio."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.core import journal
from app.core.database import db, hold_through, pass_on
from app.core.errors import NotAllowed
from app.people.handing_on import may_hand_over, require_receiver
from app.people.models import Person, Role
from app.register.permissions import may_edit_portfolios
from app.register.portfolio_models import OfficerSubject, PortfolioHolder


def hand_on_subject(row: OfficerSubject, receiver: Person, first_day: date, actor: Person) -> None:
    """Let a colleague carry what an officer carried, from a day."""
    if not may_hand_over(actor, row.person):
        raise NotAllowed
    require_receiver(receiver, Role.OFFICER)
    giver_id = row.person_id
    pass_on(row, "person_id", receiver.id, first_day, _theirs(row, receiver))
    for person_id in (giver_id, receiver.id):
        journal.record(
            "officer.hand-over", "person", person_id, actor_id=actor.id, fields=["subjects"]
        )
    if row.partnership_id is not None:
        journal.record(
            "partnership.hand-over",
            "partnership",
            row.partnership_id,
            actor_id=actor.id,
            fields=["officer"],
        )


def name_for_partnership(
    partnership_id: int, receiver: Person, first_day: date, giver: Person, actor: Person
) -> None:
    """Let a colleague carry one partnership that the giver carried by its policy area."""
    if not may_hand_over(actor, giver):
        raise NotAllowed
    require_receiver(receiver, Role.OFFICER)
    row = OfficerSubject(person_id=receiver.id, partnership_id=partnership_id, valid_from=first_day)
    if not hold_through(_theirs(row, receiver), first_day, None):
        db.session.add(row)
    journal.record(
        "partnership.hand-over",
        "partnership",
        partnership_id,
        actor_id=actor.id,
        fields=["officer"],
    )
    db.session.flush()


def _theirs(row: OfficerSubject, receiver: Person) -> list[OfficerSubject]:
    found = select(OfficerSubject).where(
        OfficerSubject.person_id == receiver.id,
        OfficerSubject.partnership_id == row.partnership_id,
        OfficerSubject.policy_area_id == row.policy_area_id,
    )
    return list(db.session.scalars(found))


def hand_on_portfolio(
    row: PortfolioHolder, receiver: Person, first_day: date, actor: Person
) -> None:
    """Let another alderman hold a portfolio from a day: for who says which alderman holds what."""
    if not may_edit_portfolios(actor):
        raise NotAllowed
    require_receiver(receiver, Role.ALDERMAN)
    theirs = select(PortfolioHolder).where(
        PortfolioHolder.portfolio_id == row.portfolio_id, PortfolioHolder.person_id == receiver.id
    )
    journal.record(
        "portfolio.hand-over", "portfolio", row.portfolio_id, actor_id=actor.id, fields=["holder"]
    )
    pass_on(row, "person_id", receiver.id, first_day, db.session.scalars(theirs).all())
