"""Pages of the steer of a meeting: reading it as one sheet, and writing it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.briefings.permissions import READING_ROLES
from app.briefings.steers.actions import NAMES, save_steer
from app.briefings.steers.forms import SteerForm
from app.briefings.steers.permissions import may_write_steer
from app.briefings.steers.queries import find_steer, proposals, steer_page
from app.briefings.views import Page, briefings
from app.core import access
from app.core.errors import NotAllowed
from app.core.submission import submit_edit
from app.meetings.models import Meeting, MeetingStatus
from app.meetings.queries import get_meeting


@briefings.get("/meetings/<int:meeting_id>/steer")
@access.roles(*READING_ROLES)
def show_steer(meeting_id: int) -> str:
    """Read the one page above the notes of a meeting."""
    meeting = get_meeting(meeting_id, current_user)
    goes_on = meeting.status != MeetingStatus.CANCELLED
    return render_template(
        "briefings/steers/show_steer.html",
        page=steer_page(meeting, current_user),
        meeting=meeting,
        may_write=goes_on and may_write_steer(current_user, meeting),
    )


@briefings.get("/meetings/<int:meeting_id>/steer/edit")
@briefings.post("/meetings/<int:meeting_id>/steer/edit")
@access.roles(*READING_ROLES)
def edit_steer(meeting_id: int) -> Page | Response:
    """Write the steer; what stays empty is drawn from the notes."""
    meeting = _writable(meeting_id)
    if meeting.status == MeetingStatus.CANCELLED and request.method == "GET":
        flash(_("Deze vergadering gaat niet door. Een oplegger is niet meer nodig."), "info")
        return redirect(url_for("briefings.show_steer", meeting_id=meeting_id))
    facts, version = _facts(meeting)
    form = SteerForm(data={**facts, "version": str(version)})
    done = submit_edit(
        form,
        lambda: save_steer(meeting, form.words(), current_user, form.seen_version),
        url_for("briefings.show_steer", meeting_id=meeting_id),
        lambda: _facts(_writable(meeting_id)),
    )
    if done.url:
        flash(_("De oplegger is opgeslagen."), "success")
        return redirect(done.url)
    meeting = _writable(meeting_id)
    html = render_template(
        "briefings/steers/edit_steer.html",
        form=form,
        meeting=meeting,
        proposals=proposals(meeting, current_user),
        differences=done.differences,
    )
    return html, done.status


def _writable(meeting_id: int) -> Meeting:
    meeting = get_meeting(meeting_id, current_user)
    if not may_write_steer(current_user, meeting):
        raise NotAllowed
    return meeting


def _facts(meeting: Meeting) -> tuple[dict[str, Any], int]:
    steer = find_steer(meeting.id, current_user)
    if steer is None:
        return dict.fromkeys(NAMES, ""), 0
    return {name: getattr(steer, name) for name in NAMES}, steer.version
