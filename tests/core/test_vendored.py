"""What others made is what static/VENDOR.md says, byte for byte."""

from __future__ import annotations

import subprocess
import sys

from config import ROOT


def test_vendored_files_are_those_that_were_fetched() -> None:
    command = [sys.executable, str(ROOT / "tools" / "vendor-frontend"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
