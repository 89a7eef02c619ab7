"""Reads one workbook in a process of its own: `main([FILE, LIMITS])` prints one JSON object.

Nothing of the application is here: what a hostile workbook does ends this process only.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from app.core.confined import confine
from app.core.spreadsheets.tables import CannotRead, Cell, Limits, Table, TableRow
from app.core.spreadsheets.workbooks import read_workbook

#: How days and times travel: {"day": "2026-01-31"}.
_KINDS: dict[str, Callable[[str], Cell]] = {
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "time": time.fromisoformat,
}


def main(arguments: list[str]) -> int:
    """Read the workbook under the limits, and print it or why it is refused."""
    limits = Limits(**json.loads(arguments[1]))
    confine(memory_bytes=limits.memory_bytes, cpu_seconds=limits.cpu_seconds)
    warnings.simplefilter("ignore")
    try:
        answer = packed(read_workbook(arguments[0], limits))
    except CannotRead as refusal:
        answer = {"refused": refusal.reason, "line": refusal.line, "values": dict(refusal.values)}
    except (MemoryError, RecursionError):
        answer = {"refused": "heavy", "line": None, "values": {}}
    except Exception:  # whatever a damaged workbook makes its reader do, it is damaged
        answer = {"refused": "damaged", "line": None, "values": {}}
    json.dump(answer, sys.stdout)
    return 0


def packed(table: Table) -> dict[str, Any]:
    """A table as JSON."""
    rows = [[row.line, [_packed_cell(cell) for cell in row.cells]] for row in table.rows]
    return {"rows": rows, "mended": table.mended, "other_sheets": table.other_sheets}


def unpacked(answer: dict[str, Any]) -> Table:
    """The table of an answer; raises where it was refused."""
    if "refused" in answer:
        raise CannotRead(answer["refused"], answer["line"], **answer["values"])
    rows = [
        TableRow(line, tuple(_unpacked_cell(cell) for cell in cells))
        for line, cells in answer["rows"]
    ]
    return Table(rows, answer["mended"], answer["other_sheets"])


def _packed_cell(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    if isinstance(cell, time):
        return {"time": cell.isoformat()}
    return cell


def _unpacked_cell(cell: Any) -> Cell:
    if isinstance(cell, dict):
        ((kind, text),) = cell.items()
        return _KINDS[kind](text)
    found: Cell = cell
    return found
