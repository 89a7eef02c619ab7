"""What a pack draws from elsewhere hides it too: earlier meetings, and private parts of notes."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any

import pytest

from app.briefings.models import Note
from app.briefings.positions.models import Position
from app.core import clock, settings
from app.core.database import db
from app.core.settings import SettingValue
from app.followup.models import Action
from app.meetings.models import Attendance, Body, Meeting, MeetingCircle
from app.messages.models import Message
from app.packs.models import Pack, PackPart, PackState
from app.packs.naming import is_restricted
from app.packs.sharing.actions import plan_sending, send_packs
from app.packs.sharing.enclosing import enclosed_packs
from app.packs.sharing.queries import fates
from app.people.models import Person
from app.register.models import Participation
from tests.factories import (
    make_body,
    make_item,
    make_meeting,
    make_note,
    make_organisation,
    make_person,
    make_serving,
    make_substitution,
)
from tests.packs.issued import issued, made_of
from tests.packs.meeting_files import asked
from tests.packs.test_restricted_later import restrict, seen


@pytest.fixture
def body(officer: Person) -> Body:
    return make_body()


@pytest.fixture
def earlier(body: Body, officer: Person) -> Meeting:
    """A meeting of the same body that was held."""
    return make_meeting(body=body, officer=officer, days=-14, status="held")


@pytest.fixture
def meeting(body: Body, officer: Person, alderman: Person) -> Meeting:
    return make_meeting(body=body, officer=officer, alderman=alderman, days=7)


def limit(meeting: Meeting, people: Collection[Person]) -> None:
    """Only these people know of the meeting from now on."""
    meeting.restricted = True
    meeting.circle = [MeetingCircle(person=person) for person in people]
    db.session.commit()


def decide(meeting: Meeting) -> None:
    make_item(meeting, title="Kanariepunt", outcome="as_asked", decision="Kanariebesluit")


def leave_open(meeting: Meeting, **fields: Any) -> None:
    by = {"added_by": make_person("officer"), "added_at": clock.now(), "key": str(uuid.uuid4())}
    if "owner" not in fields:
        fields["owner_name"] = "Secretariaat"
    db.session.add(Action(meeting=meeting, words="Kanarieactie", **by, **fields))
    db.session.commit()


def hear(meeting: Meeting, note: Note | None = None) -> None:
    """Where another municipality stands, as heard at this meeting."""
    other = make_organisation(kind="municipality")
    place = Participation(
        partnership_id=meeting.body.partnership_id,
        organisation_id=other.id,
    )
    item = note.item if note else make_item(meeting)
    heard = Position(
        item=item, organisation=other, source="Kanariebron", heard_on=clock.today(), stance="agree"
    )
    db.session.add_all([place, heard])
    db.session.commit()


@pytest.mark.parametrize("draw", [decide, leave_open, hear])
def test_an_earlier_meeting_that_became_restricted_takes_what_draws_from_it(
    meeting: Meeting,
    earlier: Meeting,
    alderman: Person,
    officer: Person,
    draw: Callable[[Meeting], None],
) -> None:
    draw(earlier)
    if draw is hear:
        alderman, meeting.alderman_id = officer, officer.id
        db.session.commit()
    pack = issued(meeting, alderman, officer)
    outsider = officer if alderman != officer else alderman
    assert "Kanarie" in repr(made_of(asked(meeting, alderman, officer).id).document)
    assert seen(pack.id, outsider)
    assert not is_restricted(pack)
    limit(earlier, [make_person("secretary")])
    assert not seen(pack.id, outsider)
    assert fates(outsider, Pack.id == pack.id) == []
    assert is_restricted(pack)


@pytest.mark.parametrize("variant", ["card", "papers"])
def test_what_draws_from_no_earlier_meeting_stays(
    meeting: Meeting, earlier: Meeting, alderman: Person, officer: Person, variant: str
) -> None:
    decide(earlier)
    pack = issued(meeting, alderman, officer, variant)
    limit(earlier, [alderman])
    assert seen(pack.id, officer)
    assert not is_restricted(pack)


def test_an_earlier_meeting_of_which_nothing_was_drawn_hides_nothing(
    meeting: Meeting, earlier: Meeting, alderman: Person, officer: Person
) -> None:
    make_item(earlier)
    pack = issued(meeting, alderman, officer)
    limit(earlier, [alderman])
    assert seen(pack.id, officer)


def test_what_a_circle_may_know_goes_along_with_no_mail_and_bears_no_name(
    meeting: Meeting, earlier: Meeting, alderman: Person, officer: Person
) -> None:
    db.session.add(SettingValue(key=settings.PACKS_BY_MAIL.key, value=1))
    decide(earlier)
    open_to_all = issued(meeting, alderman, officer)
    plan = plan_sending(open_to_all, [alderman.id], None, officer)
    send_packs(open_to_all, [alderman.id], plan, officer)
    db.session.commit()

    def messages(person: Person = alderman) -> list[Message]:
        found = db.session.query(Message).filter_by(person_id=person.id)
        return [row for row in found if row.about.startswith("pack-")]

    assert len(enclosed_packs(messages())) == 1
    limit(earlier, [alderman, officer])
    assert seen(open_to_all.id, alderman)
    assert enclosed_packs(messages()) == []
    make_item(meeting, number="9")
    later = issued(meeting, alderman, officer)
    said = [row.text for row in messages(officer) if row.about == f"pack-{later.id}"]
    assert said
    assert not any(meeting.body.name in text for text in said)


def test_an_action_on_a_note_that_became_restricted_is_for_its_circle_and_for_who_does_it(
    meeting: Meeting, earlier: Meeting, alderman: Person, officer: Person
) -> None:
    note = make_note(make_item(earlier), state="finished", author=officer)
    leave_open(earlier, item=note.item, owner=alderman)
    pack = issued(meeting, alderman, officer)
    restrict(note, make_person("secretary"))
    assert (seen(pack.id, alderman), seen(pack.id, officer)) == (True, False)
    assert is_restricted(pack)
    own = issued(meeting, alderman)
    assert own.state == PackState.READY
    assert seen(own.id, alderman)


def test_what_was_heard_on_a_note_that_became_restricted_takes_the_pack(
    meeting: Meeting, earlier: Meeting, officer: Person
) -> None:
    note = make_note(make_item(earlier), state="finished", author=officer)
    hear(earlier, note)
    pack = issued(meeting, officer)
    restrict(note, make_person("secretary"))
    assert not seen(pack.id, officer)
    assert is_restricted(pack)


PRIVATE = {"undisclosed": "Kanariegeheim", "views": "Kanariemening"}


@pytest.fixture
def private(meeting: Meeting, officer: Person) -> Note:
    """An agreed note with what is for who works on it in person."""
    return make_note(make_item(meeting), state="aligned", author=officer, parts=PRIVATE)


def test_a_pack_with_private_parts_is_for_who_may_still_read_them(
    meeting: Meeting, private: Note, alderman: Person, officer: Person
) -> None:
    deputy = make_person("alderman")
    standing_in = make_substitution(alderman, deputy)
    theirs, own = issued(meeting, deputy), issued(meeting, alderman, officer)
    card = issued(meeting, deputy, variant="card")
    assert seen(theirs.id, deputy)
    standing_in.last_day = clock.today() - timedelta(days=1)
    standing_in.first_day = clock.today() - timedelta(days=9)
    db.session.commit()
    assert not seen(theirs.id, deputy)
    assert seen(own.id, alderman), "the portfolio holder reads their own pack"
    assert seen(own.id, officer), "and who works on the note in person the one they asked for"
    assert seen(card.id, deputy), "there is nothing private on a card"
    assert not is_restricted(theirs)
    again = issued(meeting, deputy)
    assert again.state == PackState.READY
    assert seen(again.id, deputy), "made anew it holds what they may read"


def test_who_no_longer_reads_what_is_private_is_sent_a_pack_of_their_own_without(
    meeting: Meeting, private: Note, alderman: Person, officer: Person
) -> None:
    deputy = make_person("alderman")
    meeting.attendances.append(Attendance(person=deputy, going=True))
    standing_in = make_substitution(alderman, deputy)
    pack = issued(meeting, deputy, officer)
    assert plan_sending(pack, [deputy.id], None, officer).as_is == (pack.id,)
    standing_in.first_day = standing_in.last_day = clock.today() - timedelta(days=1)
    db.session.commit()
    db.session.expunge(private)  # another request knows nothing of how it was read before
    plan = plan_sending(pack, [deputy.id], None, officer)
    assert (plan.as_is, len(plan.wanted)) == ((), 1)
    (sending,) = send_packs(pack, [deputy.id], plan, officer)
    assert sending.pack_id != pack.id


def test_who_handed_the_note_over_no_longer_sees_its_private_parts_in_a_pack(
    meeting: Meeting, private: Note, alderman: Person, officer: Person
) -> None:
    pack = issued(meeting, alderman, officer)
    colleague = make_person("officer")
    private.handed_to_id = meeting.officer_id = colleague.id
    db.session.commit()
    assert (seen(pack.id, officer), seen(pack.id, alderman)) == (False, True)


def test_a_note_without_private_parts_stays_in_the_pack_of_who_stood_in(
    meeting: Meeting, alderman: Person, officer: Person
) -> None:
    make_note(make_item(meeting), state="aligned", author=officer)
    deputy = make_person("alderman")
    standing_in = make_substitution(alderman, deputy)
    pack = issued(meeting, deputy)
    standing_in.first_day = standing_in.last_day = clock.today() - timedelta(days=1)
    db.session.commit()
    assert seen(pack.id, deputy)


@pytest.mark.parametrize("parts", [{}, PRIVATE], ids=["nothing private", "private"])
def test_of_a_pack_whose_parts_were_not_kept_private_words_in_its_meeting_hide_it(
    meeting: Meeting, alderman: Person, secretary: Person, parts: dict[str, str]
) -> None:
    make_note(make_item(meeting), state="aligned", parts=parts)
    pack = issued(meeting, alderman, secretary)
    assert seen(pack.id, secretary)
    db.session.query(PackPart).filter_by(pack_id=pack.id).delete()
    db.session.commit()
    assert (seen(pack.id, secretary), seen(pack.id, alderman)) == (not parts, True)


def test_a_secretary_follows_who_opened_a_pack_that_holds_private_parts(
    meeting: Meeting, private: Note, alderman: Person
) -> None:
    """That it is there and was opened, never what is in it."""
    secretary = make_person("secretary")
    make_serving(secretary, alderman)
    pack = issued(meeting, alderman)
    assert not seen(pack.id, secretary)
    assert [fate.pack.id for fate in fates(secretary, Pack.id == pack.id)] == [pack.id]
