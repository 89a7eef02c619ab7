"""What reading had to guess is said to who takes an invitation over."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.database import db
from app.invitations import actions
from app.invitations.arriving import messages_of
from app.invitations.stating import Message
from app.meetings.models import Body
from app.people.models import Person, Role
from tests.client import CheckingClient
from tests.factories import make_body, make_person
from tests.invitations.bringing import as_words, bring
from tests.invitations.files import arrived
from tests.invitations.small import OWN_ZONE, event, file_of, read

START = "DTSTART;TZID=Europe/Amsterdam:20270615T093000"
SENDER = "ORGANIZER:mailto:secretariaat@ggd.example"
NO_END = file_of("METHOD:REQUEST", event(SENDER, START))
WITH_END = file_of("METHOD:REQUEST", event(SENDER, START, "DURATION:PT1H"))
OTHER_RULES = file_of(
    OWN_ZONE.format(name="Europe/Amsterdam").replace("+0200", "+0400"),
    event(SENDER, START, "DURATION:PT1H"),
)
ENDLESS = file_of(event(SENDER, START, "DURATION:PT1H", "RRULE:FREQ=MONTHLY"))


@pytest.fixture
def secretary(app: Flask) -> Person:
    return make_person(Role.SECRETARY)


@pytest.fixture
def body(app: Flask) -> Body:
    return make_body(name="Algemeen bestuur", kind="general_board")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (NO_END, "noemt geen eindtijd. Daarom is één uur aangehouden."),
        (OTHER_RULES, "Zo gelezen is het begin 07.30."),
        (ENDLESS, "De reeks gaat na 15 november 2028 verder."),
    ],
    ids=["no end", "other rules", "endless"],
)
def test_a_guess_is_said_once_before_it_is_taken_over(
    client: CheckingClient, secretary: Person, body: Body, content: bytes, words: str
) -> None:
    client.sign_in(secretary)
    received = actions.keep(arrived(content), secretary, body.partnership_id)
    db.session.commit()
    assert client.get(f"/invitations/{received.id}").text.count(words) == 1
    outcomes = bring(secretary, content, body=body)
    assert [one for one in outcomes if any(words in text for text in one.doubts)]
    assert not [one for one in bring(secretary, content, body=body) if one.doubts]


def test_nothing_is_said_of_what_is_sure(secretary: Person, body: Body) -> None:
    assert [one.doubts for one in bring(secretary, WITH_END, body=body)] == [()]


def test_how_sure_it_is_makes_no_other_message(secretary: Person, body: Body) -> None:
    """The same hour, said or assumed, asks nobody which of both counts."""
    messages: list[Message] = [
        said.message for one in (NO_END, WITH_END) for said in messages_of(read(one))
    ]
    assert messages[0].content == messages[1].content
    bring(secretary, NO_END, body=body)
    assert as_words(bring(secretary, WITH_END, body=body)) == [("unchanged", "")]
