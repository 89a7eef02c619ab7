"""Two that want the same reading copy at the same moment: it is made once, and told once."""

from __future__ import annotations

import io
import threading
from typing import Any

import pytest
from flask import Flask

from app.core import files
from app.core.database import db
from app.core.files import StoredFile
from app.papers import preparing
from app.papers.models import ReadingCopy
from app.papers.queries import reading_copies
from app.papers.signals import prepared
from tests.conftest import MakeApp
from tests.packs import pdf_files


def both(app: Flask, *bodies: Any) -> None:
    """Do these at the same moment, each in a thread and a session of its own."""
    start, faults = threading.Barrier(len(bodies)), []

    def run(body: Any) -> None:
        with app.app_context():
            start.wait()
            try:
                body()
            except Exception as fault:
                faults.append(fault)

    threads = [threading.Thread(target=run, args=(body,)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


@pytest.fixture
def told() -> Any:
    """The reading copies that were said to be prepared."""
    found: list[int] = []

    def hear(copy: ReadingCopy) -> None:
        found.append(copy.id)

    with prepared.connected_to(hear):
        yield found


def kept() -> int:
    row = files.keep(io.BytesIO(pdf_files.paper(3)), "application/pdf")
    db.session.commit()
    return row.id


def test_a_pack_waits_for_the_worker_that_is_at_it(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch, told: list[int]
) -> None:
    app, make = make_app(), preparing.make
    made: list[str] = []

    def counted(original: StoredFile, patience: float) -> preparing.Made:
        made.append(original.sha256)
        return make(original, patience=patience)

    monkeypatch.setattr(preparing, "make", counted)
    with app.app_context():
        file_id = kept()

    def prepare() -> None:
        assert preparing.prepare(db.session.get_one(StoredFile, file_id)).state == "ready"

    both(app, prepare, prepare)
    assert (len(made), len(told)) == (1, 1)


def test_what_two_made_all_the_same_is_kept_once(make_app: MakeApp, told: list[int]) -> None:
    app = make_app()
    with app.app_context():
        file_id = kept()
        preparing.ask_for([db.session.get_one(StoredFile, file_id)])
        db.session.commit()
        copy_id = reading_copies([file_id])[file_id].id
        made = preparing.make(db.session.get_one(StoredFile, file_id))
        db.session.rollback()
    both(app, *(lambda: preparing._keep(copy_id, made) for _one in range(2)))
    assert told == [copy_id]
