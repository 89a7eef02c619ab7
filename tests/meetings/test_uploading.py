"""Adding papers: several at once, each checked on its own, refused by name, the others kept."""

from __future__ import annotations

import html
import io
import uuid
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from app.core import files
from app.core.database import db
from app.meetings.agenda_models import Paper
from app.meetings.models import Meeting
from app.papers.checking import check_papers
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting, make_person
from tests.meetings.pdfs import encrypted_pdf, endless_pdf, good_pdf, truncated_pdf

MEGABYTE = 1024 * 1024


def upload(
    client: CheckingClient, meeting: Meeting, *uploads: tuple[bytes, str], **fields: Any
) -> TestResponse:
    data = {
        "key": str(uuid.uuid4()),
        "received_on": "2026-11-20",
        "papers": [FileStorage(io.BytesIO(content), name) for content, name in uploads],
        **fields,
    }
    # encoded in memory: the client leaves a temporary file open where a form is large
    boundary, body = encode_multipart(data)
    return client.post(
        f"/meetings/{meeting.id}/papers/new",
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
    )


def papers() -> list[Paper]:
    return list(db.session.scalars(select(Paper).order_by(Paper.position)))


def test_several_at_once_to_an_item(app: Flask, client: CheckingClient) -> None:
    item = make_item()
    client.sign_in(make_person("secretary"))
    answer = upload(
        client,
        item.meeting,
        (good_pdf(3, "a"), "Begroting 2027.pdf"),
        (good_pdf(1, "b"), "Bijlage.PDF"),
        item_id=item.id,
        must_read="y",
    )
    assert answer.status_code == 302
    one, two = papers()
    assert (one.title, one.pages, one.item_id, one.must_read) == (
        "Begroting 2027",
        3,
        item.id,
        True,
    )
    assert (one.received_on, two.title, two.file_name) == (
        date(2026, 11, 20),
        "Bijlage",
        "Bijlage.PDF",
    )
    assert files.read(one.file) == good_pdf(3, "a") or one.file.size == len(good_pdf(3, "a"))
    page = client.get(f"/meetings/{item.meeting_id}").text
    assert "Begroting 2027" in page
    assert "3 pagina’s" in page
    assert "moet gelezen" in page


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("uitnodiging.hta", "uitnodiging.hta.pdf"),
        ("begroting\u202efdp.exe", "begroting fdp.exe.pdf"),
        ("stuk", "stuk.pdf"),
        ("Stuk.PDF", "Stuk.PDF"),
    ],
)
def test_a_paper_is_never_kept_under_the_name_of_a_program(
    app: Flask, client: CheckingClient, sent: str, kept: str
) -> None:
    meeting = make_meeting()
    client.sign_in(make_person("secretary"))
    upload(client, meeting, (b"MZ\n" + good_pdf(), sent))
    paper = papers()[0]
    assert paper.file_name == kept
    answer = client.get(f"/papers/{paper.id}/file?download")
    assert answer.headers["Content-Disposition"].endswith(quote(kept, safe=""))


def test_to_the_meeting_as_a_whole(app: Flask, client: CheckingClient) -> None:
    meeting = make_meeting()
    client.sign_in(make_person("secretary"))
    upload(client, meeting, (good_pdf(), "Uitnodiging.pdf"))
    assert [paper.item_id for paper in papers()] == [None]
    assert "Uitnodiging" in client.get(f"/meetings/{meeting.id}").text


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"PK\x03\x04 een ander bestand", "Begroting.docx", "beschadigd"),
        (b"Gewoon wat tekst", "Begroting.pdf", "Opslaan als PDF"),
        (encrypted_pdf(), "Geheim.pdf", "beveiligd met een wachtwoord"),
        (truncated_pdf(), "Half.pdf", "beschadigd"),
        (endless_pdf(), "Rondje.pdf", "beschadigd"),
        (b"%PDF-1.7\n" + b"rommel" * 100, "Kapot.pdf", "beschadigd"),
        (b"", "Leeg.pdf", "Het bestand is leeg."),
        (b"%PDF-1.7\n" + b"x" * (2 * MEGABYTE), "Groot.pdf", "groter dan 2 MB"),
        (good_pdf(), "../../x.pdf", "gewone naam"),
        (good_pdf(), "/etc/passwd", "gewone naam"),
        (good_pdf(), "..", "gewone naam"),
        (good_pdf(), "regel\x01einde.pdf", "gewone naam"),
    ],
)
def test_a_bad_file_is_refused_by_name_and_the_others_are_kept(
    app: Flask, client: CheckingClient, content: bytes, name: str, reason: str
) -> None:
    meeting = make_meeting()
    client.sign_in(make_person("secretary"))
    answer = upload(
        client, meeting, (good_pdf(text="a"), "Eerst.pdf"), (content, name), (good_pdf(), "Dan.pdf")
    )
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    assert reason in page
    assert name.replace("\x01", "\N{REPLACEMENT CHARACTER}") in page
    assert "2 stukken zijn wel toegevoegd" in page
    assert [paper.title for paper in papers()] == ["Eerst", "Dan"]
    assert all("/" not in paper.file_name for paper in papers())


