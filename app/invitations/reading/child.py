"""Reads one invitation in a process of its own: `main([FILE, ORDER])` prints one JSON object.

Nothing of the application is here: what a hostile file does ends this process only. And one file
per process: icalendar remembers the time zones that a file defines.
"""

from __future__ import annotations

import json
import signal
import sys
import warnings
from datetime import date
from pathlib import Path
from typing import Any

from app.core.confined import confine, end_with_parent
from app.invitations.reading import limits
from app.invitations.reading.files import read_file
from app.invitations.reading.problems import CannotRead


def main(arguments: list[str]) -> int:
    """Read the file under limits, and print what it says, or why it is refused."""
    end_with_parent()
    confine(
        memory_bytes=limits.MEMORY_BYTES,
        cpu_seconds=limits.CPU_SECONDS,
        file_bytes=limits.ANSWER_BYTES,
    )
    signal.setitimer(signal.ITIMER_PROF, limits.WORK_SECONDS)  # ends the process
    warnings.simplefilter("ignore")
    order = json.loads(arguments[1])
    content = Path(arguments[0]).read_bytes()
    try:
        today = date.fromisoformat(order["today"])
        answer: dict[str, Any] = read_file(content, order["zones"], today)
    except CannotRead as refusal:
        answer = {"refused": refusal.reason}
    except (MemoryError, RecursionError):
        answer = {"refused": "heavy"}
    except Exception:  # whatever a damaged file makes its reader do, it is damaged
        answer = {"refused": "damaged"}
    json.dump(answer, sys.stdout, default=as_text)
    return 0


def as_text(value: Any) -> str:
    """A moment or a day, as it travels."""
    return str(value.isoformat())
