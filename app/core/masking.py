"""Secrets in addresses are masked in every log: of calendars, sign-in links, and links in mails."""

from __future__ import annotations

import logging
import re

from flask import Flask
from flask.logging import default_handler

#: What stands in an address behind these words, and whatever looks like one of our tokens.
_SECRET = re.compile(
    r"(?<=/feeds/)(?!\d+/|(?:address/|content/)?\w+\.py\b)[^/\s\"'?#]+"
    r"|(?<=/sign-in/link/)[^/\s\"'?#]+"
    r"|(?<=/messages/unsubscribe/)[^/\s\"'?#]+"
    r"|(?<![\w-])[\w-]{43}(?![\w-])",
    re.ASCII | re.IGNORECASE,
)
MASK = "…"


def masked(text: str) -> str:
    """The text without secrets."""
    return _SECRET.sub(MASK, text)


class Mask(logging.Filter):
    """Masks what a handler writes: the message, and what the exception with it says."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without secrets."""
        record.msg, record.args = masked(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = masked(record.exc_text)
        return True


def init_app(_app: Flask) -> None:
    """Mask what this process writes by the handlers that stand when no other was set up.

    Flask's own server, for development, logs whole addresses by a logger of its own.
    """
    writers = (
        *(default_handler, logging.lastResort, logging.getLogger("werkzeug")),
        *logging.getLogger().handlers,
    )
    for writer in writers:
        if writer is not None and not any(isinstance(one, Mask) for one in writer.filters):
            writer.addFilter(Mask())
