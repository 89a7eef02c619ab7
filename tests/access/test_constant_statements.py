"""Every page asks a constant number of questions of the database, however large the field is."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import aliased

from app.administration.sample.loading import load_large
from app.administration.sample.synthetic import Size
from app.briefings.models import Note
from app.core import clock
from app.core.database import db
from app.days.models import Period
from app.feeds.actions import subscribe
from app.feeds.parts import Wanted
from app.followup.models import Action
from app.invitations.guessing.models import InvitationRule
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Body, Meeting, MeetingStatus
from app.people.models import Person, Role
from app.register.models import Organisation, OrganisationGroup, Partnership, PolicyArea
from app.register.portfolio_models import Portfolio
from tests.access.asking import routes
from tests.client import CheckingClient, Statements
from tests.invitations.kept import make_received

#: About 20, 200 and 2,000 meetings.
SIZES = (Size(3, 1, 1, 1), Size(20, 1, 1, 1), Size(45, 7, 1, 1))
MOST = 80


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_pages_ask_as_much_of_a_large_field_as_of_a_small_one(app: Flask) -> None:
    counted: list[dict[str, int]] = []
    meetings: list[int] = []
    connection: Any = db.engines[None]
    for size in SIZES:
        nested = connection.begin_nested()
        load_large(size)
        db.session.commit()
        meetings.append(db.session.scalar(select(func.count(Meeting.id))) or 0)
        counted.append(dict(_count(app)))
        db.session.remove()
        nested.rollback()
    assert meetings[0] <= 25
    assert meetings[-1] >= 2000
    small, middle, large = counted
    grown = {page: (middle[page], count) for page, count in large.items() if count > middle[page]}
    assert not grown, f"statements grow with the data (page: at 200, at 2,000 meetings): {grown}"
    assert max(large.values()) <= MOST, max(large.items(), key=lambda pair: pair[1])
    assert small.keys() == large.keys()


def _count(app: Flask) -> Iterator[tuple[str, int]]:
    """Statements per page and role. Their number is our code's doing, the same on either engine."""
    things = _things()
    for role in (Role.OFFICER, Role.ALDERMAN, Role.SECRETARY, Role.COORDINATOR):
        client = _client(app, role)
        for route in routes(app):
            if route.method != "GET" or not set(route.parameters) <= things.keys():
                continue
            address = route.address(things)
            with Statements.of(db.engines[None]) as statements:
                client.get(address)
            yield f"{role.value} {route.rule}", statements.count


def _client(app: Flask, role: Role) -> CheckingClient:
    person = db.session.scalars(
        select(Person).where(Person.roles.any(role=role)).order_by(Person.id)
    ).first()
    assert person is not None
    client: Any = app.test_client()
    signed_in: CheckingClient = client.sign_in(person)
    return signed_in


def _things() -> dict[str, Any]:
    """One of each kind, by the name of its parameter: of a coming meeting that clashes with most.

    So the warning for a clash is on the page in a field of either size.
    """
    other = aliased(Meeting)
    clashing = (
        select(func.count(other.id))
        .where(other.starts_at == Meeting.starts_at, other.alderman_id == Meeting.alderman_id)
        .scalar_subquery()
    )
    meeting = db.session.scalars(
        select(Meeting)
        .where(Meeting.status == MeetingStatus.PLANNED)
        .order_by(clashing.desc(), Meeting.starts_at, Meeting.id)
    ).first()
    assert meeting is not None
    ours = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id)
    db.session.execute(update(Note).where(Note.item_id.in_(ours)).values(state="aligned"))
    item = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id)
    note = select(Note.id).join(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
    reader = db.session.scalars(select(Person).order_by(Person.id)).first()
    assert reader is not None
    subscription, token = subscribe(reader, [Wanted("all")], actor=reader)
    action = Action(
        key=str(uuid.uuid4()),
        meeting_id=meeting.id,
        words="Nabellen",
        owner_name="Secretariaat",
        added_by_id=reader.id,
        added_at=clock.now(),
    )
    rule = InvitationRule(sender="post@verband.example", made_at=clock.now())
    rule.body_id = meeting.body_id
    db.session.add_all((action, rule))
    db.session.commit()
    found = {
        "invitation_id": make_received(uid="x", title="Overleg", meeting=meeting).id,
        "rule_id": rule.id,
        "action_id": action.id,
        "meeting_id": meeting.id,
        "partnership_id": meeting.body.partnership_id,
        "item_id": db.session.scalar(item),
        "note_id": db.session.scalar(note) or db.session.scalar(select(func.min(Note.id))),
        "subscription_id": subscription.id,
        "token": token,
        "name": "agenda",
    }
    for name, table in (
        ("body_id", Body),
        ("organisation_id", Organisation),
        ("group_id", OrganisationGroup),
        ("portfolio_id", Portfolio),
        ("area_id", PolicyArea),
        ("person_id", Person),
        ("period_id", Period),
    ):
        found[name] = db.session.scalar(select(func.min(table.id)))
    assert db.session.scalar(select(func.count(Partnership.id)))
    return {name: value for name, value in found.items() if value is not None}
