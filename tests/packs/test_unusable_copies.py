"""Reading copies that are lost, broken or too heavy: the rest goes on, and a page names them.

What was received never comes here: see tests/papers for hostile files.
"""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from app.packs.press.pressroom import PressFailed, PressStopped, PrintedPack
from app.packs.press.printjob import Limits
from tests.packs import pdf_files
from tests.packs.press_jobs import job_of, opened, paper_part, printed, section


def text_of(pack: PrintedPack) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pack.content)).pages)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "missing"),
        (b"Geen PDF maar tekst.", "damaged"),
        (pdf_files.damaged_paper(), "damaged"),
    ],
)
def test_a_copy_that_cannot_be_used_is_named_and_the_rest_goes_on(
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


def test_a_copy_that_takes_too_much_ends_its_press_and_is_left_out() -> None:
    pack = printed(
        job_of(paper_part("1.1"), paper_part("1.2"), limits=Limits(paper_seconds=0.2)),
        {"1.1": pdf_files.heavy_to_open(60), "1.2": pdf_files.paper()},
    )
    assert pack.left_out == {"paper-1-1": "too_heavy"}


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
