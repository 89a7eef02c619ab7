"""Undoing a file: nothing that a colleague did is lost, and nothing of the file stays behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.core.database import db
from app.core.errors import RuleBroken
from app.invitations import actions, queries
from app.invitations.comparing import Comparison
from app.invitations.guessing.queries import all_rules
from app.invitations.models import FileState
from app.invitations.outcomes import Answer
from app.invitations.teaching import take_over
from app.invitations.undoing import obstacles, undo
from app.meetings.models import Attendance, Body, BodyMember, Meeting, MeetingCircle
from app.people.models import Person, Role
from tests.factories import make_body, make_person
from tests.invitations.bringing import as_words, bring, change_by_hand, last, meetings
from tests.invitations.files import arrived, invitation
from tests.invitations.pages.using import both


@pytest.fixture
def secretary(app: Flask) -> Person:
    return make_person(Role.SECRETARY)


@pytest.fixture
def body(app: Flask) -> Body:
    return make_body(name="Algemeen bestuur", kind="general_board")


def _assign(meeting: Meeting, actor: Person) -> None:
    change_by_hand(meeting, actor, officer_id=make_person(Role.OFFICER).id)


def _close(meeting: Meeting, actor: Person) -> None:
    change_by_hand(meeting, actor, closed=True)


def _remark(meeting: Meeting, actor: Person) -> None:
    change_by_hand(meeting, actor, remarks="Wij nemen koffie mee")


def _restrict(meeting: Meeting, actor: Person) -> None:
    change_by_hand(meeting, actor, restricted=True)


def _send(meeting: Meeting, actor: Person) -> None:
    db.session.add(Attendance(meeting_id=meeting.id, person_id=actor.id))


def _stay_home(meeting: Meeting, actor: Person) -> None:
    meeting.attendances[0].going = False


def _record(meeting: Meeting, actor: Person) -> None:
    meeting.attendances[0].attended = True


@pytest.mark.parametrize("deed", [_assign, _close, _remark, _restrict, _send, _stay_home, _record])
def test_what_a_colleague_did_stands_in_the_way(
    secretary: Person, body: Body, deed: Callable[[Meeting, Person], None]
) -> None:
    """Whatever of the meeting it was: who goes and who may see it as well."""
    member = make_person(Role.ALDERMAN)
    db.session.add(BodyMember(body_id=body.id, person_id=member.id))
    bring(secretary, invitation(), body=body)
    received = last(secretary)
    assert not obstacles(received, secretary)
    deed(meetings()[0], secretary)
    db.session.commit()
    with pytest.raises(RuleBroken, match="daarna gewijzigd"):
        undo(received, secretary)
    db.session.rollback()
    assert len(meetings()) == 1


def test_a_wider_circle_stands_in_the_way(secretary: Person, body: Body) -> None:
    """Of one more date of a restricted series."""
    weekly = "RRULE:FREQ=WEEKLY;COUNT={}"
    bring(secretary, invitation(extra=weekly.format(1)), body=body)
    change_by_hand(meetings()[0], secretary, restricted=True)
    bring(secretary, invitation(sequence=1, extra=weekly.format(2)))
    received = last(secretary)
    assert not obstacles(received, secretary)
    db.session.add(MeetingCircle(meeting_id=meetings()[1].id, person_id=make_person().id))
    db.session.commit()
    assert "daarna gewijzigd" in obstacles(received, secretary)[0]


def test_an_older_file_waits_again(secretary: Person, body: Body) -> None:
    """It came late and changed nothing; without the newer one it does."""
    newer, older = invitation(sequence=1, hour=13), invitation()
    bring(secretary, newer, body=body)
    newest = last(secretary)
    assert as_words(bring(secretary, older)) == [("unchanged", "")]
    late = last(secretary)
    undo(newest, secretary)
    db.session.commit()
    assert not meetings()
    assert (late.state, newest.state) == (FileState.RECEIVED, FileState.UNDONE)
    assert queries.waiting(secretary) == [late]
    assert as_words(bring(secretary, older, body=body)) == [("new", "")]
    assert [one.starts_at.hour for one in meetings()] == [9]
    assert late.state == FileState.APPLIED


def test_an_update_that_came_late_waits_again(secretary: Person, body: Body) -> None:
    """Of a meeting that stays."""
    bring(secretary, invitation(), body=body)
    bring(secretary, invitation(sequence=2, hour=15))
    newest = last(secretary)
    bring(secretary, invitation(sequence=1, hour=13))
    late = last(secretary)
    undo(newest, secretary)
    db.session.commit()
    assert meetings()[0].starts_at.hour == 9
    assert queries.waiting(secretary) == [late]
    assert as_words(Comparison(late, secretary).outcomes) == [("updated", "")]
    actions.apply(late, secretary)
    assert meetings()[0].starts_at.hour == 13


def test_the_body_is_asked_again(secretary: Person, body: Body) -> None:
    """The wrong one was chosen: undone, with what that taught, and sent once more."""
    right = make_body(name="Dagelijks bestuur")

    def send(chosen: Body) -> list[str]:
        received = actions.keep(arrived(invitation()), secretary)
        [asked] = Comparison(received, secretary).outcomes
        assert asked.question == "body"
        answers = {asked.key: Answer(body_id=chosen.id)}
        take_over(received, answers, secretary, received.version)
        db.session.commit()
        return [one.body.name for one in all_rules() if one.body]

    assert send(body) == ["Algemeen bestuur"]
    undo(last(secretary), secretary)
    db.session.commit()
    assert send(right) == ["Dagelijks bestuur"]
    assert [one.body_id for one in meetings()] == [right.id]


@pytest.mark.parametrize("others", [False, True])
def test_what_one_file_taught_for_two_of_its_uids_goes_with_it(
    secretary: Person, body: Body, others: bool
) -> None:
    """One body chosen for both, or for each another: no other file followed or corrected it."""
    second = make_body(name="Dagelijks bestuur", kind="executive_board") if others else body
    title = "Dagelijks bestuur" if others else "Heidag"
    contents = both(invitation(title="Heidag"), invitation(uid="2@x", title=title, hour=13))
    received = actions.keep(arrived(contents), secretary)
    asked = Comparison(received, secretary).outcomes
    answers = {
        one.key: Answer(body_id=chosen.id)
        for one, chosen in zip(asked, (body, second), strict=True)
    }
    take_over(received, answers, secretary, received.version)
    db.session.commit()
    assert len(all_rules()) == 1 + others
    assert undo(received, secretary) == 1 + others
    db.session.commit()
    assert all_rules() == []


def test_what_was_left_out_is_offered_again(secretary: Person, body: Body) -> None:
    """Of a series of which nothing stays."""
    series = invitation(extra="RRULE:FREQ=WEEKLY;COUNT=2")
    received = actions.keep(arrived(series), secretary, body.partnership_id)
    first, _second = Comparison(received, secretary).outcomes
    leaving = {first.key: Answer(choice="leave")}
    assert Comparison(received, secretary, leaving).outcomes[0].reason.endswith("u laat haar weg.")
    actions.apply(received, secretary, leaving)
    db.session.commit()
    [left, _other] = Comparison(received, secretary).outcomes
    assert left.reason == "Deze wordt niet gepland: dat is eerder zo gekozen."
    undo(received, secretary)
    db.session.commit()
    assert as_words(bring(secretary, series, body=body)) == [("new", "")] * 2


@pytest.mark.parametrize("planned", [True, False])
def test_a_file_of_which_the_rest_was_taken_over_later_is_undone_after_what_came_between(
    secretary: Person, body: Body, planned: bool
) -> None:
    """Each meeting has its own order; then nothing of it is lost."""
    if not planned:
        bring(secretary, invitation(), body=body)
    other = invitation(uid="2@x", day="20270310", title="Zus")
    event = other[other.index(b"BEGIN:VEVENT") : other.index(b"END:VCALENDAR")]
    moved = invitation(sequence=1, hour=12).replace(b"END:VCALENDAR", event + b"END:VCALENDAR")
    received = actions.keep(arrived(moved), secretary)
    known, asked = Comparison(received, secretary).outcomes
    answers = {known.thread_key: Answer(body_id=body.id)} if planned else {}
    actions.apply(received, secretary, answers)
    db.session.commit()
    bring(secretary, invitation(sequence=2, hour=12, place="Elders"))
    between = last(secretary)
    actions.apply(received, secretary, {asked.thread_key: Answer(body_id=body.id)})
    db.session.commit()
    assert (received.state, len(meetings())) == (FileState.APPLIED, 2)
    [told] = obstacles(received, secretary)
    assert "Maak die eerst ongedaan" in told
    undo(between, secretary)
    db.session.commit()
    assert (meetings()[0].starts_at.hour, meetings()[0].place) == (12, "Raadhuis")
    undo(received, secretary)
    db.session.commit()
    assert [one.starts_at.hour for one in meetings()] == ([] if planned else [9])
