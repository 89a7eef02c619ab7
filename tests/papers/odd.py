"""What a hostile or odd file is, and what must become of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

REFUSED, HEALED, EITHER = "refused", "healed", "either"

#: Must never come out of a file that asks for it: it stands in a file and on a server of ours.
SECRET = "kanarie-4711"


@dataclass(frozen=True)
class Odd:
    """A file of our own making, as somebody might upload it."""

    #: What is odd about it.
    what: str
    make: Callable[[], bytes]
    outcome: str = HEALED
    file_name: str = "stuk.pdf"
    #: Words that a reader must still find in what becomes of it.
    keeps: str = ""
    #: It is read by LibreOffice, where that is installed.
    office: bool = False
