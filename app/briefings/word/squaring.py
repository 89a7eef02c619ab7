"""Tables as Markdown has them: every row as wide as the widest, and no table within a table."""

from __future__ import annotations

from collections import deque

from bs4 import BeautifulSoup, Tag

#: In Word a cell may lie over several columns and rows; here over so many at most.
SPANS, MOST = ("colspan", "rowspan"), 100
_CELLS = ["td", "th"]


def square(table: Tag, soup: BeautifulSoup) -> None:
    """Give every row of a table a cell in every column: Markdown drops what is too many.

    The words of a cell that lies over several places stand in the first of them.
    """
    for inner in reversed(table.find_all("table")):
        _flatten(inner)
    rows = table.find_all("tr")
    lines = _grid(rows)
    width = max(map(len, lines), default=0)
    for row, line in zip(rows, lines, strict=True):
        name = next((cell.name for cell in line if cell), "td")
        row.clear()
        for cell in [*line, *[None] * (width - len(line))]:
            one = cell or soup.new_tag(name)
            one.attrs = {}
            row.append(one)


def _grid(rows: list[Tag]) -> list[list[Tag | None]]:
    """Per row its cells by column; None where a cell from the left or from above lies."""
    lines: list[list[Tag | None]] = []
    over: dict[int, int] = {}  # by column in how many rows a cell from above still lies
    for row in rows:
        line: list[Tag | None] = []
        cells = deque(row.find_all(_CELLS))
        further = {column: left - 1 for column, left in over.items() if left > 1}
        while cells or len(line) in over:
            if len(line) in over:
                line.append(None)
                continue
            cell = cells.popleft()
            across, down = (_span(cell, name) for name in SPANS)
            if down > 1:
                further |= dict.fromkeys(range(len(line), len(line) + across), down - 1)
            line += [cell, *[None] * (across - 1)]
        over = further
        lines.append(line)
    return lines


def _span(cell: Tag, name: str) -> int:
    text = str(cell.get(name, ""))
    return min(max(int(text), 1), MOST) if text.isascii() and text.isdecimal() else 1


def _flatten(table: Tag) -> None:
    """A table within a cell: its cells as paragraphs of that cell."""
    for cell in table.find_all(_CELLS):
        cell.name = "p"
    for frame in table.find_all(["tr", "thead", "tbody"]):
        frame.unwrap()
    table.unwrap()
