"""What a person looks for among meetings, and the address that says so. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

UPCOMING = "upcoming"


class View(StrEnum):
    """How the same selection is shown."""

    LIST = "list"
    MONTH = "month"
    WEEK = "week"


@dataclass(frozen=True)
class Filters:
    """What a person looks for; empty means everything."""

    partnership_id: int | None = None
    portfolio_id: int | None = None
    #: Somebody of ours who has a part in it.
    person_id: int | None = None
    level: str = ""
    status: str = ""
    #: The key of a question about its preparation.
    preparation: str = ""
    period: str = UPCOMING
    #: The days between which it begins, both included: they go before the period.
    first: date | None = None
    last: date | None = None
    mine: bool = False
    body_id: int | None = None

    @property
    def any_set(self) -> bool:
        """Whether the list was narrowed at all."""
        return self != Filters()

    @property
    def between(self) -> bool:
        """Whether days were named, so that the period says nothing."""
        return self.first is not None or self.last is not None

    def address(self, *without: str) -> dict[str, str]:
        """What stands in the address: every filter that was set, but for those named."""
        usual = Filters()
        found = {
            field.name.removesuffix("_id"): _text(getattr(self, field.name))
            for field in fields(self)
            if getattr(self, field.name) != getattr(usual, field.name)
        }
        return {name: text for name, text in found.items() if name not in without}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "y"
    return value.isoformat() if isinstance(value, date) else str(value)
