"""A pack of more than six hundred pages, with annexes of every producer, by the real worker.

The papers are uploaded and prepared, the pack is asked for and made, then once more after one note
changed, and once more unchanged. The file is read back by program and judged by veraPDF and qpdf.

    .venv/bin/python -m drills.large_pack [--pages N] [--keep FILE]
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import psutil
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app.briefings import actions
from app.briefings.content import of_version
from app.briefings.models import Note
from app.core import clock, files
from app.core.database import db, reading
from app.meetings.agenda_models import Paper
from app.meetings.models import Meeting
from app.meetings.paper_actions import Arrival, Reception, receive_papers
from app.packs.actions import request_pack
from app.packs.models import Pack, PackState, Variant
from app.papers.checking import check_papers
from app.papers.models import ReadingCopy
from app.people.models import Person
from drills.databases import fresh_place, release
from drills.programs import Programs
from tests import verapdf
from tests.factories import make_item, make_meeting, make_note, make_person
from tests.packs.reading_back import read_back
from tests.papers.producers import LONG_WORDS, PRODUCERS, made

#: Of each annex, so that all together come above six hundred.
PAGES = 52
PATIENCE = 1200
MEGABYTE = 1024 * 1024


class Watch(Thread):
    """The most memory that a process and all below it held at once, and the largest alone."""

    def __init__(self, process_id: int) -> None:
        super().__init__(daemon=True)
        self.root = psutil.Process(process_id)
        self.together = self.largest = 0
        self.stopped = Event()

    def run(self) -> None:
        """Look ten times a second."""
        while not self.stopped.wait(0.1):
            held = []
            for one in (self.root, *self.root.children(recursive=True)):
                try:
                    held.append(one.memory_info().rss // MEGABYTE)
                except psutil.NoSuchProcess:
                    continue
            self.together = max(self.together, sum(held))
            self.largest = max(self.largest, *held, 0)

    def stop(self) -> str:
        """End it, and say what was seen."""
        self.stopped.set()
        self.join()
        return f"{self.largest} MB in the largest process, {self.together} MB in all together"


def furnish(app: Flask, folder: Path, pages: int) -> tuple[int, int]:
    """A meeting with an item, a note and an annex for every producer; gives meeting and reader."""
    with app.app_context(), app.test_request_context(method="POST"):
        alderman, officer = make_person("alderman"), make_person()
        meeting = make_meeting(alderman=alderman, officer=officer)
        for number, producer in enumerate(PRODUCERS, start=1):
            if producer.missing:
                print(f"  skipped: {producer.missing}")
                continue
            item = make_item(meeting, number=str(number), position=number, title=producer.name)
            make_note(item, author=officer, state="aligned", parts={"core": LONG_WORDS[0]})
            content = made(producer, folder, pages).read_bytes()
            upload = FileStorage(io.BytesIO(content), filename=f"Stuk van {producer.name}.pdf")
            good, refused = check_papers([upload], 100)
            assert not refused, refused
            found = [Arrival(one, item) for one in good]
            receive_papers(meeting, found, Reception(clock.today()), officer)
            db.session.commit()
        ids = meeting.id, alderman.id
    release(app)
    return ids


def until(app: Flask, done: Callable[[], bool], what: str) -> float:
    """Wait until something is so; gives the seconds."""
    begun = time.monotonic()
    with app.app_context():
        while True:
            with reading():
                if done():
                    break
                db.session.rollback()
            if time.monotonic() - begun > PATIENCE:
                raise AssertionError(f"{what} takes too long")
            time.sleep(0.1)
        db.session.remove()
    return time.monotonic() - begun


def prepared() -> bool:
    """Whether every paper was looked at."""
    waiting = select(ReadingCopy.id).where(ReadingCopy.state == "waiting")
    return db.session.scalar(waiting.limit(1)) is None


def issue(app: Flask, meeting_id: int, reader_id: int) -> tuple[int, float]:
    """Have the worker make the pack; gives its number and the seconds that it took."""
    begun = time.monotonic()
    with app.app_context(), app.test_request_context(method="POST"):
        reader = db.session.get_one(Person, reader_id)
        meeting = db.session.get_one(Meeting, meeting_id)
        pack_id = request_pack(meeting, reader, Variant.FULL, reader).id
        db.session.commit()

    def ended() -> bool:
        state = db.session.scalar(select(Pack.state).where(Pack.id == pack_id))
        assert state != PackState.FAILED, db.session.get_one(Pack, pack_id).failure
        return state == PackState.READY

    until(app, ended, "the pack")
    return pack_id, time.monotonic() - begun


def change_a_note(app: Flask, meeting_id: int) -> None:
    """Amend one note of the meeting, about which its agreement was not."""
    with app.app_context(), app.test_request_context(method="POST"):
        notes = select(Note).join(Note.item).where(Note.item.has(meeting_id=meeting_id))
        note = db.session.scalars(notes.order_by(Note.id)).first()
        assert note is not None
        actor = db.session.get_one(Person, note.writer_id)
        content = of_version(note.current)
        parts = {**content.parts, "background": "Aangevuld na het uitgeven."}
        actions.save_note(note, replace(content, parts=parts), actor, note.current_number)
        db.session.commit()


def main() -> int:
    """Make the packs, read the first back, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES, help="pages of each annex")
    parser.add_argument("--keep", type=Path, help="where the pack is left")
    chosen = parser.parse_args()
    with fresh_place("sqlite") as place:
        app, folder = place.app(), place.data_dir / "annexes"
        folder.mkdir(parents=True)
        print("making the annexes…", flush=True)
        meeting_id, reader_id = furnish(app, folder, chosen.pages)
        programs = Programs(place)
        programs.start("worker")
        try:
            path = _measure(app, programs, meeting_id, reader_id)
        finally:
            programs.stop()
            release(app)
        if chosen.keep:
            shutil.copy(path, chosen.keep)
        wrong = judge(path)
    return 1 if wrong else 0


