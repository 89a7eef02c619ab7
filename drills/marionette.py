"""Drives a program of Mozilla by Marionette: JSON with its length before it, on a loopback port."""

from __future__ import annotations

import json
import socket
import time
from typing import Any

SCRIPT_SECONDS = 60


class Marionette:
    """One session in the context of the program itself, which may do whatever it may."""

    def __init__(self, port: int, seconds: float) -> None:
        self.number = 0
        deadline = time.monotonic() + seconds
        while True:
            try:
                self.socket = socket.create_connection(("127.0.0.1", port), 2 * SCRIPT_SECONDS)
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
        self.stream = self.socket.makefile("rwb")
        self._receive()  # it introduces itself
        self.call("WebDriver:NewSession", capabilities={})
        self.call("Marionette:SetContext", value="chrome")

    def call(self, command: str, **parameters: Any) -> Any:
        """Send a command and wait for what comes of it; raises RuntimeError with its words."""
        self.number += 1
        message = json.dumps([0, self.number, command, parameters]).encode()
        self.stream.write(b"%d:%b" % (len(message), message))
        self.stream.flush()
        while True:
            _kind, number, error, result = self._receive()
            if number == self.number:
                break
        if error is not None:
            raise RuntimeError(f"{command}: {error['message']}")
        return result

    def run(self, script: str, *values: Any) -> Any:
        """Run the body of an asynchronous function with these values as `values`."""
        whole = (
            "const values = [...arguments]; const done = values.pop();"
            f"(async () => {{ {script} }})()"
            ".then(value => done({ value }), error => done({ error: `${error}` }));"
        )
        answer = self.call(
            "WebDriver:ExecuteAsyncScript",
            script=whole,
            args=list(values),
            scriptTimeout=SCRIPT_SECONDS * 1000,
        )["value"]
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer.get("value")

    def close(self) -> None:
        """Let go of the program."""
        self.stream.close()
        self.socket.close()

    def _receive(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            octet = self.stream.read(1)
            if not octet:
                raise EOFError("the program closed the connection")
            length += octet
        return json.loads(self.stream.read(int(length[:-1])))
