"""A pack of six meetings costs no more statements than a pack of one, wherever it is read."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from app.core import clock, jobs
from app.core.database import db
from app.followup.models import Action
from app.meetings.models import Meeting
from app.packs.actions import request_period
from app.packs.content.gathering import gather
from app.packs.issuing import building
from app.packs.issuing.building import key_of
from app.packs.models import Pack, PackState, Variant
from app.people.models import Person
from app.register.models import OwnParticipation, Participation
from tests.client import CheckingClient, Statements
from tests.factories import make_item, make_meeting, make_note, make_organisation
from tests.packs.issued import issue_as_is
from tests.packs.meeting_files import add_paper

DAY = timedelta(days=1)


def add_meeting(days: int, alderman: Person, secretary: Person) -> Meeting:
    """A meeting of a body of its own with something of everything, also of the last time."""
    before = make_meeting(alderman=alderman, days=days - 30, status="held")
    make_item(
        before,
        title="Jaarplan",
        outcome="as_asked",
        outcome_at=clock.now(),
        outcome_by_id=secretary.id,
    )
    action = Action(
        key=str(uuid.uuid4()),
        meeting_id=before.id,
        words="Cijfers opvragen",
        owner_id=secretary.id,
        added_by_id=secretary.id,
        added_at=clock.now(),
    )
    db.session.add(action)
    partnership = before.body.partnership
    partnership.own_participations = [OwnParticipation(votes=2)]
    partnership.participations = [Participation(organisation=make_organisation(), votes=3)]
    meeting = make_meeting(
        alderman=alderman, body=before.body, days=days, circle=(alderman, secretary)
    )
    item = make_item(meeting, number="3", alderman=alderman)
    make_note(item, state="aligned")
    add_paper(item)
    return meeting


def period_of(many: int, first_day: int, alderman: Person, secretary: Person) -> Pack:
    """A pack asked for by the secretary, of so many meetings on days of their own."""
    for number in range(many):
        add_meeting(first_day + number, alderman, secretary)
    db.session.commit()
    return ask(first_day, alderman, secretary)


def ask(first_day: int, alderman: Person, secretary: Person) -> Pack:
    first = clock.today() + first_day * DAY
    pack = request_period(first, first + 9 * DAY, alderman, Variant.FULL, secretary)
    db.session.commit()
    return pack


def test_its_pages_cost_the_same(
    client: CheckingClient, alderman: Person, secretary: Person, statements: Statements
) -> None:
    client.sign_in(secretary)
    counts = []
    for many, first_day in ((1, 3), (6, 23)):
        pack_id = issue_as_is(period_of(many, first_day, alderman, secretary).id).id
        found = []
        for address in (f"/packs/{pack_id}", f"/packs/{pack_id}/send"):
            db.session.expire_all()
            with statements.counted() as counted:
                assert client.get(address).status_code == 200
            found.append(counted.count)
        counts.append(found)
    assert counts[0] == counts[1]


def test_sending_it_costs_the_same(
    client: CheckingClient, alderman: Person, secretary: Person, statements: Statements
) -> None:
    client.sign_in(secretary)
    counts = []
    for many, first_day in ((1, 3), (6, 23)):
        pack_id = issue_as_is(period_of(many, first_day, alderman, secretary).id).id
        data = {"key": str(uuid.uuid4()), "readers": [str(alderman.id)]}
        with statements.counted() as counted:
            assert client.post(f"/packs/{pack_id}/send", data=data).status_code == 302
        counts.append(counted.count)
    assert counts[0] == counts[1]


def test_asking_for_it_costs_the_same_but_for_a_row_for_each_meeting(
    client: CheckingClient, alderman: Person, secretary: Person, statements: Statements
) -> None:
    client.sign_in(secretary)
    counts = []
    for many, first_day in ((1, 3), (6, 23)):
        for number in range(many):
            add_meeting(first_day + number, alderman, secretary)
        first = clock.today() + first_day * DAY
        data = {
            "key": str(uuid.uuid4()),
            "variant": "full",
            "reader_id": str(alderman.id),
            "first": first.isoformat(),
            "last": (first + 9 * DAY).isoformat(),
        }
        db.session.expire_all()
        with statements.counted() as counted:
            assert client.post("/packs/new", data=data).status_code == 302
        counts.append(counted.count)
    assert counts[0] == counts[1]


def test_reading_it_for_the_press_costs_the_same(
    alderman: Person, secretary: Person, statements: Statements
) -> None:
    counts = []
    for many, first_day in ((1, 3), (6, 23)):
        pack_id = period_of(many, first_day, alderman, secretary).id
        db.session.expire_all()
        with statements.counted() as counted:
            prepared = building._prepare(pack_id)
        assert prepared is not None
        assert len(prepared.document.meetings) == many
        counts.append(counted.count)
    assert counts[0] == counts[1]


def test_together_they_bring_what_each_brings_alone(alderman: Person, secretary: Person) -> None:
    ids = [add_meeting(day, alderman, secretary).id for day in (3, 5, 9)]
    again = make_meeting(alderman=alderman, body=db.session.get_one(Meeting, ids[0]).body, days=12)
    ids.append(again.id)
    together = gather(ids, alderman, secretary)
    assert [one.meeting.id for one in together] == ids
    for one in together:
        assert one == gather([one.meeting.id], alderman, secretary)[0]
    assert [len(one.actions) for one in together] == [1, 1, 1, 1]
    assert [len(one.seats) for one in together] == [1, 1, 1, 1]
    assert [item.title for item in together[0].last_items] == ["Jaarplan"]
    assert all(one.last_meeting is not None for one in together)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True, scope="session")
def test_a_period_is_made_and_kept_meeting_by_meeting(alderman: Person, secretary: Person) -> None:
    pack = period_of(3, 3, alderman, secretary)
    jobs.run_pending(key_of(pack))
    db.session.expire_all()
    assert (pack.state, len(pack.places)) == (PackState.READY, 3)
