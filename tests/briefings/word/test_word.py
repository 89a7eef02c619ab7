"""A Word document into the parts of a note, and a note out as one."""

from __future__ import annotations

import zipfile
from contextlib import ExitStack
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from docx import Document
from flask import Flask
from flask_babel import force_locale

from app.briefings.models import Note
from app.briefings.parts import PARTS
from app.briefings.word import reading
from app.briefings.word.child import sections
from app.briefings.word.reading import part_called, part_names, read_document
from app.core.database import db
from app.core.errors import RuleBroken
from tests.briefings.stage import Stage
from tests.factories import make_person


def _document() -> Any:
    document = Document()
    document.add_paragraph("Vooraf: dit is de memo van vorige maand.")
    document.add_heading("1. Gevraagd besluit", 1)
    document.add_paragraph("Instemmen met de begroting.")
    document.add_heading("Aanleiding en kern", 1)
    paragraph = document.add_paragraph("De begroting stijgt met ")
    paragraph.add_run("drie procent").bold = True
    paragraph.add_run(".")
    document.add_heading("Per jaar", 2)
    table = document.add_table(2, 2)
    for cell, words in zip(
        [*table.rows[0].cells, *table.rows[1].cells],
        ["Jaar", "Bedrag", "2027", "€ 12.500"],
        strict=True,
    ):
        cell.text = words
    document.add_paragraph().add_run("Spreekpunten").bold = True
    for words in ("Wij steunen de lijn.", "Wij missen de dekking."):
        document.add_paragraph(words, style="List Bullet")
    document.add_heading("Planning van de gemeente Haren", 1)
    document.add_paragraph("In januari.")
    return document


def _bytes(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def test_headings_bring_a_text_to_its_part(app: Flask) -> None:
    found = read_document(BytesIO(_bytes(_document())))
    assert [(one.heading, one.part) for one in found] == [
        ("", ""),
        ("1. Gevraagd besluit", "ask"),
        ("Aanleiding en kern", "core"),
        ("Spreekpunten", "speaking_points"),
        ("Planning van de gemeente Haren", ""),
    ]
    texts = {one.part: one.text for one in found if one.part}
    assert texts["ask"] == "Instemmen met de begroting."
    assert texts["speaking_points"] == "- Wij steunen de lijn.\n- Wij missen de dekking."
    assert "**drie procent**" in texts["core"]
    assert "# Per jaar\n\n|" in texts["core"]
    assert "| 2027 | € 12.500 |" in texts["core"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_part_is_recognised_by_its_name(app: Flask, language: str) -> None:
    with force_locale(language):
        for part in PARTS:
            assert part_called(f"3.2 {part.label}:", part_names()) == part.key


def _archive(**files: bytes) -> BytesIO:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    out.seek(0)
    return out


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _entities() -> BytesIO:
    document = zipfile.ZipFile(BytesIO(_bytes(_document())))
    files = {name: document.read(name) for name in document.namelist()}
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM '
        b'"file:///etc/passwd">]><x>&a;&b;</x>'
    )
    files["word/document.xml"] = bomb
    return _archive(**{name.replace("/", "__"): content for name, content in files.items()})


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (BytesIO(b"%PDF-1.7"), "geen Word-document"),
        (BytesIO(b""), "geen Word-document"),
        (BytesIO(_OLE + b"x" * 600), "oudere soort (.doc)"),
        (BytesIO(_OLE + "EncryptedPackage".encode("utf-16-le")), "zonder wachtwoord"),
        (BytesIO(_bytes(_document())[:-3000]), "beschadigd"),
        (_archive(readme=b"x"), "geen Word-document"),
        (_archive(word__document_xml=b"x"), "geen Word-document"),
        (_archive(**{"word__document.xml": b"<unclosed"}), "beschadigd"),
        (_archive(**{"word__document.xml": b" " * 150_000_000}), "te zwaar"),
        (_entities(), "beschadigd"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    app: Flask, sent: BytesIO, says: str
) -> None:
    with pytest.raises(RuleBroken) as caught:
        read_document(sent)
    assert says in caught.value.message
    assert caught.value.field == "file"


def test_heavy_documents_leave_room_for_others(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "WAIT_SECONDS", 0.01)
    with ExitStack() as held:
        for _number in range(reading.AT_ONCE):
            assert reading._readers.acquire(blocking=False)
            held.callback(reading._readers.release)
        with pytest.raises(RuleBroken) as caught:
            read_document(BytesIO(_bytes(_document())))
        assert "veel documenten" in caught.value.message
    assert read_document(BytesIO(_bytes(_document())))


def test_markup_of_others_is_cleaned() -> None:
    html = (
        "<h1>Kern</h1><p onclick='x()'>Een <a href='javascript:alert(1)'>link</a> en "
        "<img src='https://elders.example/p.png'><script>alert(1)</script>"
        "<a href='https://haren.example/'>nog een</a><b>niet gesloten"
    )
    (found,) = sections(html)
    assert "script" not in found["text"]
    assert "elders" not in found["text"]
    assert "javascript" not in found["text"]
    assert "[nog een](https://haren.example/)" in found["text"]


def test_cells_over_several_places_leave_every_word_in_its_column() -> None:
    html = (
        "<h1>Geld</h1><table><thead><tr><th colspan='2'>Jaar</th></tr></thead><tbody>"
        "<tr><td rowspan='2'>2027</td><td>a|b</td><td>derde</td></tr><tr><td>onder</td></tr>"
        "<tr><td colspan='9999999999'>breed</td></tr>"
        "<tr><td>c<table><tr><td><strong>bin</strong></td><td>nen</td></tr></table></td></tr></table>"
    )
    (found,) = sections(html)
    rows = [[cell.strip() for cell in line.split(" | ")] for line in found["text"].splitlines()]
    assert len({len(row) for row in rows}) == 1
    assert [[cell.strip("| ") for cell in row[:3]] for row in rows] == [
        ["Jaar", "", ""],
        ["---", "---", "---"],
        ["2027", "a\\|b", "derde"],
        ["", "onder", ""],
        ["breed", "", ""],
        ["c **bin** nen", "", ""],
    ]


def test_footnotes_keep_their_words_and_lead_nowhere() -> None:
    html = (
        "<h1>Recht</h1><p>Volgens de wet<sup><a href='#n1' id='r1'>[1]</a></sup>.</p>"
        "<ol><li id='n1'><p>Artikel 35. <a href='#r1'>↑</a></p></li></ol>"
    )
    (found,) = sections(html)
    assert found["text"] == "Volgens de wet[1].\n\n1. Artikel 35."


def test_nothing_is_saved_before_somebody_says_so(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note(parts={"core": "Wat er al stond."})
    client = stage.client(stage.officer)
    url = f"/items/{stage.item.id}/note/word"
    assert "Tekst uit Word overnemen" in client.get(f"/notes/{note.id}/edit").text
    assert client.get(url).status_code == 200
    answer = client.post(url, data={"file": (BytesIO(_bytes(_document())), "memo.docx")})
    assert answer.status_code == 200
    assert "kies waar dit hoort" in answer.text
    sent = {
        "sections-0-heading": "Aanleiding en kern",
        "sections-0-part": "core",
        "sections-0-text": "De begroting stijgt.",
        "sections-1-heading": "Planning",
        "sections-1-part": "",
        "sections-1-text": "In januari.",
    }
    answer = client.post(f"{url}/take", data=sent)
    assert answer.status_code == 200
    assert "Wat er al stond.\n\nDe begroting stijgt." in answer.text.replace("\r\n", "\n")
    assert "In januari." not in answer.text
    db.session.expire_all()
    assert db.session.get_one(Note, note.id).current_number == 1


def test_a_choice_of_nothing_keeps_what_was_sent(app: Flask) -> None:
    stage = Stage.set_up(app)
    client = stage.client(stage.officer)
    sent = {"sections-0-heading": "Planning", "sections-0-part": "", "sections-0-text": "Januari."}
    answer = client.post(f"/items/{stage.item.id}/note/word/take", data=sent)
    assert answer.status_code == 422
    assert "Kies bij ten minste één stuk tekst" in answer.text
    assert "Januari." in answer.text
    answer = client.post(f"/items/{stage.item.id}/note/word", data={})
    assert answer.status_code == 422


def test_only_writers_take_a_document_in(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("with_alderman")
    for person in (stage.officer, stage.alderman, make_person("coordinator")):
        client = stage.client(person)
        assert client.get(f"/items/{stage.item.id}/note/word").status_code == 404
    assert stage.client(stage.colleague).get(f"/notes/{note.id}/word").status_code == 404


def _words(document: bytes) -> str:
    found = Document(BytesIO(document))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in found.paragraphs), *cells])


