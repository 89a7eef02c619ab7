"""Tables that people send: every notation is read, and what is broken is refused by its line."""

from __future__ import annotations

import io
import random
import time
import zipfile
from datetime import datetime
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask

from app.core.spreadsheets.reading import Unreadable, read_table
from app.core.spreadsheets.tables import Cell, Limits, Table
from app.core.spreadsheets.writing import write_table

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
MEGABYTE = 1024 * 1024


def read(content: bytes, limits: Limits | None = None) -> Table:
    return read_table(io.BytesIO(content), limits)


def cells(content: bytes) -> list[tuple[object, ...]]:
    return [row.cells for row in read(content).rows]


def refused(content: bytes, limits: Limits | None = None) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(content, limits)
    return caught.value


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le-with-mark"]
)
def test_separators_and_encodings(app: Flask, separator: str, encoding: str) -> None:
    text = f"Deelnemer{separator}Plaats\r\nSúdwest-Fryslân{separator}Sneek\r\n"
    if encoding == "utf-16-le-with-mark":
        content = b"\xff\xfe" + text.encode("utf-16-le")
    else:
        content = text.encode(encoding)
    assert cells(content) == [("Deelnemer", "Plaats"), ("Súdwest-Fryslân", "Sneek")]


def test_quotes_line_ends_and_lines(app: Flask) -> None:
    table = read(b'a,b\r\n\r\n"een ""echt"" geval","twee\nregels"\r\n , \r\nc,d,,\r\n')
    assert [(row.line, row.cells) for row in table.rows] == [
        (1, ("a", "b")),
        (3, ('een "echt" geval', "twee\nregels")),
        (6, ("c", "d")),
    ]


def test_the_separator_that_excel_names(app: Flask) -> None:
    table = read(b"sep=;\r\na,b;c\r\n1;2\r\n")
    assert [(row.line, row.cells) for row in table.rows] == [(2, ("a,b", "c")), (3, ("1", "2"))]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("Naam;Plaats\nHaren;Groningën\nH".encode() + b"\xffren;x\n", 3),
        ("Naam;Plaats\nHaren;Groningën\nHaren;x".encode() + b"\xc3\n", 3),
        (b"Naam;Plaats\nHaren;x\nH\xffren;x\n", 3),
        (b"Naam;Plaats\nHaren;x\nH\x80ren;x\n", 3),
        (b"Naam;Plaats\nHaren;x\nH\x00ren;x\n", 3),
        (b"Naam;Plaats\nHaren;x\nH\x07ren;x\n", 3),
        ("Naam;Plaats\nHaren;x\nH\ufffdren;x\n".encode(), 3),
        (b'Naam;Plaats\nHaren;x\n"Haren;x\nAssen;y\n', 3),
        (b'Naam;Plaats\nHaren;x\n"Haren"en;x\n', 3),
        ("Naam;Plaats\nHaren;GroningÃ«n én 語\n".encode(), 2),
        (b"Naam;Plaats\nHaren;" + b"x" * MEGABYTE + b"\n", 2),
    ],
)
def test_what_is_broken_is_refused_by_its_line(app: Flask, content: bytes, line: int) -> None:
    refusal = refused(content)
    assert refusal.line == line
    assert f"Regel {line}: " in refusal.message


def test_one_broken_byte_anywhere_in_a_list_is_named(app: Flask) -> None:
    """A byte that is no letter in any place of a list with accents: the line, each time."""
    text = "Naam;Plaats\n" + "".join(f"Deelnemer {n};Súdwest-Fryslân\n" for n in range(40))
    content = text.encode()
    chance = random.Random(7)
    for place in chance.sample(range(len(content)), 60):
        broken = content[:place] + b"\xfe" + content[place + 1 :]
        if content[place] == 0x0A:
            expected = {content[:place].count(b"\n") + 1}
        else:
            expected = {broken[:place].count(b"\n") + 1}
        assert refused(broken).line in expected


def test_letters_that_were_encoded_twice_are_mended_and_named(app: Flask) -> None:
    twice = "Provincie Fryslân; Barßel; Emsbüren; à la carte; één".encode().decode("cp1252")
    table = read(f"Naam;b;c;d;e\n{twice}\nPapenburg;x\n".encode())
    assert table.rows[1].cells[:3] == ("Provincie Fryslân", " Barßel", " Emsbüren")
    assert table.rows[1].cells[3:] == (" à la carte", " één")
    assert table.mended == [2]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "leeg"),
        (b"\n \n;;\n", "leeg"),
        (b"%PDF-1.7 x", "geen lijst"),
        (b"<html><table>", "geen lijst"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, ".xls"),
        (b"PK\x03\x04 and nothing more", "beschadigd"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(
    app: Flask, content: bytes, words: str
) -> None:
    assert words in refused(content).message


def test_too_many_rows_or_columns_are_refused(app: Flask) -> None:
    limits = Limits(rows=100, columns=10)
    assert refused(b"a;b\n" * 101, limits).line == 101
    assert refused(b"a;b\n" + b"x;" * 10 + b"x\n", limits).line == 2
    assert len(read(b"a;b\n" * 100, limits).rows) == 100


def workbook(**changes: Any) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for place, value in changes.items():
        sheet[place] = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_cells_of_a_workbook_keep_their_kind(app: Flask) -> None:
    moment = datetime.fromisoformat("2026-01-31T09:30")
    content = workbook(A2="Haren", B2=3, C2=2.5, D2=moment.date(), E2=moment)
    table = read(content)
    assert [(row.line, row.cells) for row in table.rows] == [
        (2, ("Haren", 3, 2.5, moment.date(), moment))
    ]
    assert cells(workbook(A1=time_of_day(9, 30))) == [(time_of_day(9, 30),)]


def test_the_first_sheet_with_something_is_read_and_the_others_are_named(app: Flask) -> None:
    book = openpyxl.Workbook()
    for name in ("Lijst", "Oud"):
        book.create_sheet(name).append([name])
    file = io.BytesIO()
    book.save(file)
    table = read(file.getvalue())
    assert [row.cells for row in table.rows] == [("Lijst",)]
    assert table.other_sheets == ["Oud"]


def test_a_formula_gives_the_value_that_was_kept(app: Flask) -> None:
    content = workbook(A1="x", B1="=1+1")
    kept = _changed(content, "xl/worksheets/sheet1.xml", b"<v></v>", b"<v>2</v>")
    kept = kept if kept != content else _changed(content, "xl/worksheets/sheet1.xml", b"<v/>", b"")
    assert cells(kept)[0][0] == "x"
    assert cells(kept)[0][1:] in ((2,), ())


def _changed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with one part changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(file, "w") as target:
        for item in source.infolist():
            data = source.read(item.filename)
            target.writestr(
                item.filename, data.replace(old, new) if item.filename == part else data
            )
    return file.getvalue()


def test_a_file_of_200_megabytes_is_refused_at_once(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "groot.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(200 * MEGABYTE)
    begin = time.monotonic()
    with path.open("rb") as file, pytest.raises(Unreadable, match="20 MB"):
        read_table(file)
    assert time.monotonic() - begin < 2


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "content.xml"])
def test_what_unpacks_to_gigabytes_is_refused_within_seconds(app: Flask, part: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open(part, "w", force_zip64=True) as target:
            for _piece in range(1100):
                target.write(bytes(MEGABYTE))
    assert len(file.getvalue()) < 8 * MEGABYTE
    begin = time.monotonic()
    assert "uitgepakt" in refused(file.getvalue()).message
    assert time.monotonic() - begin < 5


def test_a_workbook_that_lies_about_its_size_gives_no_more_than_it_declares(app: Flask) -> None:
    content = _changed(
        workbook(A1="x"), "xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetData>" + b" " * 10**6
    )
    place = content.rindex(b"xl/worksheets/sheet1.xml")
    size_at = place - 46 + 24
    lying = content[:size_at] + (50).to_bytes(4, "little") + content[size_at + 4 :]
    assert "beschadigd" in refused(lying).message


BOMB = b"""<!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa">%s]>""" % b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(8)
)


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("xlsx", "xl/worksheets/sheet1.xml"),
        ("xlsx", "xl/workbook.xml"),
        ("ods", "content.xml"),
        ("ods", "styles.xml"),
    ],
)
def test_entities_that_grow_are_refused(app: Flask, kind: str, part: str) -> None:
    content = write_table(kind, "Lijst", ["Naam"], [["Haren"]])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        whole = archive.read(part)
    root = whole.index(b"<", whole.index(b"?>")) if whole.startswith(b"<?xml") else 0
    begin = time.monotonic()
    refused(_changed(content, part, whole, BOMB + whole[root:]))
    assert time.monotonic() - begin < 10


def test_a_sheet_that_says_it_is_enormous_is_read_as_it_is(app: Flask) -> None:
    content = workbook(A1="Haren", A3="Assen")
    for place in (b'ref="A1:A3"', b'ref="A1"'):
        content = _changed(content, "xl/worksheets/sheet1.xml", place, b'ref="A1:XFD1048576"')
    assert cells(content) == [("Haren",), ("Assen",)]


def test_a_repeated_row_and_cell_count_as_often_as_they_say(app: Flask) -> None:
    content = write_table("ods", "Lijst", ["Naam"], [["Haren"]])
    row = b'<table:table-row table:number-rows-repeated="3"><table:table-cell '
    row += b'table:number-columns-repeated="2" office:value-type="string"><text:p>x</text:p>'
    row += b'</table:table-cell><table:table-cell table:number-columns-repeated="16000"/>'
    row += b"</table:table-row>"
    blank = b'<table:table-row table:number-rows-repeated="1048000"><table:table-cell/>'
    blank += b"</table:table-row>"
    grown = _changed(content, "content.xml", b"</table:table>", row + blank + b"</table:table>")
    assert cells(grown) == [("Naam",), ("Haren",), ("x", "x"), ("x", "x"), ("x", "x")]
    many = _changed(grown, "content.xml", b'rows-repeated="3"', b'rows-repeated="90000"')
    assert "20000 regels" in refused(many).message


def test_a_workbook_that_keeps_its_reader_busy_is_ended(app: Flask) -> None:
    content = write_table("xlsx", "Lijst", ["Naam"], [[f"Naam {n}"] for n in range(15_000)])
    begin = time.monotonic()
    assert "te zwaar" in refused(content, Limits(wall_seconds=0.2)).message
    assert time.monotonic() - begin < 4


def test_ten_thousand_rows_are_read_in_seconds(app: Flask) -> None:
    rows: list[list[Cell | None]] = [["Haren", f"Regeling {n}", n] for n in range(10_000)]
    begin = time.monotonic()
    for kind in ("csv", "xlsx"):
        assert len(read(write_table(kind, "Lijst", ["a", "b", "c"], rows)).rows) == 10_001
    assert time.monotonic() - begin < 20
