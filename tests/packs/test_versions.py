"""A later version marks what changed, and has an addendum that names what it replaces."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from app.briefings.models import Note, NoteCircle
from app.core import clock, files
from app.core.database import db
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.models import Meeting
from app.packs.issuing.assembling import compose_pack, gather_pack
from app.packs.issuing.comparing import compared, find_earlier
from app.packs.issuing.keeping import to_json
from app.packs.models import Pack, PackState, PartChange
from app.people.models import Person
from tests.factories import make_item, make_meeting, make_note, make_person
from tests.packs import pdf_files
from tests.packs.meeting_files import add_paper, asked, made, text_of

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def item(alderman: Person) -> AgendaItem:
    meeting = make_meeting(alderman=alderman, officer=make_person("officer"))
    return make_note(make_item(meeting, number="3", title="Ontwerpbegroting"), state="aligned").item


def replace_paper(old: Paper, **fields: Any) -> Paper:
    """A later paper takes the place of one."""
    old.withdrawn_at = clock.now()
    assert old.item is not None
    return add_paper(old.item, replaces_id=old.id, **fields)


def addendum_text(pack: Pack) -> str:
    assert pack.addendum is not None
    pages = PdfReader(io.BytesIO(files.read(pack.addendum))).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_a_replaced_and_a_late_paper_make_a_marked_version_and_an_addendum(
    item: AgendaItem, alderman: Person
) -> None:
    old = add_paper(item, content=pdf_files.paper(2), title="Begroting")
    first = made(item.meeting, alderman)
    assert (first.addendum_id, first.replaces_id) == (None, None)
    new = replace_paper(old, content=pdf_files.paper(1), title="Begroting, herzien")
    late = add_paper(item, title="Memo", position=2)
    second = made(item.meeting, alderman)
    assert (second.number, second.replaces_id, second.addendum_number) == (2, first.id, 1)
    changes = {part.key: part.change for part in second.parts}
    assert changes[f"paper-{new.id}"] == PartChange.CHANGED
    assert changes[f"paper-{late.id}"] == PartChange.NEW
    assert changes[f"item-{item.id}"] is None
    where = next(part for part in first.parts if part.key == f"paper-{old.id}")
    whole, addendum = text_of(second), addendum_text(second)
    assert "Gewijzigd sinds versie 1" in whole
    for text in (whole, addendum):
        assert "vervangt stuk 3.1, Begroting" in text
        assert f"blz. {where.first_page}–{where.first_page + 1}" in text
    assert "Nazending 1" in addendum
    assert (second.addendum_pages or 0) < (second.pages or 0)


def test_a_version_in_which_nothing_a_reader_sees_changed_has_no_addendum(
    item: AgendaItem, alderman: Person
) -> None:
    first = made(item.meeting, alderman)
    first.content_hash = "0" * 64
    db.session.commit()
    second = made(item.meeting, alderman)
    assert (second.number, second.replaces_id, second.addendum_id) == (2, first.id, None)


def as_ready(pack: Pack, file: Paper) -> Pack:
    """Issued with what it would hold, without printing it."""
    document = compose_pack(pack, gather_pack(pack, [place.meeting_id for place in pack.places]))
    kept = files.keep(io.BytesIO(to_json(document)), "application/json")
    pack.state, pack.file_id, pack.document_id = PackState.READY, file.file_id, kept.id
    pack.issued_at, pack.pages, pack.content_hash = clock.now(), 1, "1" * 64
    db.session.commit()
    return pack


def difference(pack: Pack) -> Any:
    """With which version it is compared, and the keys of what changed."""
    document = compose_pack(pack, gather_pack(pack, [place.meeting_id for place in pack.places]))
    found = compared(pack, document)
    if found is None:
        return None
    return found.pack_id, [row.key for row in found.changes.rows] if found.changes else []


def test_what_somebody_else_had_made_is_compared_with_but_for_what_the_asker_may_not_know(
    item: AgendaItem, alderman: Person
) -> None:
    """The portfolio holder's own pack can hold what the secretary may not see."""
    secretary = make_person("secretary")
    secret = add_paper(item, title="Kanariestuk", circle=(alderman,))
    own = as_ready(asked(item.meeting, alderman), secret)
    through = as_ready(asked(item.meeting, alderman, secretary), secret)
    assert difference(through) == (own.id, [])
    again = asked(item.meeting, alderman)
    assert difference(again) == (through.id, [f"paper-{secret.id}"])
    assert own.number < through.number < again.number


def test_a_paper_that_is_only_for_others_by_now_is_not_named_as_gone(
    item: AgendaItem, alderman: Person
) -> None:
    paper = add_paper(item, title="Kanariestuk")
    first = as_ready(asked(item.meeting, alderman), paper)
    paper.restricted = True
    db.session.commit()
    second = asked(item.meeting, alderman)
    assert difference(second) == (first.id, [])


def test_a_version_with_a_meeting_that_became_restricted_is_not_compared_with(
    alderman: Person, app: Flask
) -> None:
    meeting: Meeting = make_meeting(alderman=alderman)
    first = as_ready(asked(meeting, alderman), add_paper(meeting))
    first.places[0].meeting.restricted = True
    second = Pack(
        meeting_id=meeting.id,
        reader=alderman,
        reader_id=alderman.id,
        requested_by=alderman,
        requested_by_id=alderman.id,
        requested_at=clock.now(),
        variant="full",
        choice="",
        number=2,
    )
    db.session.flush()
    assert find_earlier(second) is None


def test_a_colleagues_next_version_says_what_changed(item: AgendaItem, alderman: Person) -> None:
    """An officer had the first one made, a secretary the second: for the reader it is the next."""
    officer, secretary = item.meeting.officer, make_person("secretary")
    assert officer is not None
    paper = add_paper(item, title="Begroting")
    first = as_ready(asked(item.meeting, alderman, officer), paper)
    late = add_paper(item, title="Memo", position=2)
    assert difference(asked(item.meeting, alderman, secretary)) == (first.id, [f"paper-{late.id}"])


def test_private_parts_that_only_the_reader_sees_are_no_difference_for_a_colleague(
    alderman: Person,
) -> None:
    secretary = make_person("secretary")
    meeting = make_meeting(alderman=alderman)
    parts = {"undisclosed": "kanariegeheim", "money": "kanariegeld", "risk": "kanarierisico"}
    make_note(make_item(meeting), state="aligned", parts=parts)
    own = as_ready(asked(meeting, alderman), add_paper(meeting))
    found = difference(asked(meeting, alderman, secretary))
    assert found == (own.id, [])


def test_a_note_for_a_circle_without_the_asker_is_not_named_as_gone(
    item: AgendaItem, alderman: Person
) -> None:
    own = as_ready(asked(item.meeting, alderman), add_paper(item))
    note = db.session.query(Note).filter_by(item_id=item.id).one()
    note.restricted, note.circle = True, [NoteCircle(person=alderman)]
    db.session.commit()
    found = difference(asked(item.meeting, alderman, make_person("secretary")))
    assert found == (own.id, [])


def test_a_replaced_paper_that_became_restricted_is_not_named(
    item: AgendaItem, alderman: Person
) -> None:
    old = add_paper(item, title="Kanariestuk")
    first = as_ready(asked(item.meeting, alderman), old)
    new = replace_paper(old, title="Openbare samenvatting")
    old.restricted = True
    db.session.commit()
    second = asked(item.meeting, alderman)
    assert difference(second) == (first.id, [f"paper-{new.id}"])
    document = compose_pack(second, gather_pack(second, [item.meeting_id]))
    assert "Kanariestuk" not in repr(compared(second, document))
