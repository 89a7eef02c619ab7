"""The sample's packs read back by program: every variant, and every role that may have one."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from weasyprint import HTML

from app import create_app
from app.administration.sample.loading import load_sample
from app.briefings.models import Note
from app.core import clock, files
from app.core.database import db
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.models import Meeting
from app.packs.models import Variant
from app.people.models import Person
from tests import verapdf
from tests.conftest import NOW
from tests.engines import Templates, configuration
from tests.factories import make_item, make_note
from tests.packs import pdf_files
from tests.packs.meeting_files import add_paper, made
from tests.packs.press_jobs import job_of, paper_part, printed, section
from tests.packs.reading_back import ReadBack, read_back

CONCEPT, UNDISCLOSED, RESTRICTED = "kwikstaartvleugel", "ijsvogelnest", "roerdompkuif"
#: Who may have a pack of the meeting, and which secrets they may read in it.
READERS = {
    "alderman": {UNDISCLOSED, RESTRICTED},
    "officer": {CONCEPT, UNDISCLOSED},
    "secretary": set[str](),
    "coordinator": set[str](),
}

Build = Callable[[str, Variant], ReadBack]


@pytest.fixture(scope="module")
def sample(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The sample municipality; on one engine, for printing asks nothing of it."""
    url = templates.clone("sqlite")
    app = create_app(configuration(url, tmp_path_factory.mktemp("sample")))
    clock.stop_at(NOW)
    with app.app_context():
        load_sample()
        db.session.commit()
        yield app
        db.session.remove()
        db.engine.dispose()
    clock.stop_at(None)
    templates.drop(url)


@pytest.fixture(scope="module")
def meeting(sample: Flask) -> Meeting:
    """The meeting with the most words of an officer, with secrets planted in it."""
    others = select(Person.id).where(Person.email.startswith("officer-"))
    ids = db.session.scalars(select(Meeting.id).where(Meeting.officer_id.in_(others)))
    meeting = max((db.session.get_one(Meeting, one) for one in ids), key=_richness)
    alderman, officer = meeting.alderman, meeting.officer
    assert alderman is not None
    assert officer is not None
    hidden = make_item(meeting, number="91", title="Ingelast", position=91)
    make_note(hidden, author=officer, state="concept", parts={"core": CONCEPT})
    open_item = make_item(meeting, number="92", title="Besproken", position=92)
    parts = {"undisclosed": UNDISCLOSED, "core": "Gemeenteraadsvergaderingen en meer."}
    make_note(open_item, author=officer, state="aligned", parts=parts)
    add_paper(
        open_item,
        title=f"Stuk {RESTRICTED}",
        content=pdf_files.paper(1, text=RESTRICTED),
        circle=(alderman,),
    )
    db.session.commit()
    return meeting


def _richness(meeting: Meeting) -> int:
    return sum(len(str(note.current.parts)) for _item, note in _written(meeting))


def _written(meeting: Meeting) -> list[tuple[AgendaItem, Note]]:
    """The items that have a note which is not our planted concept."""
    pairs = select(AgendaItem, Note).join(Note, Note.item_id == AgendaItem.id)
    pairs = pairs.where(AgendaItem.meeting_id == meeting.id, Note.state != "concept")
    return [(item, note) for item, note in db.session.execute(pairs)]


@pytest.fixture(scope="module")
def build(meeting: Meeting, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Build]:
    """Gives the pack of a role in a variant, made once and opened for reading back."""
    folder = tmp_path_factory.mktemp("packs")
    found: dict[tuple[str, Variant], ReadBack] = {}

    def get(role: str, variant: Variant) -> ReadBack:
        if (role, variant) not in found:
            pack = made(meeting, _person(meeting, role), variant=variant)
            assert pack.file is not None, pack.failure
            path = folder / f"{role}-{variant}.pdf"
            path.write_bytes(files.read(pack.file))
            found[role, variant] = ReadBack(path)
        return found[role, variant]

    yield get
    for one in found.values():
        one.close()


def _person(meeting: Meeting, role: str) -> Person:
    if role in ("alderman", "officer"):
        person = getattr(meeting, role)
        assert isinstance(person, Person)
        return person
    people = db.session.scalars(select(Person).where(Person.email == f"{role}@haren.example"))
    return people.one()


@pytest.mark.parametrize("variant", list(Variant))
def test_nothing_is_wrong_with_the_file_of_a_variant(build: Build, variant: Variant) -> None:
    pack = build("alderman", variant)
    assert pack.numbering() == []
    assert pack.harm() == []
    assert pack.dead_links() == []
    if variant is not Variant.CARD:
        assert pack.contents() == []


