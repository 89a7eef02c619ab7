"""A file uploaded and prepared as for a person, and what is wrong with what came of it."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from werkzeug.datastructures import FileStorage

from app.core import clock, files
from app.core.database import db
from app.meetings.models import Meeting
from app.meetings.paper_actions import Arrival, Reception, receive_papers
from app.papers import words
from app.papers.checking import check_papers
from app.papers.preparing import prepare
from app.people.models import Person
from tests import verapdf
from tests.packs.reading_back import read_back
from tests.papers.odd import EITHER, HEALED, REFUSED, SECRET, Odd

#: What must not come out of a file that asks for it: our own secret, and a file of this machine.
STOLEN = (SECRET, "root:x:0:0")


@dataclass(frozen=True)
class Taken:
    """What became of an uploaded file."""

    outcome: str
    #: The sentence to whoever sent it, or how the reading copy reads.
    said: str
    name: str = ""
    #: The profiles that the reading copy is said to hold, as the validator calls them.
    profiles: tuple[str, ...] = ()


def take_in(content: bytes, name: str, meeting: Meeting, copy: Path) -> Taken:
    """Upload a file to a meeting and prepare it; the reading copy is written to `copy`."""
    copy.unlink(missing_ok=True)
    good, refused = check_papers([FileStorage(io.BytesIO(content), filename=name)], 100)
    if refused:
        return Taken(REFUSED, refused[0].reason)
    assert isinstance(meeting.officer, Person)
    found = [Arrival(one) for one in good]
    (paper,) = receive_papers(meeting, found, Reception(clock.today()), meeting.officer)
    stored_name, original = paper.file_name, paper.file
    db.session.commit()
    made = prepare(original)
    if made.copy is None:
        return Taken(REFUSED, words.failure(made.failure), stored_name)
    copy.write_bytes(files.read(made.copy))
    holds = ((verapdf.ACCESSIBLE, made.accessible), (verapdf.ARCHIVABLE, made.archivable))
    profiles = tuple(profile for profile, is_held in holds if is_held)
    said = f"{made.grade}, {made.pages} blz. {' '.join(made.reasons)}"
    return Taken(HEALED, said, stored_name, profiles)


def wrong_outcome(odd: Odd, taken: Taken) -> list[str]:
    """What is wrong with what became of a file, before its reading copy is opened."""
    faults = []
    if odd.outcome not in (EITHER, taken.outcome):
        faults.append(f"must be {odd.outcome}")
    if taken.outcome == REFUSED and not taken.said.strip().endswith("."):
        faults.append("no sentence says what to do")
    if not is_plain(taken.name):
        faults.append(f"the name {taken.name!r} is not safe")
    return faults


def is_plain(name: str) -> bool:
    """Whether a name holds no path, and nothing that is not seen or that turns what is."""
    unseen = {unicodedata.category(letter) for letter in name} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return not unseen and not set(name) & set("/\\") and len(name) < 256


def wrong_copy(odd: Odd, copy: Path) -> list[str]:
    """What is wrong with a reading copy."""
    with read_back(copy, copy.parent) as file:
        faults = file.harm()
        faults += [fault for word in STOLEN for fault in file.holding(word)]
        if odd.keeps and odd.keeps not in "\n".join(file.texts):
            faults.append(f"{odd.keeps!r} is not to be read any more")
    return faults
