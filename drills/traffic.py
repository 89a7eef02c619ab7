"""Traffic of the kill drill: people who save notes and ask for packs, and mail; each remembers."""

from __future__ import annotations

import itertools
import threading
import time
import uuid
from abc import ABC, abstractmethod
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from app.briefings.models import Note
from app.core.database import db, reading
from app.messages import actions
from drills.programs import CUT_OFF, Browser, free_port


class Traffic(threading.Thread, ABC):
    """Does one thing again and again until told to stop; a fault of its own ends the drill."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.stopped = threading.Event()
        self.acknowledged = 0
        self.unanswered = 0
        self.faults: list[str] = []

    def run(self) -> None:
        """Work until `stopped` is set."""
        for number in itertools.count(1):
            if self.stopped.is_set() or self.faults:
                return
            self.once(number)

    @abstractmethod
    def once(self, number: int) -> None:
        """One deed."""


class Writer(Traffic):
    """An officer who saves one note time and again, each time with one line more."""

    def __init__(self, app: Flask, browser: Browser, note_id: int) -> None:
        super().__init__()
        self.app, self.browser, self.note_id = app, browser, note_id
        self.seen, self.text = 1, "Begin."
        #: Version number → the line that the server acknowledged.
        self.saved: dict[int, str] = {}

    def once(self, number: int) -> None:
        """Save; after a silence, look what became of it."""
        line = f"note {self.note_id} line {number}"
        fields = {"version": str(self.seen), "core": f"{self.text}\n{line}"}
        try:
            status, _where = self.browser.post(f"/notes/{self.note_id}/edit", fields)
        except CUT_OFF:
            self.unanswered += 1
            time.sleep(0.1)
            self.look()
            return
        if status == 302:
            self.seen, self.text = self.seen + 1, fields["core"]
            self.saved[self.seen] = line
            self.acknowledged += 1
        elif status == 409:
            self.look()  # what got no answer was saved after all
        else:
            self.faults.append(f"saving note {self.note_id} gave {status}")

    def look(self) -> None:
        """Read the note as it is now."""
        with self.app.app_context(), reading():
            current = db.session.scalars(select(Note).where(Note.id == self.note_id)).one().current
            self.seen, self.text = current.number, current.parts["core"]


class Asker(Traffic):
    """An officer who asks for packs, and sends a form again that got no answer."""

    def __init__(self, browser: Browser, meeting_id: int, reader_id: int) -> None:
        super().__init__()
        self.browser, self.meeting_id, self.reader_id = browser, meeting_id, reader_id
        #: Key of the form → every address that an answer named.
        self.answers: dict[str, set[str]] = {}

    def once(self, number: int) -> None:
        """Ask for one pack, until there is an answer."""
        variant = ("full", "card", "papers")[number % 3]
        fields = {"key": str(uuid.uuid4()), "variant": variant, "reader_id": str(self.reader_id)}
        answers = self.answers.setdefault(fields["key"], set())
        again = number % 2 == 0  # every second form is sent twice: a double click
        while not self.stopped.is_set():
            try:
                status, where = self.browser.post(f"/meetings/{self.meeting_id}/packs", fields)
            except CUT_OFF:
                self.unanswered += 1
                time.sleep(0.2)
                continue
            if status != 302:
                self.faults.append(f"asking for a pack gave {status}")
                return
            self.acknowledged += 1
            answers.add(where)
            if not again:
                break
            again = False
        self.stopped.wait(0.5)


class Teller(Traffic):
    """The application telling somebody something by mail, many times."""

    def __init__(self, app: Flask, person_id: int) -> None:
        super().__init__()
        self.app, self.person_id = app, person_id

    def once(self, number: int) -> None:
        """Tell one thing."""
        with self.app.app_context():
            actions.tell([self.person_id], f"drill-{number}", f"Bericht {number}.", "/")
            db.session.commit()
        self.acknowledged += 1
        self.stopped.wait(0.1)


class Postbox:
    """A mail server that remembers the Message-ID of everything that it took."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Take the mail."""
        self.taken.append(str(message_from_bytes(envelope.content)["Message-ID"]))
        return "250 OK"
