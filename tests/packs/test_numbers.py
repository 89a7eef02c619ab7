"""Versions and addenda are numbered without holes, whatever was stopped or failed between."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.database import db
from app.meetings.models import Meeting
from app.packs.actions import stop_pack
from app.packs.content.layout import PackDocument
from app.packs.issuing.basis import Basis, basis_of
from app.packs.issuing.building import making_of
from app.packs.issuing.issue import Addendum, Made, issue
from app.packs.issuing.keeping import kept_document
from app.packs.models import Pack, PackState
from app.packs.press.pressroom import PrintedPack
from app.packs.queries import find_newer, next_addendum_number
from app.people.models import Person
from tests.factories import make_item, make_meeting, make_person
from tests.packs import pdf_files
from tests.packs.issued import issued
from tests.packs.meeting_files import asked, make_pack


@pytest.fixture
def meeting(alderman: Person) -> Meeting:
    return make_meeting(alderman=alderman, days=3)


def stopped(meeting: Meeting, alderman: Person) -> Pack:
    pack = asked(meeting, alderman)
    stop_pack(pack, alderman)
    db.session.commit()
    return pack


def test_what_was_stopped_or_failed_leaves_its_number_to_the_next(
    meeting: Meeting, alderman: Person
) -> None:
    attempt = stopped(meeting, alderman)
    making_of(asked(meeting, alderman).id).fail(lambda: "Niet gelukt.")
    first = issued(meeting, alderman)
    assert first.number == 1
    assert find_newer(attempt, alderman) == first
    assert find_newer(first, alderman) is None
    make_item(meeting, number="2")
    stopped(meeting, alderman)
    assert asked(meeting, alderman).number == 2


def test_two_that_are_made_never_have_the_same_number(meeting: Meeting, alderman: Person) -> None:
    make_pack(meeting, alderman, state="building")
    with pytest.raises(IntegrityError):
        make_pack(meeting, alderman, state="waiting")


def with_addendum(
    pack: Pack, document: PackDocument, number: int, basis: Basis | None = None
) -> Pack:
    """Issued with an addendum of this number."""
    printed = PrintedPack(pdf_files.paper(1), 1, {}, ())
    basis = basis or basis_of(pack)
    addendum = Addendum(number, printed)
    issue(pack.id, Made(printed, document, "0" * 64, (), {}, basis, (), None, addendum))
    db.session.expire_all()
    return pack


def test_addenda_are_counted_by_themselves(meeting: Meeting, alderman: Person) -> None:
    document = kept_document(issued(meeting, alderman))
    assert document is not None
    make_item(meeting, number="2")
    without = issued(meeting, alderman)
    make_item(meeting, number="3")
    third = asked(meeting, alderman)
    assert (without.number, third.number, next_addendum_number(third)) == (2, 3, 1)
    with_addendum(third, document, 1)
    make_item(meeting, number="4")
    assert next_addendum_number(asked(meeting, alderman)) == 2


def test_an_addendum_whose_number_another_version_took_is_made_anew(
    meeting: Meeting, alderman: Person
) -> None:
    document = kept_document(issued(meeting, alderman))
    assert document is not None
    make_item(meeting, number="2")
    other = asked(meeting, alderman, make_person("secretary"))
    late = asked(meeting, alderman)
    before = basis_of(late)
    with_addendum(other, document, 1)
    with_addendum(late, document, 1, before)
    assert (late.state, late.file_id, late.addendum_number) == (PackState.WAITING, None, None)
    assert late.requested_at <= clock.now()
    assert with_addendum(late, document, 2).state == PackState.READY