@pytest.mark.parametrize("variant", list(Variant))
def test_every_variant_declares_both_standards(build: Build, variant: Variant) -> None:
    pack = build("alderman", variant)
    assert pack.declared() == {verapdf.ACCESSIBLE, verapdf.ARCHIVABLE}
    assert pack.fonts_not_embedded() == []


def test_the_validator_agrees_with_every_variant(build: Build) -> None:
    paths = [build("alderman", variant).path for variant in Variant]
    wrong = [
        f"{one.path.name}, {one.profile}: {one.broken}"
        for one in verapdf.judge(paths)
        if not one.passed
    ]
    assert wrong == []


def test_every_paper_and_note_is_in_the_outline(build: Build, meeting: Meeting) -> None:
    titles = [line.title for line in build("alderman", Variant.FULL).outline() if line.page]
    papers = db.session.scalars(
        select(Paper.title).where(Paper.meeting_id == meeting.id, Paper.withdrawn_at.is_(None))
    )
    for title in papers:
        assert any(one.endswith(title) for one in titles), title
    for item, _note in _written(meeting):
        assert f"{item.number} {item.title}" in titles


def test_every_long_word_is_found_by_search(build: Build, meeting: Meeting) -> None:
    words = {"Gemeenteraadsvergaderingen"}
    for _item, note in _written(meeting):
        text = " ".join(note.current.parts.values())
        words |= set(re.findall(r"[A-Za-zÀ-ÿ]{12,}", text))
    assert len(words) > 10
    assert build("alderman", Variant.FULL).not_found(words) == []


@pytest.mark.parametrize("role", READERS)
def test_a_secret_is_only_in_the_pack_of_who_may_read_it(build: Build, role: str) -> None:
    pack = build(role, Variant.FULL)
    assert pack.numbering() == []
    for secret in (CONCEPT, UNDISCLOSED, RESTRICTED):
        assert bool(pack.holding(secret)) == (secret in READERS[role]), secret


def test_the_papers_alone_hold_nothing_of_our_notes(build: Build) -> None:
    pack = build("alderman", Variant.PAPERS)
    assert pack.holding(UNDISCLOSED) == []
    assert pack.holding(CONCEPT) == []
    assert pack.holding(RESTRICTED) != []


def test_reading_back_sees_what_is_wrong(tmp_path: Path) -> None:
    """The questions have answers: a file with everything against it."""
    with read_back(pdf_files.acting_paper(), tmp_path) as file:
        assert file.numbering() == ["page 1 ends in 'Stuk blad 1'"]
        assert file.contents() == ["there are no contents"]
        assert file.missing_from_outline(["1 Begroting"]) == ["1 Begroting is not in the outline"]
        assert file.not_found(["Stuk", "gemeenteraad"]) == ["gemeenteraad is not found"]
        assert file.fonts_not_embedded() == ["font /Helvetica is not in the file"]
        assert len(file.active()) > 5
        assert len(file.holding("kanarie")) > 2
        assert file.declared() == set()


def test_reading_back_sees_a_dead_link(tmp_path: Path) -> None:
    with read_back(pdf_files.dead_link(), tmp_path) as file:
        assert file.dead_links() == ["the link 'paper-12' on page 1 leads nowhere"]


def test_a_page_in_arabic_ends_in_its_number_too(tmp_path: Path) -> None:
    words = "هذا نص عربي للاختبار وفيه كلمات كثيرة"
    received = HTML(
        string=f'<html lang="ar" dir="rtl"><title>T</title><body><h1>{words}</h1>'
        f'<p style="position: absolute; bottom: 0">{words}</p></body></html>'
    ).write_pdf()
    assert isinstance(received, bytes)
    pack = printed(
        job_of(section("note-1", "Punt", f"<p dir='rtl'>{words}</p>"), paper_part("1.1")),
        {"1.1": received},
    )
    with read_back(pack.content, tmp_path) as file:
        assert not file.numbering()
        assert not file.not_found(["عربي"])
    program = shutil.which("pdftotext")
    if program is not None:
        said = subprocess.run(
            [program, "-raw", str(tmp_path / "read-back.pdf"), "-"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        ends = [page.strip().splitlines()[-1][-5:] for page in said.split("\f")[:-1]]
        assert ends == ["1 / 2", "2 / 2"]
