"""Papers of other kinds than PDF: known by what they are, and read by their reading copy."""

from __future__ import annotations

import html
from urllib.parse import quote

import pytest
from flask import Flask

from app.core import files, jobs
from app.core.database import db
from app.papers import office
from app.papers.kinds import KINDS
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting, make_person
from tests.meetings.pdfs import encrypted_pdf
from tests.meetings.test_uploading import papers, upload
from tests.packs import pdf_files
from tests.packs.meeting_files import add_paper
from tests.papers.copies import give_copy
from tests.papers.files import fax, letter, packed, photograph, picture, sheet
from tests.papers.odd_office import docx_with_macros

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)


@pytest.mark.parametrize(
    ("content", "sent", "kept", "kind", "pages"),
    [
        (photograph(), "IMG_1.JPG", "IMG_1.JPG", "jpeg", 1),
        (packed(picture(), "PNG"), "kaart.png", "kaart.png", "png", 1),
        (fax(3), "Getekende brief.pdf", "Getekende brief.tif", "tiff", 3),
        (letter(), "Memo.docx", "Memo.docx", "docx", 0),
        (letter(), "Memo.exe", "Memo.exe.docx", "docx", 0),
        (sheet({"A1": 1}), "Cijfers", "Cijfers.xlsx", "xlsx", 0),
        (encrypted_pdf(user=""), "Op slot.pdf", "Op slot.pdf", "pdf", 1),
    ],
)
def test_a_file_is_what_it_holds_whatever_it_is_called(
    app: Flask, client: CheckingClient, content: bytes, sent: str, kept: str, kind: str, pages: int
) -> None:
    meeting = make_meeting()
    client.sign_in(make_person("secretary"))
    assert upload(client, meeting, (content, sent)).status_code == 302
    paper = papers()[0]
    assert (paper.file_name, paper.pages) == (kept, pages)
    assert paper.file.media_type == KINDS[kind].media_type
    answer = client.get(f"/papers/{paper.id}/file")
    assert answer.data == content
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("inline" if KINDS[kind].shown else "attachment")
    assert disposition.endswith(quote(kept, safe=""))


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (docx_with_macros(), "Brief.docx", "bevat macro’s"),
        (OLD_OFFICE, "Brief.doc", "oude versie van Word"),
        (OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "Brief.docx", "wachtwoord"),
        (letter()[:3000], "Brief.docx", "beschadigd"),
        (sheet({"XFD1048576": "ver weg"}), "Cijfers.xlsx", "meer dan 2.000 bladzijden"),
        (b"GIF89a" + bytes(500), "film.gif", "Opslaan als PDF"),
        (pdf_files.many_pages(2001), "Dik.pdf", "meer dan 2.000 bladzijden"),
    ],
)
def test_what_cannot_be_a_paper_is_refused_with_what_to_do(
    app: Flask, client: CheckingClient, content: bytes, name: str, reason: str
) -> None:
    meeting = make_meeting()
    client.sign_in(make_person("secretary"))
    answer = upload(client, meeting, (content, name), (photograph(), "Goed.jpg"))
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    assert name in page
    assert reason in page
    assert [paper.title for paper in papers()] == ["Goed"]


def test_the_uploader_sees_how_each_paper_reads_and_what_to_ask(
    app: Flask, client: CheckingClient
) -> None:
    meeting = make_meeting()
    client.sign_in(make_person("secretary"))
    upload(client, meeting, (photograph(), "Brief.jpg"), item_id=0)
    assert "leesversie wordt gemaakt" in client.get(f"/meetings/{meeting.id}").text
    jobs.run_pending()
    assert ">scan<" in client.get(f"/meetings/{meeting.id}").text
    paper = papers()[0]
    page = html.unescape(client.get(f"/papers/{paper.id}").text)
    assert "De bladzijden zijn plaatjes." in page
    assert "in plaats van als scan" in page
    assert f"/papers/{paper.id}/file" in page
    copy = client.get(f"/papers/{paper.id}/copy")
    assert (copy.status_code, copy.mimetype) == (200, "application/pdf")
    assert copy.data.startswith(b"%PDF-")
    assert "sandbox" in copy.headers["Content-Security-Policy"]


def test_who_only_reads_is_not_asked_to_write_to_the_sender(
    app: Flask, client: CheckingClient
) -> None:
    paper = add_paper(make_item())
    give_copy(paper, grade="scan", reasons=["pages_scanned"])
    client.sign_in(make_person("adviser"))
    page = client.get(f"/papers/{paper.id}").text
    assert "De bladzijden zijn plaatjes." in page
    assert "Wat u de afzender kunt vragen" not in page


def test_the_title_leads_to_the_copy_that_was_made_safe(app: Flask, client: CheckingClient) -> None:
    """On the meeting, its item and in search; the original is on the page of the paper."""
    item = make_item()
    paper = add_paper(item)
    client.sign_in(make_person("officer"))
    original, copy = f"/papers/{paper.id}/file", f"/papers/{paper.id}/copy"
    pages = (f"/meetings/{paper.meeting_id}", f"/items/{item.id}", f"/search?q={paper.title}")
    for page in pages:
        assert f'href="{original}"' in client.get(page).text, page
    give_copy(paper)
    for page in pages:
        text = client.get(page).text
        assert f'href="{copy}"' in text, page
        assert f'href="{original}"' not in text, page
    assert f'href="{original}"' in client.get(f"/papers/{paper.id}").text


@pytest.mark.skipif(office.program() is None, reason="LibreOffice ontbreekt")
def test_a_letter_is_read_counted_and_found_by_its_reading_copy(
    app: Flask, client: CheckingClient
) -> None:
    meeting = make_meeting()
    client.sign_in(make_person("secretary"))
    upload(client, meeting, (letter("De waterplanten worden gemaaid"), "Memo.docx"), item_id=0)
    assert f"/papers/{papers()[0].id}" in client.get(f"/meetings/{meeting.id}").text
    jobs.run_pending()
    db.session.expire_all()
    paper = papers()[0]
    assert paper.pages == 1
    assert f"/papers/{paper.id}/copy" in client.get(f"/meetings/{meeting.id}").text
    assert "Memo" in client.get("/search?q=waterplanten&kind=paper").text


def test_a_paper_without_a_copy_says_so(app: Flask, client: CheckingClient) -> None:
    paper = add_paper(make_item())
    client.sign_in(make_person("officer"))
    assert client.get(f"/papers/{paper.id}/copy").status_code == 503
    page = client.get(f"/papers/{paper.id}").text
    assert "De leesversie wordt gemaakt." in page
    assert files.exists(paper.file)
