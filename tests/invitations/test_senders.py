"""Who sent a file: told where it is another address than the organiser's, and asked before what
stands is changed or called off by it."""

from __future__ import annotations

from itertools import permutations

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.database import db
from app.invitations import actions
from app.invitations.arriving import messages_of
from app.invitations.comparing import Comparison
from app.invitations.models import FileState, SameOrganiser
from app.invitations.outcomes import Answer
from app.invitations.undoing import obstacles, undo
from app.meetings.models import Body, MeetingStatus
from app.people.models import Person, Role
from tests.factories import make_body, make_person
from tests.invitations.bringing import as_words, bring, last, meetings
from tests.invitations.files import arrived, in_mail_of, invitation
from tests.invitations.small import event, file_of, read

ORGANISER, BUREAU = "secretariaat@ggd.example", "planning@bureau.example"
START = "DTSTART:20261210T090000Z"
PLANNED, CANCELLED = MeetingStatus.PLANNED, MeetingStatus.CANCELLED
CANCEL = invitation(method="CANCEL", sequence=1)


@pytest.fixture
def secretary(app: Flask) -> Person:
    return make_person(Role.SECRETARY)


@pytest.fixture
def body(app: Flask) -> Body:
    return make_body(name="Algemeen bestuur", kind="general_board")


def states() -> list[str]:
    """Whether each meeting goes on."""
    return [one.status for one in meetings()]


def pairs() -> list[tuple[str, str]]:
    """Which addresses are known as the same."""
    rows = db.session.execute(select(SameOrganiser.address, SameOrganiser.same_as))
    return [(row.address, row.same_as) for row in rows]


def sent_by(address: str) -> str:
    """The parameter that says who sends for an organiser."""
    return f'ORGANIZER;SENT-BY="mailto:{address}":mailto:{ORGANISER}'


PLAIN = file_of(event(START, f"ORGANIZER:mailto:{ORGANISER}"))
DELEGATED = file_of(event(START, sent_by(BUREAU)))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PLAIN, ""),
        (in_mail_of(PLAIN, f"Secretariaat <{ORGANISER}>"), ""),
        (in_mail_of(PLAIN, f'"Bureau, planning" <{BUREAU.upper()}>'), BUREAU),
        (in_mail_of(PLAIN, BUREAU), BUREAU),
        (in_mail_of(PLAIN, "=?utf-8?q?Co=C3=B6rdinator?= <planning@bureau.example>"), BUREAU),
        (in_mail_of(PLAIN, "nobody at all"), ""),
        (in_mail_of(PLAIN, "x" * 200_000), ""),
        (DELEGATED, BUREAU),
        (in_mail_of(DELEGATED, ORGANISER), BUREAU),
        (in_mail_of(DELEGATED, "derde@elders.example"), "derde@elders.example"),
        (file_of(event(START, sent_by(ORGANISER))), ""),
        (in_mail_of(file_of(event(START)), BUREAU), BUREAU),
        (file_of(event(START, sent_by(BUREAU), "RRULE:FREQ=WEEKLY;COUNT=3")), BUREAU),
    ],
)
def test_who_sent_it_is_kept_where_it_is_another(content: bytes, expected: str) -> None:
    assert [one.sent_by for one in messages_of(read(content))] == [expected]


def test_what_another_address_sends_is_taken_over(secretary: Person, body: Body) -> None:
    """An invitation, and once more what is known: nobody is asked while nothing changes by it."""
    bring(secretary, in_mail_of(invitation(), BUREAU), body=body)
    [outcome] = bring(secretary, in_mail_of(invitation(sequence=1), BUREAU))
    assert (outcome.question, outcome.sent_by) == (None, BUREAU)
    assert [one.starts_at.hour for one in meetings()] == [9]


WEEKLY = invitation(extra="RRULE:FREQ=WEEKLY;COUNT=3")


@pytest.mark.parametrize(
    ("known", "said", "before", "after"),
    [
        (invitation(), invitation(sequence=1, hour=13), [(9, PLANNED)], [(13, PLANNED)]),
        (
            WEEKLY,
            invitation(sequence=1, extra="RRULE:FREQ=WEEKLY;COUNT=1"),
            [(9, PLANNED)] * 3,
            [(9, PLANNED), (9, CANCELLED), (9, CANCELLED)],
        ),
        (
            WEEKLY,
            invitation(sequence=1, day="20261217", hour=13, extra="RECURRENCE-ID:20261217T090000Z"),
            [(9, PLANNED)] * 3,
            [(9, PLANNED), (13, PLANNED), (9, PLANNED)],
        ),
    ],
    ids=["moved", "left out", "one of a series"],
)
def test_what_changes_what_stands_is_asked_about(
    secretary: Person,
    body: Body,
    known: bytes,
    said: bytes,
    before: list[tuple[int, str]],
    after: list[tuple[int, str]],
) -> None:
    def stands() -> list[tuple[int, str]]:
        return [(one.starts_at.hour, one.status) for one in meetings()]

    bring(secretary, known, body=body)
    mail = in_mail_of(said, BUREAU)
    asked = bring(secretary, mail)[0]
    assert (asked.question, stands()) == ("sender", before)
    assert f"De wijziging komt van {BUREAU}" in asked.reason
    bring(secretary, mail, answers={asked.key: Answer(choice="theirs")})
    assert (stands(), last(secretary).state) == (after, FileState.APPLIED)


