"""Handing on meetings to come, items and memberships of bodies to a colleague.

What was, stays as it was: a meeting that has been held keeps its people. An item whose outcome is
still to be recorded passes, so that somebody records it.
"""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import clock, journal
from app.core.database import db, pass_on
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.meetings import workflow
from app.meetings.actions import replace_default_people, told
from app.meetings.agenda_models import AgendaItem
from app.meetings.circles import widen_circle
from app.meetings.models import Body, BodyMember, Meeting
from app.meetings.permissions import may_plan
from app.meetings.queries import start_of
from app.meetings.signals import item_changed
from app.people.handing_on import may_hand_over, require_receiver
from app.people.models import Person, Role

#: The column of each part that somebody can have in a meeting or an item, with the role it takes.
PARTS = {"officer": Role.OFFICER, "alderman": Role.ALDERMAN}


def hand_on_meeting(
    meeting: Meeting, part: str, giver: Person, receiver: Person, actor: Person, take_in: bool
) -> None:
    """Let a colleague prepare (officer) or attend (alderman) a meeting to come."""
    _require(actor, giver, receiver, part)
    if getattr(meeting, f"{part}_id") != giver.id or not workflow.may_change(meeting.status):
        raise Conflict(_("Een vergadering is intussen gewijzigd. Bekijk de lijst opnieuw."))
    _require_circle(meeting, receiver, take_in)
    setattr(meeting, f"{part}_id", receiver.id)
    db.session.flush()
    db.session.expire(meeting, [part])
    replace_default_people(meeting, [giver.id])
    _replace_in_room(meeting, giver, receiver)
    told(meeting, "hand-over", actor, [f"{part}_id", "people"])


def hand_on_item(
    item: AgendaItem, part: str, giver: Person, receiver: Person, actor: Person, take_in: bool
) -> None:
    """Let a colleague carry one agenda item."""
    _require(actor, giver, receiver, part)
    own = getattr(item, f"{part}_id")
    if (own or getattr(item.meeting, f"{part}_id")) != giver.id:
        raise Conflict(_("Een agendapunt is intussen gewijzigd. Bekijk de lijst opnieuw."))
    _require_circle(item.meeting, receiver, take_in)
    setattr(item, f"{part}_id", receiver.id)
    db.session.flush()
    db.session.expire(item, [part])
    widen_circle(item.meeting, [receiver.id])
    journal.record(
        "item.hand-over",
        "item",
        item.id,
        actor_id=actor.id,
        fields=[f"{part}_id"],
        object_version=item.version,
    )
    item_changed.send(item, fields=[f"{part}_id"])


def hand_on_membership(
    member: BodyMember, receiver: Person, first_day: date, actor: Person
) -> None:
    """Let a colleague sit in a body from a day, and go to its meetings from then on."""
    giver, body = member.person, member.body
    if not (may_hand_over(actor, giver) or may_plan(actor)):
        raise NotAllowed
    require_receiver(receiver)
    theirs = [row for row in body.members if row.person_id == receiver.id]
    pass_on(member, "person_id", receiver.id, first_day, theirs)
    db.session.expire(body, ["members"])
    journal.record("body.hand-over", "body", body.id, actor_id=actor.id, fields=["members"])
    for meeting in _open_meetings(body, first_day):
        _replace_in_room(meeting, giver, receiver)


def _open_meetings(body: Body, first_day: date) -> list[Meeting]:
    """Meetings of a body from a day on that everyone may see: nobody gets into a circle unseen."""
    found = select(Meeting).where(
        Meeting.body_id == body.id,
        Meeting.restricted.is_(False),
        Meeting.starts_at >= max(clock.now(), start_of(first_day)),
        Meeting.status.in_((workflow.PLANNED, workflow.CONFIRMED)),
    )
    return list(db.session.scalars(found))


def _replace_in_room(meeting: Meeting, giver: Person, receiver: Person) -> None:
    """Who would go gives the chair to the receiver, unless they go as somebody's substitute."""
    rows = {row.person_id: row for row in meeting.attendances}
    row = rows.get(giver.id)
    if row is None or not row.going or row.attended is not None or row.in_place_of_id is not None:
        return
    if receiver.id in rows:
        meeting.attendances.remove(row)
    else:
        row.person_id = receiver.id
    db.session.flush()
    db.session.expire(meeting, ["attendances"])


def _require(actor: Person, giver: Person, receiver: Person, part: str) -> None:
    if not (may_hand_over(actor, giver) or may_plan(actor)):
        raise NotAllowed
    require_receiver(receiver, PARTS[part])


def _require_circle(meeting: Meeting, receiver: Person, take_in: bool) -> None:
    inside = receiver.id in {row.person_id for row in meeting.circle}
    if meeting.restricted and not inside and not take_in:
        raise RuleBroken(
            _(
                "%(name)s zit niet in de kring van een beperkt overleg. "
                "Zeg erbij dat u deze collega in de kring opneemt.",
                name=receiver.name,
            ),
            "take_in",
        )
