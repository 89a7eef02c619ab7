"""Rows as lines: whatever a column can hold comes back as it was."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.administration.backup.archive import Damaged
from app.administration.backup.creating import kept_tables
from app.administration.backup.rows import Shape, packed_parts

SHAPE = Shape(
    "thing",
    [
        ("id", "number", False),
        ("name", "text", True),
        ("at", "moment", True),
        ("day", "day", True),
        ("hour", "time", True),
        ("yes", "truth", True),
        ("raw", "bytes", True),
        ("facts", "json", False),
    ],
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]))
ROW = st.tuples(
    st.integers(-(2**63), 2**63 - 1),
    st.none() | WORDS,
    st.none() | st.datetimes(timezones=st.just(UTC)),
    st.none() | st.dates(),
    st.none() | st.times(),
    st.none() | st.booleans(),
    st.none() | st.binary(),
    st.recursive(st.none() | st.booleans() | WORDS, st.lists, max_leaves=5),
)


@given(st.lists(ROW, max_size=20))
def test_every_row_comes_back(rows: list[tuple[Any, ...]]) -> None:
    packed = list(packed_parts(SHAPE.line(row) for row in rows))
    back = [tuple(row.values()) for part in packed for row in SHAPE.rows("part", part)]
    assert back == rows


def test_large_tables_become_several_parts() -> None:
    lines = (SHAPE.line((n, "x" * 5000, None, None, None, None, None, {})) for n in range(1000))
    parts = list(packed_parts(lines))
    assert len(parts) == 5
    numbers = [row["id"] for part in parts for row in SHAPE.rows("part", part)]
    assert numbers == list(range(1000))


@pytest.mark.parametrize(
    "line",
    [
        b"[1]",
        b"{}",
        b"7",
        b'["1",null,null,null,null,null,null,{}]',
        b"[true,null,null,null,null,null,null,{}]",
        b'[1,null,"gisteren",null,null,null,null,{}]',
        b'[1,null,null,null,null,null,"zz",{}]',
        b"not json",
    ],
)
def test_a_row_that_does_not_fit_is_named(line: bytes) -> None:
    (part,) = packed_parts([SHAPE.line((1, "a", NOON, DAY, HOUR, True, b"", [])), line + b"\n"])
    with pytest.raises(Damaged, match="Rij 2 van tables/x is onleesbaar"):
        list(SHAPE.rows("tables/x", part))


NOON, DAY, HOUR = datetime(2026, 11, 25, 12, tzinfo=UTC), date(2026, 11, 25), time(9, 30)


def test_every_table_of_ours_can_be_kept() -> None:
    assert [Shape.of(one).table for one in kept_tables()] == [one.name for one in kept_tables()]
