"""kill -9 of server and worker in the midst of writes and jobs, twenty rounds.

People save notes and ask for packs over HTTP, messages go out by mail; each round kills the
server, the worker or both at a random moment and starts them again. Afterwards: every write that
was acknowledged is there, every job was done once, and `flask check` is quiet.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import func, select

from app.briefings import actions
from app.briefings.content import Content
from app.briefings.models import NoteVersion
from app.core import journal
from app.core.database import db, reading
from app.core.jobs.models import Job, JobState
from app.core.journal import JournalEntry
from app.messages.models import Mail, Message
from app.packs.models import Pack, PackState
from drills.databases import Place, chosen_engines, fresh_place, release
from drills.programs import Browser, Programs
from drills.traffic import Asker, Postbox, Teller, Traffic, Writer
from tests.factories import make_item, make_meeting, make_person

ROUNDS, WRITERS = 20, 3
VICTIMS = (("server",), ("worker",), ("server",), ("worker",), ("server", "worker"))
#: Time for jobs that are left after the last round.
DRAIN_SECONDS = 240


@dataclass(frozen=True)
class Cast:
    """Who and what the drill is about."""

    officers: list[int]
    alderman: int
    meeting: int
    notes: list[int]


def prepare(place: Place) -> Cast:
    """A meeting with a note per officer."""
    app = place.app()
    with app.app_context():
        officers = [make_person("officer") for _number in range(WRITERS)]
        alderman = make_person("alderman")
        meeting = make_meeting(officer=officers[0], alderman=alderman)
        journal.record("meeting.plan", "meeting", meeting.id, actor_id=officers[0].id)
        notes = []
        for officer in officers:
            item = make_item(meeting, officer=officer)
            notes.append(actions.start_note(item, Content(parts={"core": "Begin."}), officer))
        db.session.commit()
        cast = Cast(
            [one.id for one in officers],
            alderman.id,
            meeting.id,
            [note.id for note in notes],
        )
    release(app)
    return cast


def rounds(programs: Programs, traffic: list[Traffic], chance: random.Random) -> Counter[str]:
    """Kill and start again, each time in the midst of acknowledged writes."""
    killed: Counter[str] = Counter()
    for number in range(ROUNDS):
        programs.wait_until_up()
        _wait_for_more(traffic)
        time.sleep(chance.uniform(0.2, 2.0))
        for name in VICTIMS[number % len(VICTIMS)]:
            programs.kill(name)
            killed[name] += 1
        for name in VICTIMS[number % len(VICTIMS)]:
            programs.start(name)
    programs.wait_until_up()
    _wait_for_more(traffic)
    return killed


def _wait_for_more(traffic: list[Traffic]) -> None:
    """Wait until every kind of traffic got an answer again."""
    before = [one.acknowledged for one in traffic]
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for one in traffic:
            assert not one.faults, one.faults
        if all(one.acknowledged > had for one, had in zip(traffic, before, strict=True)):
            return
        time.sleep(0.05)
    raise AssertionError("no write was acknowledged within 30 s")


def drain(place: Place) -> float:
    """Wait until no job waits or runs; gives how long that took."""
    app, begun = place.app(), time.monotonic()
    left = select(func.count()).select_from(Job).where(Job.state.in_(["waiting", "running"]))
    while time.monotonic() - begun < DRAIN_SECONDS:
        with app.app_context(), reading():
            if not db.session.scalar(left):
                break
        time.sleep(0.5)
    release(app)
    return time.monotonic() - begun


def lost_writes(writers: list[Writer]) -> list[str]:
    """Acknowledged versions that are not there as they were acknowledged."""
    query = select(NoteVersion.note_id, NoteVersion.number, NoteVersion.parts)
    lines = {
        (row.note_id, row.number): row.parts["core"].split("\n")[-1]
        for row in db.session.execute(query)
    }
    return [
        f"version {number} of note {one.note_id} was acknowledged and is not there"
        for one in writers
        for number, line in one.saved.items()
        if lines.get((one.note_id, number)) != line
    ]


def wrong_packs(asker: Asker) -> list[str]:
    """Forms that made two packs, packs acknowledged but not made, packs made twice."""
    packs = {pack.id: pack.state for pack in db.session.scalars(select(Pack))}
    issued = Counter(
        db.session.scalars(
            select(JournalEntry.object_id).where(JournalEntry.action == "pack.issue")
        )
    )
    asked = {int(url.rsplit("/", 1)[1]) for urls in asker.answers.values() for url in urls}
    return [
        *(f"one form gave {urls}" for urls in asker.answers.values() if len(urls) > 1),
        *(f"pack {one} was acknowledged and is not there" for one in asked - packs.keys()),
        *(f"pack {one} is {state}" for one, state in packs.items() if state != PackState.READY),
        *(f"pack {one} was issued {times} times" for one, times in issued.items() if times != 1),
    ]


def wrong_mails(postbox: Postbox) -> list[str]:
    """Mails sent twice, or said to be sent and not taken, or never sent."""
    taken = Counter(postbox.taken)
    wrong = []
    for mail in db.session.scalars(select(Mail)):
        times = taken[mail.message_id]
        fine = {"sent": (1,), "uncertain": (0, 1)}.get(mail.state, ())
        if times not in fine:
            wrong.append(f"mail {mail.id} is {mail.state}, taken {times} times")
    unsent = select(Message.key).where(Message.mail_id.is_(None), Message.mail_at.is_not(None))
    wrong += [f"message {key} is in no mail" for key in db.session.scalars(unsent)]
    return wrong


def busy_people(app: Flask, port: int, cast: Cast) -> tuple[list[Writer], Asker]:
    """The officers who write, and one who asks for packs of a note that changes all the time."""
    browsers = [Browser(app, port, officer) for officer in cast.officers]
    writers = [
        Writer(app, browser, note) for browser, note in zip(browsers, cast.notes, strict=True)
    ]
    asker = Asker(Browser(app, port, cast.officers[0]), cast.meeting, cast.officers[0])
    return writers, asker


def run(programs: Programs, traffic: list[Traffic], seed: int) -> tuple[Counter[str], float]:
    """All rounds under traffic, then silence; gives what was killed and how long jobs lasted."""
    try:
        programs.start("server")
        programs.start("worker")
        programs.wait_until_up()
        for one in traffic:
            one.start()
        killed = rounds(programs, traffic, random.Random(seed))
        for one in traffic:
            one.stopped.set()
        for one in traffic:
            one.join(30)
        return killed, drain(programs.place)
    except AssertionError:
        print(programs.printed(), file=sys.stderr)
        programs.stop()
        raise


def drill(place: Place, engine: str, seed: int) -> bool:
    """Run the drill in one place and print its figures; True when nothing was lost."""
    cast, postbox, begun = prepare(place), Postbox(), time.monotonic()
    mail = {"SMTP_URL": f"smtp://127.0.0.1:{postbox.port}", "PUBLIC_URL": "http://drill.example"}
    programs, app = Programs(place, **mail), place.app()
    app.config.update(mail)
    writers, asker = busy_people(app, programs.port, cast)
    traffic: list[Traffic] = [*writers, asker, Teller(app, cast.alderman)]
    postbox.controller.start()
    try:
        killed, drained = run(programs, traffic, seed)
    finally:
        postbox.controller.stop()
    codes, check = programs.stop(), programs.flask("check")
    with app.app_context(), reading():
        wrong = [
            *(fault for one in traffic for fault in one.faults),
            *lost_writes(writers),
            *wrong_packs(asker),
            *wrong_mails(postbox),
            *(f"flask check: {line}" for line in check.stderr.splitlines()),
            *(f"the {name} ended with {code}" for name, code in codes.items() if code),
        ]
        _print_figures(engine, traffic, killed, time.monotonic() - begun, drained, wrong)
    release(app)
    return not wrong and check.returncode == 0


def _print_figures(
    engine: str,
    traffic: list[Traffic],
    killed: Counter[str],
    seconds: float,
    drained: float,
    wrong: list[str],
) -> None:
    jobs = Counter(db.session.scalars(select(Job.state)))
    again = db.session.scalar(select(func.count()).select_from(Job).where(Job.attempts > 1))
    ready = db.session.scalar(select(func.count()).select_from(Pack))
    mails = Counter(db.session.scalars(select(Mail.state)))
    saved = sum(one.acknowledged for one in traffic if isinstance(one, Writer))
    asked = sum(one.acknowledged for one in traffic if isinstance(one, Asker))
    print(
        f"kill {engine}: {ROUNDS} rounds in {seconds:.0f} s, kill -9 of the server "
        f"{killed['server']} times, of the worker {killed['worker']} times\n"
        f"  writes: {saved} saves and {asked} requests for packs acknowledged, "
        f"{sum(one.unanswered for one in traffic)} without an answer\n"
        f"  jobs: {jobs[JobState.DONE]} done, {jobs.total() - jobs[JobState.DONE]} not, "
        f"{again} of them taken up again after a kill; last one {drained:.0f} s after the end\n"
        f"  {ready} packs; mails: {dict(mails)}\n"
        f"  lost or done twice: {len(wrong)}",
        flush=True,
    )
    for sentence in wrong[:20]:
        print(f"  {sentence}", flush=True)


def main() -> int:
    """Run the drill on the engines asked for."""
    failed = False
    for number, engine in enumerate(chosen_engines(__doc__ or "")):
        with fresh_place(engine) as place:
            failed |= not drill(place, engine, seed=number)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
