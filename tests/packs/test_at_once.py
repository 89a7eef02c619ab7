"""Two people at once, each on a connection of their own: asked once, issued once, nobody waits."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from dataclasses import dataclass
from threading import Barrier, Event
from typing import Any, cast

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.core.database import db
from app.core.journal import JournalEntry
from app.meetings.models import Meeting
from app.messages.models import Message
from app.packs.actions import request
from app.packs.content import gathering
from app.packs.content.gathering import Gathered
from app.packs.issuing import assembling
from app.packs.issuing.building import build_pack
from app.packs.models import Pack, PackPart, PackState, Variant
from app.packs.sharing.models import PackSending
from app.packs.wanting import read_first, want_pack
from app.people.models import Person
from tests.client import CheckingClient
from tests.conftest import MakeApp
from tests.factories import make_item, make_meeting, make_note, make_person
from tests.packs.issued import issued

#: Shorter than a writer waits for the lock of SQLite.
SECONDS = 10


@dataclass
class Place:
    """A server with a meeting, by number: every thread reads its own rows."""

    app: Flask
    meeting_id: int
    alderman_id: int
    secretary_ids: tuple[int, ...]

    def at_once(self, *works: Callable[[], Any]) -> list[Any]:
        """Do these at the same moment, each in a context of its own."""
        barrier = Barrier(len(works))

        def begin(work: Callable[[], Any]) -> Any:
            with self.app.app_context():
                db.session.execute(select(1))  # the connection is there
                db.session.rollback()
                barrier.wait(SECONDS)
                return work()

        with ThreadPoolExecutor(len(works)) as pool:
            return [one.result() for one in [pool.submit(begin, work) for work in works]]

    def ask(self, asker_id: int, reader_id: int = 0) -> int:
        """Ask for a pack as this person, committed; gives its number."""
        people = [db.session.get_one(Person, one) for one in (reader_id or asker_id, asker_id)]
        meeting = db.session.get_one(Meeting, self.meeting_id)
        wanted = read_first(lambda: want_pack(meeting, people[0], Variant.FULL, people[1]))
        pack_id = request(wanted).id
        db.session.commit()
        return pack_id

    def client(self, person_id: int) -> CheckingClient:
        """A browser of this person."""
        client = cast(CheckingClient, self.app.test_client())
        return client.sign_in(db.session.get_one(Person, person_id))


@pytest.fixture
def place(make_app: MakeApp) -> Place:
    app = make_app()
    app.test_client_class = CheckingClient
    with app.app_context():
        alderman = make_person("alderman")
        meeting = make_meeting(alderman=alderman, officer=make_person("officer"), days=3)
        make_note(make_item(meeting, number="3"), state="aligned")
        people = [make_person("secretary") for _number in range(2)]
        db.session.commit()
        return Place(app, meeting.id, alderman.id, tuple(one.id for one in people))


def post(client: CheckingClient, address: str, **data: Any) -> TestResponse:
    answer = client.post(address, data={"key": str(uuid.uuid4()), **data})
    assert answer.status_code == 302, answer.text
    return answer


def test_asked_for_at_the_same_moment_it_is_there_once(place: Place) -> None:
    asks = [lambda: place.ask(place.alderman_id)] * 4
    found = place.at_once(*asks)
    assert len(set(found)) == 1
    with place.app.app_context():
        assert db.session.scalar(select(func.count(Pack.id))) == 1


def test_two_askers_at_the_same_moment_get_numbers_that_follow_each_other(place: Place) -> None:
    found = place.at_once(
        *(lambda one=one: place.ask(one, place.alderman_id) for one in place.secretary_ids)
    )
    assert len(set(found)) == 2
    with place.app.app_context():
        assert sorted(db.session.scalars(select(Pack.number))) == [1, 2]


def test_one_pack_made_twice_at_the_same_moment_is_issued_once(place: Place) -> None:
    with place.app.app_context():
        pack_id = place.ask(place.alderman_id)
    place.at_once(*[lambda: build_pack(pack_id)] * 2)
    with place.app.app_context():
        pack = db.session.get_one(Pack, pack_id)
        parts = db.session.scalars(select(PackPart.position).where(PackPart.pack_id == pack_id))
        deeds = select(JournalEntry.id).where(JournalEntry.action == "pack.issue")
        assert pack.state == PackState.READY
        assert sorted(parts) == list(range(1, len(pack.parts) + 1))
        assert len(db.session.scalars(deeds).all()) == 1
        assert db.session.query(Message).filter_by(url=f"/packs/{pack_id}").count() == 1


def test_two_people_issue_at_the_same_moment_and_each_gets_a_whole_pack(place: Place) -> None:
    with place.app.app_context():
        ids = [place.ask(one, place.alderman_id) for one in place.secretary_ids]
    place.at_once(*(lambda one=one: build_pack(one) for one in ids))
    with place.app.app_context():
        packs = [db.session.get_one(Pack, one) for one in ids]
        assert [one.state for one in packs] == ["ready", "ready"]
        assert sorted(one.number for one in packs) == [1, 2]
        assert all(one.file is not None and one.parts for one in packs)
        locks = select(JournalEntry.id).where(JournalEntry.action == "note.lock")
        assert len(db.session.scalars(locks).all()) == 1


def meanwhile(
    monkeypatch: pytest.MonkeyPatch, place: Place, deed: Callable[[], Any]
) -> list[Event]:
    """Has somebody else do this while a pack is put together, and wait until it is done."""
    ended, begun = Event(), Event()

    def work() -> None:
        with place.app.app_context():
            deed()
            ended.set()

    def gather(ids: Sequence[int], reader: Person, asker: Person) -> list[Gathered]:
        found = gathering.gather(ids, reader, asker)
        if not begun.is_set():
            begun.set()
            with ThreadPoolExecutor(1) as pool:
                pool.submit(Context().run, work)
                ended.wait(SECONDS)
                if ended.is_set():
                    done.append(ended)
        return found

    done: list[Event] = []
    monkeypatch.setattr(assembling, "gather", gather)
    return done


@pytest.mark.parametrize("deed", ["asking", "again", "sending", "missing", "period"])
def test_while_a_pack_is_put_together_others_write(
    place: Place, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    """Somebody else even asks for the same pack: then there is one, and it is theirs too."""
    with place.app.app_context():
        meeting = db.session.get_one(Meeting, place.meeting_id)
        alderman, secretary = (
            db.session.get_one(Person, one) for one in (place.alderman_id, place.secretary_ids[0])
        )
        day = meeting.starts_at.date()
        year, week, _day = day.isocalendar()
        # what is sent to somebody who has none is put together for them first
        readers = {"again": alderman, "sending": secretary}
        pack_id = issued(meeting, readers[deed], secretary).id if deed in readers else 0
        client = place.client(secretary.id)
    whole = {"variant": "full", "reader_id": str(place.alderman_id)}
    addresses: dict[str, tuple[str, dict[str, Any]]] = {
        "asking": (f"/meetings/{place.meeting_id}/packs", whole),
        "period": ("/packs/new", {**whole, "first": day.isoformat(), "last": day.isoformat()}),
        "again": (f"/packs/{pack_id}/again", {}),
        "sending": (f"/packs/{pack_id}/send", {"readers": [str(place.alderman_id)]}),
        "missing": ("/packs/print/missing", {"week": f"{year}-W{week:02}"}),
    }
    address, data = addresses[deed]
    done = meanwhile(
        monkeypatch, place, lambda: place.ask(place.secretary_ids[0], place.alderman_id)
    )
    with place.app.app_context():
        post(client, address, **data)
    assert done, "somebody else had to wait"
    with place.app.app_context():
        packs = db.session.scalars(select(Pack).where(Pack.reader_id == place.alderman_id)).all()
        assert len(packs) == (2 if deed == "period" else 1)
        if deed == "sending":
            assert db.session.scalar(select(func.count(PackSending.id))) == 1
