"""The annexes of the other tests are what they are said to be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
from pypdf import PdfReader

from tests import verapdf
from tests.papers.producers import LONG_WORDS, PRODUCERS, Producer, made


def test_a_producer_makes_what_it_says(producer: Producer, annexes: Callable[..., Path]) -> None:
    path = annexes(producer)
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 3
        assert ("/StructTreeRoot" in pdf.Root) == producer.tagged
        pictures = [len(page.get_images()) for page in pdf.pages]
    assert pictures == [1, 1, 1]
    words = [page.extract_text() for page in PdfReader(path).pages]
    if not producer.is_scan:
        assert LONG_WORDS[1] in words[0]
        assert LONG_WORDS[3] in words[2]


def test_the_annexes_come_from_five_programs_at_least() -> None:
    families = {producer.name.partition("-")[0] for producer in PRODUCERS}
    assert len(families) >= 5
    assert {producer.tagged for producer in PRODUCERS} == {True, False}


def test_the_validator_tells_good_from_bad_and_names_the_rules(tmp_path: Path) -> None:
    tagged, plain = (
        made(one, tmp_path) for one in PRODUCERS if one.name in ("weasyprint-tagged", "weasyprint")
    )
    broken = tmp_path / "geen pdf.pdf"
    broken.write_bytes(b"%PDF-1.7 en verder niets")
    good, bad, unreadable = verapdf.judge([tagged, plain, broken], [verapdf.ACCESSIBLE])
    assert (good.path, good.passed, good.broken) == (tagged, True, ())
    assert (bad.path, bad.passed) == (plain, False)
    assert any("MarkInfo" in rule for rule in bad.broken)
    assert not unreadable.passed
