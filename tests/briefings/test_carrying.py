"""Whether a proposal carries: the rule against every way in which the open voices can fall."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.briefings.models import Stance
from app.briefings.positions.carrying import (
    SURE,
    Side,
    Verdict,
    Voice,
    balance,
    passes,
    side_of,
)
from app.meetings.models import Majority

VOICES = st.builds(
    Voice,
    weight=st.integers(0, 9),
    stance=st.sampled_from([None, *Stance]),
    certain=st.booleans(),
)


def _every_way(voices: list[Voice], majority: Majority) -> set[bool]:
    """Whether it passes, in each way in which every open voice is for, against or not cast."""
    choices = [
        (side_of(voice),) if side_of(voice) in SURE else (Side.FOR, Side.AGAINST, Side.ABSTAIN)
        for voice in voices
    ]
    found = set()
    for sides in product(*choices):
        cast = list(zip(voices, sides, strict=True))
        in_favour = sum(voice.weight for voice, side in cast if side == Side.FOR)
        opposed = sum(voice.weight for voice, side in cast if side == Side.AGAINST)
        found.add(passes(in_favour, opposed, majority))
    return found


@given(st.lists(VOICES, max_size=7), st.sampled_from(list(Majority)))
def test_the_verdict_is_what_every_filling_of_the_unknown_says(
    voices: list[Voice], majority: Majority
) -> None:
    expected = {
        frozenset({True}): Verdict.CARRIES,
        frozenset({True, False}): Verdict.MAY,
        frozenset({False}): Verdict.CANNOT,
    }
    ways = frozenset(_every_way(voices, majority))
    assert balance(voices, majority).verdict == expected[ways]


@given(st.lists(VOICES, max_size=7), st.sampled_from(list(Majority)))
def test_so_many_are_needed_and_not_one_less(voices: list[Voice], majority: Majority) -> None:
    found = balance(voices, majority)
    if found.castable == 0:
        return
    assert passes(found.needed, found.castable - found.needed, majority)
    assert not passes(found.needed - 1, found.castable - found.needed + 1, majority)


@given(st.lists(VOICES, max_size=12))
def test_every_vote_stands_on_one_side(voices: list[Voice]) -> None:
    found = balance(voices)
    assert found.total == sum(voice.weight for voice in voices)
    unknown = sum(voice.weight for voice in voices if voice.stance is None)
    assert found.counts[Side.UNKNOWN] == unknown


@pytest.mark.parametrize(
    ("in_favour", "opposed", "majority", "answer"),
    [
        (5, 4, Majority.SIMPLE, True),
        (5, 5, Majority.SIMPLE, False),
        (0, 0, Majority.SIMPLE, False),
        (6, 3, Majority.TWO_THIRDS, True),
        (5, 3, Majority.TWO_THIRDS, False),
        (6, 2, Majority.THREE_QUARTERS, True),
        (6, 3, Majority.THREE_QUARTERS, False),
        (9, 0, Majority.ALL, True),
        (9, 1, Majority.ALL, False),
        (0, 0, Majority.ALL, False),
    ],
)
def test_majorities(in_favour: int, opposed: int, majority: Majority, answer: bool) -> None:
    assert passes(in_favour, opposed, majority) is answer
