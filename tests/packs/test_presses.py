"""Presses are kept warm, lent to one pack at a time, replaced when killed, and end with us."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from app.packs.press import presses
from app.packs.press.presses import Crew, Task
from app.packs.press.pressroom import PressFailed, PressStopped
from app.packs.press.printjob import JOB_FILE, RESULT_FILE, Limits
from config import ROOT
from tests.packs import pdf_files
from tests.packs.press_jobs import job_of, printed, section
from tests.packs.test_press_ends import wait_until


@pytest.fixture(autouse=True)
def _no_presses_before() -> Iterator[None]:
    presses.end_all()
    yield
    presses.end_all()


def children() -> dict[int, psutil.Process]:
    found = {}
    for child in psutil.Process().children():
        if "app.packs.press.child" in child.cmdline():
            found[child.pid] = child
    return found


def many(count: int, lines: int = 1) -> list[object]:
    text = "<p>Tekst van een annotatie.</p>" * lines
    return [section(f"note-{number}", "Punt", f"{text}<p>{number}</p>") for number in range(count)]


def test_a_second_pack_is_made_by_the_same_processes() -> None:
    printed(job_of(*many(6)))  # type: ignore[arg-type]
    first = set(children())
    assert 1 <= len(first) <= presses.MOST
    printed(job_of(*many(6)))  # type: ignore[arg-type]
    assert set(children()) == first


def test_a_press_is_kept_however_large_whoever_started_it_is() -> None:
    ballast = bytearray(400 * 1024 * 1024)
    ballast[::4096] = b"x" * len(ballast[::4096])
    printed(job_of(section("cover", "Omslag")))
    assert children()


def test_a_press_that_was_killed_while_it_rested_is_replaced() -> None:
    printed(job_of(section("cover", "Omslag")))
    for child in children().values():
        child.kill()
    assert printed(job_of(section("cover", "Omslag"))).pages == 1


def test_a_press_that_is_killed_at_work_is_replaced_and_the_pack_is_the_same() -> None:
    job = job_of(*many(12, lines=400))  # type: ignore[arg-type]
    whole = printed(job)
    killed: list[int] = []

    def kill_once(done: int, total: int) -> bool:
        if not killed and done >= 2:
            victim = next(iter(children().values()))
            killed.append(victim.pid)
            victim.kill()
        return True

    assert printed(job, follow=kill_once).content == whole.content
    assert killed


def test_a_pack_at_which_presses_keep_dying_fails() -> None:
    def kill_all(done: int, total: int) -> bool:
        for child in children().values():
            child.kill()
        return True

    with pytest.raises(PressFailed):
        printed(job_of(*many(8, lines=200)), follow=kill_all)  # type: ignore[arg-type]


def test_two_packs_at_once_do_not_share_a_press() -> None:
    jobs = [job_of(*many(5, lines=10 * n)) for n in (1, 2)]  # type: ignore[arg-type]
    alone = [printed(job).content for job in jobs]
    found: dict[int, bytes] = {}

    def make(place: int) -> None:
        found[place] = printed(jobs[place]).content

    threads = [threading.Thread(target=make, args=(place,)) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[0], found[1]] == alone


def test_calling_off_ends_what_is_at_work_at_once() -> None:
    begun = time.monotonic()

    def stop_soon(done: int, total: int) -> bool:
        return time.monotonic() < begun + 1

    slow = section("note-1", "Punt", "<p>Tekst.</p>" * 60_000)
    with pytest.raises(PressStopped):
        printed(job_of(slow), follow=stop_soon)
    assert time.monotonic() - begun < 15
    assert wait_until(lambda: not children())


def test_progress_goes_up_to_the_end() -> None:
    told: list[tuple[int, int]] = []

    def follow(done: int, total: int) -> bool:
        told.append((done, total))
        return True

    printed(job_of(*many(30, lines=40)), follow=follow)  # type: ignore[arg-type]
    done = [one for one, _total in told]
    assert done == sorted(done)
    assert done[0] == 0
    assert all(one <= total for one, total in told)


def test_a_full_disk_fails_the_pack_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    presses.end_all()
    limits = replace(Limits(), file_bytes=4096)
    with pytest.raises((PressFailed, OSError)) as fault:
        printed(job_of(*many(3), limits=limits))  # type: ignore[arg-type]
    if isinstance(fault.value, OSError):
        assert fault.value.errno in (errno.EFBIG, errno.ENOSPC)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("work", ["set", "merge"])
def test_a_press_says_so_when_the_disk_is_full(tmp_path: Path, work: str) -> None:
    """What a press writes lands on a device that is always full."""
    job = job_of(section("note-1", "Punt"))
    job.save(tmp_path / JOB_FILE)
    (tmp_path / "note-1.html").write_text("<p>Tekst.</p>", encoding="utf-8")
    details: dict[str, Any] = {"source": "note-1.html", "target": "note-1.part.pdf"}
    if work == "set":
        (tmp_path / "note-1.part.draft").symlink_to("/dev/full")
    else:
        (tmp_path / "note-1.part.pdf").write_bytes(pdf_files.paper(40))
        (tmp_path / RESULT_FILE).symlink_to("/dev/full")
        details = {"files": {"note-1": "note-1.part.pdf"}, "papers": [], "after_blank": []}
    with (
        Crew(tmp_path, job.limits, lambda answers: None) as crew,
        pytest.raises(OSError, match=os.strerror(errno.ENOSPC)) as fault,
    ):
        crew.run([Task(work, "note-1", 60, details)])
    assert fault.value.errno == errno.ENOSPC


def test_presses_that_rest_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys, time\n"
        "from tests.packs.press_jobs import job_of, printed, section\n"
        "printed(job_of(section('cover', 'Omslag')))\n"
        "print('klaar', flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "klaar\n"
        resting = [child.pid for child in psutil.Process(parent.pid).children()]
        assert resting
        os.kill(parent.pid, signal.SIGKILL)
    assert wait_until(lambda: not any(psutil.pid_exists(pid) for pid in resting))
