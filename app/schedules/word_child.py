"""Reads a Word document in a process of its own: `main([FILE, LINES, CHARACTERS])` prints it.

Nothing of the application is here: what a hostile document does ends this process only.
"""

from __future__ import annotations

import json
import sys
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from defusedxml.ElementTree import iterparse
from docx import Document
from docx.table import Table

from app.core.confined import confine

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 15
UNPACKED_BYTES = 100 * 1024 * 1024
MOST_PARTS = 2_000


def main(arguments: list[str]) -> int:
    """Read the document under limits, and print its lines, or why it is refused."""
    confine(memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS)
    warnings.simplefilter("ignore")
    try:
        answer: dict[str, Any] = _read(arguments[0], int(arguments[1]), int(arguments[2]))
    except (MemoryError, RecursionError):
        answer = {"refused": "heavy"}
    except Exception:  # whatever a damaged document makes its reader do, it is damaged
        answer = {"refused": "damaged"}
    json.dump(answer, sys.stdout)
    return 0


def _read(path: str, most: int, characters: int) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > UNPACKED_BYTES:
            return {"refused": "heavy"}
        for one in parts:
            if one.filename.endswith((".xml", ".rels")):
                with archive.open(one) as part:  # a parser that refuses entities goes first
                    for _event, element in iterparse(part):
                        element.clear()
    return {"lines": list(_so_much(islice(_lines(path), most), characters))}


def _so_much(lines: Iterable[str], characters: int) -> Iterator[str]:
    """The lines until they hold so many characters: who asked refuses more than that."""
    left = characters
    for line in lines:
        yield line[:left]
        left -= len(line)
        if left <= 0:
            return


def _lines(path: str) -> Iterator[str]:
    """Paragraphs as they are, rows of tables with tabs between their cells, in order."""
    for block in Document(path).iter_inner_content():
        if not isinstance(block, Table):
            yield from block.text.split("\n")
            continue
        for row in block.rows:
            merged = {id(cell._tc): cell for cell in row.cells}
            yield "\t".join(" ".join(cell.text.split()) for cell in merged.values())
