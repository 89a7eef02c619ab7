"""Events that were written once, kept in memory until their meeting gets another revision.

Each process keeps its own: what is lost is written again. Of what a reader may see nothing is
decided here; an event is looked up after the database said that it is in the calendar.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from threading import Lock
from typing import NamedTuple, cast

from flask import Flask, current_app

#: Octets that are kept at most: some seventy thousand events.
LIMIT = 64 * 1024 * 1024
#: What an event takes besides its own octets.
OVERHEAD = 250

#: The revision of a meeting, and its event.
KeptEvent = tuple[datetime, bytes]


class Variant(NamedTuple):
    """A way in which events are written: they differ by all of this."""

    language: str
    root: str
    alarm_minutes: int | None = None
    busy: bool = False


class RenderedEvents:
    """Shelves of events by the id of their meeting, a shelf per variant."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._shelves: OrderedDict[Variant, dict[int, KeptEvent]] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    @property
    def size(self) -> int:
        """What is kept, in octets."""
        return self._size

    def shelf(self, variant: Variant) -> dict[int, KeptEvent]:
        """The events of a variant, to look in; to be changed by `keep` only."""
        with self._lock:
            shelf = self._shelves.setdefault(variant, {})
            self._shelves.move_to_end(variant)
            return shelf

    def keep(self, variant: Variant, events: dict[int, KeptEvent]) -> None:
        """Keep events, in the place of earlier revisions; what was not asked for longest goes."""
        with self._lock:
            shelf = self._shelves.setdefault(variant, {})
            self._shelves.move_to_end(variant)
            for meeting_id, event in events.items():
                old = shelf.get(meeting_id)
                self._size += _size(event) - (_size(old) if old is not None else 0)
                shelf[meeting_id] = event
            while self._size > self._limit and self._shelves:
                _variant, gone = self._shelves.popitem(last=False)
                self._size -= sum(map(_size, gone.values()))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._shelves.clear()
            self._size = 0


def init_app(app: Flask) -> None:
    """Give the application a memory of its own."""
    app.extensions["rendered_events"] = RenderedEvents()


def rendered_events() -> RenderedEvents:
    """The memory of this application."""
    return cast(RenderedEvents, current_app.extensions["rendered_events"])


def _size(event: KeptEvent) -> int:
    return len(event[1]) + OVERHEAD
