"""What changes portfolios: names, holders, what belongs to them, and what officers carry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core import journal
from app.core.database import db
from app.core.errors import NotFound, RuleBroken
from app.people.models import Person, Role
from app.register import permissions
from app.register.actions import require_unique, require_version
from app.register.portfolio_models import (
    OfficerSubject,
    Portfolio,
    PortfolioHolder,
    PortfolioSubject,
)
from app.register.validity import overlap, require_end, require_free, require_order


@dataclass(frozen=True)
class Subject:
    """A policy area or a partnership, one of the two, and when."""

    policy_area_id: int | None = None
    partnership_id: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def check(self) -> None:
        """One of the two must be chosen, and the period must be in order."""
        if (self.policy_area_id is None) == (self.partnership_id is None):
            raise RuleBroken(
                _("Kies een beleidsterrein of een samenwerkingsverband, een van de twee."),
                "policy_area",
            )
        require_order(self.valid_from, self.valid_to)

    @property
    def field(self) -> str:
        """The field of the form that was filled."""
        return "policy_area" if self.policy_area_id else "partnership"


def _record(deed: str, kind: str, object_id: int, actor: Person, fields: list[str]) -> None:
    db.session.flush()
    journal.record(deed, kind, object_id, actor_id=actor.id, fields=fields)


def create_portfolio(name: str, actor: Person) -> Portfolio:
    """Add a portfolio."""
    permissions.require_portfolios(actor)
    _require_name(name, None)
    portfolio = Portfolio(name=name)
    db.session.add(portfolio)
    db.session.flush()
    _record("portfolio.create", "portfolio", portfolio.id, actor, [])
    return portfolio


def rename_portfolio(portfolio: Portfolio, name: str, seen_version: int, actor: Person) -> None:
    """Give a portfolio another name."""
    permissions.require_portfolios(actor)
    require_version(portfolio, seen_version)
    _require_name(name, portfolio.id)
    if portfolio.name != name:
        portfolio.name = name
        _record("portfolio.change", "portfolio", portfolio.id, actor, ["name"])


def _require_name(name: str, own_id: int | None) -> None:
    message = _("Er is al een portefeuille met deze naam. Kies een andere naam.")
    require_unique(Portfolio, name, own_id, message)


def add_holder(
    portfolio: Portfolio,
    person: Person,
    valid_from: date | None,
    valid_to: date | None,
    actor: Person,
) -> None:
    """Let an alderman or the mayor hold a portfolio; one holder at a time."""
    permissions.require_portfolios(actor)
    require_order(valid_from, valid_to)
    if not person.has_role(Role.ALDERMAN):
        raise RuleBroken(_("Kies een wethouder of de burgemeester."), "person")
    message = _("De portefeuille heeft in die tijd al een houder. Beëindig die eerst.")
    require_free(portfolio.holders, valid_from, valid_to, message, "valid_from")
    portfolio.holders.append(
        PortfolioHolder(person=person, valid_from=valid_from, valid_to=valid_to)
    )
    _record("portfolio.add-holder", "portfolio", portfolio.id, actor, ["holder"])


def end_holder(portfolio: Portfolio, holder_id: int, last_day: date, actor: Person) -> None:
    """Let somebody hold a portfolio until a day."""
    permissions.require_portfolios(actor)
    found = [row for row in portfolio.holders if row.id == holder_id]
    if not found:
        raise NotFound
    require_end(found[0], last_day)
    found[0].valid_to = last_day
    _record("portfolio.end-holder", "portfolio", portfolio.id, actor, ["holder"])


def add_subject(portfolio: Portfolio, subject: Subject, actor: Person) -> None:
    """Let a policy area or a partnership belong to a portfolio; to one at a time."""
    permissions.require_portfolios(actor)
    subject.check()
    rows = db.session.scalars(
        select(PortfolioSubject)
        .options(joinedload(PortfolioSubject.portfolio))
        .where(
            PortfolioSubject.policy_area_id == subject.policy_area_id,
            PortfolioSubject.partnership_id == subject.partnership_id,
        )
    )
    for row in rows:
        if overlap(row, subject.valid_from, subject.valid_to):
            raise RuleBroken(
                _(
                    "Dit hoort in die tijd al bij de portefeuille %(name)s. Beëindig dat eerst.",
                    name=row.portfolio.name,
                ),
                subject.field,
            )
    portfolio.subjects.append(
        PortfolioSubject(
            policy_area_id=subject.policy_area_id,
            partnership_id=subject.partnership_id,
            valid_from=subject.valid_from,
            valid_to=subject.valid_to,
        )
    )
    _record("portfolio.add-subject", "portfolio", portfolio.id, actor, ["subjects"])


def end_subject(portfolio: Portfolio, subject_id: int, last_day: date, actor: Person) -> None:
    """Let something belong to a portfolio until a day."""
    permissions.require_portfolios(actor)
    found = [row for row in portfolio.subjects if row.id == subject_id]
    if not found:
        raise NotFound
    require_end(found[0], last_day)
    found[0].valid_to = last_day
    _record("portfolio.end-subject", "portfolio", portfolio.id, actor, ["subjects"])


def add_officer_subject(officer: Person, subject: Subject, actor: Person) -> OfficerSubject:
    """Let an officer carry a policy area or a partnership."""
    permissions.require_portfolios(actor)
    subject.check()
    if not officer.has_role(Role.OFFICER):
        raise RuleBroken(_("Kies een beleidsambtenaar."), "person")
    same = db.session.scalars(
        select(OfficerSubject).where(
            OfficerSubject.person_id == officer.id,
            OfficerSubject.policy_area_id == subject.policy_area_id,
            OfficerSubject.partnership_id == subject.partnership_id,
        )
    )
    message = _("Deze beleidsambtenaar heeft dit in die tijd al.")
    require_free(same, subject.valid_from, subject.valid_to, message, subject.field)
    row = OfficerSubject(
        person_id=officer.id,
        policy_area_id=subject.policy_area_id,
        partnership_id=subject.partnership_id,
        valid_from=subject.valid_from,
        valid_to=subject.valid_to,
    )
    db.session.add(row)
    _record("officer.add-subject", "person", officer.id, actor, ["subjects"])
    return row


def end_officer_subject(row: OfficerSubject, last_day: date, actor: Person) -> None:
    """Let an officer carry something until a day."""
    permissions.require_portfolios(actor)
    require_end(row, last_day)
    row.valid_to = last_day
    _record("officer.end-subject", "person", row.person_id, actor, ["subjects"])
