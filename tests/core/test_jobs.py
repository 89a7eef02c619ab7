"""Jobs: asked for with the change, done once, tried again, given up, taken over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock, jobs
from app.core.database import db
from app.core.jobs import queue, timetable
from app.core.jobs.models import Job, JobSchedule, JobState, JobWorker
from tests.conftest import NOW

MINUTE = timedelta(minutes=1)
_done: list[int] = []
_fault: list[Exception] = []


@jobs.job("test-note-down")
def note_down(number: int) -> None:
    """Remember the number, or fail as the test wants."""
    if _fault:
        raise _fault[0]
    _done.append(number)


@jobs.job("test-ask-again")
def ask_again(number: int) -> None:
    """Be asked again while running, once."""
    _done.append(number)
    if len(_done) == 1:
        jobs.enqueue("test-ask-again", key="again", number=number)
        db.session.commit()


@jobs.job("test-in-no-hurry", in_no_hurry=True)
def in_no_hurry(number: int) -> None:
    """Remember the number, after all others."""
    _done.append(number)


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    """Start every test with nothing done."""
    _done.clear()
    _fault.clear()
    yield
    _done.clear()
    _fault.clear()


def the_job() -> Job:
    """The one job there is."""
    db.session.expire_all()
    return db.session.scalars(select(Job)).one()


def test_a_job_exists_only_with_the_commit(app: Flask) -> None:
    jobs.enqueue("test-note-down", key="one", number=1)
    db.session.rollback()
    assert jobs.run_pending() == 0
    jobs.enqueue("test-note-down", key="one", number=1)
    db.session.commit()
    assert jobs.run_pending() == 1
    assert _done == [1]
    assert the_job().state == JobState.DONE


def test_what_is_in_no_hurry_lets_others_go_first(app: Flask) -> None:
    for number in range(50):
        jobs.enqueue("test-in-no-hurry", key=f"paper-{number}", number=number)
    jobs.enqueue("test-note-down", key="mail", number=100)
    jobs.enqueue("test-note-down", key="pack", number=101)
    db.session.commit()
    assert jobs.run_pending() == 52
    assert _done == [100, 101, *range(50)]


def test_a_key_that_waits_is_the_same_job(app: Flask) -> None:
    for _time in range(3):
        jobs.enqueue("test-note-down", key="one", number=1)
        db.session.commit()
    assert jobs.run_pending() == 1
    jobs.enqueue("test-note-down", key="one", number=1)
    assert jobs.run_pending() == 1, "a key whose job is done can be asked again"


def test_a_key_asked_again_while_it_runs_runs_once_more(app: Flask) -> None:
    jobs.enqueue("test-ask-again", key="again", number=7)
    assert jobs.run_pending() == 2
    assert _done == [7, 7]
    assert the_job().state == JobState.DONE


def test_an_unknown_name_is_a_mistake_at_once(app: Flask) -> None:
    with pytest.raises(LookupError):
        jobs.enqueue("no-such-job", key="x")


def test_one_key_can_be_done_apart(app: Flask) -> None:
    jobs.enqueue("test-note-down", key="one", number=1)
    jobs.enqueue("test-note-down", key="two", number=2)
    assert jobs.run_pending("two") == 1
    assert _done == [2]


def test_a_fault_is_tried_again_later_and_its_message_kept_nowhere(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    _fault.append(ValueError("words of a note"))
    jobs.enqueue("test-note-down", key="one", number=1)
    with pytest.raises(ValueError, match="words"):
        jobs.run_pending()
    assert the_job().state == JobState.WAITING
    assert the_job().fault.startswith("ValueError at test_jobs.py:")
    assert "words of a note" not in caplog.text
    assert jobs.run_pending() == 0, "not before its time"
    _fault.clear()
    clock.stop_at(NOW + MINUTE)
    assert jobs.run_pending() == 1
    assert the_job().fault == ""


def test_after_many_attempts_a_job_is_given_up(app: Flask) -> None:
    _fault.append(jobs.TryLater("the other side is away"))
    jobs.enqueue("test-note-down", key="one", number=1)
    moment = NOW
    for attempt in range(1, queue.MAX_ATTEMPTS + 1):
        clock.stop_at(moment)
        with pytest.raises(jobs.TryLater):
            jobs.run_pending()
        moment += queue.wait_before(attempt + 1)
    assert the_job().state == JobState.FAILED
    assert jobs.failed() == [the_job()]
    assert timedelta(hours=12) < moment - NOW < timedelta(hours=48)


def test_a_job_of_a_dead_worker_is_taken_over_after_its_lease(app: Flask) -> None:
    jobs.enqueue("test-note-down", key="one", number=1)
    db.session.commit()
    dead = queue.claim("worker-a", MINUTE)
    assert dead is not None
    assert queue.claim("worker-b", MINUTE) is None
    assert queue.take_over() == 0, "its lease holds"
    clock.stop_at(NOW + 2 * MINUTE)
    assert queue.take_over() == 1
    alive = queue.claim("worker-b", MINUTE)
    assert alive is not None
    assert alive.attempt == 2
    assert not queue.finish(dead), "the former runner has no say any more"
    assert queue.finish(alive)


def test_a_worker_that_starts_again_takes_its_own_jobs_up_at_once(app: Flask) -> None:
    jobs.enqueue("test-note-down", key="one", number=1)
    db.session.commit()
    assert queue.claim("worker-a", MINUTE)
    assert queue.take_over(former="worker-b") == 0
    assert queue.take_over(former="worker-a") == 1
    assert queue.claim("worker-a", MINUTE)


def test_a_lease_is_renewed_while_the_worker_lives(app: Flask) -> None:
    jobs.enqueue("test-note-down", key="one", number=1)
    db.session.commit()
    claimed = queue.claim("worker-a", MINUTE)
    assert claimed is not None
    clock.stop_at(NOW + MINUTE / 2)
    queue.renew("worker-a", [claimed.id], MINUTE)
    db.session.commit()
    clock.stop_at(NOW + 1.2 * MINUTE)
    assert queue.take_over() == 0


def test_a_job_that_kills_its_worker_each_time_is_given_up(app: Flask) -> None:
    jobs.enqueue("test-note-down", key="one", number=1)
    db.session.commit()
    for _attempt in range(queue.MAX_ATTEMPTS):
        assert queue.claim("worker-a", MINUTE)
        queue.take_over(former="worker-a")
    assert queue.claim("worker-a", MINUTE) is None
    assert the_job().state == JobState.FAILED


def test_what_was_done_long_ago_is_forgotten_and_what_failed_is_not(app: Flask) -> None:
    jobs.enqueue("test-note-down", key="one", number=1)
    jobs.run_pending()
    the_job().state = JobState.FAILED
    jobs.enqueue("test-note-down", key="two", number=2)
    jobs.run_pending()
    clock.stop_at(NOW + timedelta(days=15))
    jobs.forget_old_jobs()
    assert the_job().key == "one"


def test_a_schedule_is_asked_once_when_due_and_made_up_for_once(app: Flask) -> None:
    wanted = {"test-note-down": "0 6 * * *"}
    timetable.ask_due(wanted)
    row = db.session.scalars(select(JobSchedule)).one()
    assert row.next_at.isoformat() == "2026-11-24T05:00:00+00:00", "six in the Dutch morning"
    assert db.session.scalar(select(Job)) is None
    clock.stop_at(NOW + timedelta(days=3))
    timetable.ask_due(wanted)
    timetable.ask_due(wanted)
    assert the_job().key == "schedule-test-note-down"
    timetable.ask_due({"test-note-down": "0 7 * * *"})
    db.session.expire_all()
    assert clock.local(db.session.scalars(select(JobSchedule)).one().next_at).hour == 7
    timetable.ask_due({})
    assert db.session.scalar(select(JobSchedule)) is None


def test_a_schedule_keeps_the_wall_clock_over_the_change_to_summer_time() -> None:
    before = clock.from_local(clock.local(NOW).replace(tzinfo=None, month=3, day=27, year=2027))
    first = timetable.next_time("0 6 * * *", before)
    second = timetable.next_time("0 6 * * *", first)
    assert [clock.local(moment).hour for moment in (first, second)] == [6, 6]
    assert second - first == timedelta(days=1)
    assert first - before != timedelta(days=1)


def test_readiness_says_what_is_wrong_with_the_jobs(app: Flask) -> None:
    assert "flask worker" in str(jobs.problem())
    db.session.add(JobWorker(id="worker-a", started_at=NOW, beat_at=NOW))
    db.session.commit()
    assert jobs.problem() is None
    jobs.enqueue("test-note-down", key="one", number=1)
    db.session.commit()
    clock.stop_at(NOW + 20 * MINUTE)
    assert "flask worker" in str(jobs.problem()), "the worker fell silent"
    db.session.add(JobWorker(id="worker-b", started_at=NOW, beat_at=clock.now()))
    db.session.commit()
    assert "langer dan een kwartier" in str(jobs.problem())
