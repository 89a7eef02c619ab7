"""Undoing a file, and what it leaves: later files of that meeting, and what was learned."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.database import db
from app.invitations import actions, queries
from app.invitations.comparing import Comparison
from app.invitations.guessing.actions import RuleDetails, change_rule
from app.invitations.guessing.queries import all_rules, rules_learned_of
from app.invitations.guessing.rules import Conditions
from app.invitations.models import FileState, ReceivedInvitation
from app.invitations.outcomes import Answer
from app.invitations.teaching import take_over
from app.invitations.undoing import undo
from app.meetings.models import Body
from app.people.models import Person, Role
from tests.factories import make_body, make_person
from tests.invitations.bringing import as_words, bring, last, meetings
from tests.invitations.files import arrived, invitation


@pytest.fixture
def secretary(app: Flask) -> Person:
    return make_person(Role.SECRETARY)


@pytest.fixture
def body(app: Flask) -> Body:
    return make_body(name="Algemeen bestuur", kind="general_board")


LATER = {
    "saved again": invitation(sent=5),
    "the same under a higher number": invitation(sequence=1),
    "in other words of the program": invitation(extra="CLASS:PUBLIC"),
}


@pytest.mark.parametrize("later", LATER.values(), ids=LATER)
def test_a_later_file_that_changed_nothing_waits_again(
    secretary: Person, body: Body, later: bytes
) -> None:
    bring(secretary, invitation(), body=body)
    first = last(secretary)
    assert as_words(bring(secretary, later)) == [("unchanged", "")]
    second = last(secretary)
    assert second.state == FileState.APPLIED
    undo(first, secretary)
    db.session.commit()
    assert meetings() == []
    assert queries.waiting(secretary) == [second]
    assert as_words(bring(secretary, later, body=body)) == [("new", "")]
    assert last(secretary) == second
    assert len(meetings()) == 1


def test_sent_again_as_if_it_had_been_left_behind(secretary: Person, body: Body) -> None:
    """Files that were undone before the others were looked at: the same bytes wait again."""
    bring(secretary, invitation(), body=body)
    first = last(secretary)
    bring(secretary, invitation(sequence=1))
    second = last(secretary)
    undo(first, secretary)
    second.state = FileState.APPLIED
    db.session.commit()
    bring(secretary, invitation(sequence=1), body=body)
    assert len(meetings()) == 1


def test_an_update_that_said_the_same(secretary: Person, body: Body) -> None:
    """The meeting itself stays, and goes back; the later file moves it again when taken over."""
    bring(secretary, invitation(), body=body)
    bring(secretary, invitation(sequence=1, hour=13))
    second = last(secretary)
    assert as_words(bring(secretary, invitation(sequence=2, hour=13))) == [("unchanged", "")]
    third = last(secretary)
    undo(second, secretary)
    db.session.commit()
    assert [one.starts_at.hour for one in meetings()] == [9]
    assert queries.waiting(secretary) == [third]
    assert as_words(Comparison(third, secretary).outcomes) == [("updated", "")]
    actions.apply(third, secretary)
    assert [one.starts_at.hour for one in meetings()] == [13]


def test_what_was_set_aside_beside_it_can_be_taken_over(secretary: Person, body: Body) -> None:
    """Of two that were equal and different somebody chose the first, and undoes that."""
    bring(secretary, invitation(), body=body)
    first = last(secretary)
    other = invitation(place="Elders")
    [asked] = bring(secretary, other)
    assert asked.question == "equal"
    bring(secretary, other, answers={asked.key: Answer(choice="ours")})
    assert last(secretary).state == FileState.APPLIED
    undo(first, secretary)
    db.session.commit()
    assert [one.id for one in queries.waiting(secretary)] == [last(secretary).id]
    assert as_words(bring(secretary, other, body=body)) == [("new", "")]
    assert [one.place for one in meetings()] == ["Elders"]


ELSEWHERE = "planning@bureau.example"


def chosen(
    content: bytes, actor: Person, body: Body, partnership_id: int | None = None
) -> ReceivedInvitation:
    """A file that is taken over after somebody chose its body, where that is asked."""
    received = actions.keep(arrived(content), actor, partnership_id)
    outcomes = Comparison(received, actor).outcomes
    answers = {one.key: Answer(body_id=body.id) for one in outcomes if one.question == "body"}
    take_over(received, answers, actor, received.version)
    db.session.commit()
    return received


def test_what_only_this_file_taught_is_forgotten(secretary: Person, body: Body) -> None:
    received = chosen(invitation(organiser=ELSEWHERE), secretary, body)
    [rule] = all_rules()
    assert (rule.sender, rule.invitation_id) == (ELSEWHERE, received.id)
    assert undo(received, secretary) == 1
    db.session.commit()
    assert all_rules() == []
    [asked] = Comparison(
        actions.keep(arrived(invitation(organiser=ELSEWHERE)), secretary), secretary
    ).outcomes
    assert asked.question == "body"


def test_what_others_followed_stays(secretary: Person, body: Body) -> None:
    received = chosen(invitation(organiser=ELSEWHERE), secretary, body)
    chosen(invitation(uid="2@x", day="20270310", organiser=ELSEWHERE), secretary, body)
    assert undo(received, secretary) == 0
    db.session.commit()
    assert rules_learned_of(received.id) == all_rules()
    assert len(all_rules()) == 1


def test_what_a_person_made_their_own_stays(secretary: Person, body: Body) -> None:
    received = chosen(invitation(organiser=ELSEWHERE), secretary, body)
    [rule] = all_rules()
    details = RuleDetails(Conditions(sender="bureau.example"), body_id=body.id)
    change_rule(rule, details, secretary, rule.version)
    assert undo(received, secretary) == 0
    assert len(all_rules()) == 1


def test_what_was_only_mended_stays(secretary: Person, body: Body) -> None:
    """It was there before this file."""
    first = make_body(name="Dagelijks bestuur", partnership=body.partnership)
    chosen(invitation(organiser=ELSEWHERE, title="Heidag"), secretary, first)
    received = actions.keep(
        arrived(invitation(uid="2@x", day="20270310", organiser=ELSEWHERE, title="Heidag")),
        secretary,
    )
    [outcome] = Comparison(received, secretary).outcomes
    answers = {outcome.key: Answer(body_id=body.id)}
    take_over(received, answers, secretary, received.version)
    db.session.commit()
    [rule] = all_rules()
    assert (rule.body_id, rule.invitation_id) == (body.id, received.id)
    assert undo(received, secretary) == 0
    assert all_rules() == [rule]
