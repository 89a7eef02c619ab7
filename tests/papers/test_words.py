"""Every code behind a grade or a refusal has a sentence."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask_babel import force_locale

from app.papers import telling, words
from app.papers.archive.notes import FONT_PROBLEMS, PROBLEMS
from app.papers.grades import Grade
from app.papers.limits import Limits
from app.papers.models import ReadingCopy
from config import ROOT

#: Refused before there is a paper: whoever uploads reads what to do there and then.
AT_UPLOAD = {"macros", "old_office", "unknown_kind"}
#: No fault of the sender.
OURS = {"no_office", "missing", "fault"}
#: Words of makers of software; a reader of these sentences is none.
JARGON = re.compile("opmaakcode|beeldpunt|norm |duurzaam|renderen|metadata", re.IGNORECASE)


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


def ready(grade: str, *reasons: str, **fields: bool) -> ReadingCopy:
    """A copy that holds both standards, unless said otherwise."""
    holds = {"accessible": True, "archivable": True, **fields}
    return ReadingCopy(state="ready", grade=grade, reasons=list(reasons), **holds)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_reason_says_what_helps(app: Flask, language: str) -> None:
    """What is the matter, and then what to do, or that nothing has to be done."""
    with app.test_request_context(), force_locale(language):
        for code in words.REASONS:
            said = words.reason(code)
            assert len(re.findall(r"\.(?: |$)", said)) >= 2, said
            assert not JARGON.search(said), said
        for code in words.FAILURES:
            assert not JARGON.search(words.failure(code)), code


@pytest.mark.parametrize(("language", "pages"), [("nl", "1.500"), ("en", "1,500")])
def test_limits_are_said_as_they_are(
    app: Flask, monkeypatch: pytest.MonkeyPatch, language: str, pages: str
) -> None:
    limits = Limits(pages=1500, pixels=30_000_000, largest_side=72 / 0.0254 * 2, smallest_side=36)
    monkeypatch.setattr(words, "LIMITS", limits)
    with app.test_request_context(), force_locale(language):
        assert pages in words.failure("too_many_pages")
        refused = ReadingCopy(state="refused", failure="too_many_pages")
        assert pages in telling.told_of(refused).to_sender
        assert " 30 " in words.failure("too_many_pixels")
        too_large = words.failure("too_large")
        assert " 2 " in too_large
        assert "1.3" in too_large.replace(",", ".")


def test_every_refusal_has_a_question_of_its_own_for_the_sender(app: Flask) -> None:
    with app.test_request_context():
        asked = {
            code: telling.told_of(ReadingCopy(state="refused", failure=code)).to_sender
            for code in set(words.FAILURES) - AT_UPLOAD
        }
    assert {code for code, text in asked.items() if not text} == OURS
    questions = [text for text in asked.values() if text]
    assert len(set(questions)) == len(questions)


def test_what_an_archive_cannot_keep_is_asked_of_the_sender_too(app: Flask) -> None:
    with app.test_request_context():
        for grade in ("own", "basic"):
            told = telling.told_of(ready(grade, "colours", archivable=False))
            assert "PDF/A" in told.to_sender
        badly = telling.told_of(ready("own", "fonts_damaged", accessible=False, archivable=False))
    assert "lettertypen" in badly.to_sender


@pytest.mark.parametrize(
    ("copy", "honest"),
    [
        (ready("own"), False),
        (ready("scan", "pages_scanned"), True),
        (ready("scan", "pages_scanned", archivable=False), True),
        (ready("own", "pages_scanned"), True),
        (ready("basic", "pages_as_picture"), True),
        (ready("basic", "text_recognised"), False),
    ],
)
def test_a_page_that_is_a_picture_is_not_praised(
    app: Flask, copy: ReadingCopy, honest: bool
) -> None:
    """The standard allows a picture without words; nobody hears what stands on it."""
    with app.test_request_context():
        said = telling.told_of(copy).standards
    assert "PDF/UA-1" in said
    assert ("plaatje" in said) is honest
    assert ("toegankelijk" in said) is not honest


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_asked_of_the_sender_fits_how_it_reads(app: Flask, language: str) -> None:
    with app.test_request_context(), force_locale(language):
        good = ready("own", "tags_mended")
        assert telling.told_of(good).to_sender == ""
        scan = ready("scan", "pages_scanned")
        assert "scan" in telling.told_of(scan).to_sender
        locked = ReadingCopy(state="refused", failure="encrypted")
        assert telling.told_of(locked).to_sender
        assert telling.told_of(locked).sentence == words.failure("encrypted")
        assert telling.told_of(None).grade == ""
