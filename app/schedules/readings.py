"""What reading a schedule gives: per line a proposal, a question, or that it was not used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class Why(StrEnum):
    """Why something is asked, or why a line was not used."""

    # questions
    WEEKDAY = "weekday"
    WEEK = "week"
    WEEK_ONLY = "week_only"
    NO_SUCH_DAY = "no_such_day"
    DATE_UNSURE = "date_unsure"
    OTHER_DAY = "other_day"
    NUMBER = "number"
    RANGE = "range"
    SEVERAL_DATES = "several_dates"
    MOVED = "moved"
    CANCELLED = "cancelled"
    YEAR = "year"
    MONTH = "month"
    TIME_ORDER = "time_order"
    TIME_UNSURE = "time_unsure"
    SEVERAL_TIMES = "several_times"
    TIME_MISSING = "time_missing"
    BODY_UNKNOWN = "body_unknown"
    BODY_SEVERAL = "body_several"
    BODY_MISSING = "body_missing"
    RULE = "rule"
    TOO_LONG = "too_long"
    # not used
    HEAD = "head"
    YEAR_HEADING = "year_heading"
    MONTH_HEADING = "month_heading"
    TIME_HEADING = "time_heading"
    BODY_HEADING = "body_heading"
    NO_DATE = "no_date"
    # of a rule
    AVOIDED = "avoided"
    SHIFTED = "shifted"


#: How much of a line is repeated to who pasted it.
SHOWN = 160


@dataclass(frozen=True)
class Reading:
    """One thing that was read; with `why` and without `unused` it is a question."""

    line: int
    text: str
    day: date | None = None
    start: time | None = None
    end: time | None = None
    place: str = ""
    body_id: int | None = None
    why: Why | None = None
    #: Goes into the sentence of the question.
    detail: str = ""
    #: A heading, or a line without a date.
    unused: bool = False

    @property
    def is_proposal(self) -> bool:
        """Whether nothing needs to be asked."""
        return self.why in (None, Why.SHIFTED) and not self.unused

    @property
    def is_question(self) -> bool:
        """Whether somebody must say what is meant."""
        return not self.unused and not self.is_proposal


def shown(text: str) -> str:
    """As much of a line as is shown."""
    text = text.replace("\t", " · ").strip(" ·")
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
