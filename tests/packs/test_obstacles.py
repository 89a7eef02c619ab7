"""The page that names the papers which are not in a pack, or stand in its way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask_babel import force_locale

from app.packs.content.copies import PaperCopy
from app.packs.content.obstacles import obstacles_of
from app.packs.content.sheets import print_job
from app.packs.models import Variant
from app.packs.press.printjob import PrintJob, Section
from tests.packs.whole_document import whole_document

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True, scope="session")

GOOD = PaperCopy(digest="a", accessible=True, archivable=True)
COLOURS = PaperCopy(digest="b", accessible=True, reasons=("colours", "of a later program"))
LOCKED = PaperCopy(refused="encrypted")


@pytest.fixture(autouse=True)
def _in_dutch(session_app: Flask) -> Iterator[None]:
    with session_app.app_context(), force_locale("nl"):
        yield


def html_of(job: PrintJob, key: str) -> str:
    part = next((part for part in job.parts if part.key == key), None)
    return part.html if isinstance(part, Section) else ""


def test_papers_that_hold_everything_need_no_page() -> None:
    document = whole_document()
    copies = {paper.key: GOOD for paper in document.papers()}
    assert not obstacles_of(document, copies)
    job = print_job(document, copies)
    assert html_of(job, "obstacles") == ""
    assert "niet toegankelijk zijn" not in html_of(job, "contents")


def test_each_paper_is_named_with_what_is_the_matter_and_the_remedy() -> None:
    job = print_job(whole_document(), {"paper-1-1": LOCKED, "paper-1-2": COLOURS})
    page = html_of(job, "obstacles")
    missing, in_the_way = page.split("Niet toegankelijk, of niet geschikt voor het archief")
    assert "Begroting" in missing
    assert "Vraag de afzender om een versie zonder beveiliging." in missing
    assert "Brief" in in_the_way
    assert "Kleuren zijn vastgelegd" in in_the_way
    assert "of a later program" not in page
    assert "Stukken die ontbreken of niet toegankelijk zijn" in html_of(job, "contents")
    assert job.parts[-1].key == "obstacles"


def test_a_paper_without_known_reason_says_so() -> None:
    copies = {"paper-1-1": GOOD, "paper-1-2": PaperCopy(digest="b", accessible=True)}
    page = html_of(print_job(whole_document(Variant.PAPERS), copies), "obstacles")
    assert "Het stuk is te ingewikkeld om helemaal na te kijken." in page
    assert "Niet in de map" not in page


def test_a_card_has_no_such_page() -> None:
    job = print_job(whole_document(Variant.CARD), {"paper-1-1": LOCKED, "paper-1-2": GOOD})
    assert [part.key for part in job.parts] == ["card-1"]


def test_the_file_as_received_is_linked_where_it_is_known_how_we_are_reached(
    session_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = whole_document()
    meeting = document.meetings[0]
    item = replace(meeting.items[0], papers=(replace(meeting.items[0].papers[0], id=7),))
    document = replace(document, meetings=(replace(meeting, items=(item,)),))
    address = "https://vooroverleg.example/papers/7"
    assert "Het ontvangen bestand openen" not in print_job(document).papers()[0].missing_html
    monkeypatch.setitem(session_app.config, "PUBLIC_URL", "https://vooroverleg.example")
    assert f'href="{address}"' in print_job(document).papers()[0].missing_html
