"""Keeping the days: adding, changing, confirming, removing, filling a year, the region."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, time

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import journal
from app.core.database import db, one_at_a_time
from app.core.errors import Conflict, RuleBroken
from app.days import filling
from app.days.models import DayKind, Period, Region, SchoolRegion
from app.days.permissions import require_editor
from app.days.queries import forget_closed_days, own_region, periods_between
from app.days.recurrence import Span
from app.people.models import Person


@dataclass(frozen=True)
class PeriodDetails:
    """What is said of a day or period."""

    kind: str
    first_day: date
    last_day: date
    name: str = ""
    starts: time | None = None
    ends: time | None = None
    region: str | None = None
    to_confirm: bool = False
    source: str = ""


COLUMNS = tuple(one.name for one in fields(PeriodDetails))


def add_period(details: PeriodDetails, actor: Person) -> Period:
    """Add a day or period."""
    require_editor(actor)
    one_at_a_time(Period)
    _check(details)
    _check_new(details, None)
    return _add(details, actor)


def change_period(period: Period, details: PeriodDetails, actor: Person, seen_version: int) -> None:
    """Change a day or period."""
    require_editor(actor)
    one_at_a_time(Period)
    _require_version(period, seen_version)
    _check(details)
    _check_new(details, period)
    changed = [name for name in COLUMNS if getattr(period, name) != getattr(details, name)]
    for name in changed:
        setattr(period, name, getattr(details, name))
    if changed:
        _record(period, "change", actor, changed)


def confirm_period(period: Period, actor: Person, seen_version: int) -> None:
    """Say that a day or period is right as it stands; only for what still asks for it."""
    require_editor(actor)
    _require_version(period, seen_version)
    if not period.to_confirm:
        raise RuleBroken(_("Dit is al bevestigd."))
    period.to_confirm = False
    _record(period, "confirm", actor, ["to_confirm"])


def remove_period(period: Period, actor: Person, seen_version: int) -> None:
    """Remove a day or period; who looked at an older one first looks again."""
    require_editor(actor)
    _require_version(period, seen_version)
    _record(period, "remove", actor, [])
    db.session.delete(period)
    db.session.flush()
    forget_closed_days()


def add_several(details: PeriodDetails, spans: Iterable[Span], actor: Person) -> list[Period]:
    """Add days that share everything but their date; one that is there already stays as it is."""
    require_editor(actor)
    one_at_a_time(Period)
    wanted = sorted(spans, key=lambda one: one.first)
    if not wanted:
        raise RuleBroken(_("Kies ten minste één dag om toe te voegen."))
    present = periods_between(wanted[0].first, max(one.last for one in wanted))
    found: list[Period] = []
    for span in wanted:
        one = PeriodDetails(
            **{
                **{name: getattr(details, name) for name in COLUMNS},
                "first_day": span.first,
                "last_day": span.last,
            }
        )
        _check(one)
        if not any(is_same(row, one) for row in [*present, *found]):
            found.append(_add(one, actor))
    return found


def is_same(row: Period, details: PeriodDetails) -> bool:
    """Whether a period says the same as what would be added."""
    return (row.kind, row.first_day, row.last_day, row.name, row.region) == (
        details.kind,
        details.first_day,
        details.last_day,
        details.name,
        details.region,
    )


def fill_year(year: int, actor: Person) -> list[Period]:
    """Add what is known of a year and not there yet, marked "te bevestigen"."""
    require_editor(actor)
    one_at_a_time(Period)
    return [
        _add(
            PeriodDetails(
                one.kind,
                one.first_day,
                one.last_day,
                one.name,
                region=one.region,
                to_confirm=True,
                source=one.source,
            ),
            actor,
        )
        for one in missing_in(year)
    ]


def missing_in(year: int) -> Sequence[filling.Proposal]:
    """What `fill_year` would add now."""
    wanted = filling.proposals(year, own_region())
    if not wanted:
        return []
    first = min(one.first_day for one in wanted)
    return filling.missing(wanted, periods_between(first, max(one.last_day for one in wanted)))


def choose_region(region: str, actor: Person) -> None:
    """Say in which region of the school holidays this municipality lies."""
    require_editor(actor)
    row = db.session.get(SchoolRegion, 1) or SchoolRegion(id=1)
    row.region = Region(region)
    db.session.add(row)
    journal.record("days.choose-region", "school_region", 1, actor_id=actor.id, fields=["region"])


def _add(details: PeriodDetails, actor: Person) -> Period:
    period = Period(**{name: getattr(details, name) for name in COLUMNS})
    db.session.add(period)
    _record(period, "add", actor, [])
    return period


def _record(period: Period, verb: str, actor: Person, changed: Iterable[str]) -> None:
    db.session.flush()
    forget_closed_days()
    journal.record(
        f"period.{verb}",
        "period",
        period.id,
        actor_id=actor.id,
        fields=changed,
        object_version=period.version,
    )


def _require_version(period: Period, seen: int) -> None:
    if period.version != seen:
        raise Conflict(
            _("Iemand anders heeft dit intussen gewijzigd. Kijk wat er nu staat en kies opnieuw.")
        )


def _check(details: PeriodDetails) -> None:
    if details.last_day < details.first_day:
        raise RuleBroken(
            _("De laatste dag ligt vóór de eerste dag. Kies een latere laatste dag."), "last_day"
        )
    if (details.starts is None) != (details.ends is None):
        raise RuleBroken(_("Vul begin én einde in, of geen van beide."), "ends")
    if details.starts is not None and details.ends is not None:
        if details.ends <= details.starts:
            raise RuleBroken(_("Het einde ligt vóór het begin."), "ends")
        if details.first_day != details.last_day:
            raise RuleBroken(
                _("Een periode van meer dagen heeft geen tijden. Laat begin en einde leeg."),
                "starts",
            )
        if details.kind == DayKind.CLOSED:
            raise RuleBroken(
                _("Gesloten geldt voor hele dagen. Laat begin en einde leeg."), "starts"
            )
    if details.region and details.kind != DayKind.SCHOOL_HOLIDAY:
        raise RuleBroken(
            _("Alleen een schoolvakantie heeft een regio. Laat de regio leeg."), "region"
        )


def _check_new(details: PeriodDetails, own: Period | None) -> None:
    rows = db.session.scalars(
        select(Period).where(
            Period.kind == details.kind,
            Period.first_day == details.first_day,
            Period.last_day == details.last_day,
        )
    )
    if any(row is not own and is_same(row, details) for row in rows):
        raise RuleBroken(_("Deze dag staat er al. Wijzig die, of kies een andere."), "first_day")
