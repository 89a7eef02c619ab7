"""What one received file may cost before it is refused. Pure."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024
#: Sizes of pages are in points, 72 of an inch.
POINT_IN_METRES = 0.0254 / 72


@dataclass(frozen=True)
class Limits:
    """Bounds on the process that reads a file, and on what the file may hold."""

    memory_bytes: int = 1536 * MEGABYTE
    cpu_seconds: int = 120
    wall_seconds: float = 240
    file_bytes: int = 1024 * MEGABYTE
    #: For LibreOffice to make a PDF of an office file.
    office_seconds: float = 120
    pages: int = 2000
    #: The largest side that readers must support (ISO 32000-1, annex C), and one too small for
    #: whatever is printed, in points.
    largest_side: float = 14_400
    smallest_side: float = 72
    #: Of one picture, and of all in one file.
    pixels: int = 80_000_000
    pixels_in_all: int = 4_000_000_000
    objects: int = 1_000_000
    #: Of a PDF once it is unpacked, and of the instructions that draw its pages.
    unpacked_bytes: int = 1024 * MEGABYTE
    drawn_bytes: int = 128 * MEGABYTE
    #: Of an office file once it is unpacked.
    office_bytes: int = 600 * MEGABYTE
