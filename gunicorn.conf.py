"""What every gunicorn that is started here does: no secret in a log, no page of its own.

Nor does it look for garbage in what it loaded at its start.
"""

from __future__ import annotations

from typing import Any

from gunicorn import util
from gunicorn.glogging import Logger

from app.core.garbage import leave_what_is_loaded
from app.core.masking import Mask

#: The longest line that gunicorn can be asked to read.
limit_request_line = 8190


class logger_class(Logger):
    """Writes addresses of calendars, sign-in links and links of mails without their secret."""

    def setup(self, cfg: Any) -> None:
        """Mask what every handler writes."""
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                handler.addFilter(Mask())


def post_worker_init(_worker: Any) -> None:
    """Begin serving: the application is loaded."""
    leave_what_is_loaded()


def _write_error(sock: Any, status_int: int, reason: str, mesg: str) -> None:
    """Refuse what is no request in plain text, without repeating it; no answer to a fault of ours.

    A calendar program takes a page, a 403 or a 5xx for the end of its calendar. No address of ours
    is longer than a line may be: such a one does not exist.
    """
    code = {414: 404, 431: 400, 417: 400}.get(status_int, status_int)
    if code not in (400, 404):
        return
    words = f"{code}\n".encode()
    head = (
        f"HTTP/1.1 {code} {'Not Found' if code == 404 else 'Bad Request'}\r\nConnection: close\r\n"
    )
    head += f"Content-Type: text/plain; charset=utf-8\r\nContent-Length: {len(words)}\r\n\r\n"
    util.write_nonblock(sock, head.encode("latin-1") + words)


util.write_error = _write_error
