"""Tables to take away: typed cells, no formulas, and read back as they were."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest
from flask import Flask

from app.core.errors import RuleBroken
from app.core.spreadsheets.harmless import harmless, original
from app.core.spreadsheets.reading import read_table
from app.core.spreadsheets.tables import Cell
from app.core.spreadsheets.writing import MEDIA_TYPES, write_table

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)

FORMULAS = (
    *(
        "=1+1",
        "+1",
        "-1+2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
    ),
    *("=cmd|' /C calc'!A0", '=HYPERLINK("https://x.example";"klik")', "- een streepje", "\xa0=1"),
)
HARMLESS = (
    "Haren",
    "'s-Gravenhage",
    "a=b",
    "1-2",
    "'",
    "",
    "Woo (5.2)",
    'een\nregel; met "tekens"',
)


@pytest.mark.parametrize("text", FORMULAS)
def test_what_would_run_gets_an_apostrophe_and_loses_it_again(app: Flask, text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert original(harmless(text)) == text
    assert original(harmless(f"'{text}")) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_stay_as_they_are(app: Flask, text: str) -> None:
    assert harmless(text) == text
    assert original(text) == text


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_texts_come_back_as_they_were(app: Flask, kind: str) -> None:
    texts = [text.strip("\r\n\t") or text for text in FORMULAS + HARMLESS if text]
    content = write_table(kind, "Lijst", ["Tekst", "Einde"], [[text, "."] for text in texts])
    read = read_table(io.BytesIO(content)).rows
    assert [row.cells[0] for row in read[1:]] == texts


def test_no_cell_of_a_workbook_is_a_formula(app: Flask) -> None:
    heads = ["=kop", *(str(n) for n in range(len(FORMULAS) - 1))]
    content = write_table("xlsx", "=1+1", heads, [FORMULAS])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    found = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in found} == {"s"}
    assert not [cell.value for cell in found if str(cell.value).startswith(("=", "+", "-", "@"))]
    ods = zipfile.ZipFile(io.BytesIO(write_table("ods", "=1", heads, [FORMULAS])))
    assert b"table:formula" not in ods.read("content.xml")


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_numbers_and_days_are_typed(app: Flask, kind: str) -> None:
    moment = datetime.fromisoformat("2026-01-31T09:30")
    row: list[Cell | None] = [3, 2.5, moment.date(), moment, True, None, "3"]
    content = write_table(kind, "Lijst", list("abcdefg"), [row])
    assert read_table(io.BytesIO(content)).rows[1].cells == (*row[:5], "", "3")


def test_a_csv_opens_in_a_dutch_excel(app: Flask) -> None:
    content = write_table("csv", "Lijst", ["Naam", "Bedrag"], [["Eén; twee", 2.5]])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == 'Naam;Bedrag\r\n"Eén; twee";2,5\r\n'


def test_a_text_too_long_for_excel_is_refused_not_cut(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="ods"):
        write_table("xlsx", "Lijst", ["Tekst"], [["x" * 40_000]])
    assert len(write_table("ods", "Lijst", ["Tekst"], [["x" * 40_000]])) > 1000
