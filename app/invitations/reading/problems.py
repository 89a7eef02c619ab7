"""Why a file or an event is not read."""

from __future__ import annotations


class CannotRead(Exception):
    """A file, or one event of it, that is not read; `sentences.why` says the reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
