"""A hundred hostile and odd files, each uploaded and prepared as a paper: refused or healed.

Each goes through the real check of an upload and the real preparation, in processes whose time and
memory are measured. Refused means a sentence that says what to do; healed means a reading copy in
which nothing acts, nothing of another place stands, what was to be read is still to be read, and
which holds every standard that is said of it. Beside it listens a server of our own, which nothing
in a file may reach.

    .venv/bin/python -m drills.odd_papers [--only WORDS] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from flask import Flask

from app.core.database import db
from app.meetings.models import Meeting
from drills.apart import apart, preload
from drills.databases import Place, fresh_place, release
from tests import verapdf
from tests.factories import make_meeting, make_person
from tests.papers.odd import HEALED, REFUSED, Odd
from tests.papers.odd_files import ALL
from tests.papers.odd_office import OUTSIDE
from tests.papers.taking_in import Taken, take_in, wrong_copy, wrong_outcome

#: What one file may take of the processor and of memory. What stands on the clock depends on who
#: else uses the machine: the quickest of some tries counts, and none may keep us waiting.
SECONDS, MEGABYTES, TRIES, WAIT = 2.0, 1536, 3, 10.0
#: Nobody waits longer for one file, nor for a page of what became of it.
GIVEN_UP, READERS_WAIT = 300, 120
RECEIVED, COPY = "received", "copy.pdf"
NOTHING = Taken("given up", "")


@dataclass
class Result:
    """What became of one file, at which cost, and what is wrong with that."""

    taken: Taken = NOTHING
    seconds: float = 0.0
    worked: float = 0.0
    megabytes: int = 0
    faults: list[str] = field(default_factory=list)


class Listener:
    """A server of our own that writes down what is asked of it."""

    def __init__(self) -> None:
        asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_error(404)

            do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

            def log_message(self, format: str, *args: object) -> None:
                return

        self.asked = asked
        address = ("127.0.0.1", urlsplit(OUTSIDE).port or 0)
        self._server = ThreadingHTTPServer(address, Handler)
        Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


def tried(number: int, place: Place, meeting_id: int, folder: Path) -> Result:
    """The quickest of some tries, each in a process of its own; the copy is left in the folder."""
    odd, best = ALL[number], Result()
    (folder / RECEIVED).write_bytes(odd.make())
    for _try in range(TRIES):
        found = apart(upload, number, place, meeting_id, folder, seconds=GIVEN_UP)
        found = found or Result(seconds=GIVEN_UP)
        if best.taken is NOTHING or found.seconds < best.seconds:
            best = found
        if best.seconds <= WAIT or found.seconds > TRIES * WAIT:
            break
    best.faults += wrong_outcome(odd, best.taken) + _too_much(best)
    if best.taken.outcome == HEALED:
        told = apart(read, number, folder / COPY, seconds=READERS_WAIT)
        best.faults += told if told is not None else ["a reader that opens it hangs or dies"]
    return best


def upload(number: int, place: Place, meeting_id: int, folder: Path) -> Result:
    """Upload and prepare one file, measured with all that it starts."""
    app, content = place.app(), (folder / RECEIVED).read_bytes()
    with app.app_context(), app.test_request_context(method="POST"):
        meeting = db.session.get_one(Meeting, meeting_id)
        begun, before = time.monotonic(), _processor()
        taken = take_in(content, ALL[number].file_name, meeting, folder / COPY)
        found = Result(taken, time.monotonic() - begun, _processor() - before)
        found.megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    release(app)
    return found


def _processor() -> float:
    """Seconds of the processor that this process and those it waited for have used."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _too_much(found: Result) -> list[str]:
    """What is wrong with what a file took."""
    faults = []
    if found.worked > SECONDS:
        faults.append(f"takes {found.worked:.1f} s of the processor")
    if found.seconds > WAIT:
        faults.append(f"takes {found.seconds:.1f} s")
    if found.megabytes > MEGABYTES:
        faults.append(f"takes {found.megabytes} MB")
    return faults


