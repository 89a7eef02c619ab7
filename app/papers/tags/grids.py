"""Tables made regular: every row as wide, spans that fit, headers with a scope. Pure.

A table that cannot be made regular without inventing cells in its middle is no table any more: its
content is read as paragraphs (ISO 14289-1, 7.5).
"""

from __future__ import annotations

from app.papers.tags.elements import Element

_WIDEST = 400
_MOST_CELLS = 200_000
_SCOPES = ("Row", "Column", "Both")


def settle_table(table: Element) -> bool:
    """Put a table of rows and groups of rows in order; False where it cannot be a table."""
    _settle_groups(table)
    rows = _rows_of(table)
    for row in rows:
        for cell in row.elements():
            _settle_spans(cell)
    width = _settle_width(rows)
    if width == 0:
        return False
    _settle_scopes(rows)
    return True


def _settle_groups(table: Element) -> None:
    """At most one head and one foot, and bodies where there is either; else plain rows."""
    kinds = [kid.kind for kid in table.elements()]
    if "THead" not in kinds and "TFoot" not in kinds and "TBody" not in kinds:
        return
    groups: list[Element] = []
    for kid in table.elements():
        last = groups[-1] if groups else None
        if kid.kind == "TR":
            if last is not None and last.kind == "TBody":
                last.kids.append(kid)
            else:
                groups.append(Element("TBody", [kid]))
        else:
            groups.append(kid)
    seen: set[str] = set()
    for group in groups:
        if group.kind in ("THead", "TFoot") and group.kind in seen:
            group.kind = "TBody"
        seen.add(group.kind)
    if "TBody" not in seen:
        for group in groups:
            group.kind = "TBody"
    table.kids = list(groups)


def _rows_of(table: Element) -> list[Element]:
    rows: list[Element] = []
    for kid in table.elements():
        rows += [kid] if kid.kind == "TR" else kid.elements()
    return rows


def span(cell: Element, name: str) -> int:
    """How many rows or columns a cell takes."""
    value = cell.attribute("Table", name)
    return value if isinstance(value, int) and value > 0 else 1


def _settle_spans(cell: Element) -> None:
    for name in ("RowSpan", "ColSpan"):
        if cell.attribute("Table", name) is not None and span(cell, name) == 1:
            del cell.attributes["Table"][name]
    if "Table" in cell.attributes and not cell.attributes["Table"]:
        del cell.attributes["Table"]


def _settle_width(rows: list[Element]) -> int:
    """Make all rows as wide as the widest; 0 where cells overlap or the table is too large."""
    laid = _laid_out(rows)
    if laid is None:
        for row in rows:
            for cell in row.elements():
                cell.attributes.get("Table", {}).pop("RowSpan", None)
                _settle_spans(cell)
        laid = _laid_out(rows)
    if laid is None:
        return 0
    width = max((max(taken) + 1 for taken in laid if taken), default=0)
    if width == 0 or width > _WIDEST or width * len(rows) > _MOST_CELLS:
        return 0
    for row, taken in zip(rows, laid, strict=True):
        missing = set(range(width)) - taken
        if missing and max(missing) - min(missing) + 1 != len(missing):
            return 0
        if missing and max(missing) != width - 1:
            return 0
        row.kids += [Element("TD") for _column in missing]
    return width


def _laid_out(rows: list[Element]) -> list[set[int]] | None:
    """The columns that are taken in every row; None where spans do not fit."""
    laid: list[set[int]] = [set() for _row in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell in row.elements():
            high, wide = span(cell, "RowSpan"), span(cell, "ColSpan")
            while column in laid[number]:
                column += 1
            if number + high > len(rows) or column + wide > _WIDEST:
                return None
            for below in range(number, number + high):
                columns = set(range(column, column + wide))
                if laid[below] & columns:
                    return None
                laid[below] |= columns
            column += wide
    return laid


def _settle_scopes(rows: list[Element]) -> None:
    """Every header says whether it heads a row or a column."""
    for number, row in enumerate(rows):
        cells = row.elements()
        all_headers = all(cell.kind == "TH" for cell in cells)
        for place, cell in enumerate(cells):
            if cell.kind == "TH" and cell.attribute("Table", "Scope") not in _SCOPES:
                heads_row = place == 0 and number > 0 and not all_headers
                cell.set_attribute("Table", "Scope", "Row" if heads_row else "Column")
