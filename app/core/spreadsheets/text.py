"""Tables as text: which encoding, which separator, and which line is broken."""

from __future__ import annotations

import csv
import io
import re

from app.core.spreadsheets.gathering import Gatherer
from app.core.spreadsheets.tables import CannotRead, Limits, Table

SEPARATORS = (";", ",", "\t", "|")
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
#: What stands above 127 in Dutch text that an older Excel saved; anything else is damage.
_OLD_EXCEL = frozenset(
    "áàâäãåéèêëíìîïóòôöõúùûüñçøæœßÁÀÂÄÅÉÈÊËÍÌÎÏÓÒÔÖÚÙÛÜÑÇØÆŒ€£§©®°±²³½¼¾·×÷«»‘’“”„‚–—…•¡¿´¨ª"
    "º\xa0\xad"
)
_LETTER_BETWEEN = re.compile(r"(?<=[A-Za-z])[^\w\s'’‘\-–./&·\x00-\x7f\xad](?=[A-Za-z])")
_LINE_END = re.compile(rb"\r\n|\r|\n")


def read_text(content: bytes, limits: Limits) -> Table:
    """The rows of a table as text."""
    text = decode(content)
    first, separator = _separator(text)
    reader = csv.reader(io.StringIO(text[first:], newline=""), delimiter=separator, strict=True)
    gatherer, line, skipped = Gatherer(limits), 0, text[:first].count("\n")
    csv.field_size_limit(max(csv.field_size_limit(), limits.cell_characters))
    while True:
        line = skipped + reader.line_num + 1
        try:
            found = next(reader)
        except StopIteration:
            return gatherer.table(is_text=True)
        except csv.Error as error:
            too_long = "field larger" in str(error)
            reason = "cell" if too_long else "quotes"
            raise CannotRead(reason, line, most=limits.cell_characters) from None
        gatherer.add(line, list(found))


def decode(content: bytes) -> str:
    """The text of these bytes: UTF-8 (or 16 where it says so), else that of an older Excel."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if not content.isascii() and _has_utf8_letters(content):
            raise CannotRead("bytes", _line_of(content, error.start)) from None
    return _from_old_excel(content)


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(encoding, errors="replace")
        raise CannotRead("bytes", len(before.splitlines() or [""])) from None


def _has_utf8_letters(content: bytes) -> bool:
    """Whether some letters are whole in UTF-8: then a byte that is not so is damage."""
    return any(ord(letter) > 127 for letter in content.decode("utf-8", errors="ignore"))


def _from_old_excel(content: bytes) -> str:
    """Windows-1252, where that gives letters that Dutch text has; else the line that is broken."""
    for number, line in enumerate(_LINE_END.split(content), start=1):
        text = line.decode("cp1252", errors="replace")
        strange = any(ord(letter) > 127 and letter not in _OLD_EXCEL for letter in text)
        if strange or _LETTER_BETWEEN.search(text):
            raise CannotRead("bytes", number)
    return content.decode("cp1252")


def _line_of(content: bytes, position: int) -> int:
    return len(_LINE_END.findall(content[:position])) + 1


def _separator(text: str) -> tuple[int, str]:
    """Where the table begins and what separates its cells: what gives the first line most."""
    first = 0
    if named := re.match(r"sep=(.)\r?\n", text):
        if named[1] in SEPARATORS:
            return named.end(), named[1]
        first = named.end()
    lines = re.split(r"\r\n|\r|\n", text[first : first + 100_000])
    head = next((line for line in lines if line.strip()), "")
    return first, max(SEPARATORS, key=lambda one: _width(head, one))


def _width(line: str, separator: str) -> int:
    try:
        return max((len(row) for row in csv.reader([line], delimiter=separator)), default=0)
    except csv.Error:
        return 0
