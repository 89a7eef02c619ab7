"""A schedule that comes as a file: read as if it had been pasted, or refused in one sentence."""

from __future__ import annotations

import io
import struct
import time as stopwatch
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time

import odfdo
import openpyxl
import pytest
from docx import Document
from flask import Flask

from app.core.errors import RuleBroken
from app.meetings.models import Body
from app.schedules.received import text_of
from tests.client import CheckingClient
from tests.factories import make_body, make_person
from tests.schedules.pages import fields_of, ticked
from tests.schedules.test_planning_a_year import NEW, pasted

pytestmark = pytest.mark.usefixtures("app")
#: The end of a zip with a list of its parts that is larger than a schedule may be.
_PARTS = 250_000
MANY_PARTS = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", *([0] * 18)) * _PARTS + struct.pack(
    "<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, 46 * _PARTS, 4, 0
)


def word(paragraphs: list[str], rows: list[list[str]]) -> bytes:
    """A Word document: first lines of text, then a table."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for line, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(line.cells, cells, strict=True):
                cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def workbook(rows: list[list[object]]) -> bytes:
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A zip of which each part was changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)), zipfile.ZIP_DEFLATED)
    return file.getvalue()


def read(content: bytes, name: str) -> str:
    return text_of(io.BytesIO(content), name)


def test_a_word_document_gives_its_lines_and_its_table() -> None:
    content = word(["Vergaderschema 2027"], [["Datum", "Tijd"], ["14 januari", "9.30 uur"]])
    assert read(content, "schema.docx") == "Vergaderschema 2027\nDatum\tTijd\n14 januari\t9.30 uur"


def test_a_workbook_gives_days_and_times_as_they_were_typed() -> None:
    content = workbook(
        [
            ["Datum", "Tijd"],
            [date(2027, 1, 14), time(9, 30)],
            [],
            [datetime.combine(date(2027, 2, 11), time(13)), ""],
        ]
    )
    assert read(content, "schema.xlsx") == ("Datum\tTijd\n2027-01-14\t09:30:00\n\n2027-02-11 13:00")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("schema.csv", "datum;tijd\n14-1-2027;9.30\n".encode("cp1252")),
        ("schema.txt", "datum\ttijd\n14-1-2027\t9.30\n".encode("utf-16")),
        ("schema.docx", word([], [["Datum", "Tijd"], ["14-1-2027", "9.30"]])),
        ("schema.xlsx", workbook([["Datum", "Tijd"], ["14-1-2027", "9.30"]])),
    ],
)
def test_a_file_becomes_a_preview(client: CheckingClient, name: str, content: bytes) -> None:
    client.sign_in(make_person("secretary"))
    body: Body = make_body()
    form = pasted(body, "", way="file") | {"file": (io.BytesIO(content), name)}
    page = client.post(NEW, data=form, content_type="multipart/form-data")
    assert page.status_code == 200
    assert ticked(fields_of(page)) == ["2027-01-14"]


def entities(name: str, content: bytes) -> bytes:
    """A document that refers to itself a thousand times over."""
    if name != "word/document.xml":
        return content
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    return f'<!DOCTYPE x [<!ENTITY l0 "lol">{lol}]><x>&l8;</x>'.encode()


def enormous(name: str, content: bytes) -> bytes:
    """A document with a part that unpacks to more than there is memory for."""
    return b" " * 110_000_000 if name == "word/styles.xml" else content


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("leeg.txt", b"", "niet te lezen"),
        ("plaatje.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "niet te lezen"),
        ("kapot.docx", word(["x"], [])[:-60], "beschadigd"),
        ("lol.docx", changed(word(["x"], []), entities), "beschadigd"),
        ("groot.docx", changed(word(["x"], []), enormous), "te zwaar"),
        ("enorm.txt", b"x" * (10 * 1024 * 1024 + 1), "te groot"),
        ("kapot.xlsx", b"PK\x03\x04" + b"x" * 100, "beschadigd"),
    ],
    ids=lambda part: part if isinstance(part, str) and "." in part else "",
)
def test_a_hostile_file_is_refused_in_a_sentence(name: str, content: bytes, sentence: str) -> None:
    begin = stopwatch.monotonic()
    with pytest.raises(RuleBroken) as refused:
        read(content, name)
    assert sentence in refused.value.message
    assert refused.value.field == "file"
    assert stopwatch.monotonic() - begin < 20


def test_a_refused_file_brings_the_form_back_filled_in(app: Flask, client: CheckingClient) -> None:
    client.sign_in(make_person("secretary"))
    form = pasted(make_body(), "", way="file", first="2027-03-01")
    answer = client.post(NEW, data=form, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Kies een bestand." in answer.text
    assert 'value="2027-03-01"' in answer.text
    long = form | {"file": (io.BytesIO(b"14 januari\n" * 4_000), "lang.txt")}
    answer = client.post(NEW, data=long, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Deze tekst is te lang" in answer.text


def test_a_sheet_that_says_a_billion_blank_rows_come_first_is_refused_at_once() -> None:
    sheet = odfdo.Document("spreadsheet")
    sheet.body.clear()
    sheet.body.append(
        odfdo.Element.from_tag(
            '<table:table table:name="A">'
            '<table:table-row table:number-rows-repeated="999999999"><table:table-cell/>'
            "</table:table-row><table:table-row>"
            '<table:table-cell office:value-type="string" office:string-value="14 januari 2027">'
            "<text:p>14 januari 2027</text:p></table:table-cell></table:table-row></table:table>"
        )
    )
    file = io.BytesIO()
    sheet.save(file)
    with pytest.raises(RuleBroken, match="hoogstens 3000 regels"):
        text_of(file, "schema.ods")


def test_a_zip_that_lists_millions_of_parts_is_refused_before_it_is_opened() -> None:
    begin = stopwatch.monotonic()
    with pytest.raises(RuleBroken, match="te groot"):
        text_of(io.BytesIO(b"PK\x03\x04" + MANY_PARTS), "schema.docx")
    assert stopwatch.monotonic() - begin < 1
