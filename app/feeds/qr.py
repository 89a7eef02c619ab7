"""A QR code as one path of SVG: for a phone's camera, on screen and on paper. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import segno

#: Modules of white around the code; a camera needs four (ISO/IEC 18004).
QUIET_ZONE = 4


@dataclass(frozen=True)
class Picture:
    """A code to draw: the side of the whole square in modules, and its dark parts."""

    side: int
    path: str


def picture_of(text: str) -> Picture:
    """The code of a text; it can still be read with a seventh of it damaged."""
    rows = [bytes(row) for row in segno.make_qr(text, error="m", boost_error=False).matrix]
    runs: list[str] = []
    for y, row in enumerate(rows, start=QUIET_ZONE):
        x = 0
        while x < len(row):
            if not row[x]:
                x += 1
                continue
            width = len(row[x:]) - len(row[x:].lstrip(b"\x01"))
            runs.append(f"M{x + QUIET_ZONE} {y}h{width}v1h-{width}z")
            x += width
    return Picture(len(rows) + 2 * QUIET_ZONE, "".join(runs))