def read(number: int, copy: Path) -> list[str]:
    """What is wrong with a reading copy."""
    return wrong_copy(ALL[number], copy)


def main() -> int:
    """Try every file and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="files whose description holds these words")
    parser.add_argument("--keep", type=Path, help="a folder for the files and what became of them")
    chosen = parser.parse_args()
    preload("app", "tests.packs.reading_back", "tests.papers.odd_files")
    listener = Listener()
    with fresh_place("sqlite") as place:
        app = place.app()
        meeting_id = _furnish(app)
        folder = chosen.keep or place.data_dir / "copies"
        folder.mkdir(parents=True, exist_ok=True)
        failed = _try_all(chosen.only, place, meeting_id, folder)
    listener.stop()
    if listener.asked:
        print(f"the server of ours was asked for {sorted(set(listener.asked))}")
    return 1 if failed or listener.asked else 0


def _furnish(app: Flask) -> int:
    with app.app_context(), app.test_request_context(method="POST"):
        meeting = make_meeting(officer=make_person(), alderman=make_person("alderman"))
        db.session.commit()
        meeting_id = meeting.id
    release(app)
    return meeting_id


def _try_all(only: str, place: Place, meeting_id: int, folder: Path) -> int:
    claims: dict[Path, tuple[Odd, Result]] = {}
    results = []
    for number, odd in enumerate(ALL):
        if only not in odd.what:
            continue
        if odd.office and shutil.which("soffice") is None:
            print(f"{number:3} {odd.what}: skipped, LibreOffice is absent", flush=True)
            continue
        found = tried(number, place, meeting_id, folder)
        if found.taken.profiles:
            path = folder / f"{number}.pdf"
            (folder / COPY).replace(path)
            claims[path] = (odd, found)
        results.append(found)
        _print(number, odd, found)
    wrong = sum(bool(found.faults) for found in results) + _denied(claims)
    refused = sum(found.taken.outcome == REFUSED for found in results)
    slowest, hardest = max(f.seconds for f in results), max(f.worked for f in results)
    largest = max(f.megabytes for f in results)
    print(
        f"{len(results)} files: {refused} refused, {len(results) - refused} healed, {wrong} wrong; "
        f"at most {slowest:.1f} s, {hardest:.1f} s of the processor, and {largest} MB"
    )
    return wrong


def _print(number: int, odd: Odd, found: Result) -> None:
    taken = found.taken
    said = taken.said if len(taken.said) < 70 else taken.said[:67] + "…"
    print(
        f"{number:3} {odd.what:42} {taken.outcome:8} {found.seconds:6.2f} s {found.worked:6.2f} s "
        f"{found.megabytes:5} MB  {said}",
        flush=True,
    )
    for fault in found.faults[:5]:
        print(f"      !! {fault}", flush=True)


def _denied(claims: dict[Path, tuple[Odd, Result]]) -> int:
    """How many copies are said to hold a standard that the validator denies them."""
    _command, reason = verapdf.find()
    if reason:
        print(f"not asked of the validator: {reason}")
        return 0
    denied = set()
    for profile in (verapdf.ACCESSIBLE, verapdf.ARCHIVABLE):
        paths = [path for path, (_odd, found) in claims.items() if profile in found.taken.profiles]
        for verdict in _verdicts(paths, profile):
            if not verdict.passed:
                denied.add(verdict.path)
                what = claims[verdict.path][0].what
                print(f"      !! {what}: {profile} is denied, {verdict.broken[:3]}")
    print(f"{len(claims)} copies are said to hold a standard; the validator denies {len(denied)}")
    return len(denied)


def _verdicts(paths: list[Path], profile: str) -> list[verapdf.Verdict]:
    """What the validator says of each; a file on which it dies is denied."""
    try:
        return verapdf.judge(paths, [profile]) if paths else []
    except AssertionError:
        if len(paths) == 1:
            return [verapdf.Verdict(paths[0], profile, False, ("the validator dies on it",))]
        half = len(paths) // 2
        return _verdicts(paths[:half], profile) + _verdicts(paths[half:], profile)


if __name__ == "__main__":
    sys.exit(main())
