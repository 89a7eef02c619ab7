"""The page of one meeting, and its status."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core import access, clock
from app.core.database import db
from app.core.errors import NotFound, RuleBroken
from app.meetings import actions, words, workflow
from app.meetings.agenda_forms import UploadForm
from app.meetings.attempts import DONE, INVALID, attempt
from app.meetings.consequences import consequences_of_cancelling
from app.meetings.forms import CancelForm
from app.meetings.page_queries import MeetingPage, page_of
from app.meetings.permissions import (
    PLANNERS,
    may_edit_agenda,
    may_plan,
    may_record_outcome,
)
from app.meetings.placing import questions
from app.meetings.placing_forms import PlacingForm, placing_form
from app.meetings.queries import get_meeting
from app.papers.checking import ACCEPTED

meetings = Blueprint("meetings", __name__)
Answer = Response | str | tuple[str, int]


@meetings.get("/meetings/<int:meeting_id>")
@access.signed_in
def show_meeting(meeting_id: int) -> str:
    """See one meeting: its agenda with papers, who goes, and how it is prepared."""
    meeting = get_meeting(meeting_id, current_user)
    now = clock.now()
    editing = may_edit_agenda(current_user, meeting) and workflow.may_change(meeting.status)
    page = page_of(meeting, current_user, editing)
    return render_template(
        "meetings/show_meeting.html",
        meeting=meeting,
        page=page,
        steps=workflow.open_steps(meeting.status, meeting.starts_at, now),
        may_plan=may_plan(current_user),
        may_edit=editing,
        may_edit_item={
            item.id: workflow.may_change(meeting.status)
            and may_edit_agenda(current_user, meeting, item)
            for item in page.items
        },
        may_record={
            item.id: may_record_outcome(current_user, meeting, item) for item in page.items
        },
        may_send=may_record_outcome(current_user, meeting) and workflow.may_change(meeting.status),
        may_change=workflow.may_change(meeting.status),
        over=workflow.has_outcome(meeting.status, meeting.starts_at, now),
        words=words,
        upload=_upload_form() if editing else None,
        accepted=ACCEPTED,
        placing=_placing_form(page) if editing and page.unplaced else None,
    )


def _upload_form() -> UploadForm:
    """What papers that are dropped on the page are sent with."""
    form = UploadForm(formdata=None)
    form.received_on.data = clock.today()
    return form


def _placing_form(page: MeetingPage) -> PlacingForm:
    papers = [*page.all_papers, *page.withdrawn_papers]
    return placing_form(questions(papers, page.items), page.items, formdata=None)


@meetings.post("/meetings/<int:meeting_id>/steps/<step>")
@access.roles(*PLANNERS)
def take_step(meeting_id: int, step: str) -> Answer:
    """Confirm a meeting, record that it was held, or undo one of these."""
    access.require(step in workflow.STEPS and step != "cancel")
    meeting = get_meeting(meeting_id, current_user)
    actions.take_step(meeting, step, current_user)
    db.session.commit()
    flash(_("De status van de vergadering is gewijzigd."), "success")
    return redirect(url_for("meetings.show_meeting", meeting_id=meeting_id))


@meetings.get("/meetings/<int:meeting_id>/cancel")
@access.roles(*PLANNERS)
def ask_cancel(meeting_id: int) -> Answer:
    """See what cancelling means before doing it."""
    return _cancel_page(meeting_id, CancelForm())


@meetings.post("/meetings/<int:meeting_id>/cancel")
@access.roles(*PLANNERS)
def cancel(meeting_id: int) -> Answer:
    """Cancel a meeting, with the reason where somebody gives it."""
    form = CancelForm()
    meeting = get_meeting(meeting_id, current_user)
    status = INVALID
    if form.validate_on_submit():
        remark = form.remark.data or ""
        status = attempt(form, lambda: actions.cancel_meeting(meeting, current_user, remark))
    if status != DONE:
        if form.form_errors:
            raise RuleBroken(str(form.form_errors[0]))
        return _cancel_page(meeting_id, form), status
    flash(_("De vergadering is geannuleerd. Alles blijft bewaard."), "success")
    return redirect(url_for("meetings.show_meeting", meeting_id=meeting_id))


def _cancel_page(meeting_id: int, form: CancelForm) -> str:
    meeting = get_meeting(meeting_id, current_user)
    step = workflow.STEPS["cancel"]
    if not workflow.allows(step, meeting.status, meeting.starts_at, clock.now()):
        raise NotFound
    found = consequences_of_cancelling(meeting, current_user)
    return render_template(
        "meetings/ask_cancel.html", meeting=meeting, form=form, consequences=found
    )
