"""Workbooks (.xlsx and .ods), opened in a child process that may be ended: see `child`."""

from __future__ import annotations

import itertools
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import odfdo
import openpyxl
from defusedxml.ElementTree import iterparse

from app.core.spreadsheets.gathering import Gatherer
from app.core.spreadsheets.tables import CannotRead, Cell, Limits, Table

ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
MOST_PARTS = 5_000


def kind_of(path: str, limits: Limits) -> str:
    """Which workbook a file is; refuses one that unpacks to more than its limit.

    No part can give more than it declares: what reads a part stops there.
    """
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        size = sum(one.file_size for one in parts)
        if len(parts) > MOST_PARTS or size > limits.unpacked_bytes:
            raise CannotRead("unpacked", most=limits.unpacked_bytes // 1024 // 1024)
        names = {one.filename for one in parts if one.file_size}
        if any(one.flag_bits & 1 for one in parts):
            raise CannotRead("encrypted")
        kind = _kind(archive, names)
        for name in names:
            if name.endswith((".xml", ".rels")) and not name.startswith("xl/worksheets/"):
                _require_plain(archive, name)
    return kind


def _kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names and ODS_TYPE in archive.read("mimetype")[:100]:
        return "ods"
    raise CannotRead("kind")


def _require_plain(archive: zipfile.ZipFile, name: str) -> None:
    """Read a part once in a parser that refuses entities, before a library does with another.

    The sheets of an .xlsx its library reads in that parser itself.
    """
    with archive.open(name) as part:
        for _event, element in iterparse(part):
            if name == "META-INF/manifest.xml" and element.tag.endswith("encryption-data"):
                raise CannotRead("encrypted")
            element.clear()


def read_workbook(path: str, limits: Limits) -> Table:
    """The first sheet with something in it."""
    kind = kind_of(path, limits)
    sheets = _xlsx_sheets(path) if kind == "xlsx" else _ods_sheets(path)
    gatherer, others = Gatherer(limits), list[str]()
    for name, rows in sheets:
        if not gatherer.rows:
            for line, cells in rows:
                gatherer.add(line, cells)
        elif any(any(cell != "" for cell in cells) for _line, cells in rows):
            others.append(name)
    return gatherer.table(others)


def _xlsx_sheets(path: str) -> Iterator[tuple[str, Iterator[tuple[int, list[Cell]]]]]:
    with open(path, "rb") as file:  # by its name openpyxl refuses what does not end in .xlsx
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                sheet.reset_dimensions()  # what a sheet says of its own size can be a lie
                yield sheet.title, _xlsx_rows(sheet)


def _xlsx_rows(sheet: Any) -> Iterator[tuple[int, list[Cell]]]:
    for line, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if row:
            yield line, [_cell(value) for value in row]


def _ods_sheets(path: str) -> Iterator[tuple[str, Iterator[tuple[int, list[Cell]]]]]:
    document = odfdo.Document(path)
    for sheet in document.body.get_tables():
        yield str(sheet.name), _ods_rows(sheet)


def _ods_rows(sheet: Any) -> Iterator[tuple[int, list[Cell]]]:
    """Rows with their repetitions; blank ones are only counted, as a sheet ends with a million."""
    line = 1
    for row in sheet.get_elements(".//table:table-row"):
        cells = list(_ods_cells(row))
        repeated = row.repeated or 1
        if any(cell != "" for cell in cells):
            for number in range(line, line + repeated):
                yield number, cells
        line += repeated


def _ods_cells(row: Any) -> Iterator[Cell]:
    waiting = 0
    for cell in row.get_elements("table:table-cell|table:covered-table-cell"):
        repeated = cell.repeated or 1
        value = _cell(cell.get_value())
        if value == "":
            waiting += repeated
        else:
            yield from itertools.repeat("", waiting)
            yield from itertools.repeat(value, repeated)
            waiting = 0


def _cell(value: Any) -> Cell:
    """The value of a cell as one of our kinds; midnight without more is a day."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value.replace(tzinfo=None)
    if isinstance(value, str | bool | int | date | time):
        return value
    if isinstance(value, timedelta):
        return _time_of(value)
    number = float(value)
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _time_of(length: timedelta) -> Cell:
    """A time of day that the workbook keeps as a length of time."""
    if timedelta(0) <= length < timedelta(days=1):
        hours, seconds = divmod(length.seconds, 3600)
        return time(hours, *divmod(seconds, 60))
    return str(length)
