"""Invitations for meetings that exist only for a circle: nothing of them reaches anybody else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.core.database import db
from app.invitations import actions, queries
from app.invitations.comparing import Comparison
from app.invitations.models import FileState, ReceivedInvitation
from app.invitations.outcomes import Answer, Outcome
from app.invitations.undoing import undo
from app.meetings.actions import change_meeting
from app.meetings.circles import set_circle
from app.meetings.models import Body, BodyMember, Meeting, MeetingStatus
from app.meetings.organiser_actions import details_of
from app.people.models import Person, Role
from tests.factories import make_body, make_meeting, make_person, moment
from tests.invitations.bringing import as_words, bring, last, meetings
from tests.invitations.files import arrived, invitation

SERIES = "RRULE:FREQ=WEEKLY;COUNT={}"
SECRET: dict[str, Any] = {"title": "Geheim dossier", "place": "Kluis"}


@pytest.fixture
def insider(app: Flask) -> Person:
    """In the circle."""
    return make_person(Role.SECRETARY)


@pytest.fixture
def outsider(app: Flask) -> Person:
    """Plans as well, and is in no circle."""
    return make_person(Role.SECRETARY)


@pytest.fixture
def body(app: Flask) -> Body:
    return make_body(name="Algemeen bestuur", kind="general_board")


def restrict(*found: Meeting, actor: Person) -> None:
    """Make meetings exist only for one who plans."""
    for meeting in found:
        change_meeting(meeting, details_of(meeting, restricted=True), actor, meeting.version)
        set_circle(meeting, (), actor)
    db.session.commit()


def words_in(outcomes: list[Outcome]) -> str:
    """All that outcomes tell."""
    return repr(
        [
            (one.key, one.recurrence_id, one.title, one.place, one.starts_at, one.meeting)
            for one in outcomes
        ]
    )


def preview(content: bytes, actor: Person) -> list[Outcome]:
    received = actions.keep(arrived(content), actor)
    db.session.commit()
    return Comparison(received, actor).outcomes


def test_who_is_outside_reads_only_what_they_sent(
    insider: Person, outsider: Person, body: Body
) -> None:
    """Not when it is, not how often, not what it is called."""
    bring(insider, invitation(**SECRET, extra=SERIES.format(3)), body=body)
    restrict(*meetings(), actor=insider)
    told = preview(invitation(method="CANCEL", sequence=3, title="x", place=""), outsider)
    assert as_words(told) == [("refused", "")]
    assert told[0].reason
    found = words_in(told)
    assert not any(word in found for word in ("Geheim", "Kluis", "1217", "1224", "12, 17"))
    received = last(outsider)
    actions.apply(received, outsider)
    db.session.commit()
    assert {one.status for one in meetings()} == {MeetingStatus.PLANNED}


@pytest.mark.parametrize("partly", [False, True])
def test_one_more_date_is_for_the_circle_too(
    insider: Person, outsider: Person, body: Body, partly: bool
) -> None:
    """Somebody of the body who is not in the circle does not get in by it."""
    bring(insider, invitation(**SECRET, extra=SERIES.format(2)), body=body)
    alderman = make_person(Role.ALDERMAN)
    db.session.add(BodyMember(body_id=body.id, person_id=alderman.id))
    restrict(*meetings()[: 1 if partly else 2], actor=insider)
    more = invitation(**SECRET, sequence=1, extra=SERIES.format(3))
    assert {one.result for one in bring(outsider, more)} == {"refused"}
    assert len(meetings()) == 2
    [*_known, new] = preview(more, insider)
    assert "kring" in new.reason
    bring(insider, more)
    added = meetings()[2]
    assert added.restricted
    assert [row.person_id for row in added.circle] == [insider.id]
    assert not added.attendances


def test_a_secret_series_does_not_fill_an_open_meeting_in_silence(
    insider: Person, body: Body
) -> None:
    """What stands open on the new day is asked about."""
    bring(insider, invitation(**SECRET, extra=SERIES.format(2)), body=body)
    restrict(*meetings(), actor=insider)
    own = make_meeting(days=31, body=body, place="")
    more = invitation(**SECRET, sequence=1, extra=SERIES.format(3))
    [*_known, asked] = bring(insider, more)
    assert (asked.question, asked.meetings) == ("match", (own,))
    assert db.session.get_one(Meeting, own.id).place == ""
    bring(insider, more, answers={asked.key: Answer(meeting_id=own.id)})
    assert db.session.get_one(Meeting, own.id).place == "Kluis"


def test_a_new_series_about_a_restricted_meeting_is_for_its_circle(
    insider: Person, body: Body
) -> None:
    """Under another UID: nothing of it is planned before somebody says whether it is the same."""
    bring(insider, invitation(), body=body)
    restrict(*meetings(), actor=insider)
    series = invitation(**SECRET, uid="2@ggd.example", extra=SERIES.format(3))
    asked, *waiting = bring(insider, series, body=body)
    assert (asked.question, len(meetings())) == ("match", 1)
    assert [(one.result, one.question, one.body) for one in waiting] == [
        ("question", None, body)
    ] * 2
    assert queries.waiting(insider) == [last(insider)]
    bring(insider, series, answers={asked.key: Answer(meeting_id=meetings()[0].id)})
    assert [one.restricted for one in meetings()] == [True] * 3
    assert last(insider).state == FileState.APPLIED


def test_what_the_first_uid_brings_later_is_for_the_circle_too(insider: Person, body: Body) -> None:
    """Also when its only meeting follows another invitation by now."""
    bring(insider, invitation(), body=body)
    restrict(*meetings(), actor=insider)
    again = invitation(uid="2@ggd.example")
    [asked] = bring(insider, again, body=body)
    bring(insider, again, answers={asked.key: Answer(meeting_id=meetings()[0].id)})
    bring(insider, invitation(**SECRET, sequence=1, extra=SERIES.format(2)))
    assert [one.restricted for one in meetings()] == [True] * 2


def test_a_series_apart_from_a_restricted_meeting_is_open(insider: Person, body: Body) -> None:
    """If somebody says that it is another."""
    bring(insider, invitation(), body=body)
    restrict(*meetings(), actor=insider)
    series = invitation(uid="2@ggd.example", extra=SERIES.format(3))
    asked, *_waiting = bring(insider, series, body=body)
    bring(insider, series, answers={asked.key: Answer(meeting_id=0)})
    assert sorted(one.restricted for one in meetings()) == [False] * 3 + [True]


def test_a_series_that_is_a_restricted_meeting_of_ours_is_for_its_circle(
    insider: Person, body: Body
) -> None:
    """It is recognised at once; an open one on another day is asked about first."""
    own = make_meeting(body=body, starts_at=moment("2026-12-10T10:00"))
    restrict(own, actor=insider)
    open_one = make_meeting(body=body, starts_at=moment("2026-12-17T10:00"), place="")
    _first, asked, _third = bring(insider, invitation(**SECRET, extra=SERIES.format(3)), body=body)
    assert (asked.question, asked.meetings) == ("match", (open_one,))
    assert [(one.restricted, one.place) for one in meetings()] == [
        (True, "Kluis"),
        (False, ""),
        (True, "Kluis"),
    ]
    assert [row.person_id for row in meetings()[2].circle] == [insider.id]


def test_what_an_outsider_sent_first_is_not_lost(
    insider: Person, outsider: Person, body: Body
) -> None:
    """It waits for who may take it over, and comes up when they send it themselves."""
    bring(insider, invitation(**SECRET), body=body)
    restrict(*meetings(), actor=insider)
    moved = invitation(**SECRET, sequence=1, hour=14)
    assert as_words(bring(outsider, moved)) == [("refused", "")]
    received = last(outsider)
    assert received.state == FileState.QUESTION
    assert not any(one.counted for one in received.messages)
    assert queries.waiting(insider) == [received]
    assert as_words(bring(insider, moved)) == [("updated", "")]
    assert meetings()[0].starts_at.hour == 14
    assert received.state == FileState.APPLIED


def test_what_the_command_may_not_take_over_waits(
    app: Flask, insider: Person, body: Body, tmp_path: Path
) -> None:
    """Whoever works on the server is in no circle."""
    bring(insider, invitation(**SECRET), body=body)
    restrict(*meetings(), actor=insider)
    moved = invitation(**SECRET, sequence=1, hour=14)
    path = tmp_path / "gewijzigd.ics"
    path.write_bytes(moved)
    insider_id = insider.id
    result = app.test_cli_runner().invoke(args=["invitations", "import", str(path)])
    assert result.exit_code == 1
    insider = db.session.get_one(Person, insider_id)
    [received] = queries.waiting(insider)
    assert as_words(bring(insider, moved)) == [("updated", "")]
    assert last(insider).id == received.id
    assert meetings()[0].starts_at.hour == 14


def test_a_file_of_a_second_mailbox_is_hidden_as_well(
    insider: Person, outsider: Person, body: Body
) -> None:
    """Before anybody took it over."""
    other = make_body(name="Dagelijks bestuur")
    bring(insider, invitation(uid="2@ggd.example"), body=other)
    moved = invitation(uid="2@ggd.example", sequence=1, hour=10, organiser="nieuw@ggd.example")
    [asked] = bring(insider, moved)
    bring(insider, moved, answers={asked.key: Answer(choice="same")})
    bring(insider, invitation(**SECRET), body=body)
    restrict(meetings()[0], actor=insider)
    preview(invitation(**SECRET, sequence=1, organiser="nieuw@ggd.example"), insider)
    assert queries.waiting(insider)
    assert not queries.waiting(outsider)


def handed_over(insider: Person, body: Body) -> ReceivedInvitation:
    """A restricted meeting of one UID that follows another one since; gives the file of that."""
    bring(insider, invitation(uid="old@ggd.example", **SECRET), body=body)
    restrict(*meetings(), actor=insider)
    anew = invitation(uid="new@ggd.example", sent=1, **SECRET)
    [asked] = bring(insider, anew, body=body)
    bring(insider, anew, answers={asked.key: Answer(meeting_id=meetings()[0].id)})
    return last(insider)


def test_what_a_meeting_of_a_circle_followed_before_is_hidden_as_well(
    insider: Person, outsider: Person, body: Body
) -> None:
    """A cancellation from outside of the old UID does not count, now or once that holds again."""
    received = handed_over(insider, body)
    cancel = invitation(
        uid="old@ggd.example", method="CANCEL", sequence=3, title="x", place="", sent=9
    )
    [told] = bring(outsider, cancel)
    assert (told.result, told.title) == ("refused", "x")
    assert not any(one.counted for one in last(outsider).messages)
    undo(received, insider)
    db.session.commit()
    bring(insider, invitation(uid="old@ggd.example", sequence=2, hour=10, **SECRET))
    [meeting] = meetings()
    assert (meeting.status, meeting.starts_at.hour) == (MeetingStatus.PLANNED, 10)


def test_what_the_circle_sends_of_the_old_one_is_theirs(
    insider: Person, outsider: Person, body: Body
) -> None:
    handed_over(insider, body)
    bring(insider, invitation(uid="old@ggd.example", sequence=2, hour=15, **SECRET))
    assert last(insider).title == SECRET["title"]
    assert not [*queries.waiting(outsider), *queries.decided(outsider)]


def test_a_file_of_an_unknown_mailbox_is_hidden_and_planned_nowhere(
    insider: Person, outsider: Person, body: Body
) -> None:
    """Nobody said yet whose it is; who is outside cannot make it a meeting that everybody sees."""
    bring(insider, invitation(**SECRET), body=body)
    restrict(*meetings(), actor=insider)
    moved = invitation(**SECRET, sequence=1, hour=14, organiser="nieuw@ggd.example")
    [asked] = bring(insider, moved)
    assert asked.question == "organiser"
    assert not [*queries.waiting(outsider), *queries.decided(outsider)]
    for key in (asked.key, asked.thread_key):
        answers = {key: Answer(choice="apart", body_id=body.id)}
        assert as_words(bring(outsider, moved, answers=answers)) == [("refused", "")]
    assert len(meetings()) == 1
    assert as_words(bring(insider, moved)) == [("question", "organiser")]
