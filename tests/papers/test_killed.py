"""Whoever makes a reading copy may be killed: nothing half is left, and it is made afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask import Flask

from app.core import jobs
from app.core.database import db
from app.papers import office, preparing
from app.papers.queries import reading_copies
from config import ROOT
from tests.packs import pdf_files
from tests.papers.files import kept, letter
from tests.papers.killing import killing

#: Starts the child as the worker does, says so, and waits to be killed.
PARENT = """
import subprocess, sys
from app.core import confined
process = subprocess.Popen(
    confined.command("app.papers.child", sys.argv[1]), cwd=confined.ROOT, stdin=subprocess.PIPE
)
print(process.pid, flush=True)
process.wait()
"""


def test_a_child_ends_with_its_parent_and_leaves_no_folder(tmp_path: Path) -> None:
    folder = tmp_path / "vooroverleg-paper-1"
    folder.mkdir()
    os.mkfifo(folder / "order.json")  # never written: the child waits here
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        time.sleep(0.5)
        parent.kill()
    until = time.monotonic() + 20
    while _lives(child) and time.monotonic() < until:
        time.sleep(0.1)
    assert not _lives(child)
    assert not folder.exists()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return not Path(f"/proc/{pid}/stat").read_text().split(") ")[1].startswith("Z")


def test_a_worker_that_stops_says_nothing_of_the_paper(app: Flask) -> None:
    original = kept(pdf_files.paper(), "pdf")
    preparing.ask_for([original])
    with killing("app.papers.child", signal.SIGTERM) as hit, pytest.raises(jobs.TryLater):
        jobs.run_pending()
    assert len(hit) == 1
    db.session.expire_all()
    assert reading_copies([original.id])[original.id].state == "waiting"


@pytest.mark.skipif(office.program() is None, reason="LibreOffice ontbreekt")
def test_a_worker_that_stops_says_nothing_of_a_letter(app: Flask) -> None:
    original = kept(letter(), "docx")
    with (
        killing("app.papers.office_child", signal.SIGTERM) as hit,
        pytest.raises(jobs.TryLater),
    ):
        preparing.make(original)
    assert len(hit) == 1


@pytest.mark.parametrize(("times", "failure"), [(1, ""), (2, "too_heavy")])
def test_a_system_in_need_of_memory_gets_a_second_try(app: Flask, times: int, failure: str) -> None:
    original = kept(pdf_files.paper(), "pdf")
    with killing("app.papers.child", signal.SIGKILL, times) as hit:
        assert preparing.make(original).failure == failure
    assert len(hit) == times
