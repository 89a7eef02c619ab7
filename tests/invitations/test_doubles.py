"""The same meeting under another UID: a person says whether it is one more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from app.core.database import db
from app.core.errors import RuleBroken
from app.invitations import actions, queries
from app.invitations.comparing import Comparison
from app.invitations.outcomes import Answer
from app.invitations.undoing import obstacles, undo
from app.meetings.models import Body, MeetingStatus
from app.people.models import Person, Role
from tests.factories import make_body, make_meeting, make_person, moment
from tests.invitations.bringing import as_words, bring, change_by_hand, last, meetings
from tests.invitations.files import arrived, invitation
from tests.invitations.pages.using import both

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


@pytest.mark.parametrize("withdrawn_first", [True, False])
def test_one_file_withdraws_the_old_and_brings_the_new(
    secretary: Person, body: Body, withdrawn_first: bool
) -> None:
    """The meeting goes on, and undoing puts all of it back."""
    bring(secretary, invitation(), body=body)
    old = invitation(sequence=1, extra="STATUS:CANCELLED")
    new = invitation(uid=AGAIN, place="Zaal 2")
    content = both(old, new) if withdrawn_first else both(new, old)
    received = actions.keep(arrived(content), secretary, body.partnership_id)
    [asked] = [one for one in Comparison(received, secretary).outcomes if one.question]
    [meeting] = meetings()
    answers = {asked.key: Answer(meeting_id=meeting.id)}
    found = actions.apply(received, secretary, answers)
    db.session.commit()
    assert sorted(one.result for one in found) == ["unchanged", "updated"]
    assert [(one.status, one.place) for one in meetings()] == [("planned", "Zaal 2")]
    assert as_words(bring(secretary, invitation(uid=AGAIN, sequence=1, hour=13))) == [
        ("updated", "")
    ]
    for one in (last(secretary), received):
        undo(one, secretary)
        db.session.commit()
    assert [(one.status, one.place) for one in meetings()] == [("planned", "Raadhuis")]
    assert as_words(bring(secretary, invitation(sequence=2, method="CANCEL"))) == [
        ("cancelled", "")
    ]


def test_where_the_first_uid_was_planned_again_it_is_not_undone(
    secretary: Person, body: Body
) -> None:
    """The other meeting has the place of this one in the first invitation."""
    series = "RRULE:FREQ=WEEKLY;COUNT=3"
    bring(secretary, invitation(extra=series), body=body)
    again = invitation(uid=AGAIN, day="20261217")
    [asked] = bring(secretary, again, body=body)
    bring(secretary, again, answers={asked.key: Answer(meeting_id=asked.meetings[0].id)})
    handed_over = last(secretary)
    update = invitation(sequence=1, extra=series)
    [left_out] = [one for one in bring(secretary, update) if one.left_out]
    bring(secretary, update, answers={left_out.key: Answer(choice="take", meeting_id=0)})
    planned_again = last(secretary)
    assert len(meetings()) == 4
    [why] = obstacles(handed_over, secretary)
    assert "intussen een andere vergadering" in why
    with pytest.raises(RuleBroken, match="intussen een andere"):
        undo(handed_over, secretary)
    db.session.rollback()
    for one in (planned_again, handed_over):
        undo(one, secretary)
        db.session.commit()
    assert [one.starts_at.day for one in meetings()] == [10, 17, 24]


def test_what_the_first_uid_still_asked_is_settled(secretary: Person, body: Body) -> None:
    """The meeting follows another invitation now, and nothing is left to answer."""
    bring(secretary, invitation(), body=body)
    change_by_hand(meetings()[0], secretary, place="Zaal 9")
    assert as_words(bring(secretary, invitation(sequence=1, place="Zaal 3"))) == [
        ("question", "conflict")
    ]
    waiting = last(secretary)
    again = invitation(uid=AGAIN)
    [asked] = bring(secretary, again, body=body)
    bring(secretary, again, answers={asked.key: Answer(meeting_id=meetings()[0].id)})
    assert waiting.state == "applied"
    assert meetings()[0].place == "Zaal 9"


def test_what_was_held_follows_the_new_uid_as_it_is(secretary: Person, body: Body) -> None:
    """Nothing of it changes, and nothing is asked but whether it is the same."""
    bring(secretary, invitation(), body=body)
    meetings()[0].status = MeetingStatus.HELD
    db.session.commit()
    again = invitation(uid=AGAIN, place="Zaal 2")
    [asked] = bring(secretary, again, body=body)
    same = Answer(meeting_id=meetings()[0].id)
    assert as_words(bring(secretary, again, answers={asked.key: same})) == [("unchanged", "")]
    assert [(one.status, one.place) for one in meetings()] == [("held", "Raadhuis")]
    assert as_words(bring(secretary, invitation(sequence=1, place="Zaal 3"))) == [("unchanged", "")]


@pytest.mark.parametrize(("choice", "place"), [("ours", "Zaal 9"), ("theirs", "Zaal 2")])
def test_what_a_colleague_changed_too_is_asked(
    secretary: Person, body: Body, choice: str, place: str
) -> None:
    """As it is of an update; until then the meeting follows the first invitation."""
    bring(secretary, invitation(), body=body)
    change_by_hand(meetings()[0], secretary, place="Zaal 9")
    again = invitation(uid=AGAIN, place="Zaal 2", title="Begroting en jaarplan")
    [asked] = bring(secretary, again, body=body)
    same = Answer(meeting_id=meetings()[0].id)
    assert as_words(bring(secretary, again, answers={asked.key: same})) == [
        ("question", "conflict")
    ]
    assert [(one.place, one.title) for one in meetings()] == [
        ("Zaal 9", "Overleg over de begroting")
    ]
    bring(secretary, again, answers={asked.key: replace(same, choice=choice)})
    assert [(one.place, one.title) for one in meetings()] == [(place, "Begroting en jaarplan")]
    assert as_words(bring(secretary, invitation(sequence=1, method="CANCEL"))) == [
        ("unchanged", "")
    ]
    assert not queries.waiting(secretary)