def test_a_note_goes_out_with_what_its_reader_may_read(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note(
        "with_alderman",
        parts={
            "core": "Met **nadruk**.\n\n| Jaar | Bedrag |\n| --- | --- |\n| 2027 | € 5 |",
            "speaking_points": "- Eerste.\n- Tweede.",
            "undisclosed": "Kanariepiet.",
        },
        marking="vertrouwelijk",
    )
    note.item.title = "Bijdrage 2027/2028 – Şişli"
    db.session.commit()
    for person, reads in ((stage.alderman, True), (make_person("coordinator"), False)):
        answer = stage.client(person).get(f"/notes/{note.id}/word")
        assert answer.status_code == 200
        named = answer.headers["Content-Disposition"]
        assert named.startswith('attachment; filename="Bijdrage 2027 2028 _ _i_li.docx";')
        assert named.endswith(quote("Bijdrage 2027 2028 – Şişli.docx"))
        words = _words(answer.data)
        assert ("Kanariepiet." in words) is reads
        assert "Ons standpunt: eens" in words
        assert "€ 5" in words
        document = Document(BytesIO(answer.data))
        assert document.sections[0].header.paragraphs[0].text == "vertrouwelijk"
        assert document.core_properties.author == ""


def test_a_text_that_is_too_long_for_its_part_comes_back_with_a_sentence(app: Flask) -> None:
    stage = Stage.set_up(app)
    client = stage.client(stage.officer)
    long = "Een zin van het stuk. " * 5_000
    sent = {"sections-0-heading": "Kern", "sections-0-part": "core", "sections-0-text": long}
    answer = client.post(f"/items/{stage.item.id}/note/word/take", data=sent)
    assert answer.status_code == 422
    assert "hoogstens 100000 tekens" in answer.text
    assert long.strip() in answer.text
