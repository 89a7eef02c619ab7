"""kill -9 of the worker in the midst of 500 reminders and their mails, ten rounds.

Three hundred people want their reminder by mail at once, a hundred get two of them in the bundle
of that morning. The worker is killed at random moments while it tells and mails, and started
again. Afterwards everybody was told each reminder once, in the application and in the folder of
mails, and `flask check` is quiet. The suite holds each crash by itself (tests/messages/
test_bundles.py, tests/insight/test_reminding.py).
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

from flask import Flask
from sqlalchemy import Select, func, select

from app.core import clock, journal
from app.core.database import db, reading
from app.core.jobs.models import Job, JobSchedule, JobState
from app.messages.models import Mail, MailState, Message, MessagePreference
from app.people.models import Person
from drills.databases import Place, chosen_engines, fresh_place, release
from drills.programs import Programs
from tests.factories import make_body, make_item, make_meeting, make_person

AT_ONCE, BUNDLED = 300, 100
#: Rounds in which the reminders are told and mailed at once, and in which the bundles go.
TELLING, BUNDLING = 6, 4
PATIENCE = 240
#: A Tuesday without holidays; the clock of the drill moves on a minute with every start.
MORNING = datetime(2026, 11, 24, 6, 29, tzinfo=clock.AMSTERDAM)
SEVEN = MORNING.replace(hour=7, minute=0)


@dataclass(frozen=True)
class Expected:
    """Per address of a person the meetings of which they are reminded, each once."""

    meetings: dict[str, list[int]]

    @property
    def reminders(self) -> int:
        """How many there are."""
        return sum(len(found) for found in self.meetings.values())


def prepare(place: Place) -> Expected:
    """Two meetings of which everybody owes a note that is due, or was."""
    app = place.app()
    with app.app_context(), clock.at(MORNING - timedelta(days=1)):
        first, second = (make_meeting(days=4, body=make_body()) for _number in range(2))
        for meeting in (first, second):
            journal.record("meeting.plan", "meeting", meeting.id, actor_id=None)
        expected: dict[str, list[int]] = {}
        for number in range(AT_ONCE + BUNDLED):
            officer = make_person()
            meetings = [first] if number < AT_ONCE else [first, second]
            if number < AT_ONCE:
                chosen = MessagePreference(person_id=officer.id, timings={"reminder": "now"})
                db.session.add(chosen)
            for meeting in meetings:
                make_item(meeting, officer=officer)
            expected[officer.email] = [meeting.id for meeting in meetings]
        db.session.commit()
    release(app)
    return Expected(expected)


class Round:
    """Starts the worker at a moment of the drill's clock, and looks how far it is."""

    def __init__(self, programs: Programs, app: Flask, chance: random.Random) -> None:
        self.programs, self.app, self.chance = programs, app, chance
        self.moment = MORNING
        self.kills = 0

    def start(self) -> None:
        """Start the worker, a minute later than the last time."""
        self.moment += timedelta(minutes=1)
        self.programs.settings["FIXED_NOW"] = self.moment.isoformat()
        self.programs.start("worker")

    def kill_in_the_midst(self) -> None:
        """Wait until something was done, and kill at a random moment soon after."""
        before, end = self.done(), time.monotonic() + PATIENCE
        self.start()
        while self.done() == before:
            assert time.monotonic() < end, self.programs.printed()
            time.sleep(0.02)
        time.sleep(self.chance.uniform(0.05, 0.9))
        self.programs.kill("worker")
        self.kills += 1

    def learn_schedules(self) -> None:
        """Let a worker see the schedules a minute before they are due, and end it gently."""
        self.start()
        end = time.monotonic() + PATIENCE
        while not self._count(select(func.count(JobSchedule.name))):
            assert time.monotonic() < end, self.programs.printed()
            time.sleep(0.2)
        self.programs.stop()

    def finish(self) -> None:
        """Let the worker do what is left, and end it gently."""
        self.start()
        end = time.monotonic() + PATIENCE
        while self.waiting() or self.done() == 0:
            assert time.monotonic() < end, self.programs.printed()
            time.sleep(0.3)
        self.programs.stop()

    def done(self) -> int:
        """How many messages and sent mails there are."""
        sent = select(func.count(Mail.id)).where(Mail.state == MailState.SENT)
        return self._count(select(func.count(Message.id))) + self._count(sent)

    def waiting(self) -> int:
        """How many jobs are not done."""
        left = Job.state.in_([JobState.WAITING, JobState.RUNNING])
        return self._count(select(func.count(Job.id)).where(left))

    def _count(self, query: Select[int]) -> int:
        with self.app.app_context(), reading():
            return db.session.scalar(query) or 0


