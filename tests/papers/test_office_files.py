"""Office files as papers: made a PDF by LibreOffice, without macros, links or a network."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pikepdf
import pypdfium2
import pytest
from flask import Flask

from app.core import files, jobs
from app.core.database import db
from app.papers import office, preparing
from app.papers.limits import Limits
from app.papers.queries import reading_copies
from tests.papers.files import kept, letter, packed, picture, sheet
from tests.papers.odd_office import rewritten

needs_office = pytest.mark.skipif(
    office.program() is None, reason="LibreOffice ontbreekt: sudo apt-get install libreoffice"
)
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def text_of(made: preparing.Made) -> str:
    assert made.stored is not None, made.failure
    content = files.read(files.StoredFile(sha256=made.stored.sha256, size=made.stored.size))
    document = pypdfium2.PdfDocument(content)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


@needs_office
def test_a_letter_becomes_a_pdf_with_the_tags_of_its_maker(app: Flask) -> None:
    made = preparing.make(kept(letter("Overzicht met é en € en ş"), "docx"))
    assert "Overzicht met é en € en ş" in text_of(made)
    assert (made.pages, made.grade, made.accessible) == (1, "own", True)


@needs_office
def test_a_spreadsheet_becomes_a_pdf(app: Flask) -> None:
    made = preparing.make(kept(sheet({"A1": "Programma", "B2": 1250.5}), "xlsx"))
    assert "Programma" in text_of(made)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A web server of our own, and the addresses that were asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, *_what: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()


def letter_with_picture_from(address: str) -> bytes:
    """A letter whose picture is not in it, but at this address."""
    drawing = (
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" '
        f'style="width:100pt;height:100pt"><v:imagedata xmlns:r="{_R}" r:id="rId99"/></v:shape>'
        "</w:pict></w:r></w:p>"
    )
    body = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body><w:p><w:r><w:t>Brief</w:t></w:r></w:p>{drawing}</w:body></w:document>"
    )
    relations = (
        f'<Relationships xmlns="{_RELS}"><Relationship Id="rId99" Type="{_R}/image" '
        f'Target="{address}" TargetMode="External"/></Relationships>'
    )
    changes = {
        "word/document.xml": body.encode(),
        "word/_rels/document.xml.rels": relations.encode(),
    }
    return rewritten(letter(), changes)


@needs_office
def test_nothing_is_fetched(app: Flask, listener: tuple[str, list[str]]) -> None:
    address, asked = listener
    made = preparing.make(kept(letter_with_picture_from(f"{address}/plaatje.png"), "docx"))
    assert "Brief" in text_of(made)
    assert asked == []


@needs_office
def test_no_picture_of_this_machine_comes_along(app: Flask, tmp_path: Path) -> None:
    secret = tmp_path / "geheim.png"
    secret.write_bytes(packed(picture(), "PNG"))
    made = preparing.make(kept(letter_with_picture_from(secret.as_uri()), "docx"))
    assert made.stored is not None
    content = files.read(files.StoredFile(sha256=made.stored.sha256, size=made.stored.size))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert not [one for one in pdf.objects if _is_picture(one)]


def _is_picture(thing: pikepdf.Object) -> bool:
    return isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == pikepdf.Name.Image


@needs_office
def test_one_that_takes_too_long_is_ended_with_everything_it_started(app: Flask) -> None:
    made = preparing.make(kept(letter(), "docx"), Limits(office_seconds=0.5))
    assert made.failure == "too_heavy"
    running = subprocess.run(
        ["ps", "-e", "-o", "args"], capture_output=True, text=True, check=True
    ).stdout
    assert not [line for line in running.splitlines() if "vooroverleg-paper-" in line]


@needs_office
def test_conversions_wait_for_each_other(app: Flask, tmp_path: Path) -> None:
    source = tmp_path / "original"
    source.write_bytes(letter())
    with office.alone(tmp_path / office.LOCK, 1), pytest.raises(office.Busy):
        office.convert(source, "docx", tmp_path, Limits(), 0.3)


@needs_office
def test_a_file_that_it_cannot_read_is_said_to_be_so(app: Flask) -> None:
    content = rewritten(letter(), {"word/document.xml": b"<w:document"})
    assert preparing.make(kept(content, "docx")).failure == "not_converted"


def test_without_libreoffice_the_file_stays_a_download_until_it_is_there(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = kept(letter(), "docx")
    with monkeypatch.context() as without:
        without.setattr(office, "PROGRAMS", ("geen-kantoorprogramma",))
        assert preparing.prepare(original).failure == "no_office"
        preparing.prepare_older()
        assert jobs.run_pending() == 0
    if office.program() is None:
        pytest.skip("LibreOffice ontbreekt: wat er gebeurt als het er komt, is niet te zien")
    preparing.prepare_older()
    assert jobs.run_pending() == 1
    db.session.expire_all()
    assert reading_copies([original.id])[original.id].state == "ready"
