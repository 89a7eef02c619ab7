"""The workflow table: every state, tie and step, without a database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.briefings.mandate import covers, still_to_allow
from app.briefings.models import MandateGiver, NoteState, Stance
from app.briefings.steps import STEPS, open_steps
from app.briefings.steps import require_step as check_step
from app.briefings.ties import Tie
from app.briefings.workflow import Facts, Step, missing
from app.core.errors import NotAllowed, NotFound, RuleBroken

READY = Facts(filled=frozenset({"ask", "core"}), stance="agree", words="Waarom zo?")
#: Facts in which every step applies, one way or the other.
SITUATIONS = (
    READY,
    replace(READY, asks_team_lead=True, unconfirmed=True, unseen_remarks=True),
    replace(READY, advice_asked=2, mandate_from=MandateGiver.EXECUTIVE),
)
WITH_APP = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)

BEFORE_AGREEMENT = "concept advice team_lead with_alderman discuss"
AT_THE_TABLE = "holder substitute serves writer leader secretary"
#: All that may happen: (step, from, to, ties). Whoever changes the table changes this on purpose.
EXPECTED = frozenset(
    (name, source, source if target == "=" else target, frozenset(ties.split()))
    for name, sources, target, ties in (
        ("ask-advice", "concept advice", "advice", "writer"),
        ("give-advice", BEFORE_AGREEMENT, "=", "adviser"),
        ("withdraw-advice", BEFORE_AGREEMENT, "=", "writer"),
        ("withdraw-advice", "advice", "concept", "writer"),
        ("submit", "concept advice", "team_lead", "writer"),
        ("offer", "concept advice", "with_alderman", "writer"),
        ("pass", "team_lead", "with_alderman", "leader"),
        ("send-back", "team_lead", "concept", "leader"),
        ("withdraw", "team_lead with_alderman discuss", "concept", "writer"),
        ("agree", "with_alderman discuss", "aligned", "holder substitute"),
        ("agree-with-remarks", "with_alderman discuss", "aligned", "holder substitute"),
        ("discuss", "with_alderman", "discuss", "holder substitute"),
        ("undo-discuss", "discuss", "with_alderman", "holder substitute"),
        ("return", "with_alderman discuss", "concept", "holder substitute serves"),
        ("record-agreement", "with_alderman discuss", "aligned", "writer serves"),
        ("confirm", "aligned locked", "=", "holder substitute"),
        ("contest", "aligned locked", "with_alderman", "holder substitute"),
        ("acknowledge", "aligned locked", "=", "writer"),
        ("staff-agree", "with_alderman discuss", "aligned", AT_THE_TABLE),
        ("staff-adjust", "with_alderman discuss", "concept", AT_THE_TABLE),
        ("staff-discussed", "discuss", "with_alderman", AT_THE_TABLE),
        ("grant-mandate", BEFORE_AGREEMENT, "=", "writer serves"),
        ("reopen", "aligned locked", "concept", "writer"),
        ("amend", "aligned locked", "aligned", "writer"),
        ("lock", "aligned", "locked", ""),
        ("finish", "aligned locked", "finished", ""),
    )
    for source in sources.split()
)
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
@given(name=names, state=states, ties=ties_sets, facts=st.sampled_from(SITUATIONS))
def test_a_step_succeeds_exactly_where_the_table_says(
    app: Flask, name: str, state: NoteState, ties: frozenset[Tie], facts: Facts
) -> None:
    mine = {row for row in EXPECTED if row[0] == name and (ties & row[3] or not row[3])}
    rows = [step for step in STEPS if (step.name, step.source) == (name, state)]
    offered = [step for step in rows if step.is_for(facts) and step.ties & ties]
    assert [step for step in open_steps(state, ties, facts) if step.name == name] == offered
    if not mine:
        with pytest.raises(NotAllowed):
            check_step(name, state, ties, facts)
    elif not any(row[1] == state for row in mine) or not any(row.is_for(facts) for row in rows):
        with pytest.raises(RuleBroken):
            check_step(name, state, ties, facts)
    else:
        _check_where_it_applies(name, state, ties, facts, rows)


def _check_where_it_applies(
    name: str, state: NoteState, ties: frozenset[Tie], facts: Facts, rows: list[Step]
) -> None:
    step = next(row for row in rows if row.is_for(facts))
    if step.guard and step.guard(facts):
        with pytest.raises(RuleBroken):
            check_step(name, state, ties, facts)
    else:
        assert check_step(name, state, ties, facts) == step


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
    facts = Facts(
        filled, stance, consent, has_holder=has_holder, holder_reads=holder_reads, stands=stands
    )
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
    onlookers = frozenset({Tie.COORDINATOR, Tie.EXECUTIVE, Tie.PARTNERSHIP_OFFICER})
    for state in NoteState:
        assert open_steps(state, onlookers) == []


ALLOWED = [
    ("agree", "agree_if"),
    *((stance, stance) for stance in ("agree", "agree_if", "oppose")),
    *((None, stance) for stance in Stance),
    *((allowed, stance) for allowed in Stance for stance in ("abstain", "listen")),
]


@pytest.mark.parametrize("allowed", [None, *Stance])
@pytest.mark.parametrize("stance", [None, *Stance])
def test_a_mandate_allows_exactly_these_stances(allowed: str | None, stance: str | None) -> None:
    assert covers(allowed, stance) is (stance is None or (allowed, stance) in ALLOWED)


@pytest.mark.parametrize(
    ("giver", "grants", "still"),
    [
        (None, [], "executive"),
        ("alderman", [], "executive"),
        ("alderman", [("alderman", "oppose")], "executive"),
        ("alderman", [("executive", "agree")], "executive"),
        ("alderman", [("executive", "oppose")], None),
        ("alderman", [("council", "oppose")], None),
        ("executive", [("executive", "oppose")], "council"),
        ("council", [], "council"),
        ("council", [("council", "oppose")], None),
    ],
)
def test_a_stance_beyond_the_mandate_asks_the_next_giver(
    giver: str | None, grants: list[tuple[str, str]], still: str | None
) -> None:
    assert still_to_allow("oppose", "agree", giver, grants) == still


def test_nobody_agrees_beyond_the_mandate(app: Flask) -> None:
    facts = replace(READY, mandate_from=MandateGiver.EXECUTIVE)
    for name in ("agree", "agree-with-remarks", "record-agreement", "staff-agree"):
        with pytest.raises(RuleBroken) as caught:
            check_step(name, NoteState.DISCUSS, frozenset(Tie), facts)
        assert "college" in caught.value.message
