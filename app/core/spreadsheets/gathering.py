"""Takes the rows of a table one by one: mends letters, refuses what goes beyond the limits."""

from __future__ import annotations

from app.core.spreadsheets.harmless import original
from app.core.spreadsheets.letters import is_twice, sound
from app.core.spreadsheets.tables import (
    CannotRead,
    Cell,
    Limits,
    Table,
    TableRow,
    without_blanks,
)


class Gatherer:
    """The rows so far, within the limits."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.rows: list[TableRow] = []
        self.mended: list[int] = []
        self.characters = 0

    def add(self, line: int, cells: list[Cell]) -> None:
        """Keep a row, unless it is blank."""
        kept = without_blanks(cells)
        if not kept:
            return
        if len(self.rows) >= self.limits.rows:
            raise CannotRead("rows", line, most=self.limits.rows)
        if len(kept) > self.limits.columns:
            raise CannotRead("columns", line, most=self.limits.columns)
        if any(isinstance(cell, str) and is_twice(cell) for cell in kept):
            self.mended.append(line)
        self.rows.append(TableRow(line, tuple(self._kept(cell, line) for cell in kept), len(cells)))

    def table(self, other_sheets: list[str] | None = None, *, is_text: bool = False) -> Table:
        """What was gathered."""
        return Table(self.rows, self.mended, other_sheets or [], is_text)

    def _kept(self, cell: Cell, line: int) -> Cell:
        if not isinstance(cell, str):
            return cell
        if len(cell) > self.limits.cell_characters:
            raise CannotRead("cell", line, most=self.limits.cell_characters)
        self.characters += len(cell)
        if self.characters > self.limits.characters:
            raise CannotRead("heavy")
        return original(sound(cell, line))