def test_what_is_called_off_goes_on_only_by_who_may(secretary: Person, body: Body) -> None:
    bring(secretary, invitation(), CANCEL, body=body)
    [asked] = bring(secretary, in_mail_of(invitation(sequence=2), BUREAU))
    assert (asked.question, states()) == ("sender", [CANCELLED])


@pytest.mark.parametrize(
    "cancel",
    [
        in_mail_of(CANCEL, BUREAU),
        CANCEL.replace(b"ORGANIZER;CN", f'ORGANIZER;SENT-BY="mailto:{BUREAU}";CN'.encode()),
        in_mail_of(invitation(title="Geannuleerd: overleg", sequence=1), BUREAU),
    ],
    ids=["mail", "sent by", "title"],
)
def test_who_calls_off_for_another_is_asked_about(
    secretary: Person, body: Body, cancel: bytes
) -> None:
    bring(secretary, invitation(), body=body)
    [asked] = bring(secretary, cancel)
    assert (asked.question, asked.sent_by, asked.organiser) == ("sender", BUREAU, ORGANISER)
    assert BUREAU in asked.reason
    assert states() == [PLANNED]
    received = last(secretary)
    assert received.state == FileState.QUESTION
    assert as_words(bring(secretary, cancel)) == [("question", "sender")]


def test_the_organiser_itself_is_not_asked_about(secretary: Person, body: Body) -> None:
    bring(secretary, invitation(), body=body)
    bring(secretary, in_mail_of(CANCEL, f"Secretariaat <{ORGANISER}>"))
    assert states() == [CANCELLED]


def test_it_counts_this_once(secretary: Person, body: Body) -> None:
    bring(secretary, invitation(), body=body)
    cancel = in_mail_of(CANCEL, BUREAU)
    [asked] = bring(secretary, cancel)
    outcomes = bring(secretary, cancel, answers={asked.key: Answer(choice="theirs")})
    assert as_words(outcomes) == [("cancelled", "")]
    assert (states(), pairs(), last(secretary).state) == ([CANCELLED], [], FileState.APPLIED)
    assert as_words(bring(secretary, cancel)) == [("unchanged", "")]
    bring(secretary, invitation(uid="2@ggd.example", day="20261217"), body=body)
    again = invitation(uid="2@ggd.example", day="20261217", method="CANCEL", sequence=1)
    assert as_words(bring(secretary, in_mail_of(again, BUREAU))) == [("question", "sender")]


def test_it_is_not_asked_again_of_who_is_known(secretary: Person, body: Body) -> None:
    """One answer is enough for all that one file calls off, and for the next."""
    bring(secretary, invitation(), invitation(uid="2@x", day="20261217"), body=body)
    two = CANCEL.replace(
        b"END:VCALENDAR",
        invitation(uid="2@x", day="20261217", method="CANCEL", sequence=1)
        .split(b"METHOD:CANCEL\r\n")[1]
        .strip(),
    )
    received = actions.keep(arrived(in_mail_of(two, BUREAU)), secretary)
    first, second = Comparison(received, secretary).outcomes
    assert (first.question, second.question) == ("sender", "sender")
    actions.apply(received, secretary, {first.key: Answer(choice="known")})
    db.session.commit()
    assert (states(), pairs()) == ([CANCELLED, CANCELLED], [(BUREAU, ORGANISER)])
    assert received.state == FileState.APPLIED
    bring(secretary, invitation(uid="3@x", day="20261224"), body=body)
    third = invitation(uid="3@x", day="20261224", method="CANCEL", sequence=1)
    assert as_words(bring(secretary, in_mail_of(third, BUREAU))) == [("cancelled", "")]


def test_it_does_not_count(secretary: Person, body: Body) -> None:
    bring(secretary, invitation(), body=body)
    cancel = in_mail_of(CANCEL, BUREAU)
    [asked] = bring(secretary, cancel)
    bring(secretary, cancel, answers={asked.key: Answer(choice="ours")})
    assert (states(), pairs(), last(secretary).state) == ([PLANNED], [], FileState.APPLIED)


