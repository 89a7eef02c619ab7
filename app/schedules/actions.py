"""Planning the meetings of a schedule, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import journal
from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.meetings.details import MeetingDetails
from app.meetings.models import Body, Level, Meeting
from app.meetings.permissions import may_plan
from app.meetings.planning import plan_meeting
from app.people.models import Person
from app.register.portfolio_queries import Responsible
from app.schedules.checking import Mark, check, look_around
from app.schedules.proposals import Proposal


class RowRefused(RuleBroken):
    """A row that cannot be planned; nothing of the schedule is."""

    def __init__(self, number: int, message: str) -> None:
        super().__init__(message)
        self.number = number


def plan_schedule(rows: Sequence[Proposal], actor: Person) -> list[Meeting]:
    """Plan the rows that are ticked, official meetings before those that prepare them.

    Raises RowRefused for the first row that cannot be: nothing is planned then.
    """
    if not may_plan(actor):
        raise NotAllowed
    wanted = [one for one in rows if one.take]
    if not wanted:
        raise RuleBroken(_("Vink ten minste één vergadering aan."))
    _lock_bodies(wanted)
    around = look_around(wanted, actor)
    marks = check(rows, actor)
    planned: dict[int, Meeting] = {}
    for one in sorted(wanted, key=lambda row: row.prepares is not None):
        body = around.bodies.get(one.body_id or 0) if around else None
        if body is None or one.day is None or around is None:
            raise RowRefused(one.number, _("Vul de dag in en kies een overleg."))
        if any(mark.stands for mark in marks[one.number]):
            raise RowRefused(
                one.number, _("Deze vergadering staat er al. Haal het vinkje weg of kies een dag.")
            )
        prepared = _prepared_by(one, rows, planned, marks)
        known = around.responsible_on(body, one.day)
        try:
            planned[one.number] = plan_meeting(_details(one, body, known, prepared), actor)
        except RuleBroken as error:
            raise RowRefused(one.number, error.message) from error
    for body_id in sorted({meeting.body_id for meeting in planned.values()}):
        journal.record("schedule.plan", "body", body_id, actor_id=actor.id, fields=["meetings"])
    return list(planned.values())


def _lock_bodies(rows: Sequence[Proposal]) -> None:
    """Two people who plan the same schedule at once do so one after the other."""
    ids = sorted({one.body_id for one in rows if one.body_id is not None})
    db.session.execute(select(Body.id).where(Body.id.in_(ids)).order_by(Body.id).with_for_update())


def _details(
    one: Proposal, body: Body, known: Responsible, prepared: Meeting | None
) -> MeetingDetails:
    if one.starts_at is None or one.ends_at is None:
        raise RowRefused(one.number, _("Vul in hoe laat het begint en eindigt."))
    return MeetingDetails(
        body_id=body.id,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        place=one.place,
        prepares_id=prepared.id if prepared else None,
        officer_id=known.officer.id if known.officer else None,
        alderman_id=known.alderman.id if known.alderman else None,
    )


def _prepared_by(
    one: Proposal,
    rows: Sequence[Proposal],
    planned: dict[int, Meeting],
    marks: dict[int, list[Mark]],
) -> Meeting | None:
    """The official meeting that a row prepares: planned just now, or there already."""
    if one.prepares is None:
        return None
    if one.prepares in planned:
        return planned[one.prepares]
    official = next((row for row in rows if row.number == one.prepares), None)
    there = [mark.meeting for mark in marks.get(one.prepares, ()) if mark.stands and mark.meeting]
    if official is None or not there or there[0].level != Level.OFFICIAL:
        raise RowRefused(
            one.number,
            _(
                "Dit overleg bereidt een vergadering voor die niet is aangevinkt. "
                "Vink beide aan, of geen van beide."
            ),
        )
    return there[0]
