"""Every notation that people use, and what reading it must give; no line is guessed at."""

from __future__ import annotations

import time as stopwatch
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import RuleBroken
from app.schedules.reading import (
    LONGEST_LINE,
    MOST_CHARACTERS,
    MOST_LINES,
    MOST_MEETINGS,
    read_schedule,
)
from app.schedules.readings import Reading, Why

BODIES = {
    "algemeen bestuur": frozenset({1}),
    "ab": frozenset({1}),
    "dagelijks bestuur": frozenset({2}),
    "db": frozenset({2}),
    "ambtelijk overleg veiligheid": frozenset({3}),
}
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def cases() -> Iterator[tuple[str, str, str]]:
    """The blocks of the table beside this: name, text, what it must give."""
    table = (Path(__file__).parent / "notations.txt").read_text(encoding="utf-8")
    for block in table.split("\n=== ")[1:]:
        name, _end, rest = block.partition("\n")
        text, _line, expected = rest.partition("\n---\n")
        yield name, text, expected.strip()


def told(one: Reading, with_body: bool) -> str:
    """A reading as the table writes it."""
    if one.unused:
        return f"- {one.why}"
    words = [] if one.is_proposal else [f"? {one.why}"]
    if one.day:
        words.append(one.day.isoformat())
    if one.start:
        end = f"-{one.end:%H:%M}" if one.end else ""
        words.append(f"{one.start:%H:%M}{end}")
    if one.place:
        words.append(f"@ {one.place}")
    if with_body and one.is_proposal:
        words.append(f"body {one.body_id}")
    return " ".join(words)


def read(text: str) -> list[Reading]:
    """Read a block of the table, with what its first lines say of period and body."""
    first, last = YEAR
    body_id: int | None = 1
    while text.startswith(("period: ", "body: none")):
        line, _end, text = text.partition("\n")
        if line.startswith("period: "):
            first, last = (date.fromisoformat(day) for day in line.split()[1:])
        else:
            body_id = None
    return read_schedule(text, first, last, BODIES, body_id)


@pytest.mark.parametrize(("name", "text", "expected"), list(cases()), ids=lambda part: part[:40])
def test_a_notation_gives_what_it_must(name: str, text: str, expected: str) -> None:
    found = [told(one, "body " in expected) for one in read(text)]
    assert "\n".join(found) == expected, name


def test_the_table_is_large_enough() -> None:
    assert len(list(cases())) >= 70


def test_every_reading_knows_its_line_and_what_stood_there() -> None:
    found = read_schedule("\n\nkop\n3 december\n\nonzin\n", *YEAR, BODIES, 1)
    assert [(one.line, one.text) for one in found] == [
        *((3, "kop"), (4, "3 december"), (6, "onzin"))
    ]


def test_the_same_text_twice_gives_the_same_twice() -> None:
    text = "3 december 9.30 uur\n"
    assert len({(one.day, one.start) for one in read_schedule(text * 2, *YEAR, BODIES, 1)}) == 1


def test_four_hundred_rows_are_fine() -> None:
    rows = "\n".join(f"{n % 28 + 1}-{n % 12 + 1}-2026\t9.30\tHaren" for n in range(400))
    found = read_schedule(rows, *YEAR, BODIES, 1)
    assert len(found) == 400
    assert all(one.is_proposal for one in found)


def test_too_many_lines_meetings_or_characters_are_refused_with_a_sentence(app: Flask) -> None:
    for text in (
        "x\n" * 10_000,
        "3 december\n" * (MOST_MEETINGS + 1),
        "x" * (MOST_CHARACTERS + 1),
    ):
        with pytest.raises(RuleBroken) as refused:
            read_schedule(text, *YEAR, BODIES, 1)
        assert refused.value.field == "text"
        assert refused.value.message.endswith((".", "tegelijk."))
    assert MOST_LINES < 10_000


@pytest.mark.parametrize(
    "text",
    [
        "3 december " * 50_000,
        "1," * 250_000,
        "9.30-" * 100_000,
        "do " * 160_000,
        "\t" * 500_000,
        "3/12/" * 100_000,
        "week 1 " * 70_000,
        "1e " * 150_000,
    ],
    ids=lambda text: text[:10].strip() or "tabs",
)
def test_half_a_megabyte_in_one_line_is_asked_at_once(text: str) -> None:
    begin = stopwatch.process_time()
    found = read_schedule(text, *YEAR, BODIES, 1)
    assert [one.why for one in found] == [Why.TOO_LONG]
    assert stopwatch.process_time() - begin < 0.5


@pytest.mark.parametrize(
    "piece",
    ["3 december ", "1,", "9.30-", "do ", "3/12/", "week 1 ", "1e ", "1 en ", "december ", "9u"],
)
def test_no_line_takes_long(piece: str) -> None:
    line = (piece * LONGEST_LINE)[:LONGEST_LINE]
    begin = stopwatch.process_time()
    read_schedule(line, *YEAR, BODIES, 1)
    assert stopwatch.process_time() - begin < 0.5


def test_control_characters_and_direction_marks_hide_nothing() -> None:
    found = read_schedule(
        "\u202edo\u200f 3\x00 decem\u00adber\x07 2026\u2069 9.30\u200b uur", *YEAR
    )
    assert [(one.day, str(one.start)) for one in found] == [(date(2026, 12, 3), "09:30:00")]


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from("0123456789 -/.,:'\t\n()&;endojatuwkvr\u202eİßﬁ½€"), max_size=120
    )
)
def test_whatever_is_pasted_every_line_is_accounted_for(text: str) -> None:
    found = read_schedule(text, *YEAR, BODIES, 1)
    lines = {
        number for number, line in enumerate(text.split("\n"), 1) if any(map(str.isalnum, line))
    }
    assert {one.line for one in found} >= lines - _only_signs(text)
    assert all(one.why is not None for one in found if one.day is None or one.unused)


def _only_signs(text: str) -> set[int]:
    """Lines of which nothing is left once signs that nobody sees are gone."""
    return {
        number
        for number, line in enumerate(text.split("\n"), 1)
        if not any(sign.isalnum() and sign.isprintable() for sign in line)
    }


@pytest.mark.parametrize("piece", ["1/1 ", "a1.1.", "di 3 feb ", "maandag 1, ", "\ufdfa"])
def test_no_text_takes_long(piece: str) -> None:
    line = (piece * LONGEST_LINE)[: LONGEST_LINE - 1]
    text = "\n".join([line] * (MOST_CHARACTERS // LONGEST_LINE))
    begin = stopwatch.process_time()
    with suppress(RuleBroken):
        read_schedule(text, date(2027, 1, 1), date(2027, 12, 31))
    assert stopwatch.process_time() - begin < 10
