"""A secretariat with several mailboxes is one organiser, in whichever order its mail comes."""

from __future__ import annotations

from itertools import permutations

import pytest
from flask import Flask

from app.core.database import db
from app.invitations.models import SameOrganiser
from app.invitations.outcomes import Answer
from app.invitations.threads import addresses_of
from app.meetings.models import Body, MeetingStatus
from app.people.models import Person, Role
from tests.conftest import NOW
from tests.factories import make_body, make_person
from tests.invitations.bringing import as_words, bring, meetings
from tests.invitations.files import invitation

OLD, NEW, NEWEST = (f"{name}@ggd.example" for name in ("secretariaat", "nieuw", "nieuwst"))


@pytest.fixture
def secretary(app: Flask) -> Person:
    return make_person(Role.SECRETARY)


@pytest.fixture
def body(app: Flask) -> Body:
    return make_body(name="Algemeen bestuur", kind="general_board")


def same(*pairs: tuple[str, str]) -> None:
    """What somebody said before, about other meetings."""
    for address, same_as in pairs:
        db.session.add(SameOrganiser(address=address, same_as=same_as, said_at=NOW))
    db.session.commit()


def test_every_order_of_three_mailboxes_ends_the_same(secretary: Person) -> None:
    """Also with one that came before the mailbox had a successor."""
    same((NEW, OLD), (NEWEST, NEW))
    for number, order in enumerate(permutations(range(3))):
        other = make_body()
        uid = f"{number}@ggd.example"
        mails = (
            invitation(uid=uid, organiser=OLD),
            invitation(uid=uid, organiser=NEWEST, sequence=1, hour=11, place="Zaal 2"),
            invitation(uid=uid, organiser=NEW, sequence=2, method="CANCEL", hour=11),
        )
        for place in order:
            assert [one.question for one in bring(secretary, mails[place], body=other)] == [None]
        [meeting] = [one for one in meetings() if one.body_id == other.id]
        assert meeting.status == MeetingStatus.CANCELLED
        assert (meeting.starts_at.hour, meeting.place) == (11, "Zaal 2")


def test_a_cancellation_counts_once_the_mailbox_is_known(secretary: Person, body: Body) -> None:
    """It came while nobody had said yet that the second mailbox is theirs."""
    cancel = invitation(organiser=NEW, sequence=1, method="CANCEL")
    assert as_words(bring(secretary, cancel, body=body)) == [("cancelled", "")]
    bring(secretary, invitation(), body=body)
    assert [one.status for one in meetings()] == [MeetingStatus.PLANNED]
    same((NEW, OLD))
    assert as_words(bring(secretary, cancel)) == [("cancelled", "")]
    assert [one.status for one in meetings()] == [MeetingStatus.CANCELLED]


def test_one_mailbox_answers_for_a_body_too(secretary: Person, body: Body) -> None:
    """A first mail of the second mailbox, about a UID that the other one cancelled in part."""
    same((NEW, OLD))
    bring(secretary, invitation(method="CANCEL", organiser=OLD))
    mail = invitation(sequence=1, organiser=NEW)
    [asked] = bring(secretary, mail)
    assert asked.question == "body"
    bring(secretary, mail, answers={asked.thread_key: Answer(body_id=body.id)})
    assert [one.status for one in meetings()] == [MeetingStatus.PLANNED]


def test_a_file_that_names_nobody_makes_no_two_organisers_one() -> None:
    """It belongs to each of them, and they not to each other."""
    pairs = [("", OLD), ("", "iemand@anders.example"), (NEW, OLD)]
    assert addresses_of("", pairs) == {"", OLD, NEW, "iemand@anders.example"}
    assert addresses_of(NEW, pairs) == {"", OLD, NEW}
    assert addresses_of("iemand@anders.example", pairs) == {"", "iemand@anders.example"}
