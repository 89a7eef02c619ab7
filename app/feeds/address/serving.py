"""What the address of a calendar answers: calendar, unchanged, unknown – and nothing else, ever.

A calendar program that is shown a page, a redirect or an error wipes what it has, or stops asking.
So whatever goes wrong here ends in what the address gave last, or in no answer at all, which every
program takes for a network that was away for a moment.
"""

from __future__ import annotations

import errno
import logging
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import NamedTuple, cast

from flask import Response, current_app, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import http_date

from app.core import clock, files, recorder
from app.core.database import db
from app.core.web import public_root
from app.feeds.address import keeping
from app.feeds.address.asking import has_since, has_tag, wants_packed
from app.feeds.address.keeping import Kept, Place
from app.feeds.address.standing import Given, Known, Standing, find_standing
from app.feeds.content.calendars import Unnoted, calendar_now
from app.feeds.content.noting import note_deadlines, note_size
from app.people.sessions import digest

#: Seconds that the database may take for one statement: a program waits some tens of seconds.
PATIENCE = 3.0
#: So often a calendar is made anew because something changed meanwhile.
TRIES = 4

log = logging.getLogger(__name__)


class Made(NamedTuple):
    """A calendar, what its address was when it was made, and what is still to be noted of it."""

    standing: Standing
    kept: Kept
    unnoted: Unnoted


class NoAnswer(BrokenPipeError):
    """No answer is better than any: the server closes the connection, as if a program went away."""

    def __init__(self) -> None:
        super().__init__(errno.EPIPE, "no answer")


def answer(token: str, name: str) -> Response:
    """The answer to a GET or HEAD of the address with this token; raises NoAnswer."""
    place = Place.of(digest(token), public_root())
    standing: Standing | None = None
    try:
        standing = find_standing(place.token_hash)
        if standing is None:
            response = plain(404)
        elif standing.is_over:
            response = plain(410)
        else:
            response = _present(place, standing)
    except Exception as error:  # a fault of ours wipes nobody's calendar
        log.error("a calendar was not made: %s", _place_of(error))
        response = _without_making(place, standing)
    if response.status_code == 200:
        response.headers["Content-Disposition"] = files.disposition("inline", f"{name}.ics")
    return response


def plain(code: int, words: str = "") -> Response:
    """An answer for programs, and for who reads along."""
    response = Response(f"{words or code}\n", code, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def _present(place: Place, standing: Standing) -> Response:
    known = cast(Known, current_app.extensions["feeds_known"])
    if known.is_to_be_noted(place.token_hash):
        recorder.note("feed", standing.subscription_id, standing.person_id)
    today, given = clock.today(), known.find(place)
    if given is not None and (given.standing, given.day) == (standing, today):
        unchanged = _unchanged(given.digest, given.modified)
        if unchanged is not None:
            return unchanged
        kept = keeping.find_latest(place)
        if kept is not None and kept.digest == given.digest:
            return _calendar(kept)
    made = _make(place, standing)
    if made is None:
        return plain(404)
    kept = made.kept
    given = Given(made.standing, today, kept.digest, kept.modified)
    if made.unnoted:
        remember = partial(known.remember, place, given)
        note = partial(_note_and_remember, made.unnoted, remember)
        recorder.afterwards("what a calendar said of deadlines", note)
    else:
        known.remember(place, given)
    return _unchanged(kept.digest, kept.modified) or _calendar(kept)


def _note_and_remember(unnoted: Unnoted, remember: Callable[[], None]) -> None:
    """Note what was said of deadlines; only once it stands the calendar need not be made again."""
    stands = note_deadlines(unnoted)
    db.session.commit()
    if stands:
        remember()


def _make(place: Place, standing: Standing) -> Made | None:
    """Make the calendar and keep it; None where the address was renewed meanwhile.

    What was kept first may be older than what another process made of a later change, and would
    yet bear the later moment: so what is new is given only if nothing changed while it was made.
    """
    left = TRIES
    while True:
        made = standing
        body, unnoted = calendar_now(standing, partial(_given_last, place))
        kept = keeping.keep(place, body)
        if kept.confirmed is not None:
            return Made(made, keeping.confirm(place, kept), unnoted)
        again = find_standing(place.token_hash)
        if again is None:
            keeping.forget(place.token_hash)
            return None
        if again == made:
            note = partial(note_size, made.subscription_id, len(body))
            recorder.afterwards("how large a calendar is", note)
            return Made(made, keeping.confirm(place, kept), unnoted)
        standing, left = again, left - 1
        if not left:  # somebody writes all the time: all true at one moment since it was asked
            return Made(made, replace(kept, modified=None), unnoted)


def _given_last(place: Place) -> bytes:
    """What a program that asks by this root may have: its deadlines go on from there."""
    kept = keeping.find_latest(place)
    return kept.body if kept is not None else b""


def _without_making(place: Place, standing: Standing | None) -> Response:
    """What is given when nothing can be made: the last good bytes, or no answer at all."""
    with suppress(SQLAlchemyError):
        db.session.rollback()
    if standing is None or standing.runs:
        kept = keeping.find_latest(place)
        if kept is not None and kept.is_trusted:
            return _unchanged(kept.digest, kept.modified) or _calendar(kept)
    if "If-None-Match" in request.headers:
        return _with_headers(Response(status=304))  # who has something, keeps it
    raise NoAnswer


def _unchanged(digest: str, modified: int | None) -> Response | None:
    """304, for a program that has this calendar; a moment counts only where no tag was sent."""
    tags, since = (request.headers.get(name) for name in ("If-None-Match", "If-Modified-Since"))
    if tags is not None:
        held = has_tag(tags, _tag(digest))
    else:
        now = int(clock.now().timestamp())
        held = since is not None and modified is not None and has_since(since, modified, now)
    return _with_headers(Response(status=304), digest, modified) if held else None


def _calendar(kept: Kept) -> Response:
    """The calendar itself, packed where that is asked for."""
    packed = _asks_packed()
    body = kept.packed if packed else kept.body
    response = Response(body, content_type="text/calendar; charset=utf-8")
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return _with_headers(response, kept.digest, kept.modified)


def _with_headers(response: Response, digest: str = "", modified: int | None = None) -> Response:
    """What an answer with a calendar, or instead of it, says about keeping it."""
    headers = response.headers
    if digest:
        headers["ETag"] = f'"{_tag(digest)}"'
    if modified is not None:
        headers["Last-Modified"] = http_date(modified)
    headers["Vary"] = "Accept-Encoding"
    headers["Cache-Control"] = "private, no-cache"
    return response


def _tag(digest: str) -> str:
    """The tag of the bytes that are asked for: packed they are other bytes (RFC 9110, 8.8.3)."""
    return f"{digest}-gzip" if _asks_packed() else digest


def _asks_packed() -> bool:
    return wants_packed(request.headers.get("Accept-Encoding", ""))


def _place_of(error: Exception) -> str:
    """Kind and place of a fault; what it says could hold a secret."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__}\n{''.join(traceback.format_list(frames))}"
