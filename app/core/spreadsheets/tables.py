"""What a table is once it has been read: rows of cells, each with its line. No application here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

#: A cell as it was typed; one that is blank is the empty text.
Cell = str | int | float | bool | date | datetime | time


@dataclass(frozen=True)
class Limits:
    """What a table may cost before it is refused."""

    file_bytes: int = 20 * 1024 * 1024
    unpacked_bytes: int = 150 * 1024 * 1024
    rows: int = 20_000
    columns: int = 200
    #: The longest text of one cell; our own longest field is 100,000.
    cell_characters: int = 120_000
    #: All cells together.
    characters: int = 30_000_000
    memory_bytes: int = 1536 * 1024 * 1024
    cpu_seconds: int = 20
    wall_seconds: float = 40


@dataclass(frozen=True)
class TableRow:
    """One row: its line in the file (from 1), and its cells without the blank ones at the end."""

    line: int
    cells: tuple[Cell, ...]
    #: How many cells the line has, blank ones included.
    width: int = 0

    def text(self, column: int) -> str:
        """The cell of a column (from 0) as text; blank where the row is shorter."""
        return as_text(self.cells[column]) if column < len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    """The first sheet with something in it; rows without any text are left out."""

    rows: list[TableRow]
    #: Lines where letters that had been encoded twice ("GroningÃ«n") were mended.
    mended: list[int] = field(default_factory=list)
    #: Other sheets that hold something, and were not read.
    other_sheets: list[str] = field(default_factory=list)
    #: Read from text, where every line has as many cells as the first, or is damaged.
    is_text: bool = False


class CannotRead(Exception):
    """Why a table was refused, as a word (and a line), for whoever tells a person."""

    def __init__(self, reason: str, line: int | None = None, **values: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.values: Mapping[str, str | int] = values


def as_text(cell: Cell) -> str:
    """A cell as text: whole numbers without ".0", days as 2026-01-31."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def without_blanks(cells: list[Cell]) -> tuple[Cell, ...]:
    """The cells up to the last one that holds something."""
    end = len(cells)
    while end and isinstance(found := cells[end - 1], str) and not found.strip():
        end -= 1
    return tuple(cells[:end])
