"""Every code behind a grade or a refusal has a sentence."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.papers import telling, words
from app.papers.archive.notes import FONT_PROBLEMS, PROBLEMS
from app.papers.grades import Grade
from app.papers.models import ReadingCopy
from config import ROOT


def codes_of_tags() -> set[str]:
    """The codes that the tags can give, as they stand in the code."""
    found: set[str] = set()
    for path in (ROOT / "app" / "papers" / "tags").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"(?:problems|reasons)\.add\(\s*\"([a-z_]+)\"", text))
    return found


def codes_of_refusals() -> set[str]:
    """The codes with which files are refused."""
    found: set[str] = set()
    for path in (ROOT / "app" / "papers").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"PaperUnusable\(\"([a-z_]+)\"", text))
    return found


def test_every_code_has_a_sentence() -> None:
    tags, refusals = codes_of_tags(), codes_of_refusals()
    assert len(tags) > 8
    assert len(refusals) > 8
    assert {*tags, *FONT_PROBLEMS, *PROBLEMS} <= set(words.REASONS)
    assert refusals <= set(words.FAILURES)
    assert set(Grade) == set(words.GRADES) == set(words.SENTENCES)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_asked_of_the_sender_fits_how_it_reads(app: Flask, language: str) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        good = ReadingCopy(state="ready", grade="own", accessible=True, reasons=["tags_mended"])
        assert telling.told_of(good).to_sender == ""
        scan = ReadingCopy(state="ready", grade="scan", accessible=True, reasons=["pages_scanned"])
        assert "scan" in telling.told_of(scan).to_sender
        locked = ReadingCopy(state="refused", failure="encrypted")
        assert telling.told_of(locked).to_sender
        assert telling.told_of(locked).sentence == words.failure("encrypted")
        assert telling.told_of(None).grade == ""
