"""Of what a year is: a partnership, a portfolio, or one of ours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, select

from app.core import clock
from app.meetings.list_queries import concerns
from app.meetings.models import Body, Meeting
from app.people.models import Person
from app.people.queries import get_person
from app.register.portfolio_queries import get_portfolio, portfolio_partnership_ids
from app.register.queries import get_partnership
from app.schedules.year.asked import Asked


class Kind(StrEnum):
    """What a year can be of."""

    PARTNERSHIP = "partnership"
    PORTFOLIO = "portfolio"
    PERSON = "person"


@dataclass(frozen=True)
class Subject:
    """Of what a year is, and which meetings are in it."""

    kind: Kind
    id: int
    name: str
    #: Which meetings are in it, whoever reads.
    holds: ColumnElement[bool]
    #: The title of a person, where it says more than the name.
    about: str = ""
    #: What it is called where there is little room.
    short: str = ""
    person: Person | None = None

    def address(self, asked: Asked, *, as_file: bool = False) -> str:
        """Where its year is, as a page or as a file."""
        ending = "_file" if as_file else ""
        values: dict[str, Any] = {f"{self.kind}_id": self.id, **asked.address()}
        return url_for(f"schedules.{self.kind}_year{ending}", **values)


def partnership_subject(partnership_id: int) -> Subject:
    """The meetings of a partnership."""
    one = get_partnership(partnership_id)
    bodies = select(Body.id).where(Body.partnership_id == one.id)
    return Subject(
        Kind.PARTNERSHIP,
        one.id,
        one.name,
        Meeting.body_id.in_(bodies),
        short=one.abbreviation or one.name,
    )


def portfolio_subject(portfolio_id: int) -> Subject:
    """The meetings of the partnerships that fall under a portfolio today."""
    one = get_portfolio(portfolio_id)
    held = portfolio_partnership_ids(one.id, clock.today())
    bodies = select(Body.id).where(Body.partnership_id.in_(held))
    return Subject(
        Kind.PORTFOLIO,
        one.id,
        one.name,
        Meeting.body_id.in_(bodies),
        short=one.name,
    )


def person_subject(person_id: int) -> Subject:
    """The meetings in which somebody has a part, by themselves or for whom they stand in then."""
    one = get_person(person_id)
    holds = concerns(one)
    about = one.title if one.title != one.name else ""
    return Subject(Kind.PERSON, one.id, one.name, holds, about=about, short=one.name, person=one)
