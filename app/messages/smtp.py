"""Handing one mail to the mail server, and knowing afterwards what may have come of it."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from urllib.parse import unquote, urlsplit

TIMEOUT = 30  # seconds for each answer of the mail server


class Outcome(StrEnum):
    """What came of handing over a mail."""

    SENT = "sent"
    #: The server will never take this mail.
    REFUSED = "refused"
    #: It was surely not sent; another time it may.
    LATER = "later"
    #: The answer to the text itself never came: it may have been sent.
    UNCERTAIN = "uncertain"


def deliver(
    url: str, sender: str, recipient: str, text: bytes, hand_over: Callable[[], bool]
) -> Outcome:
    """Offer a mail to the server at `url`; `hand_over` is asked just before the text itself goes.

    Where it answers False, somebody else is sending this mail, and it is left alone.
    """
    server: smtplib.SMTP | None = None
    handed_over = False
    try:
        server = _connect(url)
        if server.mail(sender)[0] != 250:
            return Outcome.LATER
        code = server.rcpt(recipient)[0]
        if code not in (250, 251):
            return _after_refusal(code)
        if not hand_over():
            return Outcome.UNCERTAIN
        handed_over = True
        code = server.data(text)[0]
        return Outcome.SENT if code == 250 else _after_refusal(code)
    except smtplib.SMTPDataError as error:
        return _after_refusal(error.smtp_code)
    except UnicodeError:
        return Outcome.REFUSED  # an address that this server cannot be told
    except OSError:
        return Outcome.UNCERTAIN if handed_over else Outcome.LATER
    finally:
        if server is not None:
            with suppress(OSError):
                server.quit()
            server.close()


def _after_refusal(code: int) -> Outcome:
    """RFC 5321, 4.2.1: 5yz is for good, anything else may be tried again."""
    return Outcome.REFUSED if 500 <= code < 600 else Outcome.LATER


def _connect(url: str) -> smtplib.SMTP:
    """A session with the server, encrypted where it can be, signed in where the url says how."""
    parts = urlsplit(url)
    host, context = parts.hostname or "localhost", ssl.create_default_context()
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT)
    try:
        server.ehlo_or_helo_if_needed()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server
