"""Nobody finds, counts or is offered what they may not see; what they may see, they find."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app.briefings.models import NoteCircle
from app.core import clock, jobs
from app.core.database import db
from app.people.models import Role
from tests.factories import (
    make_item,
    make_meeting,
    make_note,
    make_partnership,
    make_person,
    make_substitution,
)
from tests.packs.meeting_files import add_paper
from tests.search.corpus import ask, pdf_with, titles

WORD = "kwikstaart"


@pytest.fixture
def inside(app: Flask) -> Iterator[None]:
    """Within a request, where addresses can be made."""
    with app.test_request_context():
        yield


@pytest.mark.usefixtures("inside")
def test_a_restricted_meeting_is_found_by_its_circle_only() -> None:
    insider, outsider = make_person("officer"), make_person("coordinator")
    meeting = make_meeting(circle=(insider,), title=f"Overleg {WORD}", place=WORD)
    make_item(meeting, title=f"Punt {WORD}", decision=WORD)
    add_paper(meeting, title=f"Stuk {WORD}", content=pdf_with(WORD))
    jobs.run_pending()
    found = ask(insider, WORD)
    assert {group.source.kind for group in found.groups} == {"meeting", "item", "paper"}
    nothing = ask(outsider, WORD)
    assert (nothing.total, nothing.groups, nothing.instead) == (0, [], None)
    assert nothing.partnership_ids == set()


@pytest.mark.usefixtures("inside")
def test_a_restricted_paper_is_found_by_its_circle_only() -> None:
    insider, outsider = make_person("officer"), make_person("secretary")
    add_paper(make_item(), title="Bijlage", content=pdf_with(WORD), circle=(insider,))
    jobs.run_pending()
    assert titles(ask(insider, WORD), "paper") == ["Bijlage"]
    assert ask(outsider, WORD).total == 0


@pytest.mark.usefixtures("inside")
def test_a_note_is_found_by_who_may_read_it_in_its_state() -> None:
    people = {role.value: make_person(role) for role in Role}
    meeting = make_meeting(officer=people["officer"], alderman=people["alderman"])
    note = make_note(make_item(meeting), author=people["officer"], parts={"core": WORD})

    def finders() -> set[str]:
        return {role for role, person in people.items() if ask(person, WORD).total}

    assert finders() == {"officer"}
    note.state = "with_alderman"
    db.session.commit()
    assert finders() == {"officer", "alderman", "secretary", "coordinator"}
    note.restricted = True
    note.circle = [NoteCircle(person=people["officer"])]
    db.session.commit()
    assert finders() == {"officer"}


@pytest.mark.usefixtures("inside")
def test_what_is_not_to_be_disclosed_is_found_by_who_works_on_the_note() -> None:
    officer, alderman = make_person("officer"), make_person("alderman")
    secretary, substitute = make_person("secretary"), make_person("alderman")
    make_substitution(alderman, substitute, first_day=clock.today())
    meeting = make_meeting(officer=officer, alderman=alderman)
    make_note(
        make_item(meeting, title="Verdeelsleutel"),
        author=officer,
        state="aligned",
        parts={"core": "De rentevoet daalt.", "undisclosed": f"Onze ondergrens: {WORD}."},
    )
    for person in (officer, alderman, substitute):
        assert titles(ask(person, f"rentevoet {WORD}"), "note") == ["Verdeelsleutel"]
        assert ask(person, "rentevoet").total == 1, "once, though it has two entries"
    assert titles(ask(secretary, "rentevoet"), "note") == ["Verdeelsleutel"]
    assert ask(secretary, WORD).total == 0
    pieces = [hit.piece for group in ask(secretary, "rentevoet").groups for hit in group.hits]
    assert WORD not in str(pieces)


@pytest.mark.usefixtures("inside")
def test_suggestions_come_from_names_that_may_be_seen() -> None:
    insider, outsider = make_person("officer"), make_person("officer")
    make_meeting(circle=(insider,), title="Kwikstaartoverleg")
    make_partnership(name="Veenkoloniaal Pact")
    assert ask(outsider, "Kwikstaartoverlge").instead is None
    instead = ask(outsider, "Veenkolonial").instead
    assert instead is not None
    assert instead.text == "veenkoloniaal"
