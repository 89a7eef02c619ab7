"""What is taken over is what was shown: looked at under the lock, whoever was quicker."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.database import db
from app.core.errors import Conflict
from app.invitations import actions
from app.invitations.comparing import Comparison
from app.invitations.guessing.actions import RuleDetails, add_rule, change_rule
from app.invitations.guessing.rules import Conditions
from app.invitations.models import FileState, ReceivedInvitation
from app.invitations.outcomes import Answer
from app.invitations.seen import Shown, seen_of
from app.meetings.models import Body
from app.people.models import Person, Role
from tests.factories import make_body, make_person
from tests.invitations.bringing import bring, change_by_hand, last, meetings
from tests.invitations.files import arrived, invitation


@pytest.fixture
def secretary(app: Flask) -> Person:
    return make_person(Role.SECRETARY)


@pytest.fixture
def body(app: Flask) -> Body:
    return make_body(name="Algemeen bestuur", kind="general_board")


def previewed(
    content: bytes, actor: Person, body: Body | None = None
) -> tuple[ReceivedInvitation, Shown]:
    """A file that was received, and what its page showed."""
    received = actions.keep(arrived(content), actor, body.partnership_id if body else None)
    db.session.commit()
    return received, Shown(seen_of(Comparison(received, actor).outcomes))


def test_what_was_shown_is_taken_over(secretary: Person, body: Body) -> None:
    received, shown = previewed(invitation(), secretary, body)
    actions.apply(received, secretary, shown=shown)
    assert [one.starts_at.hour for one in meetings()] == [9]


def test_another_file_of_that_uid_was_quicker(secretary: Person, body: Body) -> None:
    """The meeting stands elsewhere by now: nothing happens, and the file goes on waiting."""
    bring(secretary, invitation(), body=body)
    received, shown = previewed(invitation(sequence=2, hour=15), secretary)
    bring(secretary, invitation(sequence=1, hour=13))
    with pytest.raises(Conflict, match="iets anders"):
        actions.apply(received, secretary, shown=shown)
    db.session.rollback()
    assert [one.starts_at.hour for one in meetings()] == [13]
    assert received.state == FileState.RECEIVED


def test_a_colleague_changed_the_meeting(secretary: Person, body: Body) -> None:
    bring(secretary, invitation(), body=body)
    received, shown = previewed(invitation(sequence=1, hour=15), secretary)
    change_by_hand(meetings()[0], secretary, remarks="Wij nemen koffie mee")
    with pytest.raises(Conflict, match="iets anders"):
        actions.apply(received, secretary, shown=shown)


def test_a_rule_points_elsewhere_meanwhile(secretary: Person, body: Body) -> None:
    """The body was shown too; who chose it has seen the other one."""
    other = make_body(name="Dagelijks bestuur")
    when = Conditions(sender="secretariaat@ggd.example")
    rule = add_rule(RuleDetails(when, body_id=body.id), secretary)
    received, shown = previewed(invitation(), secretary)
    change_rule(rule, RuleDetails(when, body_id=other.id), secretary, rule.version)
    with pytest.raises(Conflict, match="iets anders"):
        actions.apply(received, secretary, shown=shown)
    db.session.rollback()
    received = last(secretary)
    [outcome] = Comparison(received, secretary).outcomes
    chosen = {outcome.thread_key: Answer(body_id=other.id)}
    actions.apply(received, secretary, chosen, shown=shown)
    assert [one.body_id for one in meetings()] == [other.id]
