"""The press does not outlive whoever started it, and leaves no papers behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from config import ROOT

BUSY = """
import sys, tempfile
from pathlib import Path
tempfile.tempdir = sys.argv[1]
from tests.packs.press_jobs import job_of, printed, section
sections = [section(f"note-{n}", "Punt", "<p>Tekst.</p>" * 400) for n in range(200)]
printed(job_of(*sections), follow=lambda done, total: print(done, flush=True) is None)
"""


def wait_until(true: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


def test_a_killed_worker_takes_its_press_and_its_papers_along(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", BUSY, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE
    ) as worker:
        assert worker.stdout is not None
        for line in worker.stdout:
            if int(line) >= 2:
                break
        assert list(tmp_path.iterdir())
        worker.send_signal(signal.SIGKILL)
    assert wait_until(lambda: not list(tmp_path.iterdir()))
