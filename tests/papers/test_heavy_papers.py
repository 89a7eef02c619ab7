"""Papers that are heavy, honest or not: prepared soon, and within their memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Stream, String

from app.papers.child import make_copy
from app.papers.kinds import PDF
from app.papers.limits import Limits
from app.papers.unusable import PaperUnusable
from tests.packs.pdf_files import as_bytes, blank_paper
from tests.papers.odd_pdfs import many_links, many_objects, many_steps

#: Of the processor. A third to a half of it is seen on a machine that is free.
SECONDS = 4.0


def copy_of(content: bytes, folder: Path) -> Path:
    """The reading copy of a PDF."""
    source, target = folder / "source.pdf", folder / "copy.pdf"
    source.write_bytes(content)
    make_copy(source, target, PDF, Limits())
    return target


@pytest.mark.parametrize("paper", [many_steps, many_links, many_objects])
def test_it_takes_little_time(paper: Callable[[], bytes], tmp_path: Path) -> None:
    content, begun = paper(), time.process_time()
    copy_of(content, tmp_path)
    assert time.process_time() - begun < SECONDS


def test_what_nothing_leads_to_is_left_out(tmp_path: Path) -> None:
    with pikepdf.open(copy_of(many_objects(), tmp_path)) as pdf:
        assert len(pdf.objects) < 1_000


def test_the_bytes_of_a_drawing_never_stand_elsewhere(tmp_path: Path) -> None:
    paper = blank_paper()
    outside = Stream(paper, b"")
    outside.F, outside.FFilter = String("/etc/passwd"), Array([])
    paper.pages[0].obj.Resources.XObject = pikepdf.Dictionary(A=outside)
    with pikepdf.open(copy_of(as_bytes(paper), tmp_path)) as pdf:
        streams = [thing for thing in pdf.objects if isinstance(thing, Stream)]
        assert not [thing for thing in streams if {"/F", "/FFilter"} & set(thing.keys())]


def test_a_page_whose_drawing_got_lost_is_refused(tmp_path: Path) -> None:
    paper = blank_paper()
    paper.pages[0].obj.Contents = Array([paper.make_indirect(String("geen tekening"))])
    with pytest.raises(PaperUnusable) as refusal:
        copy_of(as_bytes(paper), tmp_path)
    assert refusal.value.reason == "damaged"


def test_papers_give_their_tags_names_of_their_own(tmp_path: Path) -> None:
    with pikepdf.open(copy_of(as_bytes(blank_paper()), tmp_path)) as pdf:
        assert len(pdf.Root.StructTreeRoot.IDTree.Names) == 0
