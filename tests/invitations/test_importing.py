"""Invitations become meetings: created, matched, moved, cancelled, asked about and undone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.journal import JournalEntry
from app.feeds.models import DeadlineKind, DeadlineRevision
from app.invitations import actions, queries
from app.invitations.comparing import Comparison
from app.invitations.outcomes import Answer
from app.invitations.undoing import obstacles, undo
from app.meetings.actions import cancel_meeting
from app.meetings.models import Body, Meeting, MeetingStatus
from app.people.models import Person, Role
from tests.factories import make_body, make_item, make_meeting, make_person
from tests.invitations.bringing import as_words, bring, change_by_hand, last, meetings
from tests.invitations.files import arrived, invitation


@pytest.fixture
def secretary(app: Flask) -> Person:
    return make_person(Role.SECRETARY)


@pytest.fixture
def body(app: Flask) -> Body:
    return make_body(name="Algemeen bestuur", kind="general_board")


def test_a_request_plans_a_meeting(secretary: Person, body: Body) -> None:
    """With time, place and link; a repetition changes nothing; the title is that of the body."""
    content = invitation(title="Algemeen bestuur", place="Raadhuis")
    assert as_words(bring(secretary, content, body=body)) == [("new", "")]
    [meeting] = meetings()
    assert (meeting.body_id, meeting.title, meeting.place) == (body.id, "", "Raadhuis")
    assert as_words(bring(secretary, content, content, body=body)) == [("unchanged", "")]
    assert len(meetings()) == 1
    assert db.session.scalar(
        select(JournalEntry.id).where(JournalEntry.action == "invitation.apply")
    )


def test_an_update_moves_it_and_a_cancellation_keeps_it(secretary: Person, body: Body) -> None:
    """What hangs on it stays."""
    bring(secretary, invitation(), body=body)
    item = make_item(meetings()[0])
    assert as_words(bring(secretary, invitation(sequence=1, hour=13, place="Zaal 2"))) == [
        ("updated", "")
    ]
    [meeting] = meetings()
    assert (meeting.starts_at.hour, meeting.place) == (13, "Zaal 2")
    assert as_words(bring(secretary, invitation(sequence=2, method="CANCEL"))) == [
        ("cancelled", "")
    ]
    [meeting] = meetings()
    assert (meeting.status, meeting.starts_at.hour, item.meeting_id) == (
        "cancelled",
        13,
        meeting.id,
    )


def test_who_may_not_plan_may_not_import(app: Flask, secretary: Person, body: Body) -> None:
    bring(secretary, invitation(), body=body)
    officer = make_person(Role.OFFICER)
    with pytest.raises(NotAllowed):
        actions.keep(arrived(invitation()), officer)
    received = last(secretary)
    for act in (actions.apply, undo):
        with pytest.raises(NotAllowed):
            act(received, officer)


def test_a_body_is_asked_for_and_remembered(secretary: Person, body: Body) -> None:
    """The answer holds for all that comes of the same UID; an update waits for the same."""
    assert as_words(bring(secretary, invitation())) == [("question", "body")]
    assert as_words(bring(secretary, invitation(sequence=1, hour=13))) == [("question", "body")]
    assert not meetings()
    second, first = queries.waiting(secretary)
    [asked] = Comparison(second, secretary).outcomes
    actions.apply(second, secretary, {asked.key: Answer(body_id=body.id)})
    db.session.commit()
    [meeting] = meetings()
    assert meeting.starts_at.hour == 13
    assert not queries.waiting(secretary)
    assert (first.state, second.state) == ("applied", "applied")


def test_what_was_planned_by_schedule_is_the_same_meeting(secretary: Person, body: Body) -> None:
    """It gets time, place and link; what the invitation does not say stays, as does our title."""
    own = make_meeting(days=17, body=body, title="Begroting", place="", remarks="Let op")
    content = invitation(day="20261210", hour=9, place="Raadhuis")
    preview = actions.keep(arrived(content), secretary, body.partnership_id)
    [shown] = Comparison(preview, secretary).outcomes
    assert shown.meeting == own
    assert {one.field for one in shown.differences} == {"starts_at", "place"}
    assert as_words(bring(secretary, content, body=body)) == [("updated", "")]
    [meeting] = meetings()
    assert (meeting.id, meeting.title, meeting.remarks) == (own.id, "Begroting", "Let op")
    assert (meeting.starts_at.hour, meeting.place) == (9, "Raadhuis")
    bring(secretary, invitation(sequence=1, title="Anders", place="Zaal 2"))
    [meeting] = meetings()
    assert (meeting.title, meeting.place) == ("Begroting", "Zaal 2")


@pytest.mark.parametrize(
    ("hour", "minutes", "title", "asks"),
    [
        (15, 60, "Themasessie Algemeen bestuur", True),
        (15, 60, "Algemeen bestuur", True),
        (8, 60, "Algemeen bestuur", False),
        (8, 60, "AB GGD", False),
        (8, 60, "", False),
        (8, 60, "Afscheid van de secretaris", True),
    ],
)
def test_another_meeting_on_the_same_day_is_asked_about(
    secretary: Person, body: Body, hour: int, minutes: int, title: str, asks: bool
) -> None:
    """By itself it is the same only where the hours overlap and the title fits."""
    own = make_meeting(days=17, body=body)
    content = invitation(hour=hour, minutes=minutes, title=title)
    [found] = bring(secretary, content, body=body)
    assert found.meetings == (own,)
    assert found.question == ("match" if asks else None)
    assert (meetings()[0].starts_at == found.starts_at) is not asks
    if asks:
        bring(secretary, content, body=body, answers={found.key: Answer(meeting_id=0)})
        assert len(meetings()) == 2


def test_the_same_start_is_the_same_meeting_whatever_it_is_called(
    secretary: Person, body: Body
) -> None:
    own = make_meeting(days=17, body=body, starts_at=datetime(2026, 12, 10, 9, tzinfo=UTC))
    other = make_meeting(days=17, body=body)
    [found] = bring(secretary, invitation(title="Heidag"), body=body)
    assert (found.question, found.meeting, found.meetings) == (None, own, (own,))
    assert other in meetings()


def test_a_meeting_on_a_day_near_it_is_a_question(secretary: Person, body: Body) -> None:
    """The same, or one more: a person says so."""
    own = make_meeting(days=15, body=body)
    content = invitation(day="20261210")
    [asked] = bring(secretary, content, body=body)
    assert (asked.question, asked.meetings) == ("match", (own,))
    received = last(secretary)
    actions.apply(received, secretary, {asked.key: Answer(meeting_id=own.id)})
    db.session.commit()
    assert [(one.id, one.starts_at.day) for one in meetings()] == [(own.id, 10)]
    undo(received, secretary)
    db.session.commit()
    assert [one.starts_at.day for one in meetings()] == [8]
    [asked] = bring(secretary, content, body=body)
    bring(secretary, content, body=body, answers={asked.key: Answer(meeting_id=0)})
    assert [one.starts_at.day for one in meetings()] == [8, 10]


def test_a_cancellation_of_what_we_planned_ourselves_is_a_question(
    secretary: Person, body: Body
) -> None:
    own = make_meeting(days=17, body=body)
    cancel = invitation(method="CANCEL", day="20261210")
    [asked] = bring(secretary, cancel, body=body)
    assert (asked.question, asked.meetings) == ("match", (own,))
    assert meetings()[0].status == MeetingStatus.PLANNED
    bring(secretary, cancel, body=body, answers={asked.key: Answer(meeting_id=own.id)})
    assert [one.status for one in meetings()] == [MeetingStatus.CANCELLED]
    undo(last(secretary), secretary)
    db.session.commit()
    assert [one.status for one in meetings()] == [MeetingStatus.PLANNED]


def test_equal_and_different_is_asked(secretary: Person, body: Body) -> None:
    """Ours stays until somebody chooses theirs."""
    bring(secretary, invitation(), body=body)
    other = invitation(hour=14)
    [asked] = bring(secretary, other, body=body)
    assert asked.question == "equal"
    assert meetings()[0].starts_at.hour == 9
    bring(secretary, other, answers={asked.key: Answer(choice="theirs")})
    assert meetings()[0].starts_at.hour == 14
    third = invitation(hour=15)
    [asked] = bring(secretary, third, body=body)
    bring(secretary, third, answers={asked.key: Answer(choice="ours")})
    assert meetings()[0].starts_at.hour == 14
    assert not queries.waiting(secretary)


@pytest.mark.parametrize("organiser", ["iemand@anders.example", ""])
@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_someone_elses_organiser_changes_nothing(
    secretary: Person, body: Body, organiser: str, method: str
) -> None:
    """Until a person says that it is the same secretariat; from then on nothing is asked."""
    bring(secretary, invitation(), body=body)
    foreign = invitation(organiser=organiser, sequence=5, hour=15, method=method)
    [asked] = bring(secretary, foreign, body=body)
    assert asked.question == "organiser"
    [meeting] = meetings()
    assert (meeting.starts_at.hour, meeting.status) == (9, MeetingStatus.PLANNED)
    bring(secretary, foreign, answers={asked.key: Answer(choice="same")})
    bring(secretary, invitation(organiser=organiser, sequence=6, hour=16))
    [meeting] = meetings()
    assert (meeting.starts_at.hour, meeting.status) == (16, MeetingStatus.PLANNED)


def test_the_trace_of_somebody_else_blocks_nothing(secretary: Person, body: Body) -> None:
    """A cancellation by another organiser that came first."""
    bring(secretary, invitation(method="CANCEL", sequence=9, organiser="iemand@anders.example"))
    assert as_words(bring(secretary, invitation(), body=body)) == [("new", "")]


@pytest.mark.parametrize("backwards", [False, True])
def test_an_update_that_lasts_too_long_says_nothing_whenever_it_comes(
    secretary: Person, body: Body, backwards: bool
) -> None:
    too_long = invitation(sequence=1, minutes=8 * 24 * 60)
    files = [invitation(), too_long]
    if backwards:
        files.reverse()
    bring(secretary, *files, body=body)
    [meeting] = meetings()
    assert (meeting.starts_at.hour, meeting.status) == (9, MeetingStatus.PLANNED)
    [refusal] = bring(secretary, too_long, body=body)
    assert refusal.reason.startswith("Een vergadering duurt hoogstens een week.")


def test_what_a_person_changed_is_not_overwritten_in_silence(secretary: Person, body: Body) -> None:
    """Only where the organiser changes the same; keeping ours is remembered."""
    bring(secretary, invitation(), body=body)
    change_by_hand(meetings()[0], secretary, place="Kamer 3", remarks="Wij nemen koffie mee")
    assert as_words(bring(secretary, invitation(sequence=1, hour=10))) == [("updated", "")]
    assert meetings()[0].place == "Kamer 3"
    moved = invitation(sequence=2, hour=11, place="Zaal 2")
    [asked] = bring(secretary, moved)
    assert asked.question == "conflict"
    assert {one.field for one in asked.differences} == {"starts_at", "ends_at", "place"}
    assert meetings()[0].starts_at.hour == 10
    bring(secretary, moved, answers={asked.key: Answer(choice="ours")})
    assert (meetings()[0].starts_at.hour, meetings()[0].place) == (11, "Kamer 3")
    assert as_words(bring(secretary, moved)) == [("unchanged", "")]
    again = invitation(sequence=3, hour=11, place="Zaal 4")
    [asked] = bring(secretary, again)
    bring(secretary, again, answers={asked.thread_key: Answer(choice="theirs")})
    assert meetings()[0].place == "Zaal 4"
    assert meetings()[0].remarks == "Wij nemen koffie mee"


def test_what_we_cancelled_ourselves_is_not_brought_back_in_silence(
    secretary: Person, body: Body
) -> None:
    bring(secretary, invitation(), body=body)
    cancel_meeting(meetings()[0], secretary)
    db.session.commit()
    assert as_words(bring(secretary, invitation())) == [("unchanged", "")]
    moved = invitation(sequence=1, hour=11)
    [asked] = bring(secretary, moved)
    assert asked.question == "conflict"
    bring(secretary, moved, answers={asked.key: Answer(choice="theirs")})
    [meeting] = meetings()
    assert (meeting.status, meeting.starts_at.hour) == (MeetingStatus.PLANNED, 11)


def test_a_meeting_that_was_held_is_not_cancelled(secretary: Person, body: Body) -> None:
    bring(secretary, invitation(day="20261101"), body=body)
    meetings()[0].status = MeetingStatus.HELD
    db.session.commit()
    cancel = invitation(day="20261101", sequence=1, method="CANCEL")
    [asked] = bring(secretary, cancel)
    assert asked.question == "held"
    bring(secretary, cancel, answers={asked.key: Answer(choice="ours")})
    assert meetings()[0].status == MeetingStatus.HELD
    assert not queries.waiting(secretary)


def test_a_restricted_meeting_is_neither_matched_nor_shown(secretary: Person, body: Body) -> None:
    """For who is in its circle it is; the file is then not there for others."""
    colleague = make_person(Role.SECRETARY)
    hidden = make_meeting(days=17, body=body, circle=(colleague,))
    content = invitation(uid="geheim@ggd.example", title="Algemeen bestuur")
    received = actions.keep(arrived(content), colleague, body.partnership_id)
    actions.apply(received, colleague)
    db.session.commit()
    assert db.session.get_one(Meeting, hidden.id).place == "Raadhuis"
    assert last(colleague).id == received.id
    assert not [*queries.waiting(secretary), *queries.decided(secretary)]
    moved = invitation(uid="geheim@ggd.example", sequence=1, hour=14)
    [outcome] = bring(secretary, moved, body=body)
    assert (outcome.result, outcome.meeting) == ("refused", None)
    assert db.session.get_one(Meeting, hidden.id).starts_at.hour == 9
    assert as_words(bring(secretary, invitation(uid="2@ggd.example"), body=body)) == [("new", "")]


def test_undoing_puts_everything_back(secretary: Person, body: Body) -> None:
    """In turn: the last one first; what was made goes, and may come again."""
    files = []
    for content in (
        invitation(),
        invitation(sequence=1, hour=13, place="Zaal 2"),
        invitation(sequence=2, method="CANCEL"),
    ):
        bring(secretary, content, body=body)
        files.append(last(secretary))
    assert "latere uitnodiging" in obstacles(files[0], secretary)[0]
    undo(files[2], secretary)
    db.session.commit()
    assert (meetings()[0].status, meetings()[0].starts_at.hour) == (MeetingStatus.PLANNED, 13)
    undo(files[1], secretary)
    db.session.commit()
    assert (meetings()[0].place, meetings()[0].starts_at.hour) == ("Raadhuis", 9)
    undo(files[0], secretary)
    db.session.commit()
    assert not meetings()
    assert as_words(bring(secretary, invitation(), body=body)) == [("new", "")]
    with pytest.raises(RuleBroken, match="niets verwerkt"):
        undo(files[0], secretary)


def test_undoing_says_what_is_in_the_way(secretary: Person, body: Body) -> None:
    """A change since then, or what hangs on the meeting: notes and decisions are never lost."""
    bring(secretary, invitation(), body=body)
    received = last(secretary)
    with pytest.raises(Conflict):
        undo(received, secretary, seen_version=received.version + 1)
    _note_deadline(meetings()[0], secretary)
    assert not obstacles(received, secretary)
    make_item(meetings()[0])
    with pytest.raises(RuleBroken, match="hangt al iets"):
        undo(received, secretary)
    db.session.rollback()
    assert len(meetings()) == 1
    bring(secretary, invitation(uid="2@ggd.example", day="20261217"), body=body)
    received = last(secretary)
    change_by_hand(meetings()[1], secretary, place="Elders")
    with pytest.raises(RuleBroken, match="daarna gewijzigd"):
        undo(received, secretary)


def _note_deadline(meeting: Meeting, person: Person) -> None:
    """What a calendar noted for itself."""
    db.session.add(
        DeadlineRevision(
            reader_id=person.id,
            person_id=person.id,
            meeting_id=meeting.id,
            kind=next(iter(DeadlineKind)),
            digest="0" * 64,
            due_on=meeting.starts_at.date(),
            revised_at=meeting.starts_at,
        )
    )
    db.session.commit()


def test_what_a_calendar_noted_goes_along(secretary: Person, body: Body) -> None:
    """A meeting that is taken back takes with it what programs kept of it for themselves."""
    bring(secretary, invitation(), body=body)
    _note_deadline(meetings()[0], secretary)
    undo(last(secretary), secretary)
    db.session.commit()
    assert not meetings()
    assert db.session.scalar(select(DeadlineRevision.meeting_id)) is None


def test_a_file_can_be_put_aside(secretary: Person, body: Body) -> None:
    """What it says counts no more, and it may come again."""
    bring(secretary, invitation())
    received = last(secretary)
    actions.set_aside(received, secretary, received.version)
    db.session.commit()
    assert not queries.waiting(secretary)
    assert as_words(bring(secretary, invitation(), body=body)) == [("new", "")]


def test_the_number_of_statements_does_not_grow(
    secretary: Person, body: Body, statements: Any
) -> None:
    """With the occurrences of a series in a preview, and by as many each when applied."""
    counts = []
    for number, weeks in enumerate((2, 10)):
        content = invitation(uid=f"{number}@ggd.example", extra=f"RRULE:FREQ=WEEKLY;COUNT={weeks}")
        received = actions.keep(arrived(content), secretary, make_body().partnership_id)
        db.session.commit()
        with statements.counted() as found:
            assert len(Comparison(received, secretary).outcomes) == weeks
        preview = found.count
        with statements.counted() as found:
            actions.apply(received, secretary)
        counts.append((preview, found.count / weeks))
        db.session.commit()
    assert counts[0][0] == counts[1][0]
    assert counts[1][1] <= counts[0][1]
