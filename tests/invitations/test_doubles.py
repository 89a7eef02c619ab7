"""The same meeting under another UID: a person says whether it is one more."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.database import db
from app.invitations import queries
from app.invitations.outcomes import Answer
from app.invitations.undoing import obstacles, undo
from app.meetings.models import Body, MeetingStatus
from app.people.models import Person, Role
from tests.factories import make_body, make_meeting, make_person, moment
from tests.invitations.bringing import as_words, bring, change_by_hand, last, meetings
from tests.invitations.files import invitation

AGAIN = "opnieuw@ggd.example"


@pytest.fixture
def secretary(app: Flask) -> Person:
    return make_person(Role.SECRETARY)


@pytest.fixture
def body(app: Flask) -> Body:
    return make_body(name="Algemeen bestuur", kind="general_board")


def test_a_new_uid_at_the_same_moment_is_asked(secretary: Person, body: Body) -> None:
    """One more, if a person says so."""
    bring(secretary, invitation(), body=body)
    again = invitation(uid=AGAIN)
    [asked] = bring(secretary, again, body=body)
    assert (asked.question, list(asked.meetings)) == ("match", meetings())
    bring(secretary, again, answers={asked.key: Answer(meeting_id=0)})
    assert len(meetings()) == 2
    assert as_words(bring(secretary, invitation(uid="3@ggd.example", hour=10), body=body)) == [
        ("new", "")
    ]


def test_the_meeting_follows_the_new_uid(secretary: Person, body: Body) -> None:
    """An organiser makes a meeting anew and withdraws the old: here it goes on."""
    bring(secretary, invitation(), body=body)
    again = invitation(uid=AGAIN, place="Zaal 2")
    [asked] = bring(secretary, again, body=body)
    [meeting] = meetings()
    bring(secretary, again, answers={asked.key: Answer(meeting_id=meeting.id)})
    assert [(one.id, one.place) for one in meetings()] == [(meeting.id, "Zaal 2")]
    received = last(secretary)
    withdrawn = invitation(sequence=1, method="CANCEL")
    assert as_words(bring(secretary, withdrawn)) == [("unchanged", "")]
    bring(secretary, invitation(uid=AGAIN, sequence=1, hour=13, place="Zaal 2"))
    moved = last(secretary)
    [meeting] = meetings()
    assert (meeting.status, meeting.starts_at.hour) == (MeetingStatus.PLANNED, 13)
    for one in (moved, received):
        undo(one, secretary)
        db.session.commit()
    [meeting] = meetings()
    assert (meeting.place, meeting.starts_at.hour) == ("Raadhuis", 9)


def test_after_undoing_the_first_uid_is_followed_again(secretary: Person, body: Body) -> None:
    bring(secretary, invitation(), body=body)
    again = invitation(uid=AGAIN)
    [asked] = bring(secretary, again, body=body)
    bring(secretary, again, answers={asked.key: Answer(meeting_id=meetings()[0].id)})
    undo(last(secretary), secretary)
    db.session.commit()
    assert as_words(bring(secretary, invitation(sequence=1, hour=13))) == [("updated", "")]
    assert [one.starts_at.hour for one in meetings()] == [13]


def test_one_of_ours_on_that_day_is_no_reason_not_to_ask(secretary: Person, body: Body) -> None:
    """Both are offered."""
    bring(secretary, invitation(), body=body)
    make_meeting(body=body, starts_at=moment("2026-12-10T15:00"))
    [asked] = bring(secretary, invitation(uid=AGAIN), body=body)
    assert asked.question == "match"
    assert list(asked.meetings) == meetings()


def test_what_was_cancelled_is_no_reason_to_ask(secretary: Person, body: Body) -> None:
    """The old one was withdrawn first: the new one is planned."""
    bring(secretary, invitation(), invitation(sequence=1, method="CANCEL"), body=body)
    assert as_words(bring(secretary, invitation(uid=AGAIN), body=body)) == [("new", "")]


def test_what_a_colleague_changed_stays(secretary: Person, body: Body) -> None:
    """Of what both invitations say alike; the title follows the new one."""
    bring(secretary, invitation(), body=body)
    change_by_hand(meetings()[0], secretary, place="Zaal 9")
    again = invitation(uid=AGAIN, title="Begroting en jaarplan")
    [asked] = bring(secretary, again, body=body)
    bring(secretary, again, answers={asked.key: Answer(meeting_id=meetings()[0].id)})
    [meeting] = meetings()
    assert (meeting.place, meeting.title) == ("Zaal 9", "Begroting en jaarplan")


def test_a_meeting_of_ours_keeps_its_title(secretary: Person, body: Body) -> None:
    """It was recognised by the first, and follows the second."""
    make_meeting(body=body, title="Onze titel", starts_at=moment("2026-12-10T10:00"))
    bring(secretary, invitation(), body=body)
    again = invitation(uid=AGAIN, title="Iets anders", place="Zaal 2")
    [asked] = bring(secretary, again, body=body)
    bring(secretary, again, answers={asked.key: Answer(meeting_id=meetings()[0].id)})
    assert [(one.title, one.place) for one in meetings()] == [("Onze titel", "Zaal 2")]


def test_the_first_file_cannot_be_undone_before_the_second(secretary: Person, body: Body) -> None:
    bring(secretary, invitation(), body=body)
    first = last(secretary)
    again = invitation(uid=AGAIN)
    [asked] = bring(secretary, again, body=body)
    bring(secretary, again, answers={asked.key: Answer(meeting_id=meetings()[0].id)})
    assert "latere uitnodiging" in obstacles(first, secretary)[0]
    for one in (last(secretary), first):
        undo(one, secretary)
        db.session.commit()
    assert meetings() == []


def test_after_undoing_what_the_first_uid_said_meanwhile_waits(
    secretary: Person, body: Body
) -> None:
    """It was withdrawn while the meeting followed the new one."""
    bring(secretary, invitation(), body=body)
    again = invitation(uid=AGAIN)
    [asked] = bring(secretary, again, body=body)
    bring(secretary, again, answers={asked.key: Answer(meeting_id=meetings()[0].id)})
    second = last(secretary)
    withdrawn = invitation(sequence=1, method="CANCEL")
    assert as_words(bring(secretary, withdrawn)) == [("unchanged", "")]
    third = last(secretary)
    undo(second, secretary)
    db.session.commit()
    assert meetings()[0].status == MeetingStatus.PLANNED
    assert queries.waiting(secretary) == [third]
    assert as_words(bring(secretary, withdrawn)) == [("cancelled", "")]
    assert meetings()[0].status == MeetingStatus.CANCELLED
