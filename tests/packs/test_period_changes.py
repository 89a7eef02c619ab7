"""A pack of a period notices a meeting that came, moved out or was cancelled, and names it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import db
from app.meetings.models import Meeting
from app.packs.actions import request_period
from app.packs.content.layout import Change
from app.packs.issuing.assembling import compose_pack, gather_pack
from app.packs.issuing.comparing import compared
from app.packs.issuing.issue import issue
from app.packs.issuing.outdated import has_changed, is_out_of_date
from app.packs.models import Pack, Variant
from app.packs.options import Options
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting
from tests.packs.issued import issued, made_of


@pytest.fixture
def meeting(alderman: Person) -> Meeting:
    found = make_meeting(alderman=alderman, level="official", days=3)
    make_item(found)
    return found


@pytest.fixture
def other(alderman: Person) -> Meeting:
    return make_meeting(alderman=alderman, level="official", days=4, title="Regioraad")


def asked(reader: Person, options: Options | None = None) -> Pack:
    first = clock.today()
    last = first + timedelta(days=6)
    pack = request_period(first, last, reader, Variant.FULL, reader, options=options)
    db.session.commit()
    return pack


def of_week(reader: Person, options: Options | None = None) -> Pack:
    pack = asked(reader, options)
    issue(pack.id, made_of(pack.id))
    db.session.expire_all()
    return pack


def named(pack: Pack) -> list[Change]:
    """What the list of a version asked for now says of meetings."""
    gathered = gather_pack(pack, [place.meeting_id for place in pack.places])
    found = compared(pack, compose_pack(pack, gathered))
    assert found is not None
    assert found.changes is not None
    return [row for row in found.changes.rows if row.key.startswith("meeting-")]


def test_a_meeting_that_came_into_the_week(meeting: Meeting, alderman: Person) -> None:
    pack = of_week(alderman)
    assert not has_changed(pack)
    assert not is_out_of_date(pack)
    come = make_meeting(alderman=alderman, level="official", days=5)
    assert has_changed(pack)
    assert is_out_of_date(pack)
    (row,) = named(asked(alderman))
    assert (row.key, row.kind) == (f"meeting-{come.id}", "new")


def test_a_meeting_that_came_when_the_others_had_been(meeting: Meeting, alderman: Person) -> None:
    pack = of_week(alderman)
    clock.stop_at(meeting.ends_at)
    assert not has_changed(pack)
    make_meeting(alderman=alderman, level="official", starts_at=clock.now() + timedelta(days=1))
    assert has_changed(pack)


def test_a_meeting_that_was_cancelled(meeting: Meeting, other: Meeting, alderman: Person) -> None:
    pack = of_week(alderman)
    other.status = "cancelled"
    db.session.commit()
    assert has_changed(pack)
    assert is_out_of_date(pack)
    (row,) = named(asked(alderman))
    assert (row.key, row.kind) == (f"meeting-{other.id}", "gone")
    assert row.what == "deze vergadering gaat niet door"


def test_a_meeting_that_moved_out_of_the_week(
    meeting: Meeting, other: Meeting, alderman: Person
) -> None:
    pack = of_week(alderman)
    other.starts_at += timedelta(days=14)
    other.ends_at += timedelta(days=14)
    db.session.commit()
    assert has_changed(pack)
    (row,) = named(asked(alderman))
    assert (row.key, row.kind) == (f"meeting-{other.id}", "gone")
    assert row.what.startswith("verplaatst naar ")


def test_a_week_without_any_meeting_left_says_so(
    client: CheckingClient, meeting: Meeting, alderman: Person
) -> None:
    pack = of_week(alderman)
    meeting.status = "cancelled"
    db.session.commit()
    assert has_changed(pack)
    assert "Er is iets gewijzigd" in client.sign_in(alderman).get(f"/packs/{pack.id}").text


def test_chosen_items_are_of_the_meetings_that_were_chosen(
    meeting: Meeting, other: Meeting, alderman: Person
) -> None:
    make_item(other)
    item = make_item(meeting, number="2")
    pack = of_week(alderman, Options(chosen=(item.id,), only=True))
    assert [place.meeting_id for place in pack.places] == [meeting.id]
    make_meeting(alderman=alderman, level="official", days=5)
    assert not has_changed(pack)


def test_a_single_meeting_that_is_cancelled_or_moved(meeting: Meeting, alderman: Person) -> None:
    pack = issued(meeting, alderman)
    meeting.status = "cancelled"
    db.session.commit()
    assert has_changed(pack)
    meeting.status = "planned"
    db.session.commit()
    assert not has_changed(pack)
    meeting.starts_at += timedelta(hours=2)
    meeting.ends_at += timedelta(hours=2)
    db.session.commit()
    assert has_changed(pack)
