"""libical, which Evolution, KOrganizer and GNOME read calendars with, by its C functions."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from ctypes.util import find_library
from datetime import UTC, date, datetime

from tests.feeds.sources import Seen


class Time(ctypes.Structure):
    """`struct icaltimetype` of libical 3."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", ctypes.c_int),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    ]


class Libical:
    """The few functions that a reader needs; raises OSError where the library is not there."""

    def __init__(self) -> None:
        library = ctypes.CDLL(find_library("ical") or "libical.so.3")
        text, pointer, number = ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int
        for name, result, *arguments in (
            ("icalparser_parse_string", pointer, text),
            ("icalcomponent_free", None, pointer),
            ("icalcomponent_count_errors", number, pointer),
            ("icalrestriction_check", number, pointer),
            ("icalcomponent_string_to_kind", number, text),
            ("icalproperty_string_to_kind", number, text),
            ("icalcomponent_get_first_component", pointer, pointer, number),
            ("icalcomponent_get_next_component", pointer, pointer, number),
            ("icalcomponent_get_first_property", pointer, pointer, number),
            ("icalproperty_get_value_as_string", text, pointer),
            ("icalcomponent_get_uid", text, pointer),
            ("icalcomponent_get_summary", text, pointer),
            ("icalcomponent_get_location", text, pointer),
            ("icalcomponent_get_dtstart", Time, pointer),
            ("icalcomponent_get_dtend", Time, pointer),
            ("icaltime_as_timet_with_zone", ctypes.c_long, Time, pointer),
        ):
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
        self.library = library

    def read(self, body: bytes) -> tuple[int, bool, dict[str, Seen]]:
        """How many errors it finds, whether each component keeps to the RFC, and the events."""
        calendar = self.library.icalparser_parse_string(body)
        assert calendar
        try:
            found = {
                self.library.icalcomponent_get_uid(event).decode(): self._seen(event)
                for event in self._events(calendar)
            }
            correct = bool(self.library.icalrestriction_check(calendar))
            return self.library.icalcomponent_count_errors(calendar), correct, found
        finally:
            self.library.icalcomponent_free(calendar)

    def _events(self, calendar: int) -> Iterator[int]:
        kind = self.library.icalcomponent_string_to_kind(b"VEVENT")
        event = self.library.icalcomponent_get_first_component(calendar, kind)
        while event:
            yield event
            event = self.library.icalcomponent_get_next_component(calendar, kind)

    def _seen(self, event: int) -> Seen:
        kind = self.library.icalproperty_string_to_kind(b"STATUS")
        status = self.library.icalcomponent_get_first_property(event, kind)
        return Seen(
            self.library.icalcomponent_get_summary(event).decode(),
            self._moment(self.library.icalcomponent_get_dtstart(event)),
            self._moment(self.library.icalcomponent_get_dtend(event)),
            (self.library.icalcomponent_get_location(event) or b"").decode(),
            self.library.icalproperty_get_value_as_string(status).decode(),
        )

    def _moment(self, time: Time) -> datetime | date:
        if time.is_date:
            return date(time.year, time.month, time.day)
        seconds = self.library.icaltime_as_timet_with_zone(time, time.zone)
        return datetime.fromtimestamp(seconds, UTC)


def main() -> int:
    """Whether the library is here, for ./test."""
    try:
        Libical()
    except OSError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
