"""The text of received files: read once, by a job, in a process of its own that may be killed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import select

from app.core import clock, files, jobs
from app.core.database import db, let_go
from app.core.files import StoredFile
from app.core.jobs.models import Job, JobState
from app.core.search.entries import text_words
from app.core.search.language import clean
from app.core.search.models import FileText

#: As many characters of a paper are searched: about a hundred pages.
LONGEST_TEXT = 250_000
CPU_SECONDS = 30
WALL_SECONDS = 60
READER = Path(__file__).with_name("pdf_reader.py")
READ = "search.read-file"


def ask_for(file_ids: Iterable[int]) -> None:
    """Ask for the text of these files, in the present transaction."""
    for file_id in sorted(file_ids):
        jobs.enqueue(READ, key=f"{READ}:{file_id}", file_id=file_id)


@jobs.job(READ)
def read_file(file_id: int) -> None:
    """Read the text of one file, and let what waits for it be found by it."""
    file = db.session.get(StoredFile, file_id)
    if file is None or db.session.get(FileText, file_id) is not None:
        return
    db.session.expunge(file)
    let_go()
    text = text_of(file)
    words = text_words(text or "")
    if db.session.get(FileText, file_id) is None:
        db.session.add(
            FileText(
                file_id=file_id,
                text=text or "",
                words=words,
                readable=text is not None,
                read_at=clock.now(),
            )
        )
        db.session.commit()


def read_all() -> None:
    """Read now what waits to be read: for a command that must end with a whole index."""
    waiting = select(Job.ids).where(Job.name == READ, Job.state == JobState.WAITING)
    for ids in db.session.scalars(waiting).all():
        jobs.run_pending(f"{READ}:{ids['file_id']}")


def text_of(file: StoredFile) -> str | None:
    """The text in a PDF, at most so long; None where it cannot be read. Outside a transaction."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as copy:
        for piece in files.stream(file):
            copy.write(piece)
        copy.flush()
        command = [
            *(sys.executable, "-I", str(READER), copy.name),
            *(str(CPU_SECONDS), str(LONGEST_TEXT)),
        ]
        try:
            done = subprocess.run(
                command, capture_output=True, timeout=WALL_SECONDS, check=False, stdin=None
            )
        except subprocess.TimeoutExpired:
            return None
    if done.returncode != 0:
        return None
    return clean(done.stdout.decode("utf-8", "ignore"))[:LONGEST_TEXT]
