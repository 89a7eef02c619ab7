"""Two questions about one message: of whose it is, and of whether it counts."""

from __future__ import annotations

import pytest
from flask import Flask

from app.invitations.models import FileState
from app.invitations.outcomes import Answer
from app.meetings.models import Body, MeetingStatus
from app.people.models import Person, Role
from tests.factories import make_body, make_person
from tests.invitations.bringing import bring, last, meetings
from tests.invitations.files import in_mail_of, invitation

NEW, BUREAU = "nieuw@ggd.example", "planning@bureau.example"
FOREIGN = {
    "sender": in_mail_of(invitation(method="CANCEL", sequence=1, organiser=NEW), BUREAU),
    "equal": invitation(organiser=NEW, hour=14),
}


@pytest.fixture
def secretary(app: Flask) -> Person:
    return make_person(Role.SECRETARY)


@pytest.fixture
def body(app: Flask) -> Body:
    return make_body(name="Algemeen bestuur", kind="general_board")


@pytest.mark.parametrize("second", FOREIGN)
@pytest.mark.parametrize("choice", ["theirs", "ours"])
def test_two_questions_about_one_message_are_answered_one_after_the_other(
    secretary: Person, body: Body, second: str, choice: str
) -> None:
    """Whose it is, and then whether it counts: the second answer leaves the first."""
    bring(secretary, invitation(), body=body)
    mail = FOREIGN[second]
    [asked] = bring(secretary, mail)
    assert asked.question == "organiser"
    answers = {asked.key: Answer(choice="same")}
    [asked] = bring(secretary, mail, answers=answers)
    assert asked.question == second
    answers[asked.key] = Answer(choice=choice)
    bring(secretary, mail, answers=answers)
    assert last(secretary).state == FileState.APPLIED
    [meeting] = meetings()
    followed = (MeetingStatus.CANCELLED, 9) if second == "sender" else (MeetingStatus.PLANNED, 14)
    expected = followed if choice == "theirs" else (MeetingStatus.PLANNED, 9)
    assert (meeting.status, meeting.starts_at.hour) == expected
