"""The index follows every change in its own transaction; `flask check` sees when it does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.briefings.models import NoteVersion
from app.core import clock, jobs
from app.core.database import db
from app.core.search import keeping
from app.core.search.models import FileText, SearchEntry
from app.meetings import paper_actions
from app.meetings.models import Meeting, MeetingCircle
from app.people.models import Person
from tests.factories import (
    make_body,
    make_item,
    make_meeting,
    make_note,
    make_organisation,
    make_partnership,
    make_person,
    moment,
)
from tests.packs import pdf_files
from tests.packs.meeting_files import add_paper
from tests.search.corpus import ask, pdf_with, titles


@pytest.fixture
def officer(app: Flask) -> Iterator[Person]:
    """Somebody who asks, within a request."""
    person = make_person("officer")
    with app.test_request_context(method="POST"):
        yield person


def test_what_came_before_an_undone_savepoint_is_found(officer: Person) -> None:
    meeting = make_meeting(title="Beraad")
    meeting.title = "Heisessie"
    db.session.flush()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(insert(MeetingCircle), [{"meeting_id": 0, "person_id": 0}] * 2)
    db.session.commit()
    assert titles(ask(officer, "Heisessie"), "meeting") == ["Heisessie"]


def test_a_new_name_is_found_and_the_old_one_is_not(officer: Person) -> None:
    partnership = make_partnership(name="Werkplein Ability", abbreviation="WPA")
    meeting = make_meeting(body=make_body(partnership=partnership, name="Stuurgroep"))
    make_item(meeting, title="Rondvraag")
    assert titles(ask(officer, "Ability rondvraag"), "item") == ["Rondvraag"]
    partnership.name = "Werkplein Fivelingo"
    db.session.commit()
    assert titles(ask(officer, "Ability"), "partnership") == []
    assert titles(ask(officer, "Fivelingo"), "meeting") == ["Stuurgroep"]
    assert titles(ask(officer, "Fivelingo rondvraag"), "item") == ["Rondvraag"]
    assert list(keeping.faults()) == []


def test_a_large_partnership_gets_its_new_name_by_a_job(
    officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "AT_ONCE", 1)
    partnership = make_partnership(name="Werkplein Ability")
    make_meeting(body=make_body(partnership=partnership, name="Stuurgroep"))
    partnership.name = "Werkplein Fivelingo"
    db.session.commit()
    assert titles(ask(officer, "Fivelingo"), "meeting") == []
    jobs.run_pending()
    assert titles(ask(officer, "Fivelingo"), "meeting") == ["Stuurgroep"]


def test_a_moved_meeting_takes_everything_along(officer: Person) -> None:
    meeting = make_meeting(starts_at=moment("2026-12-10T10:00"))
    make_note(make_item(meeting, title="Maaiplan"), author=officer)
    assert titles(ask(officer, "maaiplan december"), "note") == ["Maaiplan"]
    meeting.starts_at, meeting.ends_at = moment("2027-02-04T10:00"), moment("2027-02-04T11:00")
    db.session.commit()
    assert titles(ask(officer, "maaiplan december"), "note") == []
    assert titles(ask(officer, "maaiplan februari 2027"), "note") == ["Maaiplan"]
    assert titles(ask(officer, "maaiplan februari 2027"), "item") == ["Maaiplan"]
    assert list(keeping.faults()) == []


def test_only_the_version_that_counts_is_found(officer: Person) -> None:
    note = make_note(make_item(), author=officer, parts={"ask": "Instemmen met de nachtdienst."})
    note.versions.append(
        NoteVersion(
            number=2,
            parts={"ask": "Instemmen met de dagdienst."},
            author_id=officer.id,
            saved_at=clock.now(),
        )
    )
    note.current_number = 2
    db.session.commit()
    assert titles(ask(officer, "nachtdienst"), "note") == []
    assert len(titles(ask(officer, "dagdienst"), "note")) == 1


def test_what_is_withdrawn_leaves_and_comes_back(officer: Person) -> None:
    secretary = make_person("secretary")
    item = make_item(title="Kaderbrief")
    paper = add_paper(item, title="Bijlage kaderbrief")
    paper_actions.withdraw_paper(paper, secretary)
    item.withdrawn_at = clock.now()
    db.session.commit()
    assert ask(officer, "kaderbrief").total == 0
    paper_actions.restore_paper(paper, secretary)
    item.withdrawn_at = None
    db.session.commit()
    assert ask(officer, "kaderbrief").total == 2


def test_the_text_of_a_paper_is_found_after_the_job_and_only_then(officer: Person) -> None:
    content = pdf_with("De waterplanten worden tweemaal per jaar gemaaid. Coördinatie volgt.")
    paper = add_paper(make_item(), title="Notitie", content=content)
    assert titles(ask(officer, "waterplant"), "paper") == []
    jobs.run_pending()
    assert titles(ask(officer, "waterplant coordinatie"), "paper") == ["Notitie"]
    paper.title = "Maaiplan"
    db.session.commit()
    assert titles(ask(officer, "waterplant"), "paper") == ["Maaiplan"]
    again = add_paper(make_item(), title="Zelfde stuk", content=content)
    assert titles(ask(officer, "waterplant"), "paper") == ["Maaiplan", "Zelfde stuk"]
    assert again.file_id == paper.file_id


@pytest.mark.parametrize("content", [pdf_files.damaged_paper(), b"%PDF-1.7 geen pdf"])
def test_a_paper_that_cannot_be_read_is_found_by_its_title(officer: Person, content: bytes) -> None:
    paper = add_paper(make_item(), title="Onleesbaar stuk", content=content)
    jobs.run_pending()
    assert titles(ask(officer, "onleesbaar"), "paper") == ["Onleesbaar stuk"]
    known = db.session.get(FileText, paper.file_id)
    assert known is not None
    assert known.text == ""
    assert list(keeping.faults()) == []


def test_what_is_undone_leaves_no_trace(officer: Person) -> None:
    organisation = make_organisation(name="Hoogheemraadschap")
    organisation.name = "Wetterskip"
    db.session.flush()
    db.session.rollback()
    db.session.commit()
    assert titles(ask(officer, "wetterskip"), "organisation") == []
    assert titles(ask(officer, "hoogheemraadschap"), "organisation") == ["Hoogheemraadschap"]


def test_rebuilding_mends_what_is_missing_stale_and_extra(officer: Person) -> None:
    first, second = make_meeting(title="Eerste zitting"), make_meeting(title="Tweede zitting")
    entries: Any = SearchEntry.__table__
    table: Any = Meeting.__table__
    of_meetings = entries.c.kind == "meeting"
    db.session.execute(delete(entries).where(of_meetings, entries.c.object_id == first.id))
    db.session.execute(update(table).where(Meeting.id == second.id).values(title="Derde zitting"))
    extra = db.session.execute(select(entries).where(of_meetings)).mappings().first()
    assert extra is not None
    db.session.execute(
        entries.insert(), {**extra, "id": extra["id"] + 5000, "object_id": 987654, "words": ["x"]}
    )
    db.session.commit()
    found = {fault for kind, _id, fault in keeping.faults() if kind == "meeting"}
    assert found == {"missing", "stale", "extra"}
    keeping.rebuild()
    assert list(keeping.faults()) == []
    assert titles(ask(officer, "zitting"), "meeting") == ["Derde zitting", "Eerste zitting"]


def test_the_command_says_how_much_there_is(app: Flask) -> None:
    make_organisation(name="Haren")
    done = app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert done.exit_code == 0, done.output
    assert done.output == "De zoekindex klopt: 1 onderdeel.\n"
