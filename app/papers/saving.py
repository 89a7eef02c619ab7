"""A PDF written to the disk, so that a full disk is an OSError and nothing worse."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from pikepdf import Pdf


class _Sink(io.BufferedWriter):
    """Keeps the first fault for later: one that the library meets halfway ends the process."""

    fault: OSError | None = None

    def write(self, piece: Any) -> int:
        """Write a piece, unless an earlier one could not be written."""
        if self.fault is None:
            try:
                return super().write(piece)
            except OSError as fault:
                self.fault = fault
        return len(piece)

    def flush(self) -> None:
        """Write what is still held, likewise."""
        if self.fault is None:
            try:
                super().flush()
            except OSError as fault:
                self.fault = fault


def save(pdf: Pdf, target: Path, **options: Any) -> None:
    """Write a file whose name within itself follows from what it holds."""
    sink = _Sink(io.FileIO(target, "w"))
    with sink:
        pdf.save(sink, deterministic_id=True, **options)
    if sink.fault is not None:
        raise sink.fault
