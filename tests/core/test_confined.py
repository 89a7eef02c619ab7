"""A process of its own knows nothing of the secrets of whoever starts it, and ends in time."""

from __future__ import annotations

import signal
import tempfile
import time
from pathlib import Path

import pytest

from app.core import confined


def python(code: str, seconds: float = 20) -> tuple[int | None, str]:
    """How a line of Python ends that is run apart, and what it writes."""
    with tempfile.TemporaryFile() as answer:
        code_of_end = confined.run("timeit", "-n1", "-r1", code, seconds=seconds, stdout=answer)
        answer.seek(0)
        return code_of_end, answer.read().decode()


def test_no_secret_comes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "kanarie-4711")
    ended, told = python("import os; print(sorted(os.environ.items()))")
    assert "PYTHONHASHSEED" in told
    assert "kanarie-4711" not in told
    assert ended == 0


def test_its_time_up_it_is_ended_with_what_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    late = f"sleep 2; touch {mark}"
    ended, _told = python(f"import subprocess; subprocess.run(['sh', '-c', '{late}'])", 0.8)
    time.sleep(2)
    assert ended is None
    assert not mark.exists()


def test_how_it_ended_is_told() -> None:
    assert python("import os; os.kill(os.getpid(), 15)")[0] == -signal.SIGTERM
