"""What a series costs does not grow with it: nothing is asked once for each of its meetings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from flask import Flask

from app.core.database import db
from app.core.journal import JournalEntry
from app.core.search.keeping import faults
from app.invitations import actions, queries
from app.invitations.undoing import obstacles, undo
from app.meetings.models import Body, BodyMember, Meeting
from app.messages.models import Message
from app.people.models import Person, Role
from tests.client import CheckingClient, Statements
from tests.factories import make_body, make_person
from tests.invitations.bringing import bring, last, meetings
from tests.invitations.files import arrived, invitation

SHORT, LONG = 50, 200
#: SQLite takes rows whose number it gives itself one by one, and so does whoever guards the version
#: of each row that changes. So many for each meeting: two people go to it, and a meeting that goes
#: on after all at another place takes a step and is changed. Never one that asks.
ROW_BY_ROW = {
    "INSERT meeting": 1,
    "INSERT attendance": 2,
    "INSERT invited_meeting": 1,
    "UPDATE meeting": 2,
}


@pytest.fixture
def secretary(app: Flask) -> Person:
    return make_person(Role.SECRETARY)


@pytest.fixture
def body(app: Flask) -> Body:
    """A body to which two of ours go."""
    body = make_body(name="Algemeen bestuur", kind="general_board")
    for role in (Role.ALDERMAN, Role.OFFICER):
        db.session.add(BodyMember(body_id=body.id, person_id=make_person(role).id))
    db.session.commit()
    return body


def _series(count: int, **words: int | str) -> bytes:
    """So many days in a row, of a UID of their own."""
    rule = f"RRULE:FREQ=DAILY;COUNT={count}"
    given = {"uid": f"{count}@ggd.example", "title": "Algemeen bestuur", **words}
    return invitation(extra=rule, **given)  # type: ignore[arg-type]


def _kind(statement: str) -> str:
    """What a statement does with which table, where it writes."""
    words = statement.replace('"', "").split()
    if words[0] == "INSERT":
        return f"INSERT {words[2]}"
    return f"UPDATE {words[1]}" if words[0] == "UPDATE" else words[0]


def _count(deed: Callable[[], object]) -> Counter[str]:
    db.session.expire_all()
    with Statements.of(db.engines[None]) as statements:
        deed()
    return Counter(_kind(one) for one in statements.all if "SAVEPOINT" not in one)


def _life(count: int, secretary: Person, body: Body) -> Iterator[tuple[str, Counter[str]]]:
    """What each deed with a series asks of the database, from its first mail to undoing all."""
    for name, content in (
        ("new", _series(count)),
        ("moved", _series(count, sequence=1, hour=11, place="Zaal 2")),
        ("off", _series(count, sequence=2, method="CANCEL")),
        ("again", _series(count, sequence=3, hour=11)),
    ):
        yield name, _count(partial(bring, secretary, content, body=body))
    for name in ("undo again", "undo off", "undo moved", "undo new"):
        received = max(
            (one for one in queries.decided(secretary) if one.state == "applied"),
            key=lambda one: one.id,
        )
        assert obstacles(received, secretary) == []

        def undone(number: int = received.id) -> None:
            undo(queries.get_received(number, secretary), secretary)
            db.session.commit()

        yield name, _count(undone)


def test_a_longer_series_asks_no_more(app: Flask, secretary: Person, body: Body) -> None:
    few = dict(_life(SHORT, secretary, body))
    assert meetings() == []
    many = dict(_life(LONG, secretary, body))
    assert meetings() == []
    for deed, counted in many.items():
        grown = {
            kind: (few[deed][kind], number)
            for kind, number in counted.items()
            if number > few[deed][kind] + 1 and kind not in ROW_BY_ROW
        }
        assert not grown, f"{deed}: statements grow with the series: {grown}"
        for kind in ROW_BY_ROW:
            rows = ROW_BY_ROW[kind] * (LONG - SHORT)
            assert counted[kind] <= few[deed][kind] + rows, (deed, kind)


def test_the_preview_of_a_longer_series_asks_no_more(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    client.sign_in(secretary)
    counted = []
    for count in (SHORT, LONG):
        for content in (_series(count), _series(count, sequence=1, hour=11)):
            actions.keep(arrived(content), secretary, body.partnership_id)
            db.session.commit()
            address = f"/invitations/{last(secretary).id}"
            counted.append(_count(partial(client.get, address)).total())
            actions.apply(last(secretary), secretary)
            db.session.commit()
            counted.append(_count(partial(client.get, address)).total())
    assert counted[: len(counted) // 2] == counted[len(counted) // 2 :]


def test_each_meeting_of_a_series_keeps_all_its_own(
    app: Flask, secretary: Person, body: Body
) -> None:
    """Planned, moved and called off at once: journal, people, revision, messages and search."""
    bring(secretary, _series(SHORT), body=body)
    planned = meetings()
    assert len(planned) == SHORT
    assert {len(one.attendances) for one in planned} == {2}
    assert {one.version for one in planned} == {1}
    assert len({one.uid for one in planned}) == SHORT
    bring(secretary, _series(SHORT, sequence=1, hour=11), body=body)
    moved = meetings()
    assert {(one.version, one.sequence) for one in moved} == {(2, 1)}
    bring(secretary, _series(SHORT, sequence=2, method="CANCEL"), body=body)
    assert {(one.status, one.version, one.sequence) for one in meetings()} == {("cancelled", 3, 2)}
    for meeting in moved:
        entries = db.session.query(JournalEntry).filter_by(
            object_kind="meeting", object_id=meeting.id
        )
        told = [
            (one.action, one.fields, one.object_version, one.actor_id)
            for one in entries.order_by(JournalEntry.id)
        ]
        assert [one[0] for one in told] == ["meeting.plan", "meeting.change", "meeting.cancel"]
        assert told[1:] == [
            ("meeting.change", ["ends_at", "starts_at"], 2, secretary.id),
            ("meeting.cancel", ["status"], 3, secretary.id),
        ]
        messages = db.session.query(Message).filter_by(about=f"meeting-{meeting.id}")
        assert Counter(one.person_id for one in messages) == {
            one.person_id: 2 for one in meeting.attendances
        }
    assert list(faults()) == []
    assert db.session.query(Meeting).filter(Meeting.revised_at.is_(None)).count() == 0
