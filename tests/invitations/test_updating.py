"""What holds after messages in any order: the pure rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.invitations.stating import Message, Statement
from app.invitations.updating import Standing, standing_of

FIRST = datetime(2026, 12, 3, 8, 30, tzinfo=UTC)
SENT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
WEEK, DAY, HOUR = timedelta(days=7), timedelta(days=1), timedelta(hours=1)
WINDOW = (date(2026, 8, 1), date(2028, 5, 1))


def called(start: datetime) -> str:
    """The name of an occurrence."""
    return f"{start:%Y%m%dT%H%M%SZ}"


def says(start: datetime, name: str = "", place: str = "") -> Statement:
    """What is said of one occurrence."""
    return Statement(name, start, start + HOUR, title="Overleg", place=place)


def message(number: int, **fields: Any) -> Message:
    """A message sent an hour after the one with the number before."""
    first = says(FIRST)
    defaults = Message(number, "", 0, SENT + number * HOUR, False, (first,))
    return replace(defaults, **fields)


def series(
    number: int, sequence: int = 0, *, moved: timedelta = timedelta(), **more: Any
) -> Message:
    """Four weekly occurrences."""
    starts = [FIRST + moved + n * WEEK for n in range(4)]
    said = tuple(says(one, called(one)) for one in starts)
    fields = {"statements": said, "first_day": WINDOW[0], "last_day": WINDOW[1], **more}
    return message(number, sequence=sequence, **fields)


def cancelled(one: Message) -> Message:
    """The cancellation of what a message says."""
    return replace(one, cancelled=True, statements=())


def own(
    number: int, place: int, sequence: int = 1, moved: timedelta = HOUR, of: timedelta = timedelta()
) -> Message:
    """A message on one occurrence (of a series that moved): it is held later."""
    start = FIRST + of + place * WEEK
    name = called(start)
    said = (says(start + moved, name),)
    return message(number, recurrence_id=name, sequence=sequence, statements=said)


SINGLE = [message(1), message(2, sequence=1, statements=(says(FIRST + HOUR),))]
CHAINS = {
    "single": [*SINGLE, cancelled(message(3, sequence=2))],
    "place only": [message(1), message(2, statements=(says(FIRST, place="Zaal 2"),))],
    "revived": [
        message(1), cancelled(message(2, sequence=1)), message(3, sequence=2),
    ],
    "cancelled at the same number": [message(1), cancelled(message(2))],
    "one moved": [series(1), own(2, 1)],
    "one moved, one cancelled": [series(1), own(2, 1), cancelled(own(3, 2))],
    "moved later": [series(1), own(2, 1), cancelled(own(3, 2)), series(4, 2, moved=HOUR)],
    "moved a day later": [
        series(1), own(2, 1), series(3, 2, moved=DAY), own(4, 3, 3, of=DAY),
    ],
    "all cancelled": [series(1), own(2, 1, 5), cancelled(series(3, 2))],
    "one left out": [series(1), own(2, 1), series(3, 2, excluded=(called(FIRST + 2 * WEEK),))],
}  # fmt: skip


def living(standing: Iterable[Standing]) -> set[object]:
    """What takes place."""
    return {one.statement for one in standing if not one.cancelled}


NEVER_WAS = {
    "taken out of the series": (FIRST + 2 * WEEK + 2 * DAY, (called(FIRST + 2 * WEEK + 2 * DAY),)),
    "after its end": (FIRST + 3 * WEEK + 5 * DAY, ()),
    "between two": (FIRST + 3 * DAY, ()),
}


@pytest.mark.parametrize("sequence", [0, 1, 7])
@pytest.mark.parametrize(("start", "excluded"), NEVER_WAS.values(), ids=list(NEVER_WAS))
def test_a_cancellation_takes_off_what_it_names_and_nothing_else(
    start: datetime, excluded: tuple[str, ...], sequence: int
) -> None:
    whole = series(1, excluded=excluded)
    one = message(2, recurrence_id=called(start), sequence=sequence, cancelled=True, statements=())
    assert living(standing_of([whole, one])) == set(whole.statements)
    assert living(standing_of([one, whole])) == set(whole.statements)


@pytest.mark.parametrize("sequence", [0, 1, 7])
def test_a_change_to_one_that_was_taken_out_moves_no_other(sequence: int) -> None:
    start = FIRST + 2 * WEEK + 2 * DAY
    whole = series(1, excluded=(called(start),))
    said = (says(start + HOUR, called(start)),)
    one = message(2, recurrence_id=called(start), sequence=sequence, statements=said)
    assert set(whole.statements) <= living(standing_of([whole, one]))


@pytest.mark.parametrize("chain", CHAINS.values(), ids=list(CHAINS))
def test_every_order_ends_in_the_same_state(chain: list[Message]) -> None:
    """Also with each message twice, and after each part of it."""
    wanted = standing_of(chain)
    assert wanted
    for order in permutations(chain):
        assert standing_of(order) == wanted
        assert standing_of([*order, *order]) == wanted


@pytest.mark.parametrize("chain", CHAINS.values(), ids=list(CHAINS))
def test_no_meeting_is_made_twice_on_the_way(chain: list[Message]) -> None:
    """Whatever came first: an occurrence found before is found again by one of its names."""
    wanted = standing_of(chain)
    for order in permutations(chain):
        known: dict[str, int] = {}
        for count in range(1, len(order) + 1):
            for one in standing_of(order[:count]):
                numbers = {known[name] for name in one.recurrence_ids if name in known}
                assert len(numbers) <= 1
                if one.statement is not None:
                    number = numbers.pop() if numbers else len(known)
                    known.update(dict.fromkeys(one.recurrence_ids, number))
        assert len({known[one.recurrence_ids[0]] for one in wanted}) == len(wanted)
        assert len(set(known.values())) == len(wanted)


def test_a_higher_number_or_a_newer_stamp_applies() -> None:
    """And an older one changes nothing."""
    later = says(FIRST + HOUR)
    assert living(standing_of([message(2), message(1, sequence=1, statements=(later,))])) == {later}
    assert living(standing_of([message(1), message(2, statements=(later,))])) == {later}


def test_equal_and_different_is_asked() -> None:
    """Until somebody chooses, and not where both say the same."""
    other = replace(message(1), number=2, statements=(says(FIRST + HOUR),))
    [standing] = standing_of([message(1), other])
    assert standing.undecided == {1, 2}
    assert not standing_of([message(1), replace(message(1), number=2)])[0].undecided
    [standing] = standing_of([message(1), replace(other, preferred=True)])
    assert not standing.undecided
    assert standing.statement == other.statements[0]


def test_a_cancellation_that_came_first_holds() -> None:
    """A late REQUEST with a lower or the same number brings nothing back, whatever its stamp."""
    for sequence in (0, 1):
        [standing] = standing_of([cancelled(message(1, sequence=1)), message(5, sequence=sequence)])
        assert standing.cancelled
        assert standing.statement == says(FIRST)
    assert living(standing_of([cancelled(message(1)), message(2, sequence=1)])) == {says(FIRST)}
    [trace] = standing_of([cancelled(message(1))])
    assert (trace.cancelled, trace.statement) == (True, None)


def test_the_cancellation_of_one_hits_one() -> None:
    """That of the series hits all, also one that was moved under a higher number."""
    chain = [series(1), own(2, 1, sequence=4), cancelled(own(3, 2))]
    standing = standing_of(chain)
    assert [one.cancelled for one in standing] == [False, False, True, False]
    assert standing[1].statement == own(2, 1).statements[0]
    assert all(one.cancelled for one in standing_of([*chain, cancelled(series(4, 1))]))


def test_an_occurrence_stays_moved_when_the_series_gets_another_place() -> None:
    """And goes back in line when the series itself moves."""
    start = [FIRST + n * WEEK for n in range(4)]
    elsewhere = tuple(says(one, called(one), place="Zaal 2") for one in start)
    chain = [series(1), own(2, 1), series(3, 2, statements=elsewhere)]
    standing = standing_of(chain)
    assert standing[1].statement == own(2, 1).statements[0]
    assert [one.statement.place for one in standing if one.statement] == [
        "Zaal 2",
        "",
        "Zaal 2",
        "Zaal 2",
    ]
    moved = standing_of([*chain, series(4, 3, moved=DAY)])
    assert living(moved) == {says(one + DAY, called(one + DAY)) for one in start}
    assert [len(one.recurrence_ids) for one in moved] == [2, 2, 2, 2]


MESSAGES = st.one_of(
    st.builds(message, st.integers(0, 3), sequence=st.integers(0, 2)),
    st.builds(lambda n, s: cancelled(message(n, sequence=s)), st.integers(0, 3), st.integers(0, 2)),
    st.builds(
        lambda n, s, h: series(n, s, moved=h * HOUR), *[st.integers(0, 3)] * 2, st.integers(0, 48)
    ),
    st.builds(own, st.integers(0, 3), st.integers(0, 4), st.integers(0, 3)),
    st.builds(lambda n, p, s: cancelled(own(n, p, s)), *[st.integers(0, 3)] * 3),
)


@given(st.lists(MESSAGES, max_size=6), st.randoms())
def test_any_messages_in_any_order(found: list[Message], random: object) -> None:
    """A function of the set: order and repetition make no difference."""
    numbered = [replace(one, number=number) for number, one in enumerate(found)]
    shuffled = [*numbered, *numbered[:2]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert standing_of(shuffled) == standing_of(numbered)
    for one in standing_of(numbered):
        assert one.statement is not None or one.cancelled
