"""Which files wait beside one that is taken over or undone: none is settled unread."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.database import db
from app.invitations import actions, queries
from app.invitations.comparing import Comparison
from app.invitations.guessing.actions import RuleDetails, add_rule
from app.invitations.guessing.rules import Conditions
from app.invitations.models import FileState
from app.invitations.outcomes import Answer
from app.meetings.models import Body
from app.people.models import Person, Role
from tests.factories import make_body, make_person
from tests.invitations.bringing import as_words, bring, last, meetings
from tests.invitations.files import invitation

NEW_ADDRESS = "nieuw@ggd.example"


@pytest.fixture
def secretary(app: Flask) -> Person:
    return make_person(Role.SECRETARY)


@pytest.fixture
def body(app: Flask) -> Body:
    return make_body(name="Algemeen bestuur", kind="general_board")


def two_in_one() -> bytes:
    """A file with two UIDs."""
    first, second = invitation(), invitation(uid="2@ggd.example", day="20261211")
    begin, end = b"BEGIN:VEVENT", b"END:VCALENDAR"
    event = second[second.index(begin) : second.index(end)]
    return first.replace(end, event + end)


def test_a_file_with_something_left_to_plan_goes_on_waiting(secretary: Person, body: Body) -> None:
    """Also where a rule answers meanwhile what it asked."""
    bring(secretary, two_in_one())
    received = last(secretary)
    assert received.state == FileState.QUESTION
    details = RuleDetails(Conditions(sender="secretariaat@ggd.example"), body_id=body.id)
    add_rule(details, secretary)
    bring(secretary, invitation(sequence=1, hour=13))
    assert [one.starts_at.day for one in meetings()] == [10]
    assert received.state == FileState.QUESTION
    assert [one.result for one in Comparison(received, secretary).outcomes] == ["unchanged", "new"]
    actions.apply(received, secretary)
    db.session.commit()
    assert [(one.starts_at.day, one.starts_at.hour) for one in meetings()] == [(10, 13), (11, 9)]


def test_a_later_message_is_not_settled_by_an_answer_about_an_earlier(
    secretary: Person, body: Body
) -> None:
    bring(secretary, invitation(), body=body)
    bring(secretary, invitation(sequence=3, hour=15, organiser=NEW_ADDRESS))
    third = last(secretary)
    second = invitation(sequence=2, hour=14, organiser=NEW_ADDRESS)
    [asked] = bring(secretary, second)
    bring(secretary, second, answers={asked.key: Answer(choice="same")})
    assert meetings()[0].starts_at.hour == 14
    assert queries.waiting(secretary) == [third]
    assert as_words(Comparison(third, secretary).outcomes) == [("updated", "")]
    actions.apply(third, secretary)
    assert meetings()[0].starts_at.hour == 15


def test_what_is_settled_counts(secretary: Person, body: Body) -> None:
    """An older file that changes nothing any more is a part of what is known."""
    bring(secretary, invitation())
    first = last(secretary)
    newer = invitation(sequence=1, hour=13)
    [asked] = bring(secretary, newer)
    bring(secretary, newer, answers={asked.key: Answer(body_id=body.id)})
    assert first.state == FileState.APPLIED
    assert all(one.counted for one in first.messages)
