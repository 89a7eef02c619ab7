"""How a program asks for a packed calendar, and says which one it has: pure, as RFC 9110 has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.feeds.address.asking import has_since, has_tag, wants_packed


@pytest.mark.parametrize(
    ("header", "packed"),
    [
        ("", False),
        ("gzip", True),
        ("GZIP", True),
        ("x-gzip", True),
        ("gzip, deflate, br", True),
        ("deflate, br, zstd", False),
        ("gzip;q=0", False),
        ("gzip;q=0.0, *", False),
        ("gzip;q=0.001", True),
        ("gzip;q=0.5, identity", False),
        ("gzip;q=0.5, identity;q=0.4", True),
        ("gzip;q=0.5, identity;q=0.5", True),
        ("*", False),
        ("identity", False),
        ("identity;q=0", False),
        ("identity;q=0, *", True),
        ("identity;q=0, gzip", True),
        ("identity;q=0, gzip;q=0", False),
        ("*;q=0", False),
        ("*;q=0, gzip", True),
        ("gzip;q=nonsense", False),
    ],
)
def test_packed_only_where_it_is_asked_for(header: str, packed: bool) -> None:
    assert wants_packed(header) is packed


@pytest.mark.parametrize(
    ("header", "held"),
    [
        ('"a"', True),
        ('W/"a"', True),
        ('"b", "a"', True),
        ('"b" ,W/"c",W/"a"', True),
        ("*", True),
        ('"b"', False),
        ('"a-gzip"', False),
        ("", False),
        ('"A"', False),
    ],
)
def test_tags_in_a_list_weak_or_any(header: str, held: bool) -> None:
    assert has_tag(header, "a") is held


def test_a_moment_holds_from_when_it_was_made_until_now() -> None:
    made, now = 1_795_000_000, 1_795_000_500
    assert has_since("Wed, 18 Nov 2026 11:06:40 GMT", made, now)
    assert has_since("Wed, 18 Nov 2026 11:10:00 GMT", made, now)
    assert not has_since("Wed, 18 Nov 2026 11:06:39 GMT", made, now)
    assert not has_since("Wed, 18 Nov 2026 12:00:00 GMT", made, now), "a moment still to come"
    assert not has_since("yesterday", made, now)


@given(st.text(max_size=80))
def test_whatever_is_sent_is_read_without_a_fault(header: str) -> None:
    assert wants_packed(header) in (True, False)
    assert has_tag(header, "a") in (True, False)
    assert has_since(header, 1, 2) in (True, False)
