"""A good file with anything wrong in it is read or refused: never a crash, never a hang."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from app.invitations.reading.problems import CannotRead
from app.invitations.reading.sentences import SENTENCES
from tests.invitations.dialects import DIALECTS, Message, in_mail, together
from tests.invitations.small import read

MESSAGES = (
    Message(online=True),
    Message(recurrence="FREQ=MONTHLY;BYDAY=1TH;COUNT=6", excluded=(datetime(2027, 1, 7, 9, 30),)),  # noqa: DTZ001
    Message(method="CANCEL", sequence=2),
    Message(recurrence_id=datetime(2027, 2, 4, 9, 30), start=datetime(2027, 2, 5, 9, 30)),  # noqa: DTZ001
)
GOOD = [dialect(message) for dialect in DIALECTS.values() for message in MESSAGES]
GOOD += [
    in_mail(GOOD[0]),
    together(GOOD[1], DIALECTS["outlook"](replace(MESSAGES[3], title="Verplaatst"))),
]
good = st.sampled_from(GOOD)
#: What stands in a mutated file may be anything; what does much harm is likelier.
PIECES = [
    b"\r\n",
    b":",
    b";",
    b"\\",
    b'"',
    b"\0",
    b"\xff",
    b"-",
    b"9",
    b"T",
    b"Z",
    b"BEGIN:VEVENT\r\n",
]
PIECES += [
    b"RRULE:FREQ=DAILY\r\n",
    b"DTSTART:99991231T235959Z\r\n",
    b"TZID:",
    b"END:VEVENT\r\n",
    b"=",
]

NAMES = ["RRULE", "EXRULE", "RDATE", "EXDATE", "DURATION", "RECURRENCE-ID"]
#: What rules and moments are made of.
WORDS = [
    "FREQ=",
    "DAILY",
    "WEEKLY",
    "MONTHLY",
    "YEARLY",
    ";",
    ",",
    "/",
    "BYDAY=",
    "-1MO",
    "INTERVAL=",
]
WORDS += ["0", "7", "-3", "BYSETPOS=", "COUNT=", "99", "UNTIL=", "20270301", "T093000", "Z", "PT1H"]
WORDS += ["P1D", "BYMONTHDAY=", "31", "BYYEARDAY=", "366", "BYWEEKNO=", "WKST=", "SU"]


def survives(content: bytes) -> None:
    """It is read, or refused for a reason that has a sentence, and at once."""
    begun = time.thread_time()
    try:
        reading = read(content)
    except CannotRead as refusal:
        reasons = {refusal.reason}
    else:
        reasons = {one.reason for one in reading.refusals}
        assert all(one.ends_at > one.starts_at for one in reading.occurrences)
        assert all(one.uid and len(one.title) <= 200 for one in reading.occurrences)
        keys = [(one.uid, one.recurrence_id) for one in reading.occurrences]
        assert len(keys) == len(set(keys))
    assert reasons <= set(SENTENCES)
    assert time.thread_time() - begun < 2.0


@settings(max_examples=3000, deadline=None)
@given(good, st.data())
def test_flipped_bits(content: bytes, data: st.DataObject) -> None:
    mutated = bytearray(content)
    for _flip in range(data.draw(st.integers(1, 20))):
        mutated[data.draw(st.integers(0, len(mutated) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    survives(bytes(mutated))


@settings(max_examples=3000, deadline=None)
@given(good, st.data())
def test_pieces_put_in_and_cut_out(content: bytes, data: st.DataObject) -> None:
    for _change in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        cut = data.draw(st.integers(0, 40))
        content = content[:at] + data.draw(st.sampled_from([*PIECES, b""])) + content[at + cut :]
    survives(content)


@settings(max_examples=3000, deadline=None)
@given(good, st.data())
def test_lines_swapped_doubled_and_left_out(content: bytes, data: st.DataObject) -> None:
    lines = content.splitlines(keepends=True)
    for _change in range(data.draw(st.integers(1, 6))):
        first, second = (data.draw(st.integers(0, len(lines) - 1)) for _number in range(2))
        what = data.draw(st.sampled_from(["swap", "double", "leave out"]))
        if what == "swap":
            lines[first], lines[second] = lines[second], lines[first]
        elif what == "double":
            lines.insert(second, lines[first])
        elif len(lines) > 1:
            del lines[first]
    survives(b"".join(lines))


@settings(max_examples=3000, deadline=None)
@given(good, good, st.data())
def test_halves_of_two_files(first: bytes, second: bytes, data: st.DataObject) -> None:
    survives(
        first[: data.draw(st.integers(0, len(first)))]
        + second[data.draw(st.integers(0, len(second))) :]
    )


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=200))
def test_any_words(title: str, place: str, description: str) -> None:
    message = Message(title=title, place=place, description=description)
    for dialect in DIALECTS.values():
        survives(dialect(message))


@settings(max_examples=3000, deadline=None)
@given(st.sampled_from(NAMES), st.lists(st.sampled_from(WORDS), max_size=12))
def test_any_value(name: str, words: list[str]) -> None:
    line = f"{name}:{''.join(words)}".encode()
    survives(GOOD[0].replace(b"CLASS:PUBLIC", line))
