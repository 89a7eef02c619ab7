"""What was learned of mailboxes: from which answer, forgotten by a person or with that answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.core.errors import NotAllowed
from app.core.journal import JournalEntry
from app.invitations import actions, mailboxes, queries
from app.invitations.comparing import Comparison
from app.invitations.models import ReceivedInvitation, SameOrganiser
from app.invitations.outcomes import Answer
from app.invitations.undoing import undo
from app.meetings.models import Body, MeetingStatus
from app.people.models import Person, Role
from tests.conftest import NOW
from tests.factories import make_body, make_person
from tests.invitations.bringing import as_words, bring, last, meetings
from tests.invitations.files import arrived, in_mail_of, invitation

OLD, NEW, THIRD = "secretariaat@ggd.example", "nieuw@ggd.example", "bureau@ggd.example"


@pytest.fixture
def secretary(app: Flask) -> Person:
    return make_person(Role.SECRETARY)


@pytest.fixture
def body(app: Flask) -> Body:
    return make_body(name="Algemeen bestuur", kind="general_board")


def known() -> list[tuple[str, str]]:
    """The pairs of addresses that stand."""
    db.session.expire_all()
    return [(one.address, one.same_as) for one in queries.same_organisers_told()]


def journalled() -> list[tuple[str, Person]]:
    """What the journal says of such a pair, and who did that."""
    entries = db.session.scalars(
        select(JournalEntry)
        .where(JournalEntry.object_kind == "same_organiser")
        .order_by(JournalEntry.id)
    )
    return [(one.action, db.session.get_one(Person, one.actor_id)) for one in entries]


def learn(secretary: Person, body: Body, uid: str = "1@ggd.example") -> ReceivedInvitation:
    """A second mailbox moves a meeting, and somebody says that it is theirs."""
    bring(secretary, invitation(uid=uid), body=body)
    moved = invitation(uid=uid, organiser=NEW, sequence=1, hour=13)
    [asked] = bring(secretary, moved)
    assert asked.question == "organiser"
    bring(secretary, moved, answers={asked.key: Answer(choice="same")})
    assert known() == [(NEW, OLD)]
    return last(secretary)


def undone(received: ReceivedInvitation, secretary: Person) -> None:
    undo(received, secretary)
    db.session.commit()


def asks(secretary: Person, body: Body, uid: str = "9@ggd.example") -> bool:
    """Whether mail of the second mailbox about a meeting of the first is asked about."""
    bring(secretary, invitation(uid=uid, day="20270112"), body=body)
    mail = invitation(uid=uid, day="20270112", organiser=NEW, sequence=1, hour=13)
    return as_words(bring(secretary, mail)) == [("question", "organiser")]


def test_undoing_the_answer_forgets_it(secretary: Person, body: Body) -> None:
    received = learn(secretary, body)
    [told] = queries.same_organisers_told()
    assert (told.invitation_id, told.person_id) == (received.id, secretary.id)
    undone(received, secretary)
    assert known() == []
    assert [one.starts_at.hour for one in meetings()] == [9]
    assert asks(secretary, body)


def test_it_stays_while_another_file_relies_on_it(secretary: Person, body: Body) -> None:
    """Until that one is undone as well."""
    taught = learn(secretary, body)
    assert not asks(secretary, body)
    relying = last(secretary)
    undone(taught, secretary)
    assert known() == [(NEW, OLD)]
    assert queries.same_organisers_told()[0].invitation_id == relying.id
    undone(relying, secretary)
    assert known() == []


def test_a_cancellation_by_a_known_sender_relies_on_it(secretary: Person, body: Body) -> None:
    def calls_off(uid: str) -> bytes:
        return in_mail_of(invitation(uid=uid, method="CANCEL", sequence=1), THIRD)

    bring(secretary, invitation(), invitation(uid="2@ggd.example", hour=15), body=body)
    cancel = calls_off("1@ggd.example")
    [asked] = bring(secretary, cancel)
    bring(secretary, cancel, answers={asked.key: Answer(choice="known")})
    taught = last(secretary)
    assert as_words(bring(secretary, calls_off("2@ggd.example"))) == [("cancelled", "")]
    relying = last(secretary)
    undone(taught, secretary)
    assert known() == [(THIRD, OLD)]
    undone(relying, secretary)
    assert known() == []
    assert [one.status for one in meetings()] == [MeetingStatus.PLANNED] * 2


def test_what_counted_before_is_apart_again(secretary: Person, body: Body) -> None:
    """A cancellation of the second mailbox that left a trace when nobody knew it yet."""
    with clock.at(NOW):
        bring(secretary, invitation(organiser=NEW, sequence=1, method="CANCEL"), body=body)
        bring(secretary, invitation(), body=body)
        again = invitation(organiser=NEW, sequence=2, hour=13)
        [asked] = bring(secretary, again)
    with clock.at(NOW + timedelta(minutes=1)):
        bring(secretary, again, answers={asked.key: Answer(choice="same")})
        undone(last(secretary), secretary)
    assert known() == []
    assert [(one.starts_at.hour, one.status) for one in meetings()] == [(9, MeetingStatus.PLANNED)]
    bring(secretary, invitation(sent=3, place="Zaal 2"))
    assert [(one.place, one.status) for one in meetings()] == [("Zaal 2", MeetingStatus.PLANNED)]


def test_what_was_taken_over_stays_when_it_is_forgotten(secretary: Person, body: Body) -> None:
    """Later mail of that address is asked about, also what waited already."""
    received = learn(secretary, body)
    later = invitation(organiser=NEW, sequence=2, hour=15)
    waiting = actions.keep(arrived(later), secretary)
    db.session.commit()
    assert as_words(Comparison(waiting, secretary).outcomes) == [("updated", "")]
    mailboxes.forget(queries.same_organisers_told()[0], secretary)
    db.session.commit()
    assert known() == []
    assert as_words(Comparison(waiting, secretary).outcomes) == [("question", "organiser")]
    assert as_words(Comparison(received, secretary).outcomes) == [("unchanged", "")]
    bring(secretary, later)
    assert [one.starts_at.hour for one in meetings()] == [13]
    assert asks(secretary, body)
    undone(received, secretary)
    assert [one.starts_at.hour for one in meetings()] == [9, 9]
    assert journalled() == [("same-organiser.add", secretary), ("same-organiser.forget", secretary)]


def test_the_journal_says_who_taught_it_and_with_whose_undoing_it_went(
    secretary: Person, body: Body
) -> None:
    received, colleague = learn(secretary, body), make_person(Role.COORDINATOR)
    assert journalled() == [("same-organiser.add", secretary)]
    undone(received, colleague)
    assert journalled() == [("same-organiser.add", secretary), ("same-organiser.forget", colleague)]


def test_what_counted_with_it_long_before_stays(secretary: Person, body: Body) -> None:
    """Forgotten, said again about a later file, and that file undone: the earlier one counts on."""
    with clock.at(NOW):
        learn(secretary, body)
    with clock.at(NOW + timedelta(minutes=1)):
        mailboxes.forget(queries.same_organisers_told()[0], secretary)
        db.session.commit()
        later = invitation(organiser=NEW, sequence=2, hour=15)
        [asked] = bring(secretary, later)
    with clock.at(NOW + timedelta(minutes=2)):
        bring(secretary, later, answers={asked.key: Answer(choice="same")})
        undone(last(secretary), secretary)
    assert known() == []
    assert as_words(bring(secretary, invitation(sent=3))) == [("unchanged", "")]
    assert [one.starts_at.hour for one in meetings()] == [13]


def test_what_is_forgotten_does_not_come_back_by_itself(secretary: Person, body: Body) -> None:
    """A file of which a part was answered about before, and the rest only now."""
    bring(secretary, invitation(), body=body)
    rest = invitation(uid="2@ggd.example", organiser="iemand@elders.example", day="20270310")
    event = b"BEGIN:VEVENT" + rest.split(b"BEGIN:VEVENT")[1].split(b"END:VCALENDAR")[0]
    both = invitation(organiser=NEW, sequence=1, hour=13).replace(
        b"END:VCALENDAR", event + b"END:VCALENDAR"
    )
    first, second = bring(secretary, both)
    assert (first.question, second.question) == ("organiser", "body")
    bring(secretary, both, answers={first.key: Answer(choice="same")})
    mailboxes.forget(queries.same_organisers_told()[0], secretary)
    db.session.commit()
    bring(secretary, both, answers={second.thread_key: Answer(body_id=body.id)})
    assert len(meetings()) == 2
    assert known() == []


def test_only_who_plans_may_forget(secretary: Person, body: Body) -> None:
    learn(secretary, body)
    with pytest.raises(NotAllowed):
        mailboxes.forget(queries.same_organisers_told()[0], make_person(Role.OFFICER))


def test_it_was_told_once(secretary: Person, body: Body) -> None:
    """Of two files that teach the same the first one taught it."""
    taught = learn(secretary, body)
    bring(secretary, invitation(uid="2@ggd.example", hour=15), body=body)
    bring(secretary, invitation(uid="2@ggd.example", organiser=NEW, sequence=1, hour=16))
    assert [one.invitation_id for one in db.session.scalars(select(SameOrganiser))] == [taught.id]
