"""A paper or note that became restricted after a pack was issued: it exists only for its circle."""

from __future__ import annotations

import pytest
from flask import Flask

from app.briefings.models import Note, NoteCircle
from app.core.database import db
from app.core.errors import NotFound
from app.meetings.agenda_models import Paper, PaperCircle
from app.meetings.models import Meeting
from app.packs.models import Pack, PackPart
from app.packs.naming import is_restricted
from app.packs.queries import get_pack, packs_of
from app.packs.sharing.queries import fates
from app.people.models import Person, PersonRole
from tests.factories import make_item, make_meeting, make_note, make_person, make_serving
from tests.packs.issued import issued
from tests.packs.meeting_files import add_paper

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def people(app: Flask) -> tuple[Person, Person]:
    """An officer, who asks, and an alderman, who reads."""
    return make_person("officer"), make_person("alderman")


@pytest.fixture
def meeting(people: tuple[Person, Person]) -> Meeting:
    officer, alderman = people
    return make_meeting(alderman=alderman, officer=officer)


def restrict(thing: Note | Paper, person: Person) -> None:
    """Only this person is in its circle from now on."""
    thing.restricted = True
    if isinstance(thing, Note):
        db.session.add(NoteCircle(note_id=thing.id, person=person))
    else:
        thing.circle = [PaperCircle(person=person)]
    db.session.commit()


def seen(pack_id: int, person: Person) -> bool:
    try:
        get_pack(pack_id, person)
    except NotFound:
        return False
    return True


@pytest.mark.parametrize("variant", ["full", "papers"])
def test_a_pack_with_a_paper_that_became_restricted_is_only_for_its_circle(
    meeting: Meeting, people: tuple[Person, Person], variant: str
) -> None:
    officer, alderman = people
    paper = add_paper(make_item(meeting))
    pack = issued(meeting, alderman, officer, variant)
    assert not is_restricted(pack)
    restrict(paper, alderman)
    assert (seen(pack.id, alderman), seen(pack.id, officer)) == (True, False)
    assert packs_of(meeting.id, officer) == []
    assert is_restricted(pack)


@pytest.mark.parametrize("variant", ["full", "card"])
def test_a_pack_with_a_note_that_became_restricted_is_only_for_its_circle(
    meeting: Meeting, people: tuple[Person, Person], variant: str
) -> None:
    officer, alderman = people
    note = make_note(make_item(meeting), state="aligned", author=officer)
    pack = issued(meeting, alderman, officer, variant)
    restrict(note, officer)
    assert (seen(pack.id, alderman), seen(pack.id, officer)) == (False, True)
    assert is_restricted(pack)


def test_what_was_not_printed_hides_nothing(
    meeting: Meeting, people: tuple[Person, Person]
) -> None:
    officer, alderman = people
    item = make_item(meeting)
    note, paper = make_note(item, state="aligned", author=officer), add_paper(item)
    papers = issued(meeting, alderman, officer, "papers")
    card = issued(meeting, alderman, officer, "card")
    restrict(note, officer)
    restrict(paper, officer)
    assert not seen(papers.id, alderman)
    assert not seen(card.id, alderman)
    db.session.query(Paper).filter_by(id=paper.id).update({"restricted": False})
    db.session.commit()
    assert seen(papers.id, alderman), "the note was never in it"
    assert not seen(card.id, alderman)


def test_of_a_pack_whose_parts_were_not_kept_a_restricted_paper_of_the_meeting_hides_it(
    meeting: Meeting, people: tuple[Person, Person]
) -> None:
    officer, alderman = people
    paper = add_paper(meeting)
    pack = issued(meeting, alderman, officer)
    db.session.query(PackPart).filter_by(pack_id=pack.id).delete()
    db.session.commit()
    assert seen(pack.id, officer)
    restrict(paper, alderman)
    assert (seen(pack.id, alderman), seen(pack.id, officer)) == (True, False)


def test_the_fate_of_a_pack_with_something_hidden_is_told_to_nobody_outside(
    meeting: Meeting, people: tuple[Person, Person]
) -> None:
    officer, alderman = people
    secretary = make_person("secretary")
    make_serving(secretary, alderman)
    paper = add_paper(make_item(meeting))
    pack = issued(meeting, alderman, officer)

    def followed(person: Person) -> list[int]:
        return [fate.pack.id for fate in fates(person, Pack.meeting_id == meeting.id)]

    assert followed(officer) == followed(secretary) == [pack.id]
    restrict(paper, alderman)
    assert followed(officer) == followed(secretary) == []


def test_who_no_longer_works_with_packs_sees_none(
    meeting: Meeting, people: tuple[Person, Person]
) -> None:
    officer, alderman = people
    pack = issued(meeting, alderman, officer)
    assert seen(pack.id, officer)
    officer.roles = [PersonRole(role="clerk")]
    db.session.commit()
    assert not seen(pack.id, officer)
    assert packs_of(meeting.id, officer) == []
