"""Errors as pages that help: what happened, what to do, and what was typed kept in sight."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, current_app, g, jsonify, redirect, render_template, request, url_for
from flask.globals import request_ctx
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response

from app.core import access, schema
from app.core.database import db
from app.core.errors import Busy, NotAllowed, NotFound, NotReady, RuleBroken
from app.core.files import is_full

PAGES = frozenset({400, 401, 403, 404, 405, 409, 413, 429, 500, 503, 507})
#: What a person did not type themselves, or should not see again.
NOT_TYPED = frozenset({"csrf_token", "key", "version", "password", "new_password", "next"})

log = logging.getLogger(__name__)
Answer = tuple[str | Response, int]


def init_app(app: Flask) -> None:
    """Register one handler per kind of error."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(NotFound, lambda _error: page(404))
    app.register_error_handler(NotAllowed, lambda _error: page(403))
    app.register_error_handler(RuleBroken, lambda error: page(409, message=error.message))
    app.register_error_handler(StaleDataError, lambda _error: page(409, message=""))
    app.register_error_handler(NotReady, lambda error: page(503, message=str(error)))
    app.register_error_handler(Busy, _busy)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(InterfaceError, _database_away)
    app.register_error_handler(OSError, _no_room)
    app.register_error_handler(Exception, _unexpected)


def page(code: int, message: str = "") -> Answer:
    """The page for this code, with what was typed, so that it is not lost."""
    if code == 503:
        g.database_away = True
    else:
        _roll_back()
    if is_for_programs():
        return Response(f"{code}\n", code, content_type="text/plain; charset=utf-8"), code
    if request.is_json:  # who sends JSON is a script of ours, and cannot show a page
        return jsonify(error=code, message=message), code
    name = code if code in PAGES else 500 if code >= 500 else 400
    template = f"errors/{name}.html"
    # what was too large to read, or had no room while it came in, cannot be shown either
    unread = code == 413 or (code == 507 and "form" not in vars(request))
    kept = [] if unread else typed()
    again = sent_fields() if code == 503 else []
    return render_template(template, code=code, message=message, typed=kept, again=again), code


def is_for_programs() -> bool:
    """Whether this address is opened by a token: a program reads it, and a page would harm it.

    Also known where no view was found for this method (405).
    """
    adapter = request_ctx.url_adapter
    try:
        endpoint = adapter.match(method="GET")[0] if adapter else ""
    except HTTPException:
        return False
    view = current_app.view_functions.get(endpoint)
    policy = access.policy_of(view) if view else None
    return policy is not None and policy.kind == "token"


def typed() -> list[tuple[str, str]]:
    """The longer texts of the form that was sent, to be shown for copying."""
    if request.method != "POST":
        return []
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in NOT_TYPED and len(value.strip()) > 3
    ]


def sent_fields() -> list[tuple[str, str]]:
    """Everything of the form that was sent, to be sent once more as it was; not a password."""
    if request.method != "POST" or request.files or any("password" in one for one in request.form):
        return []
    return list(request.form.items(multi=True))


def _http(error: HTTPException) -> Any:
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()
    answer = page(error.code or 500)
    kept = [
        (name, value) for name, value in error.get_headers() if name in ("Allow", "Retry-After")
    ]
    return (*answer, kept)


def _forged(_error: CSRFError) -> Answer | Response:
    """The session behind the form has ended, or the form came from elsewhere."""
    if request.endpoint == "people.sign_out":
        return redirect(url_for("people.sign_in"))
    return page(400)


def _busy(error: Busy) -> Any:
    """Too much is asked at once: the page says when to come back, and so does its head."""
    _roll_back()
    found = render_template("errors/busy.html", code=503, message=str(error))
    return found, 503, {"Retry-After": str(error.seconds)}


def _database_away(error: SQLAlchemyError) -> Answer:
    log.error("the database did not answer: %s", type(error).__name__)
    return page(503, message=schema.sentence_for(error))


def _no_room(error: OSError) -> Answer:
    """The disk is full: what came in, or was written, found no place."""
    if not is_full(error):
        return _unexpected(error)
    log.error("no room on the disk at %s", request.endpoint)
    return page(507)


def _unexpected(error: Exception) -> Answer:
    log.exception("unexpected error at %s", request.endpoint, exc_info=error)
    return page(InternalServerError.code)


def _roll_back() -> None:
    try:
        db.session.rollback()
    except SQLAlchemyError:
        log.warning("rollback failed", exc_info=True)
