"""Putting points on the agenda of a staff meeting, taking them off, noting what came of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from app.briefings.models import Note
from app.briefings.queries import holder_of
from app.core import clock, journal
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.days.models import StaffSeries
from app.days.staff_days import Occurrence
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting, MeetingStatus
from app.meetings.queries import find_visible_item, find_visible_meeting
from app.people.models import Person, Role
from app.staff_meetings.deciding import carry_over
from app.staff_meetings.models import PointOutcome, StaffOutcome, StaffPoint
from app.staff_meetings.permissions import may_add_points, sees_agenda_of, sees_point
from app.staff_meetings.queries import find_open_point, noted_in


def put_on_agenda(note: Note, actor: Person) -> StaffPoint:
    """Put a note on the agenda of the next staff meeting with its portfolio holder."""
    return put_item_on_agenda(note.item, actor)


def put_item_on_agenda(item: AgendaItem, actor: Person, title: str = "") -> StaffPoint:
    """Put an item on that agenda; where it is there already, that point is given back."""
    alderman = holder_of(item)
    if alderman is None:
        raise RuleBroken(
            _("Dit punt heeft nog geen portefeuillehouder. Leg die eerst vast bij de agenda.")
        )
    return add_point(alderman, actor, title=title, item=item)


def add_point(
    alderman: Person,
    actor: Person,
    *,
    title: str = "",
    item: AgendaItem | None = None,
    meeting: Meeting | None = None,
    first_day: date | None = None,
) -> StaffPoint:
    """Put something on the agenda of the first staff meeting from a day (today) on.

    The item or meeting that it is about must be one that the actor may see.
    """
    if not may_add_points(actor, alderman):
        raise NotAllowed
    if not alderman.has_role(Role.ALDERMAN) or not _has_series(alderman):
        raise RuleBroken(
            _(
                "Voor %(name)s is nog geen stafoverleg vastgelegd. Vraag dat aan het secretariaat.",
                name=alderman.name,
            )
        )
    if item is not None and find_visible_item(item.id, actor) is None:
        raise NotAllowed
    if meeting is not None and find_visible_meeting(meeting.id, actor) is None:
        raise NotAllowed
    _require_coming(item, meeting)
    if item is None and not title.strip():
        raise RuleBroken(_("Schrijf op waar het over gaat, of kies een agendapunt."), "title")
    if item is not None and (present := find_open_point(item.id, alderman.id)):
        if title.strip():
            raise RuleBroken(
                _("Dit agendapunt staat al op de agenda. Kies een ander, of geen."), "item_id"
            )
        return present
    point = StaffPoint(
        alderman_id=alderman.id,
        item_id=item.id if item else None,
        meeting_id=meeting.id if meeting and item is None else None,
        title=title.strip(),
        first_day=first_day or clock.today(),
        added_by_id=actor.id,
        added_at=clock.now(),
    )
    db.session.add(point)
    _record(point, "add", actor, [])
    return point


def remove_point(point: StaffPoint, actor: Person, seen_version: int) -> None:
    """Take a point off the agenda on which nothing was noted yet."""
    if point.added_by_id != actor.id and not sees_agenda_of(actor, point.alderman):
        raise NotAllowed
    if point.version != seen_version:
        raise Conflict(
            _("Iemand anders heeft dit intussen gewijzigd. Kijk wat er nu staat en kies opnieuw.")
        )
    if point.outcomes:
        raise RuleBroken(_("Bij dit punt is al iets vastgelegd. Het blijft daarom bewaard."))
    _record(point, "remove", actor, [])
    db.session.delete(point)
    db.session.flush()


@dataclass(frozen=True)
class OutcomeDetails:
    """What came of a point."""

    outcome: str
    words: str = ""


@dataclass(frozen=True)
class Noted:
    """An outcome that was noted, and what became of the note of its item, in a sentence."""

    row: StaffOutcome
    note: str = ""


def note_outcome(
    meeting: Occurrence,
    point: StaffPoint,
    details: OutcomeDetails,
    actor: Person,
    seen_version: int,
) -> Noted:
    """Note what came of a point in a staff meeting; `seen_version` is 0 where nothing was noted.

    Everything but "aanhouden" finishes the point, whatever was noted on it elsewhere. Who sees
    the point notes what came of it: they were there, or work for who was. A double click changes
    nothing. A note that waits for the portfolio holder follows the outcome, where the actor may
    say so (`deciding.carry_over`).
    """
    if point.alderman_id != meeting.series.person_id or not sees_point(actor, point):
        raise NotAllowed
    if meeting.day > clock.today():
        raise RuleBroken(_("Dit stafoverleg moet nog komen. Leg daarna vast wat eruit kwam."))
    row = noted_in(meeting, point)
    if row is not None and (row.outcome, row.words, row.noted_by_id) == (
        details.outcome,
        details.words.strip(),
        actor.id,
    ):
        return Noted(row)
    if (row.version if row else 0) != seen_version:
        raise Conflict(_("Iemand anders heeft hier intussen iets vastgelegd."))
    if row is None:
        if point.finished_at is not None:
            raise RuleBroken(_("Dit punt is in een ander stafoverleg al afgerond."))
        row = StaffOutcome(series_id=meeting.series.id, rule_day=meeting.rule_day)
        point.outcomes.append(row)
    row.outcome, row.words = PointOutcome(details.outcome), details.words.strip()
    row.noted_by_id, row.noted_at = actor.id, clock.now()
    said = carry_over(meeting, point.item_id, row.outcome, row.words, actor)
    if all(one.outcome == PointOutcome.HOLD for one in point.outcomes):
        point.finished_at = None
    else:
        point.finished_at = point.finished_at or clock.now()
    _record(point, "note-outcome", actor, ["outcome", "words"])
    return Noted(row, said)


def _has_series(alderman: Person) -> bool:
    today = clock.today()
    rows = db.session.scalars(select(StaffSeries).where(StaffSeries.person_id == alderman.id))
    return any(row.valid_to is None or row.valid_to >= today for row in rows)


def _require_coming(item: AgendaItem | None, meeting: Meeting | None) -> None:
    about = item.meeting if item is not None else meeting
    if item is not None and item.withdrawn_at is not None:
        raise RuleBroken(_("Dit punt staat niet meer op de agenda van de vergadering."))
    if about is not None and about.status == MeetingStatus.CANCELLED:
        raise RuleBroken(_("Deze vergadering gaat niet door."))
    if about is not None and about.ends_at <= clock.now():
        raise RuleBroken(_("Deze vergadering is al geweest."))


def _record(point: StaffPoint, verb: str, actor: Person, changed: Iterable[str]) -> None:
    db.session.flush()
    journal.record(
        f"staff-point.{verb}",
        "staff_point",
        point.id,
        actor_id=actor.id,
        fields=changed,
        object_version=point.version,
    )
