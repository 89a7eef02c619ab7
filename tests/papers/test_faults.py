"""A fault of ours costs a paper its grade, not its place in a pack; and it is to be found."""

from __future__ import annotations

import io
import json
import logging
import signal
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from app.papers import child, preparing, telling, words
from app.papers.checking import check_papers
from app.papers.healing import Healed
from app.papers.kinds import KINDS
from app.papers.limits import Limits
from app.papers.models import ReadingCopy
from tests.packs import pdf_files
from tests.papers.killing import killing


def broken_heal(_pdf: pikepdf.Pdf, _title: str, _mark: str) -> Healed:
    """What a mistake in mending looks like from outside."""
    raise LookupError("kanarie")


def test_a_fault_in_mending_leaves_a_clean_paper_without_a_grade(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(child, "heal", broken_heal)
    source, target = tmp_path / "stuk.pdf", tmp_path / "copy.pdf"
    source.write_bytes(pdf_files.acting_paper())
    made = child.make_copy(source, target, "pdf", Limits())
    assert (made["grade"], made["reasons"], made["accessible"]) == (
        "none",
        ("files_inside", "fault"),
        False,
    )
    assert "LookupError" in capfd.readouterr().err
    with pikepdf.open(target) as pdf:
        assert len(pdf.pages) == made["pages"] == 1
        assert not {"/OpenAction", "/StructTreeRoot", "/MarkInfo"} & set(pdf.Root.keys())
        assert b"<pdfuaid:part>" not in pdf.Root.Metadata.read_bytes()


def test_the_log_names_the_place_of_a_fault_and_no_words(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = 'Traceback:\n  File "mending.py", line 7, in mend\nLookupError: kanarie\n'
    answer = {"pages": 1, "grade": "none", "reasons": ["fault"]}

    def ran(folder: Path, _limits: Limits) -> int:
        (folder / child.LOG).write_text(told, encoding="utf-8")
        (folder / child.ANSWER).write_text(json.dumps(answer), encoding="utf-8")
        return 0

    monkeypatch.setattr(preparing, "_run", ran)
    with caplog.at_level(logging.ERROR):
        assert preparing._in_child(tmp_path, KINDS["pdf"], Limits()) == answer
    assert 'LookupError File "mending.py", line 7' in caplog.text
    assert "kanarie" not in caplog.text


def test_nothing_is_asked_of_the_sender_for_a_fault_of_ours(app: Flask) -> None:
    with app.test_request_context():
        copy = ReadingCopy(state="ready", grade="none", accessible=False, reasons=["fault"])
        told = telling.told_of(copy)
    assert told.to_sender == ""
    assert told.reasons == (str(words.REASONS["fault"]),)


def test_a_probe_that_is_ended_does_not_call_the_file_damaged(app: Flask) -> None:
    upload = FileStorage(io.BytesIO(pdf_files.paper()), filename="stuk.pdf")
    with (
        app.test_request_context(),
        killing("app.papers.probe", signal.SIGKILL) as hit,
    ):
        good, (refusal,) = check_papers([upload], 10)
        assert (good, refusal.reason) == ([], words.failure("too_heavy"))
    assert len(hit) == 1
