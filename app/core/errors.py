"""What can go wrong in a way a person should read: raised by rooms, shown by core.web."""

from __future__ import annotations


class NotAllowed(Exception):
    """This person may see the thing, but may not do this with it (403)."""


class NotFound(Exception):
    """It does not exist, or not for this person: the answer is the same (404)."""


class RuleBroken(Exception):
    """A rule of the work forbids this now; the message says what to do (409, or in the form)."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Conflict(RuleBroken):
    """Someone else saved this meanwhile; the page shows both texts (409)."""


class NotReady(Exception):
    """The installation is not in order (database away or not migrated); says what to do (503)."""


class Busy(NotReady):
    """More is asked at once than can be made; says what to do, and when (503 with Retry-After)."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds
