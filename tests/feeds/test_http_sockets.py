"""The address of a calendar on the real server, with two processes: what goes over the wire."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import text

from app.core import clock
from app.core.database import db
from app.meetings.models import Meeting
from app.people.sessions import digest
from drills.databases import Place, release
from drills.programs import Programs
from tests.engines import Templates
from tests.factories import make_meeting, make_person
from tests.feeds.calendars import make_feed

#: What a calendar program may be told; "" is no answer at all.
HARMLESS = {"", "200", "304", "400", "404", "405", "410"}


@dataclass
class Served:
    """A running server, an application here on the same database, and a calendar."""

    programs: Programs
    app: Flask
    address: str
    meeting_id: int

    @property
    def token(self) -> str:
        """What must stay secret."""
        return self.address.split("/")[2]

    def send(self, request: bytes) -> tuple[str, dict[str, str], bytes]:
        """Status ("" without an answer), headers and body of an answer on a new connection."""
        with socket.create_connection(("127.0.0.1", self.programs.port), timeout=20) as one:
            one.sendall(request)
            answer = b""
            while piece := one.recv(65536):
                answer += piece
        if not answer:
            return "", {}, b""
        head, _end, body = answer.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        return first.split(" ")[1], headers, body

    def ask(
        self, method: str = "GET", address: str = "", **headers: str
    ) -> tuple[str, dict[str, str], bytes]:
        """The answer to a request as programs send it."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"{method} {address or self.address} HTTP/1.1", "Host: agenda.example"]
        lines += [f"{name}: {value}" for name, value in named.items()]
        return self.send("\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1"))

    def change(self, place: str) -> None:
        """Somebody changes the meeting."""
        with self.app.app_context():
            db.session.get_one(Meeting, self.meeting_id).place = place
            db.session.commit()

    def run(self, statement: str) -> None:
        """Do something to the database."""
        with self.app.app_context():
            db.session.execute(text(statement))
            db.session.commit()


