"""The text as it was pasted, made into plain lines: no control characters, no hidden marks."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

MOST_LINES = 400
MOST_BYTES = 200_000
#: What is longer is no line of an agenda; it is shown as left out.
LONGEST_LINE = 1000
#: Cells of a spreadsheet may hold several lines; more than these belong to something else.
MOST_LINES_IN_CELL = 20

#: Bullets of Word's own fonts, which have no place in Unicode.
_WORD_BULLETS = re.compile("[\uf0b7\uf0a7\uf0d8\uf0fc]")
_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_QUOTED = re.compile(r"^(?:>\s?)+")
#: Bold and headings of Markdown, as chat programs copy them.
_MARKDOWN = re.compile(r"\*\*|^\s*#{1,4}\s+")


class Line(NamedTuple):
    """One line of the paste, with its number from 1, as an editor counts."""

    number: int
    text: str
    indent: int = 0
    after_blank: bool = False


class TooMuch(ValueError):
    """More text than an agenda has; nothing was read."""


def too_much(text: str) -> bool:
    """Whether this is more than an agenda: over 400 lines that hold something, or 200 kB."""
    if len(text) > MOST_BYTES or len(text.encode("utf-8", "replace")) > MOST_BYTES:
        return True
    return sum(1 for line in text.splitlines() if line.strip()) > MOST_LINES


def lines_of(text: str) -> list[Line]:
    """The lines that hold something, in order; refuses what is too much (TooMuch)."""
    if too_much(text):
        raise TooMuch
    plain = unicodedata.normalize("NFC", _WORD_BULLETS.sub("•", _SPACES.sub(" ", text)))
    found: list[Line] = []
    blank = True
    for number, raw in enumerate(plain.splitlines(), start=1):
        line = _MARKDOWN.sub("", _QUOTED.sub("", _seen(raw))).rstrip()
        # a first cell that is empty keeps its tab: the columns must stay in their place
        text_of = line.strip(" ")
        if text_of.strip():
            indent = len(line) - len(line.lstrip(" \t"))
            found.append(Line(number, _without_pipes(text_of), indent, blank))
        blank = not text_of.strip()
    return found


def _seen(line: str) -> str:
    """What can be seen of a line: no control characters, no marks that turn the writing round."""
    return "".join(letter for letter in line if letter.isprintable() or letter == "\t")


def _without_pipes(text: str) -> str:
    """A row of a table that was drawn with bars, with tabs instead."""
    if text.count("|") < 2:
        return text
    return "\t".join(cell.strip() for cell in text.strip("|").split("|"))


def whole_cells(lines: list[Line]) -> list[list[Line]]:
    """Lines that are one row: a spreadsheet puts quotes around a cell of several lines."""
    rows: list[list[Line]] = []
    place = 0
    while place < len(lines):
        last = _end_of_cell(lines, place)
        rows.append(lines[place : last + 1])
        place = last + 1
    return rows


def _end_of_cell(lines: list[Line], place: int) -> int:
    """Where a cell that begins with a quote on this line ends; the same line where it has none."""
    opened = "\t" in lines[place].text and lines[place].text.count('"') % 2 == 1
    if not opened or not any(
        cell.startswith('"') and cell.count('"') % 2 for cell in lines[place].text.split("\t")
    ):
        return place
    for further in range(place + 1, min(len(lines), place + MOST_LINES_IN_CELL)):
        if lines[further].text.count('"') % 2 == 1:
            return further
    return place


def joined(row: list[Line]) -> str:
    """The lines of one row as one text; lines within a cell are parted by a semicolon."""
    if len(row) == 1:
        return row[0].text
    cells = "\n".join(line.text for line in row).split("\t")
    return "\t".join(cell.strip().strip('"').replace("\n", "; ") for cell in cells)
