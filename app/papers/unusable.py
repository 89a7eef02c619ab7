"""The one way in which a received file is refused, wherever that shows."""

from __future__ import annotations


class PaperUnusable(Exception):
    """A file cannot be a paper, or cannot be taken along; `reason` is a code of words.FAILURES."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
