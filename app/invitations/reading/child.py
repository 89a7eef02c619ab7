"""Reads one invitation in a process of its own: `main([FOLDER])` writes what it says beside it.

Nothing of the application is here: what a hostile file does ends this process only. And one file
per process: icalendar remembers the time zones that a file defines.
"""

from __future__ import annotations

import json
import signal
import warnings
from datetime import date
from pathlib import Path
from typing import Any

from app.core.confined import confine, end_with_parent
from app.invitations.reading import limits
from app.invitations.reading.files import facts_in
from app.invitations.reading.problems import CannotRead


def main(arguments: list[str]) -> int:
    """Read the file under limits, and write what it says, or why it is refused."""
    folder = Path(arguments[0])
    end_with_parent(folder)
    confine(
        memory_bytes=limits.MEMORY_BYTES,
        cpu_seconds=limits.CPU_SECONDS,
        file_bytes=limits.ANSWER_BYTES,
    )
    signal.setitimer(signal.ITIMER_PROF, limits.WORK_SECONDS)  # ends the process
    warnings.simplefilter("ignore")
    order = json.loads((folder / limits.ORDER).read_text(encoding="utf-8"))
    content = (folder / limits.SOURCE).read_bytes()
    try:
        today = date.fromisoformat(order["today"])
        answer: dict[str, Any] = facts_in(content, order["zones"], today)
    except CannotRead as refusal:
        answer = {"refused": refusal.reason}
    except (MemoryError, RecursionError):
        answer = {"refused": "heavy"}
    except Exception:  # whatever a damaged file makes its reader do, it is damaged
        answer = {"refused": "damaged"}
    told = json.dumps(answer, default=as_text)
    (folder / limits.ANSWER).write_text(told, encoding="utf-8")
    return 0


def as_text(value: Any) -> str:
    """A moment or a day, as it travels."""
    return str(value.isoformat())
