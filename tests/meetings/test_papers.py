"""Reading papers safely, and only when visible; changing, moving, withdrawing them."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.core import files
from app.core.database import db
from app.core.errors import NotAllowed, NotFound
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.models import Meeting
from app.meetings.paper_actions import (
    Arrival,
    PaperDetails,
    Reception,
    change_paper,
    receive_papers,
)
from app.meetings.queries import get_paper, items_of
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting, make_person
from tests.meetings.pdfs import checked

RECEIVED = date(2026, 11, 20)


def make_paper(
    meeting: Meeting,
    item: AgendaItem | None = None,
    name: str = "Stuk.pdf",
    circle: tuple[Person, ...] = (),
    actor: Person | None = None,
) -> Paper:
    reception = Reception(
        RECEIVED, restricted=bool(circle), circle_ids=frozenset(person.id for person in circle)
    )
    made = receive_papers(
        meeting, [Arrival(checked(name), item)], reception, actor or make_person("secretary")
    )
    db.session.commit()
    return made[0]


def version_of(page: str) -> str:
    return page.split('name="version"')[1].split('value="')[1].split('"')[0]


def test_the_file_comes_with_safe_headers(app: Flask, client: CheckingClient) -> None:
    paper = make_paper(make_meeting(), name="Begroting “2027” één.pdf")
    client.sign_in(make_person("clerk"))
    answer = client.get(f"/papers/{paper.id}/file")
    assert answer.data == files.read(paper.file)
    assert answer.mimetype == "application/pdf"
    assert answer.content_length == paper.file.size
    headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Content-Disposition"] == (
        'inline; filename="Begroting _2027_ __n.pdf"; '
        "filename*=UTF-8''Begroting%20%E2%80%9C2027%E2%80%9D%20%C3%A9%C3%A9n.pdf"
    )
    kept = client.get(f"/papers/{paper.id}/file?download=1")
    assert kept.headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    "name", ['a"b\r\nX: y.pdf', "../../etc/passwd", "%2e%2e.pdf", "\u202egp.pdf"]
)
def test_no_name_breaks_the_header(app: Flask, name: str) -> None:
    header = files.disposition("inline", name)
    plain = header.split('filename="')[1].split('"; filename*=')[0]
    assert not {'"', "/", "\\", "\r", "\n", "%"} & set(plain)
    assert header.isascii()


def test_a_restricted_paper_exists_only_for_its_circle(app: Flask, client: CheckingClient) -> None:
    insider, outsider = make_person(), make_person("coordinator")
    item = make_item()
    paper = make_paper(item.meeting, item, "Vertrouwelijk stuk.pdf", (insider,))
    for person, seen in ((insider, True), (outsider, False)):
        client.sign_in(person)
        assert client.get(f"/papers/{paper.id}/file").status_code == (200 if seen else 404)
        for address in (f"/meetings/{item.meeting_id}", f"/items/{item.id}"):
            assert ("Vertrouwelijk stuk" in client.get(address).text) == seen
        assert bool(items_of([item.meeting_id], person)[item.meeting_id][0].papers) == seen


def test_a_paper_of_a_restricted_meeting_is_hidden_with_it(
    app: Flask, client: CheckingClient
) -> None:
    secretary = make_person("secretary")
    paper = make_paper(make_meeting(circle=(secretary,)), actor=secretary)
    client.sign_in(make_person("coordinator", "secretary"))
    assert client.get(f"/papers/{paper.id}/file").status_code == 404
    with pytest.raises(NotFound):
        get_paper(paper.id, make_person())


def test_a_withdrawn_paper_can_come_back(app: Flask, client: CheckingClient) -> None:
    paper = make_paper(make_meeting(), name="Oud stuk.pdf")
    client.sign_in(make_person("secretary"))
    client.post(f"/papers/{paper.id}/withdraw")
    assert "Ingetrokken" in client.get(f"/meetings/{paper.meeting_id}").text
    assert client.get(f"/papers/{paper.id}/file").status_code == 200
    client.sign_in(make_person())
    assert "Oud stuk" not in client.get(f"/meetings/{paper.meeting_id}").text
    assert client.get(f"/papers/{paper.id}/file").status_code == 404
    client.sign_in(make_person("secretary"))
    client.post(f"/papers/{paper.id}/restore")
    client.sign_in(make_person())
    assert "Oud stuk" in client.get(f"/meetings/{paper.meeting_id}").text


def test_moving_to_another_item(app: Flask, client: CheckingClient) -> None:
    item = make_item(title="Begroting")
    paper = make_paper(item.meeting)
    client.sign_in(make_person("secretary"))
    page = client.get(f"/papers/{paper.id}/edit").text
    data = {
        "version": version_of(page),
        "title": "Begroting 2027",
        "item_id": str(item.id),
        "received_on": "19-11-2026",
        "must_read": "y",
    }
    assert client.post(f"/papers/{paper.id}/edit", data=data).status_code == 302
    assert (paper.item_id, paper.title, paper.must_read) == (item.id, "Begroting 2027", True)
    assert paper.received_on == date(2026, 11, 19)
    stale = client.post(f"/papers/{paper.id}/edit", data={**data, "title": "Andere titel"})
    assert stale.status_code == 409
    assert "Andere titel" in stale.text
    assert "Begroting 2027" in stale.text


def test_a_paper_does_not_move_to_where_one_may_not_edit(app: Flask) -> None:
    officer = make_person()
    item = make_item(officer=officer)
    other = make_item(item.meeting)
    paper = make_paper(item.meeting, item)
    with pytest.raises(NotAllowed):
        change_paper(paper, PaperDetails("X", RECEIVED, other.id), officer, paper.version)


def test_a_missing_file_says_so(app: Flask, client: CheckingClient) -> None:
    paper = make_paper(make_meeting())
    paper.file.sha256 = "0" * 64
    db.session.commit()
    client.sign_in(make_person())
    answer = client.get(f"/papers/{paper.id}/file")
    assert answer.status_code == 503
    assert "niet meer in de opslag" in answer.text


def test_a_title_holds_no_sign_that_nobody_sees(app: Flask, client: CheckingClient) -> None:
    paper = make_paper(make_meeting())
    client.sign_in(make_person("secretary"))
    page = client.get(f"/papers/{paper.id}/edit").text
    data = {
        "title": "Begro\u00adting\ufeff",
        "received_on": "2026-11-20",
        "version": version_of(page),
    }
    client.post(f"/papers/{paper.id}/edit", data=data)
    assert paper.title == "Begroting"
