"""The people of the sample municipality, their portfolios and who leads whom."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from app.core import clock
from app.core.database import db
from app.people.models import Absence, Person, PersonRole, Serving, Substitution, TeamLead
from app.register.models import Partnership, PolicyArea
from app.register.portfolio_models import (
    OfficerSubject,
    Portfolio,
    PortfolioHolder,
    PortfolioSubject,
)

SOURCE = Path(__file__).parent / "people.toml"
#: Reserved for examples (RFC 2606): no mail can ever leave for it.
DOMAIN = "haren.example"


def load_people() -> dict[str, Person]:
    """Make the accounts, without passwords; gives them by their key in the source."""
    found: dict[str, Person] = {}
    for row in _rows():
        person = Person(
            email=f"{row['key']}@{DOMAIN}",
            name=row["name"],
            title=row["title"],
            created_at=clock.now(),
            roles=[PersonRole(role=role) for role in row["roles"]],
        )
        found[row["key"]] = person
    db.session.add_all(found.values())
    db.session.flush()
    for row in _rows():
        if leader := row.get("leader"):
            db.session.add(TeamLead(leader=found[leader], officer=found[row["key"]]))
        db.session.add_all(
            Serving(secretary=found[row["key"]], alderman=found[alderman])
            for alderman in row.get("serves", ())
        )
    return found


def load_portfolios(people: dict[str, Person], partnerships: dict[str, Partnership]) -> None:
    """Give each portfolio its holder and areas, and each officer what they carry."""
    areas = {area.name: area for area in db.session.scalars(db.select(PolicyArea))}
    for row in _rows():
        subjects: list[dict[str, Any]] = [
            {"policy_area": areas[name]} for name in row.get("carries", ()) if name in areas
        ] + [{"partnership": partnerships[key]} for key in row.get("partnerships", ())]
        if name := row.get("portfolio"):
            holder = PortfolioHolder(person=people[row["key"]])
            db.session.add(
                Portfolio(
                    name=name,
                    holders=[holder],
                    subjects=[PortfolioSubject(**subject) for subject in subjects],
                )
            )
        else:
            db.session.add_all(
                OfficerSubject(person=people[row["key"]], **subject) for subject in subjects
            )


def load_absences(people: dict[str, Person]) -> None:
    """A week of leave next month with a substitute, and a standing substitute for the mayor."""
    today = clock.today()
    first = today.replace(day=1).toordinal() + 40
    days = type(today).fromordinal(first), type(today).fromordinal(first + 6)
    away, stand_in = people["officer-youth"], people["officer-social"]
    db.session.add(Absence(person=away, first_day=days[0], last_day=days[1]))
    db.session.add(
        Substitution(person=away, substitute=stand_in, first_day=days[0], last_day=days[1])
    )
    db.session.add(
        Substitution(
            person=people["mayor"],
            substitute=people["alderman-social"],
            first_day=today,
            last_day=None,
        )
    )


def _rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(SOURCE.read_text())["person"]
    return rows
