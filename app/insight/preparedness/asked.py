"""What somebody wants to see of how far coming meetings have been prepared, and its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement

from app.meetings.models import Body, Meeting

#: How many weeks ahead one can look.
WEEKS = (4, 8, 12)


class By(StrEnum):
    """What the items are grouped by."""

    MEETING = "meeting"
    PERSON = "person"
    PARTNERSHIP = "partnership"
    PORTFOLIO = "portfolio"


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see."""

    by: By = By.MEETING
    weeks: int = WEEKS[1]
    partnership_id: int | None = None
    person_id: int | None = None
    portfolio_id: int | None = None
    meeting_id: int | None = None

    @property
    def by_portfolio(self) -> bool:
        """Whether it takes portfolios to answer it."""
        return self.by == By.PORTFOLIO or self.portfolio_id is not None

    @property
    def narrowing(self) -> list[ColumnElement[bool]]:
        """The same as far as the database can tell, over Meeting and Body."""
        found: list[ColumnElement[bool]] = []
        if self.meeting_id is not None:
            found.append(Meeting.id == self.meeting_id)
        if self.partnership_id is not None:
            found.append(Body.partnership_id == self.partnership_id)
        return found


def asked_for(query: Mapping[str, str]) -> Asked:
    """What an address asks for; a value that means nothing counts as not asked."""
    by, weeks = query.get("by", ""), query.get("weeks", "")
    numbers = {
        f"{name}_id": int(query[name])
        for name in ("partnership", "person", "portfolio")
        if query.get(name, "").isdecimal() and len(query[name]) < 10
    }
    return Asked(
        By(by) if by in set(By) else By.MEETING,
        int(weeks) if weeks in {str(number) for number in WEEKS} else Asked.weeks,
        **numbers,
    )


def way(**narrowed: Any) -> str:
    """The page by meeting, narrowed to a partnership, a person or a portfolio."""
    return url_for("insight.show_preparedness", by=By.MEETING, **narrowed)