def _measure(app: Flask, programs: Programs, meeting_id: int, reader_id: int) -> Path:
    process_id = programs.running["worker"].pid
    watch = Watch(process_id)
    watch.start()
    seconds = until(app, prepared, "preparing")
    print(f"prepared in {seconds:.1f} s; {watch.stop()}", flush=True)
    with app.app_context(), reading():
        grades = select(Paper.title, ReadingCopy).join(
            ReadingCopy, ReadingCopy.original_id == Paper.file_id
        )
        for title, copy in db.session.execute(grades.order_by(Paper.id)):
            said = f"{copy.grade} {copy.failure} {' '.join(copy.reasons)}"
            held = f"accessible={copy.accessible} archivable={copy.archivable}"
            print(f"  {title:32} {copy.pages} pages, {held}, {said}")
    watch = Watch(process_id)
    watch.start()
    pack_id, fresh = issue(app, meeting_id, reader_id)
    print(f"made in {fresh:.1f} s; {watch.stop()}", flush=True)
    with app.app_context(), reading():
        pack = db.session.get_one(Pack, pack_id)
        assert pack.file is not None
        path = Path(app.config["DATA_DIR"]) / "large.pdf"
        path.write_bytes(files.read(pack.file))
    _again, unchanged = issue(app, meeting_id, reader_id)
    change_a_note(app, meeting_id)
    _third, changed = issue(app, meeting_id, reader_id)
    print(
        f"unchanged in {unchanged:.2f} s ({fresh / unchanged:.0f} ×), "
        f"one note changed in {changed:.1f} s ({fresh / changed:.1f} ×)",
        flush=True,
    )
    return path


def judge(path: Path) -> int:
    """Read the pack back; prints and counts what is wrong."""
    with read_back(path, path.parent) as pack:
        size = path.stat().st_size // MEGABYTE
        print(f"{len(pack.texts)} pages, {size} MB, declares {sorted(pack.declared())}")
        wrong = [] if len(pack.texts) >= 600 else ["less than 600 pages"]
        wrong += [*pack.numbering(), *pack.contents(), *pack.harm(), *pack.fonts_not_embedded()]
        wrong += pack.missing_from_outline(f"{n} {p.name}" for n, p in enumerate(PRODUCERS, 1))
        wrong += pack.not_found(LONG_WORDS)
    for kind, count in Counter(one[:60] for one in wrong).most_common(20):
        print(f"  !! {count} × {kind}")
    _command, reason = verapdf.find()
    if reason:
        print(f"not asked of the validator: {reason}")
        return len(wrong)
    for verdict in verapdf.judge([path]):
        print(f"  {verdict.profile}: {'holds' if verdict.passed else 'BROKEN'}")
        for rule in verdict.broken:
            print(f"    {rule}")
        wrong += [] if verdict.passed else [verdict.profile]
    print(f"{len(wrong)} wrong")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main())
