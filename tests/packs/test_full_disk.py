"""A disk that is full when a pack or a batch is to be stored: it says so, and nothing is half."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core import clock, jobs
from app.core.database import db
from app.core.files import StoredFile
from app.core.journal import JournalEntry
from app.messages.models import Message
from app.packs.batch.actions import request_batch
from app.packs.issuing.building import key_of
from app.packs.models import Pack, PackPart, PackState
from tests.conftest import MakeApp
from tests.factories import make_item, make_meeting, make_note, make_person
from tests.full_disk import can_be_full, work_on_a_full_disk
from tests.packs.issued import issued
from tests.packs.meeting_files import asked

FULL = "De schijf van de server is vol. Er is niets half bewaard. Meld het bij de beheerder"

pytestmark = pytest.mark.skipif(not can_be_full(), reason="no disk of our own to fill here")


@pytest.fixture
def own_app(make_app: MakeApp) -> Flask:
    return make_app()


def counts() -> tuple[int, ...]:
    """Rows that only come with what is issued."""
    tables: tuple[Any, ...] = (StoredFile, PackPart)
    found = [db.session.scalar(select(func.count()).select_from(one)) or 0 for one in tables]
    issues = select(func.count()).where(JournalEntry.action.in_(["pack.issue", "note.lock"]))
    return (*found, db.session.scalar(issues) or 0)


def test_a_pack_says_that_the_disk_is_full_and_is_issued_once_there_is_room(own_app: Flask) -> None:
    with own_app.app_context():
        alderman = make_person("alderman")
        meeting = make_meeting(alderman=alderman, officer=make_person("officer"))
        note = make_note(make_item(meeting), state="aligned")
        pack = asked(meeting, alderman)
        before = counts()
        work_on_a_full_disk(own_app, "pack", pack.id)
        db.session.rollback()
        assert (pack.state, pack.file_id, pack.pages) == (PackState.FAILED, None, None)
        assert pack.failure.startswith(FULL)
        assert (counts(), note.state) == (before, "aligned")
        told = db.session.query(Message).filter_by(url=f"/packs/{pack.id}").one()
        assert "het maken is niet gelukt" in told.text
        again = asked(meeting, alderman)
        jobs.run_pending(key_of(again))
        db.session.expire_all()
        assert (again.state, again.number, note.state) == (PackState.READY, 1, "locked")


def test_a_batch_says_the_same(own_app: Flask) -> None:
    with own_app.app_context():
        alderman, secretary = make_person("alderman"), make_person("secretary")
        pack = issued(make_meeting(alderman=alderman, days=7), alderman, secretary)
        batch = request_batch(monday_of(pack), {pack.id}, {alderman.id: 2}, secretary)
        db.session.commit()
        before = counts()
        work_on_a_full_disk(own_app, "batch", batch.id)
        db.session.rollback()
        assert (batch.state, batch.file_id) == (PackState.FAILED, None)
        assert batch.failure.startswith(FULL)
        assert counts() == before
        told = db.session.query(Message).filter(Message.key.startswith("print-batch")).one()
        assert FULL in told.text


def monday_of(pack: Pack) -> date:
    day = clock.local(pack.meetings[0].starts_at).date()
    return day - timedelta(days=day.weekday())
