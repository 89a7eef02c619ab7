"""The application with jobs that tests of the worker can watch; found by FLASK_APP."""

from __future__ import annotations

import time
from pathlib import Path

from flask import current_app

from app import create_app
from app.core import jobs

__all__ = ["create_app"]


@jobs.job("test-slow")
def slow(number: int, tenths: int) -> None:
    """Write down the start, take a while, write down the end."""
    with (Path(current_app.config["DATA_DIR"]) / "job.log").open("a") as log:
        log.write(f"start {number}\n")
        log.flush()
        time.sleep(tenths / 10)
        log.write(f"end {number}\n")
