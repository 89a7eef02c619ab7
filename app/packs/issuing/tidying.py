"""The shelf of the press is tidied every day: it holds words of notes, also while nobody prints."""

from __future__ import annotations

from pathlib import Path

from flask import current_app

from app.core import jobs
from app.packs.press.shelf import Shelf


@jobs.schedule("27 3 * * *", "tidy-shelf")
def tidy_shelf() -> None:
    """Forget what nobody asked for in two weeks, and what killed workers left."""
    Shelf(Path(current_app.config["DATA_DIR"]) / "press").tidy()