def run(rounds: Round) -> None:
    """All rounds: the schedule of half past six, then the bundles of seven."""
    rounds.moment = MORNING - timedelta(minutes=1)
    rounds.learn_schedules()
    for _number in range(TELLING):
        rounds.kill_in_the_midst()
    rounds.finish()
    rounds.moment = SEVEN - timedelta(minutes=1)
    for _number in range(BUNDLING):
        rounds.kill_in_the_midst()
    rounds.finish()


def wrong(expected: Expected, folder: Path) -> Iterator[str]:
    """Whoever was not told or mailed exactly once of everything."""
    told = Counter(
        (row.email, row.url)
        for row in db.session.execute(select(Person.email, Message.url).join(Message.person))
    )
    mailed: Counter[tuple[str, str]] = Counter()
    for path in folder.iterdir():
        if path.suffix != ".eml":
            yield f"{path.name} was left behind"
            continue
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        to = mail["To"].addresses[0].addr_spec
        for line in mail.get_content().splitlines():
            address, mark, number = line.strip().partition("/meetings/")
            if mark and address.startswith("http"):
                mailed[to, f"/meetings/{number}"] += 1
    wanted = {
        (email, f"/meetings/{meeting_id}")
        for email, meetings in expected.meetings.items()
        for meeting_id in meetings
    }
    for where, found in (("application", told), ("folder", mailed)):
        for key in wanted | found.keys():
            times = found[key]
            if times != (key in wanted):
                yield f"{key[0]} has {key[1]} {times} times in the {where}"
    for state, number in db.session.execute(
        select(Mail.state, func.count()).where(Mail.state != MailState.SENT).group_by(Mail.state)
    ):
        yield f"{number} mails are {state}"


def drill(place: Place, engine: str, seed: int) -> bool:
    """Run the drill in one place and print its figures; True when everybody got each once."""
    expected, begun = prepare(place), time.monotonic()
    programs, app = Programs(place), place.app()
    rounds = Round(programs, app, random.Random(seed))
    try:
        run(rounds)
    finally:
        programs.stop()
    check = programs.flask("check")
    folder = place.data_dir / "mail"
    with app.app_context(), reading():
        found = [
            *wrong(expected, folder),
            *(f"flask check: {line}" for line in check.stderr.splitlines()),
        ]
        again = db.session.scalar(select(func.count(Job.id)).where(Job.attempts > 1))
        told = db.session.scalar(select(func.count(Message.id)))
    release(app)
    files = sum(1 for path in folder.iterdir() if path.suffix == ".eml")
    print(
        f"reminders {engine}: {rounds.kills} times kill -9 of the worker in "
        f"{time.monotonic() - begun:.0f} s, {again} jobs taken up again after a kill\n"
        f"  {expected.reminders} reminders for {len(expected.meetings)} people: {told} messages "
        f"in the application, {files} mails in the folder\n"
        f"  not exactly once: {len(found)}",
        flush=True,
    )
    for sentence in found[:20]:
        print(f"  {sentence}", flush=True)
    return not found and check.returncode == 0


def main() -> int:
    """Run the drill on the engines asked for."""
    failed = False
    for number, engine in enumerate(chosen_engines(__doc__ or "")):
        with fresh_place(engine) as place:
            failed |= not drill(place, engine, seed=number)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