@pytest.fixture(scope="module")
def served(
    engine_name: str, templates: Templates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """Two processes on a database of their own."""
    place = Place(templates.clone(engine_name), tmp_path_factory.mktemp("served"))
    clock.stop_at(None)
    app = place.app()
    with app.app_context():
        officer = make_person()
        meeting = make_meeting(officer=officer)
        address = make_feed(officer)
        meeting_id = meeting.id
    programs = Programs(place, "--workers", "2", "--access-logfile", "-", "--log-level", "debug")
    programs.start("server")
    try:
        programs.wait_until_up()
        yield Served(programs, app, address, meeting_id)
    finally:
        programs.stop()
        release(app)
        templates.drop(place.url)


@pytest.mark.parametrize(
    "method", ["PUT", "PROPFIND", "POST", "DELETE", "OPTIONS", "MKCOL", "LOCK"]
)
def test_other_methods_are_refused_in_plain_text(served: Served, method: str) -> None:
    status, headers, body = served.ask(method, Content_Length="0", Depth="1")
    assert status == ("200" if method == "OPTIONS" else "405")
    assert headers["Allow"] == "GET, HEAD, OPTIONS"
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert len(body) < 30


def test_what_a_program_needs_is_there(served: Served) -> None:
    status, headers, body = served.ask(Accept_Encoding="identity")
    assert (status, headers["Content-Type"]) == ("200", "text/calendar; charset=utf-8")
    assert int(headers["Content-Length"]) == len(body)
    status, head, nothing = served.ask("HEAD", Accept_Encoding="identity")
    assert (status, nothing) == ("200", b"")
    assert (head["ETag"], head["Content-Length"]) == (headers["ETag"], headers["Content-Length"])
    for condition in (
        {"If_None_Match": headers["ETag"]},
        {"If_Modified_Since": headers["Last-Modified"]},
    ):
        status, same, nothing = served.ask(Cache_Control="no-cache", Pragma="no-cache", **condition)
        assert (status, nothing, same["ETag"]) == ("304", b"", headers["ETag"])


def test_no_request_is_so_odd_that_it_gets_a_page(served: Served) -> None:
    path, token = served.address.encode(), served.token.encode()
    long = b"a" * 10_000
    odd = (
        b"GET //feeds//" + token + b"//agenda.ics HTTP/1.1\r\nHost: x\r\n",
        b"GET " + path + b"?a=%00&b=\xff HTTP/1.0\r\n",
        b"GET http://elsewhere" + path + b" HTTP/1.1\r\nHost: \xff\xfe\r\n",
        b"GET /feeds/" + long + b"/agenda.ics HTTP/1.1\r\nHost: x\r\n",
        b"GET /feeds/%ff%00%0d%0a/agenda.ics HTTP/1.1\r\nHost: x\r\n",
        b"GET /feeds/\xff\xfe/agenda.ics HTTP/1.1\r\nHost: x\r\n",
        b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nCookie: " + long[:8000] + b"\r\n",
        b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nX: " + long + b"\r\n",
        b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: odd\r\n",
        b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nno colon\r\n",
        b"GET " + path + b" HTTP/9.9\r\nHost: x\r\n",
        b"get " + path + b" HTTP/1.1\r\nHost: x\r\n",
        b"GET " + path + b"\r\n",
        b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nExpect: a-page\r\n",
        b"GET " + path + b" HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 150,
        b"PUT " + path + b" HTTP/1.1\r\nHost: x\r\nContent-Length: nothing\r\n",
    )
    for request in odd:
        status, headers, body = served.send(request + b"Connection: close\r\n\r\n")
        assert status in HARMLESS, request[:60]
        assert "Location" not in headers
        assert b"<html" not in body.lower(), request[:60]
        assert headers.get("Content-Type", "text/plain").split(";")[0] in (
            "text/plain",
            "text/calendar",
        )


def test_never_a_calendar_of_before_a_change(served: Served) -> None:
    """Each of many connections meets one of the two processes."""
    moments = []
    for number in range(12):
        served.change(f"Kamer {number} van de raad")
        answers = [served.ask() for _time in range(4)]
        for _status, _headers, body in answers:
            assert f"Kamer {number} van de raad".encode() in body
        assert (
            len({(headers["ETag"], headers["Last-Modified"]) for _s, headers, _b in answers}) == 1
        )
        moments.append(answers[0][1]["Last-Modified"])
    assert len(set(moments)) == len(moments)


def test_while_somebody_writes_every_reader_sees_at_least_what_was_there(served: Served) -> None:
    written = [0]
    faults: list[object] = []
    bodies: dict[str, bytes] = {}

    def read() -> None:
        while written[0] < 40:
            least = written[0]
            status, headers, body = served.ask(Accept_Encoding="identity")
            found = re.search(rb"Zaal (\d+) hier", body)
            if status != "200" or found is None or int(found[1]) < least:
                faults.append((status, least, found and found[1]))
            moment = headers.get("Last-Modified")  # none while changes come too fast to be sure
            if moment is not None and bodies.setdefault(moment, body) != body:
                faults.append(("two calendars of one moment", moment))

    served.change("Zaal 0 hier")
    readers = [threading.Thread(target=read) for _number in range(3)]
    for reader in readers:
        reader.start()
    for number in range(1, 41):
        served.change(f"Zaal {number} hier")
        written[0] = number
    for reader in readers:
        reader.join()
    assert faults == []


def test_without_anything_to_give_the_connection_ends(served: Served) -> None:
    """And with something, that is given; the token is in no log of any of it."""
    before = served.ask()
    served.run("ALTER TABLE subscription RENAME TO away")
    try:
        during = served.ask()
        assert (during[0], during[2]) == ("200", before[2])
        assert served.ask(address="/feeds/unknown/agenda.ics") == ("", {}, b"")
        held = served.ask(address="/feeds/unknown/agenda.ics", If_None_Match='"x"')
        assert (held[0], held[2]) == ("304", b"")
    finally:
        served.run("ALTER TABLE away RENAME TO subscription")
    assert served.ask()[2] == before[2]
    served.ask(address=served.address, Referer=f"http://agenda.example{served.address}")
    served.send(b"BAD /feeds/" + served.token.encode() + b"/x.ics HTTP/x\r\n\r\n")
    with served.programs.log("rb") as log:
        written = log.read().decode(errors="replace")
    assert "a calendar was not made" in written
    assert '"GET /feeds/…/agenda.ics HTTP/1.1" 200' in written
    assert "Invalid request" in written
    assert served.token not in written
    assert digest(served.token) not in written
