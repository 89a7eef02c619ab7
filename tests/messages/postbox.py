"""A real mail server on loopback, and the application told of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller
from flask import Flask

#: Seconds in which a server that hangs says nothing.
HANGING = 2


class Postbox:
    """A mail server's behaviour: takes mail, or does what the test wants instead."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.recipient_answer = "250 OK"
        self.data_answer = "250 OK"
        self.drop: str = ""
        self.hang: str = ""

    async def handle_RCPT(self, server: Any, _s: Any, envelope: Any, to: str, _o: Any) -> str:
        """Answer to RCPT TO."""
        if self.drop == "rcpt":
            server.transport.abort()
            await asyncio.sleep(0)
        if self.hang == "rcpt":
            await asyncio.sleep(HANGING)
        if self.recipient_answer.startswith("250"):
            envelope.rcpt_tos.append(to)
        return self.recipient_answer

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        """Answer to the text itself."""
        if self.data_answer.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.drop == "data":
            server.transport.abort()
        if self.hang == "data":
            await asyncio.sleep(HANGING)
        return self.data_answer


class Loopback(Controller):
    """Listens on a port of the system's choice."""

    def _trigger_server(self) -> None:
        """Learn which port it became, before the first connection tries it."""
        self.port = cast(Any, self.server).sockets[0].getsockname()[1]
        cast(Any, super())._trigger_server()


@contextmanager
def mail_server(app: Flask) -> Iterator[Postbox]:
    """A mail server, and the application told of it."""
    box = Postbox()
    server = Loopback(box, hostname="127.0.0.1", port=0)
    server.start()
    before = app.config["SMTP_URL"], app.config["PUBLIC_URL"], app.config["MAIL_FROM"]
    app.config.update(
        SMTP_URL=f"smtp://127.0.0.1:{server.port}",
        PUBLIC_URL="https://vooroverleg.haren.example",
        MAIL_FROM="",
    )
    try:
        yield box
    finally:
        server.stop()
        names = ("SMTP_URL", "PUBLIC_URL", "MAIL_FROM")
        app.config.update(dict(zip(names, before, strict=True)))
