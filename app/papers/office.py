"""Office files made into a PDF by LibreOffice, where it is installed: one at a time, and killable.

It runs without macros, without following links, with a profile of its own for every file, and
where the system allows it without any network.
"""

from __future__ import annotations

import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core import confined
from app.papers.ending import require_own_end
from app.papers.grades import NO_OFFICE
from app.papers.limits import Limits
from app.papers.office_child import PATH
from app.papers.unusable import PaperUnusable

#: How LibreOffice is called on the systems we know.
PROGRAMS = ("soffice", "libreoffice")
LOCK = "office.lock"
RESULT = "converted.pdf"


class Busy(Exception):
    """Another conversion took too long: this one can be tried again later."""


def program() -> str | None:
    """The path of LibreOffice; None where it is not installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def convert(source: Path, kind: str, data_dir: Path, limits: Limits, patience: float) -> Path:
    """Make a PDF beside an office file; raises PaperUnusable, Interrupted, or Busy."""
    found = program()
    if found is None:
        raise PaperUnusable(NO_OFFICE)
    with alone(data_dir / LOCK, patience):
        code = confined.run(
            "app.papers.office_child",
            *(str(source), kind, found),
            seconds=limits.office_seconds,
            environment={"PATH": PATH},
        )
    require_own_end(code)
    result = source.with_name(RESULT)
    if not result.is_file() or result.stat().st_size == 0:
        raise PaperUnusable("not_converted")
    return result


@contextmanager
def alone(path: Path, patience: float) -> Iterator[None]:
    """Wait until no other conversion runs on this machine; the lock falls with its process."""
    until = time.monotonic() + patience
    with path.open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise Busy from None
                time.sleep(0.2)
        yield
