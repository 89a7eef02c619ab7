"""Cells that a spreadsheet would run as a formula get an apostrophe in front, and lose it here.

The same in every format, because a workbook is saved as .csv sooner or later. What we wrote is
read back as it was.
"""

from __future__ import annotations

import re

#: What starts a formula: the signs, also full-width, also behind blanks or control characters.
_RUNS = re.compile(r"'*(?:[\t\r\n]|[\s\x00-\x20\xa0]*[=+\-@\uff1d\uff0b\uff0d\uff20])")


def harmless(text: str) -> str:
    """The text as it may stand in a cell."""
    return f"'{text}" if _RUNS.match(text) else text


def original(text: str) -> str:
    """The text as it was before `harmless`."""
    return text[1:] if text.startswith("'") and _RUNS.match(text) else text
