"""Secrets in addresses stand in no log: not in a message, not in its arguments, not in a fault."""

from __future__ import annotations

import io
import logging

import pytest
from flask import Flask

from app.core.masking import Mask, init_app, masked

#: As a token looks; the same in every process, for it is in the names of tests.
TOKEN = "aZ09-_bY18" * 4 + "cXw"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"GET /feeds/{TOKEN}/agenda.ics", "GET /feeds/…/agenda.ics"),
        ("GET /feeds/%41short/agenda.ics?x", "GET /feeds/…/agenda.ics?x"),
        (f"https://x.nl/sign-in/link/{TOKEN}", "https://x.nl/sign-in/link/…"),
        ("/messages/unsubscribe/abc.def-1?a=b", "/messages/unsubscribe/…?a=b"),
        (f"KeyError: '{TOKEN}'", "KeyError: '…'"),
        ("POST /feeds/12/renew", "POST /feeds/12/renew"),
        (
            'File "/srv/app/feeds/address/serving.py", line 3',
            'File "/srv/app/feeds/address/serving.py", line 3',
        ),
        ("nothing of that", "nothing of that"),
    ],
)
def test_a_secret_is_masked_and_nothing_else(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_everything_that_a_handler_writes_is_masked() -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(Mask())
    log = logging.getLogger("of this test")
    log.addHandler(handler)
    try:
        log.warning("asked for %s: %s", f"/feeds/{TOKEN}/x.ics", 12)
        try:
            raise ValueError(f"cannot read {TOKEN}") from KeyError(TOKEN)
        except ValueError:
            log.exception("a fault at /feeds/%s/x.ics", TOKEN)
    finally:
        log.removeHandler(handler)
    assert TOKEN not in written.getvalue()
    assert "asked for /feeds/…/x.ics: 12" in written.getvalue()
    assert "ValueError: cannot read …" in written.getvalue()


def test_the_server_for_development_logs_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    init_app(Flask("of this test"))
    with caplog.at_level(logging.INFO, "werkzeug"):
        logging.getLogger("werkzeug").info('"%s" 200', f"GET /feeds/{TOKEN}/agenda.ics")
    assert caplog.messages == ['"GET /feeds/…/agenda.ics" 200']
