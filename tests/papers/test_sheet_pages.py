"""How many pages a spreadsheet would take is estimated before LibreOffice sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.papers.probe import look_at
from app.papers.unusable import PaperUnusable
from tests.papers.files import sheet
from tests.papers.odd_office import part_of, rewritten

SHEET = "xl/worksheets/sheet1.xml"


def holding(rows: str) -> bytes:
    """A spreadsheet whose only sheet has these rows."""
    start, _data, end = part_of(sheet({"A1": 1}), SHEET).partition(b"<sheetData>")
    end = end.partition(b"</sheetData>")[2]
    content = start + b"<sheetData>" + rows.encode() + b"</sheetData>" + end
    return rewritten(sheet({"A1": 1}), {SHEET: content})


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c s="1" t="n" r="XFD1048576"><v>1</v></c></row>',
        "<row r='1'><c\n s='1' r = 'XFD1048576'><v>1</v></c></row>",
        "<row><c><v>1</v></c></row>" * 200_000,
        "<row/>" * 200_000,
    ],
)
def test_however_a_cell_is_written_it_counts(tmp_path: Path, rows: str) -> None:
    path = tmp_path / "cijfers"
    path.write_bytes(holding(rows))
    with pytest.raises(PaperUnusable) as refused:
        look_at(path)
    assert refused.value.reason == "too_many_pages"


def test_an_ordinary_sheet_is_let_through(tmp_path: Path) -> None:
    path = tmp_path / "cijfers"
    path.write_bytes(holding('<row r="1"><c s="1" r="A1"/></row>' + "<row><c/></row>" * 2000))
    kind, pages = look_at(path)
    assert (kind.name, pages) == ("xlsx", 0)
