"""Keeping the series of staff meetings (stafoverleg): the rule, and days that are otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, time

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import journal
from app.core.database import db, one_at_a_time
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from app.days.models import StaffException, StaffSeries
from app.days.permissions import may_keep_staff_meetings
from app.days.staff_days import Occurrence, end_of
from app.people.models import Person, Role


@dataclass(frozen=True)
class SeriesDetails:
    """The rule of a series."""

    weekday: int
    starts: time
    minutes: int
    place: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


COLUMNS = tuple(one.name for one in fields(SeriesDetails))


def add_series(alderman: Person, details: SeriesDetails, actor: Person) -> StaffSeries:
    """Begin the weekly staff meeting of an alderman."""
    _require(actor)
    if not alderman.active or not alderman.has_role(Role.ALDERMAN):
        raise RuleBroken(_("Kies een wethouder of de burgemeester."), "person_id")
    one_at_a_time(StaffSeries)
    _check(details, alderman.id, None)
    series = StaffSeries(person_id=alderman.id)
    for name in COLUMNS:
        setattr(series, name, getattr(details, name))
    db.session.add(series)
    _record(series, "add", actor, [])
    return series


def change_series(
    series: StaffSeries, details: SeriesDetails, actor: Person, seen_version: int
) -> None:
    """Change the rule of a series; a last day ends it."""
    _require(actor)
    if series.version != seen_version:
        raise Conflict(
            _("Iemand anders heeft dit intussen gewijzigd. Kijk wat er nu staat en kies opnieuw.")
        )
    one_at_a_time(StaffSeries)
    _check(details, series.person_id, series)
    changed = [name for name in COLUMNS if getattr(series, name) != getattr(details, name)]
    for name in changed:
        setattr(series, name, getattr(details, name))
    if changed:
        _record(series, "change", actor, changed)


def move_staff_meeting(
    meeting: Occurrence, day: date, starts: time | None, today: date, actor: Person
) -> None:
    """Hold one staff meeting on another day or time; not one that has been."""
    _require(actor)
    _require_coming(meeting, today)
    if day < today:
        raise RuleBroken(_("Deze dag is al geweest. Kies een latere."), "day")
    if starts is not None and end_of(starts, meeting.series.minutes) <= starts:
        raise RuleBroken(_("Zo loopt het door tot na middernacht. Begin eerder."), "starts")
    row = _exception(meeting)
    row.moved_to, row.starts = day, starts
    _record(meeting.series, "move-meeting", actor, ["day", "starts"])


def cancel_staff_meeting(meeting: Occurrence, today: date, actor: Person) -> None:
    """Let one staff meeting not be held; its points stay open for the next."""
    _require(actor)
    _require_coming(meeting, today)
    row = _exception(meeting)
    row.moved_to = row.starts = None
    _record(meeting.series, "cancel-meeting", actor, ["day"])


def restore_staff_meeting(series: StaffSeries, rule_day: date, actor: Person) -> None:
    """Hold it by the rule after all."""
    _require(actor)
    row = next((one for one in series.exceptions if one.day == rule_day), None)
    if row is None:
        raise NotFound
    series.exceptions.remove(row)
    _record(series, "restore-meeting", actor, ["day"])


def _exception(meeting: Occurrence) -> StaffException:
    """What is otherwise about one staff meeting; who else is at it now waits."""
    series = meeting.series
    db.session.execute(select(StaffSeries.id).where(StaffSeries.id == series.id).with_for_update())
    db.session.expire(series, ["exceptions"])
    row = next((one for one in series.exceptions if one.day == meeting.rule_day), None)
    if row is None:
        row = StaffException(day=meeting.rule_day)
        series.exceptions.append(row)
    return row


def _require(actor: Person) -> None:
    if not may_keep_staff_meetings(actor):
        raise NotAllowed


def _require_coming(meeting: Occurrence, today: date) -> None:
    if meeting.day < today:
        raise RuleBroken(_("Dit stafoverleg is al geweest."))


def _check(details: SeriesDetails, person_id: int, own: StaffSeries | None) -> None:
    if end_of(details.starts, details.minutes) <= details.starts:
        raise RuleBroken(_("Zo loopt het door tot na middernacht. Begin eerder."), "starts")
    first, last = details.valid_from or date.min, details.valid_to or date.max
    if last < first:
        raise RuleBroken(
            _("De laatste dag ligt vóór de eerste dag. Kies een latere laatste dag."), "valid_to"
        )
    others = db.session.scalars(select(StaffSeries).where(StaffSeries.person_id == person_id))
    for other in others:
        overlaps = (other.valid_from or date.min) <= last and first <= (other.valid_to or date.max)
        if other is not own and overlaps and other.weekday == details.weekday:
            raise RuleBroken(
                _("Deze portefeuillehouder heeft op die dag van de week al een stafoverleg."),
                "weekday",
            )


def _record(series: StaffSeries, verb: str, actor: Person, changed: Iterable[str]) -> None:
    db.session.flush()
    journal.record(
        f"staff-series.{verb}",
        "staff_series",
        series.id,
        actor_id=actor.id,
        fields=changed,
        object_version=series.version,
    )
