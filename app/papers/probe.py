"""Looks at one file in a process of its own, under limits: `main([FILE, SECONDS])`.

Prints one word, a number and a kind: "good 12 pdf", or a code of words.FAILURES: "encrypted 0 -".
"""

from __future__ import annotations

import re
import sys
import zipfile
import zlib
from pathlib import Path

import pikepdf

from app.core.confined import confine
from app.papers import images
from app.papers.kinds import PDF, Kind, kind_of
from app.papers.limits import MEGABYTE, Limits
from app.papers.unusable import PaperUnusable

#: A cell of a spreadsheet: its column and its row.
_CELL = re.compile(rb"""<c\s[^<>]{0,200}?\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
#: The beginning of a row; its number need not be there, nor those of its cells.
_ROW = re.compile(rb"<row[\s>/]")
#: A cell that stands where a piece of the sheet ends is seen with the next one.
_OVERLAP = 240
#: What fits on a page of a spreadsheet, generously.
ROWS_ON_PAGE, COLUMNS_ON_PAGE = 60, 12
#: Its answer, or where it went wrong; whoever asks catches that in a file.
ANSWER_BYTES = 64 * 1024


def look_at(path: Path) -> tuple[Kind, int]:
    """What the file is and how many pages it has (0: not known yet); raises PaperUnusable."""
    with path.open("rb") as file:
        kind = kind_of(file)
    if kind.name == PDF:
        return kind, _pages(path)
    if kind.image:
        frames = images.measured(path, kind.name, Limits())
        images.require_whole(path, kind.name)
        return kind, frames
    _check_parts(path)
    return kind, 0


def _pages(path: Path) -> int:
    """The pages of a PDF; one that opens without a password may be printed by its readers.

    A file whose end is missing can often be opened in part: it is damaged all the same, because
    a page that got lost silently is worse than a question to the sender.
    """
    try:
        with pikepdf.open(path) as pdf:
            stated = int(pdf.Root.Pages.Count)
            if stated > Limits().pages:
                raise PaperUnusable("too_many_pages")
            pages = sum(page.mediabox is not None for page in pdf.pages)
    except pikepdf.PasswordError:
        raise PaperUnusable("encrypted") from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise PaperUnusable("damaged") from None
    if pages == 0 or pages != stated or not has_end(path):
        raise PaperUnusable("damaged")
    return pages


def has_end(path: Path) -> bool:
    """Whether the mark that closes a PDF stands near its end."""
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - 2048))
        return b"%%EOF" in file.read()


def _check_parts(path: Path) -> None:
    """Refuse an office file that unpacks to too much, or of which a part is broken."""
    limits = Limits()
    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > limits.office_bytes:
                raise PaperUnusable("too_heavy")
            if parts.testzip() is not None:
                raise PaperUnusable("damaged")
            if sum(_printed_pages(parts, name) for name in parts.namelist()) > limits.pages:
                raise PaperUnusable("too_many_pages")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        raise PaperUnusable("damaged") from None


def _printed_pages(parts: zipfile.ZipFile, name: str) -> int:
    """About how many pages a sheet of a spreadsheet takes, by the farthest cell that it names."""
    if not name.startswith("xl/worksheets/"):
        return 0
    rows = columns = told = 0
    last = b""
    with parts.open(name) as sheet:
        while piece := sheet.read(MEGABYTE):
            for letters, number in _CELL.findall(last + piece):
                rows, columns = max(rows, int(number)), max(columns, _column(letters))
            told += len(_ROW.findall(piece))
            last = piece[-_OVERLAP:]
    rows, columns = max(rows, told), max(columns, 1)
    return -(-rows // ROWS_ON_PAGE) * -(-columns // COLUMNS_ON_PAGE)


def _column(letters: bytes) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def main(arguments: list[str]) -> int:
    """Look at the file, writing nothing else, and print what it is."""
    confine(
        memory_bytes=Limits().memory_bytes,
        cpu_seconds=int(arguments[1]),
        file_bytes=ANSWER_BYTES,
    )
    try:
        kind, pages = look_at(Path(arguments[0]))
    except PaperUnusable as refusal:
        sys.stdout.write(f"{refusal.reason} 0 -\n")
    except MemoryError:
        sys.stdout.write("too_heavy 0 -\n")
    else:
        sys.stdout.write(f"good {pages} {kind.name}\n")
    return 0
