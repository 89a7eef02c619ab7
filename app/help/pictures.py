"""The pictures of the guides: files that the browser tests make, in static/help."""

from __future__ import annotations

import struct
from functools import cache
from typing import NamedTuple

from config import ROOT

FOLDER = ROOT / "static" / "help"
#: Screenshots hold two pixels for each one of the page, so that letters stay sharp.
SCALE = 2


class Size(NamedTuple):
    """How large a picture is shown, in pixels of the page."""

    width: int
    height: int


@cache
def size_of(name: str) -> Size:
    """The size of a picture, from the head of the file (PNG: IHDR)."""
    with (FOLDER / f"{name}.png").open("rb") as file:
        width, height = struct.unpack(">II", file.read(24)[16:24])
    return Size(width // SCALE, height // SCALE)
