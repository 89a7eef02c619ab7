"""A test client that signs in, and checks every page it fetches as a picky browser would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from typing import Any

import html5lib
from flask import has_app_context
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from app.core.database import db
from app.people.models import Person
from app.people.sessions import start_session

WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|CREATE|DROP|ALTER)\b", re.IGNORECASE)
#: What may stand in a header (RFC 9110, 5.5); the client of the tests itself takes anything.
HEADER = re.compile(r"[ \t\x21-\x7e\x80-\xff]*")
XHTML = "{http://www.w3.org/1999/xhtml}"
LABELLED = ("input", "select", "textarea")


class Statements:
    """Counts statements on a connection, and remembers the writing ones."""

    def __init__(self) -> None:
        self.all: list[str] = []

    @classmethod
    @contextmanager
    def of(cls, connection: Any) -> Iterator[Statements]:
        """Listen on a connection."""
        counter = cls()

        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            counter.all.append(statement)

        event.listen(connection, "before_cursor_execute", note)
        try:
            yield counter
        finally:
            event.remove(connection, "before_cursor_execute", note)

    @property
    def count(self) -> int:
        """Statements without the savepoints that only the tests cause."""
        return sum("SAVEPOINT" not in statement for statement in self.all)

    @property
    def writes(self) -> list[str]:
        """The statements that change something."""
        return [statement for statement in self.all if WRITES.match(statement)]

    @contextmanager
    def counted(self) -> Iterator[Statements]:
        """Count only what happens inside."""
        self.all.clear()
        yield self


class CheckingClient(FlaskClient):
    """Fetches pages as a person would, each in a context of its own, and checks them."""

    def sign_in(self, person: Person) -> CheckingClient:
        """Sign in without the form, as this person."""
        token = start_session(person)
        db.session.commit()
        with self.session_transaction() as session:
            session["_user_id"] = token
            session["_fresh"] = True
        return self

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Fetch; the request sees nothing of the test's own context."""
        safe = str(kwargs.get("method", "GET")).upper() in ("GET", "HEAD", "OPTIONS")
        with Statements.of(db.engines[None]) as statements:
            response = Context().run(super().open, *args, **kwargs)
            if safe:
                assert not statements.writes, f"a GET wrote: {statements.writes[:2]}"
        for name, value in response.headers:
            assert HEADER.fullmatch(value), f"a server would refuse this {name}"
        if response.mimetype == "text/html" and response.status_code != 304:
            check_page(response)
        response.call_on_close(lambda: None)
        if has_app_context():
            db.session.expire_all()
        return response


def check_page(response: TestResponse) -> None:
    """Valid HTML, language, title, one h1, labels, and a policy without inline code."""
    policy = response.headers.get("Content-Security-Policy", "")
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    if response.status_code in (301, 302, 303, 307, 308) or not response.data:
        return
    tree = html5lib.HTMLParser(strict=True).parse(response.data)
    assert tree.get("lang") in ("nl", "en")
    title = tree.find(f"{XHTML}head/{XHTML}title")
    assert title is not None
    assert (title.text or "").strip()
    headings = list(tree.iter(f"{XHTML}h1"))
    assert len(headings) == 1, f"{len(headings)} h1 elements"
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    doubles = {name for name in ids if ids.count(name) > 1}
    assert not doubles, f"ids used twice: {doubles}"
    _check_labels(tree)
    for element in tree.iter():
        assert element.get("style") is None, "inline style"
        assert not any(name.startswith("on") for name in element.attrib), "inline script"


def _check_labels(tree: Any) -> None:
    labels = {label.get("for") for label in tree.iter(f"{XHTML}label")}
    inside = {id(child) for label in tree.iter(f"{XHTML}label") for child in label.iter()}
    for name in LABELLED:
        for element in tree.iter(XHTML + name):
            if element.get("type") in ("hidden", "submit", "button"):
                continue
            labelled = (
                element.get("id") in labels
                or id(element) in inside
                or element.get("aria-label")
                or element.get("aria-labelledby")
            )
            assert labelled, f"{name} {element.get('name')!r} has no label"
