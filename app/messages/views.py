"""Pages of messages: one's own list, and marking as read."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core import access
from app.core.database import db
from app.messages import actions, queries

messages = Blueprint("messages", __name__, url_prefix="/messages")


@messages.get("/")
@access.signed_in
def list_messages() -> str:
    """See what one was told, the unread first in sight, with links to where it happened."""
    total = queries.count_messages(current_user)
    page = min(max(1, request.args.get("page", 1, type=int)), queries.pages_of(total))
    found = queries.list_messages(current_user, page)
    first = (page - 1) * queries.PAGE_SIZE + 1
    last = first + len(found) - 1
    return render_template(
        "messages/list_messages.html",
        messages=found,
        unread=queries.unread_count(current_user),
        first=first,
        last=last,
        total=total,
        previous_url=url_for("messages.list_messages", page=page - 1) if page > 1 else "",
        next_url=url_for("messages.list_messages", page=page + 1) if last < total else "",
    )


@messages.post("/<int:message_id>/read")
@access.signed_in
def mark_read(message_id: int) -> Response:
    """Mark one message as read."""
    actions.mark_read(current_user, message_id)
    db.session.commit()
    return redirect(url_for("messages.list_messages"))


@messages.post("/read")
@access.signed_in
def mark_all_read() -> Response:
    """Mark all messages as read."""
    actions.mark_read(current_user)
    db.session.commit()
    return redirect(url_for("messages.list_messages"))
