"""Keeping what is typed in a note while it is typed, and what one can do with it later."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.wrappers import Response

from app.briefings.comparing.differences import differences
from app.briefings.content import EMPTY, of_version
from app.briefings.drafts import actions, queries
from app.briefings.drafts.actions import Stale
from app.briefings.drafts.typed import read
from app.briefings.models import Note
from app.briefings.parts import PARTS
from app.briefings.permissions import WRITABLE
from app.briefings.queries import notes_for_items
from app.briefings.views import Page, briefings
from app.briefings.wording import fact, name_of
from app.core import access
from app.core.database import db
from app.core.dates import clock_time
from app.core.errors import NotAllowed
from app.meetings import queries as meeting_queries

#: Bytes of one save: every part as long as it may be, twice over.
LARGEST = 5 * 1024 * 1024


@briefings.get("/drafts/session")
@access.signed_in
def tell_session() -> Response:
    """Tell a window that is open for long who is signed in now, with a token to send with."""
    return jsonify(person=current_user.id, token=generate_csrf())


@briefings.post("/items/<int:item_id>/draft")
@access.signed_in
def keep_draft(item_id: int) -> Response | tuple[Response, int]:
    """Keep what was typed in a window; a browser sends it every few seconds, as JSON."""
    item = meeting_queries.get_item(item_id, current_user)
    note = notes_for_items([item_id], current_user).get(item_id)
    body = _body()
    sent = read(body)
    if not queries.may_keep(item, note, current_user) or (
        isinstance(body, dict) and body.get("person") not in (None, current_user.id)
    ):
        raise NotAllowed
    if sent is None:
        raise BadRequest
    try:
        saved_at = actions.keep(item, note, current_user, sent)
    except Stale as error:
        db.session.rollback()
        return jsonify(error=409, message=error.message, sequence=error.sequence), 409
    db.session.commit()
    return jsonify(saved_at=saved_at.isoformat(), clock=clock_time(saved_at), notice=_notice(note))


def _body() -> Any:
    if (request.content_length or 0) > LARGEST:
        raise RequestEntityTooLarge
    try:
        return request.get_json(silent=True)
    except RecursionError:  # brackets within brackets without end
        return None


def _notice(note: Note | None) -> str:
    """What the person should know while they type on; empty where there is nothing."""
    if note is None or note.state in WRITABLE:
        return ""
    return _("Deze annotatie kan nu niet worden gewijzigd. Uw tekst blijft bewaard.")


@briefings.get("/drafts/<int:draft_id>")
@access.signed_in
def read_draft(draft_id: int) -> Page:
    """See what I typed and did not save, beside what the note says now; or my own text to copy."""
    held = queries.get_held(draft_id, current_user)
    note = held.note
    now = of_version(note.current) if note is not None else EMPTY
    return render_template(
        "briefings/drafts/read_draft.html",
        held=held,
        differences=differences(now, held.mine, PARTS) if held.may_write else [],
        own=[(name_of(name), _words(held, name)) for name in held.own_names],
    )


def _words(held: queries.Held, name: str) -> str:
    return held.mine.parts.get(name) or fact(held.mine, name)


@briefings.post("/drafts/<int:draft_id>/discard")
@access.signed_in
def discard_draft(draft_id: int) -> Response:
    """Throw away what I typed and did not save."""
    held = queries.get_held(draft_id, current_user)
    actions.discard(held.draft, current_user)
    db.session.commit()
    flash(_("De niet-opgeslagen tekst is weggegooid."), "success")
    if held.may_write and held.item is not None:
        return redirect(url_for("briefings.start_note", item_id=held.item.id))
    return redirect(url_for("briefings.list_notes"))
