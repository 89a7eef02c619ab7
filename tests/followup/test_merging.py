"""What two people typed in one debrief, laid together: nothing is lost, and nothing is guessed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.followup.merging import lay

FACTS = st.fixed_dictionaries(dict.fromkeys("abc", st.sampled_from(["", "een", "twee", "drie"])))


def test_each_ones_own_changes_go_together() -> None:
    seen = {"a": "", "b": ""}
    laid = lay(seen, {"a": "hun", "b": ""}, {"a": "", "b": "mijn"})
    assert laid.values == {"a": "hun", "b": "mijn"}
    assert (laid.taken, laid.clashes) == (("a",), ())


def test_what_both_changed_differently_is_asked() -> None:
    laid = lay({"a": ""}, {"a": "hun"}, {"a": "mijn"})
    assert laid.clashes == ("a",)
    assert laid.values == {"a": "hun"}


def test_what_was_never_on_screen_is_asked() -> None:
    assert lay({}, {"a": "hun"}, {"a": "mijn"}).clashes == ("a",)
    assert lay({}, {"a": "zelfde"}, {"a": "zelfde"}).clashes == ()


@given(seen=FACTS, now=FACTS, typed=FACTS)
def test_nothing_that_somebody_changed_is_overwritten(
    seen: dict[str, str], now: dict[str, str], typed: dict[str, str]
) -> None:
    laid = lay(seen, now, typed)
    for name in "abc":
        mine, theirs = typed[name] != seen[name], now[name] != seen[name]
        if theirs:
            assert laid.values[name] == now[name]
            assert (name in laid.clashes) == (mine and typed[name] != now[name])
        else:
            assert laid.values[name] == typed[name]
