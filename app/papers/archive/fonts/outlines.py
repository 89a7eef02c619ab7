"""The drawing of one TrueType glyph: what parts it is made of, and drawing it narrower."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from fontTools.ttLib.tables._g_l_y_f import Glyph

_WORDS, _SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080
_MOST_PARTS = 64


def parts(drawing: bytes) -> list[int]:
    """The other glyphs that a composite glyph is made of."""
    if len(drawing) < 10 or struct.unpack_from(">h", drawing)[0] >= 0:
        return []
    return list(_components(drawing))


def _components(drawing: bytes) -> Iterator[int]:
    place = 10
    for _count in range(_MOST_PARTS):
        if place + 4 > len(drawing):
            return
        flags, glyph = struct.unpack_from(">HH", drawing, place)
        yield glyph
        if not flags & _MORE:
            return
        place += 8 if flags & _WORDS else 6
        place += 2 * bool(flags & _SCALE) + 4 * bool(flags & _XY_SCALE)
        place += 8 * bool(flags & _TWO_BY_TWO)


def narrowed(drawing: bytes, share: float) -> bytes:
    """A glyph drawn narrower by a share; one made of others stays as it is."""
    if len(drawing) < 10 or struct.unpack_from(">h", drawing)[0] < 0:
        return drawing
    glyph = Glyph(drawing)
    glyph.expand(None)
    glyph.removeHinting()
    glyph.coordinates.scale((share, 1))
    glyph.coordinates.toInt()
    glyph.recalcBounds(None)
    return bytes(glyph.compile(None, recalcBBoxes=False))
