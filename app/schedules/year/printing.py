"""A year printed while its reader waits, by the presses of packs.

It takes about a second and is of no use to anybody else; why so, and what bounds it, is in
docs/adr. The same content gives the same bytes.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _

from app.core import files
from app.core.errors import Busy, NotReady
from app.packs.making import no_room, try_again
from app.packs.press.pressroom import PressFailed, PressStopped, print_pack
from app.packs.press.printjob import PrintJob

log = logging.getLogger(__name__)

#: One is made, one may wait for it: what comes more is asked to come back, so that pages go on.
_room = threading.BoundedSemaphore(2)
_turn = threading.Lock()
#: So long somebody waits at most, for their turn and for the presses together.
SECONDS = 45.0
#: After so many it is worth while to come back.
COME_BACK = 30


@contextmanager
def place() -> Iterator[None]:
    """A place to have a year printed, held while it is read and printed; raises Busy at once where
    there is none, before anything is read."""
    if not _room.acquire(blocking=False):
        raise Busy(_busy(), COME_BACK)
    try:
        yield
    finally:
        _room.release()


def print_year(job: PrintJob) -> bytes:
    """Have it set by whoever has a place; raises NotReady where that does not work out now."""
    until = time.monotonic() + SECONDS
    folder = Path(current_app.config["DATA_DIR"]) / "press"
    with _in_turn(until):
        try:
            return print_pack(
                job, (), lambda _done, _total: time.monotonic() < until, folder
            ).content
        except (PressFailed, PressStopped, OSError) as problem:
            log.error("a year could not be printed: %s", problem)
            raise NotReady(no_room() if files.is_full(problem) else try_again()) from problem


@contextmanager
def _in_turn(until: float) -> Iterator[None]:
    """One at a time: the presses use every core already."""
    if not _turn.acquire(timeout=max(until - time.monotonic(), 0)):
        raise Busy(_busy(), COME_BACK)
    try:
        yield
    finally:
        _turn.release()


def _busy() -> str:
    return _(
        "Er worden al andere vergaderschema’s gemaakt. Wacht een halve minuut en probeer het "
        "dan opnieuw. Op het scherm kunt u het schema intussen gewoon bekijken."
    )
