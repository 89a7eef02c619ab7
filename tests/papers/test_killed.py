"""Whoever makes a reading copy may be killed: nothing half is left, and it is made afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from config import ROOT

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
