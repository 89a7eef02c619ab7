"""A reading copy of every received file: made once, by a job, or refused by name."""

from __future__ import annotations

import io
from datetime import timedelta

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import delete, select

from app.core import files, jobs
from app.core.database import db
from app.core.files import StoredFile
from app.core.jobs.models import Job
from app.papers import preparing
from app.papers.grades import RECIPE
from app.papers.limits import Limits
from app.papers.models import ReadingCopy
from app.papers.queries import reading_copies
from app.papers.signals import prepared
from tests.packs import pdf_files


def kept(content: bytes, media_type: str = "application/pdf") -> StoredFile:
    row = files.keep(io.BytesIO(content), media_type)
    db.session.commit()
    return row


def copy_of(row: StoredFile) -> ReadingCopy:
    return reading_copies([row.id])[row.id]


def test_a_job_makes_the_copy_of_a_file_that_came_in(app: Flask) -> None:
    original = kept(pdf_files.acting_paper())
    preparing.ask_for([original])
    assert copy_of(original).state == "waiting"
    told: list[int] = []

    def hear(copy: ReadingCopy) -> None:
        told.append(copy.id)

    with prepared.connected_to(hear):
        assert jobs.run_pending() == 1
    copy = copy_of(original)
    assert (copy.state, copy.pages, copy.recipe, copy.failure) == ("ready", 1, RECIPE, "")
    assert told == [copy.id]
    assert copy.copy is not None
    made = files.read(copy.copy)
    assert b"kanarie" not in made
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert "/OpenAction" not in pdf.Root
        assert len(pdf.attachments) == 0
    assert b"kanarie" in files.read(original)


def test_the_same_file_is_prepared_once(app: Flask) -> None:
    original = kept(pdf_files.paper())
    preparing.ask_for([original, original])
    preparing.ask_for([original])
    assert jobs.run_pending() == 1
    preparing.ask_for([original])
    assert jobs.run_pending() == 0


@pytest.mark.parametrize("failure", sorted(preparing.NOT_OF_THE_FILE))
def test_what_says_nothing_of_the_file_is_tried_again_when_it_is_sent_again(
    app: Flask, failure: str
) -> None:
    original = kept(pdf_files.paper())
    copy = preparing.prepare(original)
    copy.state, copy.failure, copy.copy_id, copy.grade = "refused", failure, None, None
    db.session.commit()
    preparing.ask_for([original])
    assert jobs.run_pending() == 1
    assert (copy_of(original).state, copy_of(original).failure) == ("ready", "")


def test_what_is_wrong_with_the_file_stays_wrong(app: Flask) -> None:
    original = kept(pdf_files.encrypted_paper())
    preparing.prepare(original)
    preparing.ask_for([original])
    assert jobs.run_pending() == 0


@pytest.mark.parametrize(
    ("content", "failure"),
    [
        (pdf_files.encrypted_paper(), "encrypted"),
        (pdf_files.damaged_paper(), "damaged"),
        (b"", "empty"),
        (pdf_files.enormous_page(), "too_large"),
        (pdf_files.many_pages(200_000), "too_many_pages"),
        (pdf_files.odd_turn(), "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_says_why(
    app: Flask, content: bytes, failure: str
) -> None:
    original = kept(content)
    copy = preparing.prepare(original)
    assert (copy.state, copy.failure, copy.copy_id, copy.grade) == ("refused", failure, None, None)


def test_a_file_that_takes_too_much_ends_its_own_process_only(app: Flask) -> None:
    original = kept(pdf_files.memory_bomb(150))
    assert preparing.make(original, Limits(wall_seconds=0.3)).failure == "too_heavy"


def test_a_file_that_is_gone_from_the_store_is_named(app: Flask) -> None:
    row = StoredFile(sha256="0" * 64, size=1, media_type="application/pdf")
    assert preparing.make(row).failure == "missing"


def test_a_full_disk_says_nothing_of_the_paper(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    original = kept(pdf_files.damaged_paper())
    preparing.ask_for([original])
    monkeypatch.setattr(preparing, "ROOM", 2**80)
    with pytest.raises(jobs.TryLater):
        jobs.run_pending()
    assert copy_of(original).state == "waiting"
    job = db.session.scalars(select(Job).where(Job.name == preparing.JOB)).one()
    assert job.run_after - job.asked_at > timedelta(0)


def test_old_papers_are_made_anew_a_part_at_a_time(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    originals = [kept(pdf_files.paper(pages)) for pages in (1, 2, 3)]
    preparing.ask_for(originals)
    db.session.execute(delete(Job))
    monkeypatch.setattr("app.papers.queries.AT_ONCE", 2)
    preparing.prepare_older()
    assert jobs.run_pending() == 2
    assert [copy_of(one).state for one in originals] == ["waiting", "ready", "ready"]
    preparing.prepare_older()
    assert jobs.run_pending() == 1


def test_what_an_older_recipe_made_is_made_anew(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = kept(pdf_files.paper())
    first = preparing.prepare(original).copy_id
    preparing.prepare_older()
    assert jobs.run_pending() == 0
    monkeypatch.setattr(preparing, "RECIPE", RECIPE + 1)
    monkeypatch.setattr("app.papers.queries.RECIPE", RECIPE + 1)
    preparing.prepare_older()
    assert copy_of(original).copy_id == first
    assert jobs.run_pending() == 1
    assert copy_of(original).recipe == RECIPE + 1
