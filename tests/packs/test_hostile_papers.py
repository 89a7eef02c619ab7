"""Papers that are locked, broken or hostile: the rest goes on, and a page says what is missing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.packs.press.pressroom import PressFailed, PressStopped, PrintedPack
from app.packs.press.printjob import Limits
from app.papers.sanitising import clean_paper
from app.papers.unusable import PaperUnusable
from tests.packs import pdf_files
from tests.packs.press_jobs import job_of, opened, paper_part, printed, section

MEGABYTE = 1024 * 1024


def text_of(pack: PrintedPack) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pack.content)).pages)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pdf_files.encrypted_paper(), "encrypted"),
        (pdf_files.damaged_paper(), "damaged"),
        (b"Geen PDF maar tekst.", "damaged"),
        (b"", "empty"),
        (pdf_files.enormous_page(), "too_large"),
        (pdf_files.many_pages(2001), "too_many_pages"),
        (pdf_files.odd_turn(), "damaged"),
        (pdf_files.odd_fonts(), "damaged"),
    ],
)
def test_a_paper_that_cannot_be_used_is_named_and_the_rest_goes_on(
    content: bytes, reason: str
) -> None:
    pack = printed(
        job_of(section("note-1", "1 Punt"), paper_part("1.1", "Slecht"), paper_part("1.2", "Goed")),
        {"1.1": content, "1.2": pdf_files.paper(2, text="Goed")},
    )
    assert pack.left_out == {"paper-1-1": reason}
    assert pack.pages == 4
    assert "Dit stuk ontbreekt" in text_of(pack)
    assert "Goed blad 2" in text_of(pack)


@pytest.mark.parametrize("content", pdf_files.odd_layers())
def test_a_paper_with_odd_layers_costs_itself_only(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "odd.pdf").write_bytes(content)
    with pytest.raises(PaperUnusable, match="damaged"):
        clean_paper(tmp_path / "odd.pdf", tmp_path / "clean.pdf", 2000)


def test_a_paper_that_takes_all_memory_is_left_out() -> None:
    limits = Limits(memory_bytes=900 * MEGABYTE)
    pack = printed(
        job_of(paper_part("1.1"), paper_part("1.2"), limits=limits),
        {"1.1": pdf_files.memory_bomb(150), "1.2": pdf_files.paper()},
    )
    assert pack.left_out == {"paper-1-1": "too_heavy"}


def test_a_paper_that_takes_too_long_is_left_out() -> None:
    limits = Limits(paper_seconds=1.0)
    pack = printed(
        job_of(paper_part("1.1"), paper_part("1.2"), limits=limits),
        {"1.1": pdf_files.memory_bomb(150), "1.2": pdf_files.paper()},
    )
    assert pack.left_out == {"paper-1-1": "too_heavy"}


def test_nothing_that_acts_comes_along() -> None:
    pack = printed(job_of(paper_part("1.1")), {"1.1": pdf_files.acting_paper()})
    with opened(pack) as pdf:
        assert "/OpenAction" not in pdf.Root
        assert "/JavaScript" not in pdf.Root.get("/Names", {})
        assert len(pdf.attachments) == 0
        assert "/AA" not in pdf.pages[0]
        actions = [note.A for note in pdf.pages[0].obj.Annots if "/A" in note]
        assert [str(action.URI) for action in actions] == ["https://www.groningen.nl/"]
        assert "/Next" not in actions[0]
        for thing in pdf.objects:
            assert b"kanarie" not in thing.unparse()


def test_a_filled_in_form_stays_readable_as_part_of_the_page() -> None:
    pack = printed(job_of(paper_part("1.1")), {"1.1": pdf_files.paper_with_form()})
    assert "Ingevuld" in text_of(pack)
    with opened(pack) as pdf:
        assert "/AcroForm" not in pdf.Root


def test_a_hidden_layer_stays_hidden() -> None:
    papers = {
        "1.1": pdf_files.paper_with_hidden_layer(),
        "1.2": pdf_files.paper_with_hidden_layer(),
    }
    pack = printed(job_of(paper_part("1.1"), paper_part("1.2")), papers)
    with opened(pack) as pdf:
        layers = pdf.Root.OCProperties
        hidden = {layer.objgen for layer in layers.D.OFF}
        used = {page.resources.Properties.MC0.objgen for page in pdf.pages}
        assert used == hidden
        assert len(used) == 2


def test_printing_can_be_called_off() -> None:
    with pytest.raises(PressStopped):
        printed(job_of(section("cover", "Omslag")), follow=lambda done, total: False)


def test_a_fault_of_our_own_is_told_as_such() -> None:
    limits = Limits(file_bytes=10)
    with pytest.raises(PressFailed):
        printed(job_of(section("cover", "Omslag"), limits=limits))
