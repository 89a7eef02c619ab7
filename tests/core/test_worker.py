"""The worker as a process: ends in order, is alone under its name, takes up what was cut off."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.core import jobs
from app.core.database import db
from config import ROOT
from tests.core.job_app import create_app
from tests.engines import SECRET, Templates, configuration

WORDS = ("start", "end")


class Bench:
    """A database of its own, with workers that can be started and killed."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.app: Flask = create_app(configuration(url, folder))
        self.workers: list[subprocess.Popen[str]] = []

    def worker(self, name: str = "worker-1") -> subprocess.Popen[str]:
        """Start a worker."""
        environment = {
            "PATH": os.defpath,
            "FLASK_APP": "tests.core.job_app",
            "DATABASE_URL": self.url,
            "DATA_DIR": str(self.folder),
            "SECRET_KEY": SECRET,
            "WORKER_ID": name,
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "worker"],
            cwd=ROOT,
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.workers.append(process)
        return process

    def ask(self, *numbers: int, tenths: int = 0) -> None:
        """Ask for jobs."""
        with self.app.app_context():
            for number in numbers:
                jobs.enqueue("test-slow", key=f"slow-{number}", number=number, tenths=tenths)
            db.session.commit()

    @property
    def lines(self) -> list[str]:
        """What jobs wrote down."""
        log = self.folder / "job.log"
        return log.read_text().splitlines() if log.exists() else []

    def problem(self) -> str | None:
        """What readiness says."""
        with self.app.app_context():
            return jobs.problem()


def soon(holds: Callable[[], bool]) -> bool:
    """Whether it holds within half a minute."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def bench(engine_name: str, templates: Templates, tmp_path: Path) -> Iterator[Bench]:
    """A bench on this engine; nothing that it started is left."""
    url = templates.clone(engine_name)
    bench = Bench(url, tmp_path)
    yield bench
    for process in bench.workers:
        process.kill()
        process.communicate()
    with bench.app.app_context():
        db.engine.dispose()
    templates.drop(url)


def test_sigterm_lets_a_running_job_finish(bench: Bench) -> None:
    worker = bench.worker()
    bench.ask(1, tenths=10)
    assert soon(lambda: bench.lines == ["start 1"])
    assert bench.problem() is None
    worker.send_signal(signal.SIGTERM)
    bench.ask(2)
    assert worker.wait(15) == 0
    assert bench.lines == ["start 1", "end 1"], "a job asked for meanwhile waits"
    assert bench.problem() is not None, "it signed off"


def test_a_restarted_worker_takes_up_at_once_what_kill_9_cut_off(bench: Bench) -> None:
    worker = bench.worker()
    bench.ask(1, tenths=20)
    assert soon(lambda: bench.lines == ["start 1"])
    worker.kill()
    worker.wait()
    bench.worker()
    assert soon(lambda: bench.lines == ["start 1", "start 1", "end 1"])


def test_a_second_worker_of_the_same_name_refuses_in_one_sentence(bench: Bench) -> None:
    bench.worker()
    bench.ask(1)
    assert soon(lambda: bench.lines == ["start 1", "end 1"])
    second = bench.worker()
    _out, error = second.communicate(timeout=30)
    assert second.returncode == 1
    assert error.strip().splitlines() == [
        "Er draait al een werker met de naam worker-1. Stop die eerst, of geef deze met "
        "WORKER_ID een andere naam."
    ]


def test_two_workers_do_every_job_once(bench: Bench) -> None:
    bench.worker("worker-1")
    bench.worker("worker-2")
    numbers = list(range(40))
    bench.ask(*numbers)
    assert soon(lambda: len(bench.lines) == 80)
    assert sorted(bench.lines) == sorted(
        f"{word} {n}" for n in numbers for word in ("start", "end")
    )
