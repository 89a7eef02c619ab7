"""The issued pack as pages: steer and contents, one item at a time, its papers."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.briefings.models import Note
from app.core import clock
from app.core.database import db
from app.core.recorder import Reading
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.models import Meeting
from app.packs.models import Pack
from app.papers.preparing import prepare
from app.people.models import Person
from tests.client import CheckingClient, Statements
from tests.factories import make_item, make_meeting, make_note, make_person
from tests.packs import pdf_files
from tests.packs.issued import issued
from tests.packs.meeting_files import add_paper, asked

POINTS = "- Wij stemmen in.\n- Toon de indexering apart."


@pytest.fixture
def meeting(alderman: Person, officer: Person) -> Meeting:
    meeting = make_meeting(alderman=alderman, officer=officer)
    for number, title in (("1", "Opening"), ("2", "Begroting"), ("3", "Zienswijze")):
        item = make_item(meeting, number=number, title=title)
        if number != "1":
            make_note(
                item,
                state="with_alderman",
                author=officer,
                parts={"ask": f"Instemmen met {title}.", "speaking_points": POINTS},
            )
    add_paper(item_called("Begroting"), title="Cijfers", content=pdf_files.paper(2))
    return meeting


def item_called(title: str) -> AgendaItem:
    """The item with this title, as it is called now."""
    found: AgendaItem = db.session.query(AgendaItem).filter_by(title=title).one()
    return found


@pytest.fixture
def client(app: Flask, alderman: Person) -> CheckingClient:
    client: Any = app.test_client()
    signed_in: CheckingClient = client.sign_in(alderman)
    return signed_in


def address_of(pack: Pack, item: str = "") -> str:
    """The address of its contents, or of the item of this title."""
    contents = f"/packs/{pack.id}/read"
    return f"{contents}/{item_called(item).id}" if item else contents


def page(client: CheckingClient, pack: Pack, item: str = "") -> str:
    """A page of the pack: its contents, or the item of this title."""
    response = client.get(address_of(pack, item))
    assert response.status_code == 200
    text = response.get_data(as_text=True)
    response.close()  # what was read is noted then
    return text


def test_the_contents_come_after_the_steer(
    client: CheckingClient, meeting: Meeting, alderman: Person
) -> None:
    text = page(client, issued(meeting, alderman))
    order = ("Oplegger", "Gevraagde besluiten", "Inhoud</h2>", "Wie er aan tafel zit", "Bijlagen")
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "2 punten wachten op uw besluit" in text
    assert text.count("wacht op u<") == 2


def test_an_item_is_read_with_its_papers_and_goes_on(
    client: CheckingClient, meeting: Meeting, alderman: Person
) -> None:
    pack = issued(meeting, alderman)
    text = page(client, pack, "Begroting")
    assert "Instemmen met Begroting." in text
    assert "Wij stemmen in." in text
    part = next(part for part in pack.parts if part.kind == "paper")
    assert f'href="/papers/{part.paper_id}"' in text, "no copy yet: the page of the paper"
    assert f'/packs/{pack.id}/file#page={part.first_page}"' in text
    assert "Volgende" in text
    assert "3. Zienswijze" in text


def test_a_paper_opens_as_its_reading_copy(
    client: CheckingClient, meeting: Meeting, alderman: Person
) -> None:
    pack = issued(meeting, alderman)
    part = next(part for part in pack.parts if part.kind == "paper")
    prepare(db.session.get_one(Paper, part.paper_id).file)
    db.session.commit()
    assert f'href="/papers/{part.paper_id}/copy"' in page(client, pack, "Begroting")


def test_a_replaced_paper_is_opened_in_the_pack(
    client: CheckingClient, meeting: Meeting, alderman: Person
) -> None:
    pack = issued(meeting, alderman)
    part = next(part for part in pack.parts if part.kind == "paper")
    db.session.get_one(Paper, part.paper_id).withdrawn_at = clock.now()
    db.session.commit()
    text = page(client, pack, "Begroting")
    assert f'href="/papers/{part.paper_id}' not in text
    assert "na deze map vervangen of ingetrokken" in text
    assert f'/packs/{pack.id}/file#page={part.first_page}"' in text


def test_the_pages_say_what_was_issued_and_nothing_newer(
    client: CheckingClient, meeting: Meeting, alderman: Person
) -> None:
    pack = issued(meeting, alderman)
    make_item(meeting, number="4", title="Ingelast punt")
    item_called("Begroting").title = "Heel andere titel"
    db.session.commit()
    text = page(client, pack) + page(client, pack, "Heel andere titel")
    assert "Ingelast" not in text
    assert "Heel andere titel" not in text


def test_opening_is_noted_like_opening_the_file(
    client: CheckingClient, meeting: Meeting, alderman: Person
) -> None:
    pack = issued(meeting, alderman)
    page(client, pack)
    page(client, pack, "Begroting")
    read = db.session.query(Reading).filter_by(person_id=alderman.id)
    note = db.session.query(Note).filter_by(item_id=item_called("Begroting").id).one()
    assert {(one.kind, one.object_id, one.object_version) for one in read} == {
        ("pack", pack.id, 1),
        ("note", note.id, 1),
    }


def test_a_pack_that_is_not_ready_shows_how_far_it_is(
    client: CheckingClient, meeting: Meeting, alderman: Person
) -> None:
    pack = asked(meeting, alderman)
    response = client.get(f"/packs/{pack.id}/read")
    assert response.status_code == 302
    assert response.location == f"/packs/{pack.id}"
    assert client.get(address_of(pack, "Begroting")).status_code == 404


def test_where_no_document_can_be_read_the_file_can(
    client: CheckingClient, meeting: Meeting, alderman: Person
) -> None:
    pack = issued(meeting, alderman)
    assert pack.file_id is not None
    pack.document_id = pack.file_id  # bytes that are no document
    db.session.commit()
    response = client.get(address_of(pack))
    assert response.location == f"/packs/{pack.id}/file"
    assert client.get(address_of(pack, "Begroting")).status_code == 404


@pytest.mark.parametrize("role", ["alderman", "officer", "secretary", "coordinator"])
def test_nobody_else_reads_it(app: Flask, meeting: Meeting, alderman: Person, role: str) -> None:
    pack = issued(meeting, alderman)
    client: Any = app.test_client()
    other = client.sign_in(make_person(role))
    assert other.get(f"/packs/{pack.id}/read").status_code == 404
    assert other.get(address_of(pack, "Begroting")).status_code == 404


def test_a_speaking_card_is_one_page_with_what_is_printed(
    client: CheckingClient, meeting: Meeting, alderman: Person, officer: Person
) -> None:
    make_note(
        make_item(meeting, number="4", title="Statuten"),
        state="with_alderman",
        author=officer,
        parts={"fallback": "Dan vragen wij uitstel."},
        stance="agree",
        mandate_stance="oppose",
    )
    pack = issued(meeting, alderman, variant="card")
    text = page(client, pack)
    for words in ("buiten het mandaat", "Als het anders loopt", "Dan vragen wij uitstel."):
        assert words in text
    assert "Wij stemmen in." in text
    assert client.get(address_of(pack, "Begroting")).status_code == 404


def test_papers_alone_say_nothing_of_notes(
    client: CheckingClient, meeting: Meeting, alderman: Person
) -> None:
    pack = issued(meeting, alderman, variant="papers")
    text = page(client, pack) + page(client, pack, "Begroting")
    assert "Cijfers" in text
    assert "Instemmen" not in text
    assert "wacht op u" not in text


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_long_pack_asks_as_much_as_a_short_one(
    client: CheckingClient, meeting: Meeting, alderman: Person, officer: Person
) -> None:
    counted = []
    for more in (0, 12):
        for number in range(more):
            item = make_item(meeting, number=f"9.{number}", title=f"Punt {number}")
            make_note(item, state="with_alderman", author=officer, parts={"ask": "Instemmen."})
            add_paper(item, title="Bijlage")
        pack = issued(meeting, alderman)
        for address in (f"/packs/{pack.id}/read", address_of(pack, "Begroting")):
            with Statements.of(db.engines[None]) as statements:
                assert client.get(address).status_code == 200
            counted.append(statements.count)
    assert counted[:2] == counted[2:]
