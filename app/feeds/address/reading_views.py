"""The address that calendar programs read, and the door before it.

The door stands before everything that Flask does around a view: access by the person in a cookie,
forms, the language of a browser, the check of migrations, pages for errors. None of that is of use
to a calendar program, and each could end in a page, a redirect or an error: its calendar is wiped.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from flask import Flask, Response

from app.core import access, recorder
from app.core.patience import no_longer_than
from app.feeds.address import serving, tidying
from app.feeds.address.asking import reasonable_host
from app.feeds.address.serving import NoAnswer, plain
from app.feeds.address.standing import Known
from app.feeds.views import feeds

#: An address of a calendar, however it is written: the token, and what follows.
ADDRESS = re.compile(r"/+feeds/+([^/]+)(/.*)?", re.DOTALL)
#: What programs after us see of an address, so that no token is in any log.
MASKED = "/feeds/***/agenda.ics"
ENDING = ".ics"
METHODS = "GET, HEAD, OPTIONS"
#: Of every answer here: nobody hears of this address, and no browser guesses what the bytes are.
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
}

log = logging.getLogger(__name__)


@feeds.get("/<token>/<path:name>.ics")
@access.by_token
def read(token: str, name: str) -> Response:
    """Read a calendar: what the subscriber may see at this moment."""
    return serving.answer(token, name)


class Door:
    """Answers the addresses of calendars, and lets every other request through."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.inner = app.wsgi_app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request; without a word where there is no good one."""
        found = ADDRESS.fullmatch(environ.get("PATH_INFO", ""))
        if found is None or self._is_page(found):
            return self.inner(environ, start_response)
        token, rest = found[1], (found[2] or "").strip("/")
        _forget_secrets(environ)
        environ["HTTP_HOST"] = self._host(environ)
        answered: Iterable[bytes] | None = None
        try:
            with no_longer_than(serving.PATIENCE), self.app.request_context(environ):
                response = self._answer(environ["REQUEST_METHOD"], token, rest)
                recorder.follow(response)
                response.headers.update(HEADERS)
                answered = response(environ, start_response)
        except NoAnswer:
            pass
        except Exception as error:  # also when the answer is there, and something is put away
            log.error("the door of calendars failed: %s", type(error).__name__)
        if answered is None:
            raise NoAnswer
        return answered

    def _is_page(self, found: re.Match[str]) -> bool:
        """Whether an address is of one of our own pages about subscriptions."""
        token, rest = found[1], found[2] or ""
        return not _names_a_calendar(rest) and (token.isdecimal() or token in self._words)

    def _host(self, environ: dict[str, Any]) -> str:
        """The name by which this server is asked; its own where nothing can have that name.

        A server behind a socket in a folder has no name of its own but the one it was asked by.
        """
        own = f"{environ.get('SERVER_NAME')}:{environ.get('SERVER_PORT')}"
        named = reasonable_host(environ.get("HTTP_HOST", "")) or reasonable_host(own)
        return named or f"127.0.0.1:{self.app.config['PORT']}"

    @cached_property
    def _words(self) -> frozenset[str]:
        """The words with which addresses of our own pages go on."""
        rules = [rule.rule for rule in self.app.url_map.iter_rules()]
        return frozenset(rule.split("/")[2] for rule in rules if rule.startswith("/feeds/"))

    def _answer(self, method: str, token: str, rest: str) -> Response:
        if method == "OPTIONS":
            return _allowing(plain(200, METHODS))
        if method not in ("GET", "HEAD"):
            return _allowing(plain(405))
        if not _names_a_calendar(rest):
            return plain(404)
        return read(token, rest[: -len(ENDING)])


def init_app(app: Flask) -> None:
    """Set the door before everything else, and look after what is kept behind it."""
    tidying.init_app(app)
    app.extensions["feeds_known"] = Known()
    # Flask's own way to wrap itself; types cannot say that a method may be replaced
    app.wsgi_app = Door(app)  # type: ignore[method-assign]


def _names_a_calendar(rest: str) -> bool:
    name = rest.rstrip("/").lower()
    return name.endswith(ENDING) and len(name) > len(ENDING)


def _allowing(response: Response) -> Response:
    response.headers["Allow"] = METHODS
    return response


def _forget_secrets(environ: dict[str, Any]) -> None:
    """Take the token, and whoever the cookie is of, out of what the rest of this process sees.

    A server that logs a request does so from here, too.
    """
    for name in ("RAW_URI", "REQUEST_URI", "PATH_INFO"):
        environ[name] = MASKED
    environ["QUERY_STRING"] = ""
    for name in ("HTTP_COOKIE", "HTTP_REFERER"):
        environ.pop(name, None)
