"""The workflow table: every state, tie and step, without a database."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.briefings.models import NoteState
from app.briefings.ties import Tie
from app.briefings.workflow import STEPS, Facts, check_step, missing, open_steps
from app.core.errors import NotAllowed, NotFound, RuleBroken

READY = Facts(filled=frozenset({"ask", "core"}), stance="agree", words="Waarom zo?")
WITH_APP = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)

#: All that may happen: (step, from, to, ties). Whoever changes the table changes this on purpose.
EXPECTED = {
    ("offer", "concept", "with_alderman", frozenset({"writer"})),
    ("withdraw", "with_alderman", "concept", frozenset({"writer"})),
    ("agree", "with_alderman", "aligned", frozenset({"holder", "substitute", "serves"})),
    ("return", "with_alderman", "concept", frozenset({"holder", "substitute", "serves"})),
    ("reopen", "aligned", "concept", frozenset({"writer"})),
}
ties_sets = st.frozensets(st.sampled_from(list(Tie)))
names = st.sampled_from([step.name for step in STEPS])
states = st.sampled_from(list(NoteState))


def test_the_table_is_as_decided() -> None:
    found = {
        (step.name, step.source.value, step.target.value, frozenset(map(str, step.ties)))
        for step in STEPS
    }
    assert found == EXPECTED


@WITH_APP
@given(name=names, state=states, ties=ties_sets)
def test_a_step_succeeds_exactly_where_the_table_says(
    app: Flask, name: str, state: NoteState, ties: frozenset[Tie]
) -> None:
    allowed = any(
        name == step and state == source and ties & who for step, source, _to, who in EXPECTED
    )
    someone = any(name == step and ties & who for step, _from, _to, who in EXPECTED)
    if allowed:
        step = check_step(name, state, ties, READY)
        assert step in open_steps(state, ties)
    elif someone:
        with pytest.raises(RuleBroken):
            check_step(name, state, ties, READY)
    else:
        with pytest.raises(NotAllowed):
            check_step(name, state, ties, READY)
        assert name not in {step.name for step in open_steps(state, ties)}


@WITH_APP
@given(
    filled=st.frozensets(st.sampled_from(["ask", "core", "speaking_points", "money"])),
    stance=st.sampled_from([None, "agree", "listen"]),
    consent=st.booleans(),
    has_holder=st.booleans(),
    holder_reads=st.booleans(),
    stands=st.booleans(),
)
def test_offering_asks_for_exactly_what_is_needed(
    app: Flask,
    filled: frozenset[str],
    stance: str | None,
    consent: bool,
    has_holder: bool,
    holder_reads: bool,
    stands: bool,
) -> None:
    facts = Facts(filled, stance, consent, has_holder, holder_reads, stands)
    complete = bool(filled) if consent else {"ask", "core"} <= filled and stance is not None
    assert (missing(facts) == []) is complete
    may = complete and has_holder and holder_reads and stands
    if may:
        assert check_step("offer", NoteState.CONCEPT, frozenset({Tie.WRITER}), facts)
    else:
        with pytest.raises(RuleBroken) as caught:
            check_step("offer", NoteState.CONCEPT, frozenset({Tie.WRITER}), facts)
        assert caught.value.message


def test_a_return_needs_a_question(app: Flask) -> None:
    holder = frozenset({Tie.HOLDER})
    with pytest.raises(RuleBroken) as caught:
        check_step("return", NoteState.WITH_ALDERMAN, holder, Facts(words="  "))
    assert caught.value.field == "words"


def test_an_unknown_step_does_not_exist() -> None:
    with pytest.raises(NotFound):
        check_step("approve", NoteState.CONCEPT, frozenset(Tie), READY)


def test_nobody_but_named_ties_has_a_step() -> None:
    onlookers = frozenset(
        {Tie.SECRETARY, Tie.COORDINATOR, Tie.EXECUTIVE, Tie.PARTNERSHIP_OFFICER, Tie.LEADER}
    )
    for state in NoteState:
        assert open_steps(state, onlookers) == []
