"""What happens while a pack is printed counts where it is issued: who holds, sees and goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from typing import Any

import pytest
from flask import Flask

from app.briefings.models import Note, NoteState
from app.core import jobs
from app.core.database import db
from app.meetings.actions import cancel_meeting
from app.meetings.models import Meeting, MeetingCircle
from app.messages.models import Message
from app.packs.issuing import building
from app.packs.issuing.building import key_of
from app.packs.issuing.keeping import kept_document
from app.packs.issuing.locking import lock_printed
from app.packs.models import Pack, PackState
from app.packs.press import pressroom
from app.people.models import Person, PersonRole
from tests.factories import make_item, make_meeting, make_note
from tests.packs.meeting_files import asked, made

#: Shorter than a writer waits for the lock of SQLite.
SECONDS = 10


@pytest.fixture
def note(alderman: Person, officer: Person) -> Note:
    """What was agreed, of a meeting next week."""
    meeting = make_meeting(alderman=alderman, officer=officer, days=7)
    return make_note(make_item(meeting, title="Ontwerpbegroting"), state="aligned", author=officer)


@pytest.fixture
def meanwhile(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Callable[[], Any]], None]]:
    """Have somebody else do something, committed, when the printing begins."""
    deeds: list[Callable[[], Any]] = []

    def committed() -> None:
        with app.app_context():
            deeds.pop()()
            db.session.commit()

    def print_pack(*given: Any) -> Any:
        if deeds:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(Context().run, committed).result(SECONDS)
        return pressroom.print_pack(*given)

    monkeypatch.setattr(building, "print_pack", print_pack)
    yield deeds.append
    assert not deeds, "nothing was printed"


def run(pack: Pack) -> Pack:
    jobs.run_pending(key_of(pack))
    db.session.expire_all()
    return pack


def told(pack: Pack) -> dict[int, str]:
    """Per person what they were told of it."""
    rows = db.session.query(Message).filter_by(about=f"pack-{pack.id}")
    return {row.person_id: row.text for row in rows}


def test_who_is_no_longer_portfolio_holder_locks_nothing(
    note: Note, alderman: Person, officer: Person, meanwhile: Callable[[Callable[[], Any]], None]
) -> None:
    meeting_id = note.item.meeting_id
    pack = asked(note.item.meeting, alderman, officer)
    meanwhile(lambda: setattr(db.session.get_one(Meeting, meeting_id), "alderman_id", None))
    assert run(pack).state == PackState.READY
    assert note.state == NoteState.ALIGNED


@pytest.mark.parametrize("lost", ["reader", "asker"])
def test_who_no_longer_sees_the_meeting_is_told_nothing_and_nothing_is_locked(
    note: Note,
    alderman: Person,
    officer: Person,
    meanwhile: Callable[[Callable[[], Any]], None],
    lost: str,
) -> None:
    meeting_id = note.item.meeting_id
    pack = asked(note.item.meeting, alderman, officer)
    outside, inside = (alderman.id, officer.id) if lost == "reader" else (officer.id, alderman.id)

    def restrict() -> None:
        meeting = db.session.get_one(Meeting, meeting_id)
        meeting.restricted, meeting.circle = True, [MeetingCircle(person_id=inside)]

    meanwhile(restrict)
    assert run(pack).state == PackState.FAILED
    assert (pack.file_id, note.state) == (None, NoteState.ALIGNED)
    assert outside not in told(pack)


def test_an_asker_who_became_clerk_is_told_nothing(
    note: Note, alderman: Person, officer: Person, meanwhile: Callable[[Callable[[], Any]], None]
) -> None:
    officer_id = officer.id
    pack = asked(note.item.meeting, alderman, officer)

    def become_clerk() -> None:
        db.session.get_one(Person, officer_id).roles = [PersonRole(role="clerk")]

    meanwhile(become_clerk)
    assert run(pack).state == PackState.FAILED
    assert (told(pack), note.state) == ({}, NoteState.ALIGNED)


def test_a_meeting_that_was_cancelled_says_so_and_locks_nothing(
    note: Note,
    alderman: Person,
    officer: Person,
    secretary: Person,
    meanwhile: Callable[[Callable[[], Any]], None],
) -> None:
    meeting_id, secretary_id = note.item.meeting_id, secretary.id
    pack = asked(note.item.meeting, alderman, officer)

    def cancel() -> None:
        actor = db.session.get_one(Person, secretary_id)
        cancel_meeting(db.session.get_one(Meeting, meeting_id), actor)

    meanwhile(cancel)
    document = kept_document(run(pack))
    assert document is not None
    assert "deze vergadering gaat niet door" in repr(document.cover)
    assert note.state == NoteState.ALIGNED
    assert set(told(pack)) == {officer.id}
    assert all(text.endswith(" Deze vergadering gaat niet door.") for text in told(pack).values())


def test_a_pack_of_a_meeting_that_does_not_go_on_locks_nothing(
    note: Note, alderman: Person, secretary: Person
) -> None:
    cancel_meeting(note.item.meeting, secretary)
    db.session.commit()
    pack = made(note.item.meeting, alderman)
    assert (pack.state, note.state) == (PackState.READY, NoteState.ALIGNED)


def test_only_what_was_printed_for_its_holder_is_locked(
    note: Note, alderman: Person, officer: Person
) -> None:
    printed = {note.id: note.current_number}
    lock_printed(printed, officer.id, officer.id)
    assert note.state == NoteState.ALIGNED
    lock_printed(printed, alderman.id, officer.id)
    assert note.state == NoteState.LOCKED


def test_of_two_askers_whoever_is_ready_first_has_the_earlier_version_and_addendum(
    note: Note,
    alderman: Person,
    officer: Person,
    secretary: Person,
    meanwhile: Callable[[Callable[[], Any]], None],
) -> None:
    """Numbers, addenda and what they are compared with follow the order of issue."""
    meeting = note.item.meeting
    first = made(meeting, alderman, officer)
    make_item(meeting, number="9", title="Ingelast punt")
    early, late = asked(meeting, alderman, officer), asked(meeting, alderman, secretary)
    late_key = key_of(late)
    meanwhile(lambda: jobs.run_pending(late_key))
    run(early)
    found = [(one.number, one.replaces_id, one.addendum_number) for one in (late, early)]
    assert found[0] == (2, first.id, 1)
    assert found[1][:2] == (3, late.id)
    assert found[1][2] in (None, 2), "an addendum of its own only where it says something else"
    assert early.issued_at is not None
    assert late.issued_at is not None
    assert late.issued_at <= early.issued_at
