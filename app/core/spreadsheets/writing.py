"""Making tables to take away: .xlsx, .ods and .csv, with typed cells and without formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import odfdo
import openpyxl
from flask_babel import gettext as _
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from app.core.errors import RuleBroken
from app.core.spreadsheets.harmless import harmless
from app.core.spreadsheets.tables import Cell, as_text

Rows = Iterable[Sequence[Cell | None]]

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8",
}
#: The longest text that a cell of Excel holds.
LONGEST_IN_EXCEL = 32_767
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_WIDEST = 60


def write_table(kind: str, title: str, heads: Sequence[str], rows: Rows) -> bytes:
    """A file of this kind (a key of MEDIA_TYPES) with one sheet; texts never run as formulas."""
    clean = [[_clean(cell) for cell in row] for row in rows]
    if kind == "xlsx":
        return _xlsx(title, heads, clean)
    if kind == "ods":
        return _ods(title, heads, clean)
    return _csv(heads, clean)


def _clean(cell: Cell | None) -> Cell:
    if cell is None:
        return ""
    return harmless(_NOT_IN_XML.sub("\ufffd", cell)) if isinstance(cell, str) else cell


def _csv(heads: Sequence[str], rows: list[list[Cell]]) -> bytes:
    """For the Excel of a Dutch office: UTF-8 with its mark, cells parted by semicolons."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(head) for head in heads])
    writer.writerows([[_csv_cell(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def _csv_cell(value: Cell) -> str:
    return str(value).replace(".", ",") if isinstance(value, float) else as_text(value)


def _xlsx(title: str, heads: Sequence[str], rows: list[list[Cell]]) -> bytes:
    _require_short(rows)
    book = openpyxl.Workbook(write_only=True)
    sheet: Any = book.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", title)[:31])
    sheet.freeze_panes = "A2"
    for number, width in enumerate(_widths(heads, rows), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_xlsx_cell(sheet, harmless(head), bold=True) for head in heads])
    for row in rows:
        sheet.append([_xlsx_cell(sheet, cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _require_short(rows: list[list[Cell]]) -> None:
    """Refuse what Excel would cut off: nothing is lost silently."""
    if any(isinstance(cell, str) and len(cell) > LONGEST_IN_EXCEL for row in rows for cell in row):
        raise RuleBroken(
            _(
                "Een tekst is langer dan in een cel van Excel past (%(most)s tekens). "
                "Kies .ods, .csv of .json.",
                most=LONGEST_IN_EXCEL,
            )
        )


def _xlsx_cell(sheet: Any, value: Any, bold: bool = False) -> Any:
    if value == "":
        return None
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text="\n" in value, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell


def _widths(heads: Sequence[str], rows: list[list[Cell]]) -> list[int]:
    """Wide enough to read, by the longest line of the first rows."""
    widths = [len(head) for head in heads]
    for row in rows[:200]:
        for number, cell in enumerate(row[: len(widths)]):
            longest = max(map(len, as_text(cell).splitlines()), default=0)
            widths[number] = max(widths[number], longest)
    return [min(width, _WIDEST) + 2 for width in widths]


def _ods(title: str, heads: Sequence[str], rows: list[list[Cell]]) -> bytes:
    """The sheet is made as XML and parsed once: cell by cell takes three times as long."""
    document = odfdo.Document("spreadsheet")
    document.body.clear()
    name = quoteattr(re.sub(r"[\\/*?:\[\]']", " ", title))
    texts: list[Sequence[Cell]] = [[harmless(head) for head in heads], *rows]
    body = "".join(map(_ods_row, texts))
    sheet = f"<table:table table:name={name}>{body}</table:table>"
    document.body.append(odfdo.Element.from_tag(sheet))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _ods_row(values: Iterable[Cell]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, values))}</table:table-row>"


def _ods_cell(value: Cell) -> str:
    if value == "":
        return "<table:table-cell/>"
    text = as_text(value)
    if isinstance(value, bool):
        typed = f'"boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, int | float):
        typed = f'"float" office:value="{value}"'
    elif isinstance(value, date):
        typed = f'"date" office:date-value="{value.isoformat()}"'
    else:
        typed = f'"string" office:string-value={quoteattr(text)}'
    paragraphs = "".join(f"<text:p>{_ods_line(line)}</text:p>" for line in text.splitlines())
    return f"<table:table-cell office:value-type={typed}>{paragraphs}</table:table-cell>"


def _ods_line(line: str) -> str:
    """A line of text; a second blank and a tab are elements of their own."""
    return escape(line).replace("\t", "<text:tab/>").replace("  ", " <text:s/>")
