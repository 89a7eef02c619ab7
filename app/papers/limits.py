"""What one received file may cost before it is refused. Pure."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds on the process that reads a file, and on what the file may hold."""

    memory_bytes: int = 1536 * MEGABYTE
    cpu_seconds: int = 120
    wall_seconds: float = 240
    file_bytes: int = 1024 * MEGABYTE
    pages: int = 2000
