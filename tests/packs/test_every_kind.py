"""Every kind of content in every variant: what is composed, and that all of it may be declared."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask
from flask_babel import force_locale
from pypdf import PdfReader

from app.briefings.parts import PARTS
from app.core import clock
from app.core.database import db
from app.meetings.agenda_models import AgendaItem
from app.packs.content.composing import Edition, Period, compose, compose_period, with_changes
from app.packs.content.gathering import Gathered, gather
from app.packs.content.layout import Change, Changes, PackDocument
from app.packs.content.sheets import addendum_job, print_job
from app.packs.models import Variant
from app.packs.options import Options
from app.packs.press.pressroom import PrintedPack, print_pack
from app.people.models import Person
from tests.client import Statements
from tests.factories import make_item, make_meeting, make_person
from tests.packs.every_kind import ARABIC, LONG_WORD, POLISH, TURKISH, every_kind, with_items
from tests.packs.meeting_files import add_paper
from tests.packs.press_jobs import opened
from tests.verapdf import judge

EDITION = 2


@pytest.fixture
def alderman(app: Flask) -> Person:
    return make_person("alderman", title="Wethouder sociaal domein")


@pytest.fixture
def gathered(alderman: Person) -> Gathered:
    meeting = every_kind(alderman)
    return gather([meeting.id], alderman, alderman)[0]


def edition() -> Edition:
    return Edition(EDITION, clock.now())


def full(gathered: Gathered, options: Options | None = None) -> PackDocument:
    return compose(gathered, Variant.FULL, edition(), options or Options())


def without_papers(document: PackDocument) -> PackDocument:
    """Our own pages alone: what papers hold is not ours."""
    meetings = tuple(
        replace(
            meeting,
            general_papers=(),
            items=tuple(replace(item, papers=()) for item in meeting.items),
        )
        for meeting in document.meetings
    )
    return replace(document, meetings=meetings)


def changed(document: PackDocument) -> PackDocument:
    items = document.items
    rows = (
        Change(items[2].key, "changed", "3", items[2].title, "8–11", "annotatie, versie 2"),
        Change(items[5].key, "new", "6", items[5].title),
        Change("paper-0", "gone", "7.1", "Oude brief", "14"),
    )
    return with_changes(document, Changes(1, "maandag 16 november 2026, 09.00 uur", rows))


def test_every_part_of_a_note_is_on_its_page(gathered: Gathered) -> None:
    note = full(gathered).items[2].note
    assert note is not None
    placed = {"ask", "success", "core", "speaking_points", "if_raised", "fallback"}
    found = [block.key for block in (*note.blocks, *note.closing)]
    assert placed | set(found) == {part.key for part in PARTS}
    assert len(found) == len(set(found))
    assert all([note.ask, note.success, note.reason, note.speaking_points, note.fallback])
    assert len(note.if_raised) == 2
    assert "college, 10 november 2026" in note.stance_reason
    assert "de raad moet het nog toestaan" in note.still_to_allow
    assert note.forces is not None
    assert [stand.call_first for stand in note.forces.stands].count(True) == 2
    assert [line.kind for line in note.advice] == ["positief met opmerkingen", "geen opmerkingen"]
    assert [block.key for block in note.closing if block.is_private] == ["undisclosed", "views"]


def test_who_sits_there_has_a_role_votes_and_last_contact(gathered: Gathered) -> None:
    room = {one.name: one for one in full(gathered).meetings[0].room}
    assert next(iter(room)) == "Gemeente Haren"
    assert room["Gemeente Haren"].votes == "2"
    assert "Beleidsmedewerker jeugd" in room["Gemeente Haren"].role
    assert room["Gemeente Groningen"].role == "voorzitter"
    assert room["Gemeente Groningen"].last_contact == "12 november 2026, Ambtelijk overleg"
    assert room["Gemeente Eemsmond"].last_contact == ""


def test_open_actions_decisions_and_annexes_are_there(gathered: Gathered) -> None:
    document = full(gathered)
    meeting = document.meetings[0]
    assert [action.kind for action in meeting.actions] == ["toezegging", "actie", "actie"]
    assert meeting.last_time is not None
    assert meeting.last_time.decisions[0].topic == "Jaarrekening 2025"
    assert [day.when for day in document.council_calendar][:2] == [
        "maandag 14 december 2026",
        "19 december 2026 – 3 januari 2027",
    ]
    assert "te bevestigen" in document.council_calendar[1].remark
    words = [term.word for term in document.glossary]
    assert "Zienswijze" in words
    assert "Verbonden partij" not in words


def test_papers_of_one_title_at_one_item_say_their_file(alderman: Person) -> None:
    item = make_item()
    for place, name in enumerate(("scan.pdf", "Scan.jpg", "Brief.pdf")):
        add_paper(item, title=name.partition(".")[0], file_name=name, position=place)
    found = full(gather([item.meeting_id], alderman, alderman)[0])
    titles = [paper.title for paper in found.items[0].papers]
    assert titles == ["scan (scan.pdf)", "Scan (Scan.jpg)", "Brief"]


def test_the_other_variants_hold_nothing_that_they_do_not_print(gathered: Gathered) -> None:
    papers = compose(gathered, Variant.PAPERS, edition())
    assert all(item.note is None for item in papers.items)
    meeting = papers.meetings[0]
    assert (meeting.steer, meeting.actions, meeting.room, papers.glossary) == (None, (), (), ())
    assert "jeugdgezondheidszorg in de noordelijke" not in repr(papers)
    card = compose(gathered, Variant.CARD, edition())
    assert card.papers() == []
    assert all(not item.note.blocks for item in card.items if item.note)


def test_chosen_items_come_in_the_order_that_was_put(gathered: Gathered) -> None:
    wanted = [gathered.items[place].id for place in (4, 1)]
    only = full(gathered, Options(chosen=tuple(wanted), only=True))
    assert [item.id for item in only.items] == wanted
    assert only.meetings[0].is_selection
    first = full(gathered, Options(chosen=tuple(wanted)))
    assert [item.id for item in first.items][:3] == [*wanted, gathered.items[0].id]
    assert len(first.items) == len(gathered.items)


def test_a_watermark_names_the_reader_and_the_moment(gathered: Gathered) -> None:
    assert full(gathered).watermark == ""
    mark = full(gathered, Options(watermark=True)).watermark
    assert mark == f"{gathered.reader.name}, maandag 23 november 2026, 09.00 uur"


def test_who_may_not_know_of_a_contact_does_not_read_of_it(alderman: Person) -> None:
    meeting = every_kind(alderman)
    outsider = make_person("officer")
    room = gather([meeting.id], alderman, outsider)[0].heard
    assert room == {}
    assert gather([meeting.id], alderman, alderman)[0].heard


def test_gathering_costs_the_same_whatever_is_there(alderman: Person) -> None:
    def cost(count: int) -> int:
        meeting = with_items(count, alderman)
        for item in db.session.query(AgendaItem).filter_by(meeting_id=meeting.id):
            add_paper(item)
        identity = meeting.id
        db.session.expire_all()
        with Statements.of(db.engines[None]) as statements:
            gather([identity], alderman, alderman)
        return statements.count

    assert cost(3) == cost(12)


class TestPrinted:
    """Printing asks nothing of the database: one engine will do."""

    pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True, scope="session")

    @pytest.fixture
    def packs(self, gathered: Gathered, alderman: Person) -> dict[str, PrintedPack]:
        whole = without_papers(full(gathered))
        jobs = {
            "full": whole,
            "card": compose(gathered, Variant.CARD, edition()),
            "papers": without_papers(compose(gathered, Variant.PAPERS, edition())),
            "changes": changed(whole),
            "none": full(gather([make_meeting(alderman=alderman).id], alderman, alderman)[0]),
            "sixty": full(gather([with_items(60, alderman).id], alderman, alderman)[0]),
            "period": without_papers(
                compose_period(
                    [gathered, gather([with_items(2, alderman).id], alderman, alderman)[0]],
                    Period(date(2026, 12, 7), date(2026, 12, 18)),
                    Variant.FULL,
                    edition(),
                )
            ),
        }
        with force_locale("nl"):
            made = {name: print_job(document) for name, document in jobs.items()}
            made["addendum"] = addendum_job(changed(whole), 1)
        return {name: print_pack(job, [], lambda done, total: True) for name, job in made.items()}

    def test_all_of_it_holds_the_standards_and_reads_back(
        self, packs: dict[str, PrintedPack], tmp_path: Path
    ) -> None:
        for name, pack in packs.items():
            (tmp_path / f"{name}.pdf").write_bytes(pack.content)
        text = _text(packs["full"])
        for words in (LONG_WORD, TURKISH, POLISH, "€ 12.500,50", "☐", "✓", "≥"):
            assert words in text
        assert all(letter in text for letter in set(ARABIC) - set(" .،"))
        assert "\ufffd" not in text
        assert packs["card"].pages == 2
        for pack in packs.values():
            with opened(pack) as pdf:
                assert all(0 not in _drawn_letters(page) for page in pdf.pages)
        verdicts = judge([tmp_path / f"{name}.pdf" for name in packs])
        assert [f"{one.path.stem}: {one.broken}" for one in verdicts if not one.passed] == []


def _drawn_letters(page: pikepdf.Page) -> set[int]:
    """The numbers of the letters that a page draws; 0 is the empty box."""
    found: set[int] = set()
    for drawn in pikepdf.parse_content_stream(page, "Tj TJ"):
        operands: Any = drawn.operands
        for piece in operands[0] if str(drawn.operator) == "TJ" else operands:
            if isinstance(piece, pikepdf.String):
                codes = bytes(piece)
                found |= {codes[at] << 8 | codes[at + 1] for at in range(0, len(codes), 2)}
    return found


def _text(pack: PrintedPack) -> str:
    """All text as a search in the file sees it."""
    reader = PdfReader(io.BytesIO(pack.content))
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
