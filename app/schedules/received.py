"""A schedule that comes as a file: workbook, Word document or text; read before any transaction."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import zipfile
from datetime import datetime
from typing import IO

from flask_babel import gettext as _

from app.core import confined
from app.core.errors import RuleBroken
from app.core.spreadsheets.reading import read_table
from app.core.spreadsheets.tables import CannotRead, Cell, Limits, Table, as_text
from app.core.spreadsheets.text import decode
from app.schedules.reading import MOST_CHARACTERS, MOST_LINES, check_line

MOST_BYTES = 10 * 1024 * 1024
WALL_SECONDS = 30
_LIMITS = Limits(file_bytes=MOST_BYTES, rows=MOST_LINES, columns=60, characters=MOST_CHARACTERS)


def text_of(file: IO[bytes], name: str) -> str:
    """The lines of a file as somebody would have pasted them; raises RuleBroken with a sentence."""
    if file.seek(0, 2) > MOST_BYTES:
        raise RuleBroken(_too_large(), "file")
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    if start == b"PK\x03\x04" and _is_word(file):
        return _word(file)
    if start == b"PK\x03\x04" or name.lower().endswith((".csv", ".tsv", ".xls", ".xlsx", ".ods")):
        return _in_lines(read_table(file, _LIMITS))
    return _plain(file)


def _is_word(file: IO[bytes]) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    finally:
        file.seek(0)


def _in_lines(table: Table) -> str:
    """A table as lines with tabs, each with the number that it has in the file."""
    lines: list[str] = []
    for row in table.rows:
        check_line(row.line)  # a sheet may say that a billion blank rows come first
        lines += [""] * (row.line - 1 - len(lines))
        lines.append("\t".join(_cell(cell) for cell in row.cells))
    return "\n".join(lines)


def _cell(cell: Cell) -> str:
    if isinstance(cell, datetime):
        midnight = cell.time() == datetime.min.time()
        return cell.strftime("%Y-%m-%d" if midnight else "%Y-%m-%d %H:%M")
    return " ".join(as_text(cell).split())


def _word(file: IO[bytes]) -> str:
    """The lines of a Word document, as a process of its own reads them."""
    with tempfile.NamedTemporaryFile(prefix="vooroverleg-word-") as copy:
        shutil.copyfileobj(file, copy)
        copy.flush()
        command = confined.command(
            "app.schedules.word_child", copy.name, str(MOST_LINES + 1), str(MOST_CHARACTERS + 1)
        )
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                timeout=WALL_SECONDS,
                check=False,
                env={"LANG": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
            )
        except subprocess.TimeoutExpired:
            raise RuleBroken(_too_heavy(), "file") from None
    answer = json.loads(done.stdout) if done.returncode == 0 else {"refused": "heavy"}
    if "refused" in answer:
        heavy = answer["refused"] == "heavy"
        raise RuleBroken(_too_heavy() if heavy else _damaged(), "file")
    return "\n".join(answer["lines"])


def _plain(file: IO[bytes]) -> str:
    """The lines of a text file."""
    try:
        text = decode(file.read())
    except CannotRead:
        text = "\0"
    if "\0" in text or not text.strip():
        raise RuleBroken(
            _("Dit bestand is niet te lezen. Kies een .xlsx, .ods, .csv, .docx of .txt."), "file"
        )
    return text


def _too_large() -> str:
    return _("Dit bestand is te groot: kies een bestand van hoogstens 10 MB.")


def _too_heavy() -> str:
    return _("Dit bestand is te zwaar om te lezen. Kopieer de regels en plak ze hier.")


def _damaged() -> str:
    return _(
        "Dit bestand is beschadigd. Open het in Word, bewaar het opnieuw en probeer het nog eens."
    )