def test_one_of_a_series_is_asked_about_too(secretary: Person, body: Body) -> None:
    weekly = invitation(extra="RRULE:FREQ=WEEKLY;COUNT=3")
    bring(secretary, weekly, body=body)
    one = invitation(
        method="CANCEL", sequence=1, day="20261217", extra="RECURRENCE-ID:20261217T090000Z"
    )
    [asked] = bring(secretary, in_mail_of(one, BUREAU))
    assert asked.question == "sender"
    assert states() == [PLANNED] * 3
    bring(secretary, in_mail_of(one, BUREAU), answers={asked.key: Answer(choice="theirs")})
    assert states() == [PLANNED, CANCELLED, PLANNED]


def test_nobody_is_remembered_as_an_organiser_that_is_not_named(
    secretary: Person, body: Body
) -> None:
    bring(secretary, invitation(organiser=""), body=body)
    cancel = in_mail_of(invitation(organiser="", method="CANCEL", sequence=1), BUREAU)
    [asked] = bring(secretary, cancel)
    assert asked.question == "sender"
    bring(secretary, cancel, answers={asked.key: Answer(choice="known")})
    assert (states(), pairs()) == ([CANCELLED], [])


@pytest.mark.parametrize("choice", ["", "theirs", "known", "ours"])
def test_every_order_ends_the_same(secretary: Person, choice: str) -> None:
    """Also where it comes before what it calls off: a trace is left only by who may call off."""
    found = set()
    for number, order in enumerate(permutations(range(3))):
        other = make_body()
        uid = f"{choice}{number}@ggd.example"
        mails = (
            invitation(uid=uid, organiser=f"{number}@ggd.example"),
            invitation(uid=uid, organiser=f"{number}@ggd.example", sequence=1, place="Zaal 2"),
            in_mail_of(
                invitation(uid=uid, organiser=f"{number}@ggd.example", method="CANCEL", sequence=2),
                BUREAU,
            ),
        )
        for place in order:
            for one in bring(secretary, mails[place], body=other):
                if one.question is not None:
                    assert (one.question, place) == ("sender", 2)
                    bring(secretary, mails[place], answers={one.key: Answer(choice=choice)})
        [meeting] = [one for one in meetings() if one.body_id == other.id]
        found.add((meeting.status, meeting.place))
    ended = CANCELLED if choice in ("theirs", "known") else PLANNED
    assert found == {(ended, "Zaal 2")}


def test_who_sends_for_two_makes_no_two_organisers_one(secretary: Person, body: Body) -> None:
    """One address that calls off for both: neither may call off what the other invited to."""
    others = "bestuur@vr.example"
    for number, organiser in enumerate((ORGANISER, others)):
        uid = f"{number}@x.example"
        bring(secretary, invitation(uid=uid, organiser=organiser, hour=9 + number), body=body)
        cancel = invitation(uid=uid, organiser=organiser, method="CANCEL", sequence=1)
        [asked] = bring(secretary, in_mail_of(cancel, BUREAU))
        assert asked.question == "sender"
        bring(secretary, in_mail_of(cancel, BUREAU), answers={asked.key: Answer(choice="known")})
    assert sorted(pairs()) == [(BUREAU, others), (BUREAU, ORGANISER)]
    bring(secretary, invitation(uid="9@x", day="20270301"), body=body)
    theirs = invitation(uid="9@x", day="20270301", organiser=others, method="CANCEL", sequence=5)
    assert as_words(bring(secretary, theirs)) == [("question", "organiser")]
    assert states()[-1] == PLANNED
    own = invitation(uid="9@x", day="20270301", method="CANCEL", sequence=6)
    assert as_words(bring(secretary, in_mail_of(own, BUREAU))) == [("cancelled", "")]


def test_that_it_does_not_count_can_be_undone(secretary: Person, body: Body) -> None:
    """Said by mistake: the same file asks it again."""
    bring(secretary, invitation(), body=body)
    cancel = in_mail_of(CANCEL, BUREAU)
    [asked] = bring(secretary, cancel)
    bring(secretary, cancel, answers={asked.key: Answer(choice="ours")})
    received = last(secretary)
    assert obstacles(received, secretary) == []
    undo(received, secretary)
    db.session.commit()
    assert (received.state, obstacles(received, secretary)) == (
        FileState.UNDONE,
        ["Van dit bestand is niets verwerkt."],
    )
    [asked] = bring(secretary, cancel)
    bring(secretary, cancel, answers={asked.key: Answer(choice="theirs")})
    assert states() == [CANCELLED]
