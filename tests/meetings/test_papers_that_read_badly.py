"""Whoever added a paper hears of it when it turns out that not everybody can read it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock, jobs
from app.core.database import db
from app.meetings.agenda_models import Paper
from app.meetings.paper_actions import withdraw_paper
from app.meetings.settled import about_papers
from app.messages.models import Message
from app.papers import preparing
from app.papers.models import ReadingCopy
from app.papers.queries import reading_copies
from app.papers.signals import prepared
from tests.factories import make_item, make_meeting, make_person
from tests.packs import pdf_files
from tests.packs.meeting_files import add_paper


def messages() -> list[Message]:
    return list(db.session.scalars(select(Message).where(Message.kind == "paper")))


def become(paper: Paper, **fields: object) -> None:
    """What came of the file of a paper, told as preparing does."""
    values = {"state": "ready", "copy_id": paper.file_id, "grade": "own", **fields}
    copy = reading_copies([paper.file_id]).get(paper.file_id)
    if copy is None:
        copy = ReadingCopy(original_id=paper.file_id, **values)
        db.session.add(copy)
    for name, value in values.items():
        setattr(copy, name, value)
    db.session.flush()
    prepared.send(copy)
    db.session.commit()


REFUSED = {"state": "refused", "failure": "encrypted", "copy_id": None, "grade": None}
UNREADABLE = {"grade": "none", "reasons": ["characters_unknown"]}


def test_a_refusal_by_the_job_is_told_once_to_who_added_the_paper(app: Flask) -> None:
    paper = add_paper(make_item(), content=pdf_files.encrypted_paper())
    preparing.ask_for([paper.file])
    jobs.run_pending(preparing.key_of(reading_copies([paper.file_id])[paper.file_id].id))
    (told,) = messages()
    assert (told.person_id, told.url) == (paper.uploaded_by_id, f"/papers/{paper.id}")
    assert "kon geen leesversie worden gemaakt" in told.text
    assert paper.meeting.name in told.text
    become(paper, **REFUSED)
    assert len(messages()) == 1


@pytest.mark.parametrize(("fields", "count"), [(UNREADABLE, 1), ({"grade": "scan"}, 0), ({}, 0)])
def test_only_what_not_everybody_can_read_is_told(
    app: Flask, fields: dict[str, object], count: int
) -> None:
    paper = add_paper(make_item())
    become(paper, **fields)
    assert len(messages()) == count


def test_no_word_of_the_paper_nor_of_a_meeting_with_a_circle(app: Flask) -> None:
    uploader = make_person("secretary")
    item = make_item(make_meeting(circle=(uploader,)))
    paper = add_paper(item, title="Kanarie", uploaded_by_id=uploader.id)
    become(paper, **UNREADABLE)
    text = messages()[0].text
    assert text == "Een stuk dat u toevoegde, is niet voor iedereen te lezen."


def test_nothing_is_told_of_a_withdrawn_paper_or_a_meeting_that_is_over(app: Flask) -> None:
    withdrawn = add_paper(make_item(), withdrawn_at=clock.now())
    late = add_paper(make_item(make_meeting(days=-3)), content=pdf_files.paper(2))
    for paper in (withdrawn, late):
        become(paper, **REFUSED)
    assert messages() == []


def test_what_was_mended_before_the_mail_went_needs_nobody(app: Flask) -> None:
    paper, other = add_paper(make_item()), add_paper(make_item(), content=pdf_files.paper(2))
    for one in (paper, other):
        become(one, **REFUSED)
    told = messages()
    assert len(told) == 2
    assert about_papers(told) == set()
    become(paper, failure="", reasons=[])
    withdraw_paper(other, make_person("secretary"))
    db.session.commit()
    assert about_papers(told) == {one.id for one in told}