def test_a_double_click_adds_once(app: Flask, client: CheckingClient) -> None:
    meeting = make_meeting()
    client.sign_in(make_person("secretary"))
    key = str(uuid.uuid4())
    first = upload(client, meeting, (good_pdf(), "Stuk.pdf"), key=key)
    second = upload(client, meeting, (good_pdf(), "Stuk.pdf"), key=key)
    assert first.location == second.location
    assert db.session.scalar(select(func.count()).select_from(Paper)) == 1


def test_after_a_partial_refusal_the_form_can_be_sent_again(
    app: Flask, client: CheckingClient
) -> None:
    meeting = make_meeting()
    client.sign_in(make_person("secretary"))
    answer = upload(client, meeting, (good_pdf(), "Een.pdf"), (b"", "Twee.pdf"))
    key = answer.text.split('name="key"')[1].split('value="')[1].split('"')[0]
    upload(client, meeting, (good_pdf(text="twee"), "Twee.pdf"), key=key)
    assert [paper.title for paper in papers()] == ["Een", "Twee"]


def test_no_file_and_no_day_are_said_at_their_field(app: Flask, client: CheckingClient) -> None:
    meeting = make_meeting()
    client.sign_in(make_person("secretary"))
    answer = upload(client, meeting, received_on="")
    assert answer.status_code == 422
    assert "Kies een of meer bestanden." in answer.text
    assert "Vul in wanneer het stuk er was." in answer.text
    future = upload(client, meeting, (good_pdf(), "Stuk.pdf"), received_on="2027-01-01")
    assert future.status_code == 422
    assert "in de toekomst" in future.text


@pytest.mark.parametrize("role", ["alderman", "adviser", "clerk", "administrator", "officer"])
def test_others_add_nothing(app: Flask, client: CheckingClient, role: str) -> None:
    meeting = make_meeting()
    make_item(meeting)
    client.sign_in(make_person(role))
    assert client.get(f"/meetings/{meeting.id}/papers/new").status_code == 403
    assert upload(client, meeting, (good_pdf(), "Stuk.pdf")).status_code == 403
    assert papers() == []


def test_the_officer_of_an_item_adds_to_that_item_only(app: Flask, client: CheckingClient) -> None:
    officer = make_person()
    item = make_item(officer=officer)
    other = make_item(item.meeting)
    client.sign_in(officer)
    form = client.get(f"/meetings/{item.meeting_id}/papers/new").text
    assert item.title in form
    assert other.title not in form
    assert upload(client, item.meeting, (good_pdf(), "A.pdf"), item_id=item.id).status_code == 302
    assert upload(client, item.meeting, (good_pdf(), "B.pdf")).status_code == 403
    refused = upload(client, item.meeting, (good_pdf(), "C.pdf"), item_id=other.id)
    assert refused.status_code == 422
    assert [paper.title for paper in papers()] == ["A"]


def test_the_same_bytes_are_kept_once(app: Flask, client: CheckingClient) -> None:
    meeting = make_meeting()
    client.sign_in(make_person("secretary"))
    content = good_pdf(2, "zelfde")
    upload(client, meeting, (content, "Een.pdf"), (content, "Twee.pdf"))
    one, two = papers()
    assert one.file_id == two.file_id


def test_a_restricted_paper_names_its_circle(app: Flask, client: CheckingClient) -> None:
    officer, guest = make_person(), make_person("adviser")
    secretary: Person = make_person("secretary")
    item = make_item(officer=officer)
    client.sign_in(secretary)
    fields = {"item_id": item.id, "restricted": "y", "circle": [str(guest.id)]}
    upload(client, item.meeting, (good_pdf(), "Geheim.pdf"), **fields)
    paper = papers()[0]
    assert {row.person_id for row in paper.circle} == {secretary.id, officer.id, guest.id}


def test_a_path_with_backslashes_is_refused(app: Flask) -> None:
    upload = FileStorage(io.BytesIO(good_pdf()), "..\\..\\x.pdf")
    good, refused = check_papers([upload], 2)
    assert good == []
    assert [one.file_name for one in refused] == ["..\\..\\x.pdf"]
