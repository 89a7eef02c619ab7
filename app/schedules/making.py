"""Making a schedule by rule: its days, and what becomes of those on which nobody meets."""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import gettext as _

from app.core import dates
from app.days.models import DayKind
from app.days.queries import HOLIDAY, facts_between
from app.schedules.readings import Reading, Why
from app.schedules.recurrence import FURTHEST, Avoiding, Rule, avoid, days_by_rule


def avoided_days(first: date, last: date, kinds: frozenset[str]) -> dict[date, str]:
    """The days of these kinds in a period, and two weeks on, each with what it is."""
    until = last + timedelta(days=FURTHEST)
    found: dict[date, str] = {}
    for fact in facts_between(first, until):
        if fact.kind not in kinds:
            continue
        day = max(fact.first_day, first)
        while day <= min(fact.last_day, until):
            found.setdefault(day, fact.name)
            day += timedelta(days=1)
    return found


def kinds_to_avoid(recess: bool, school: bool) -> frozenset[str]:
    """The kinds of days on which nobody meets: holidays and closed days always."""
    found = {HOLIDAY, str(DayKind.CLOSED)}
    found |= {str(DayKind.RECESS)} if recess else set()
    return frozenset(found | ({str(DayKind.SCHOOL_HOLIDAY)} if school else set()))


def readings_by_rule(
    rule: Rule, first: date, last: date, avoided: dict[date, str], how: Avoiding, body_id: int
) -> list[Reading]:
    """The days of a rule, as if somebody had written them down."""
    found = []
    for one in avoid(days_by_rule(rule, first, last), avoided, how):
        why, detail = None, ""
        if one.day is None:
            why, detail = Why.AVOIDED, one.because
        elif one.day != one.wanted:
            why = Why.SHIFTED
            detail = _("%(day)s is %(what)s", day=dates.short_day(one.wanted), what=one.because)
        found.append(
            Reading(
                line=0,
                text="",
                day=one.day or one.wanted,
                body_id=body_id,
                why=why,
                detail=detail,
            )
        )
    return found
