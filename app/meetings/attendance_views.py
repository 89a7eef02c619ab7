"""Pages about who goes to a meeting, and who was there."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.core import access, clock
from app.core.database import db
from app.core.errors import NotAllowed
from app.meetings import attendance_actions as actions
from app.meetings import workflow
from app.meetings.attempts import DONE, INVALID, attempt
from app.meetings.forms import PresenceForm, SendForm, named
from app.meetings.models import Meeting
from app.meetings.page_queries import away_from
from app.meetings.permissions import may_record_outcome
from app.meetings.queries import get_meeting
from app.meetings.views import Answer, meetings
from app.people.models import Person
from app.people.queries import people_with_role, substitutes_of


@meetings.get("/meetings/<int:meeting_id>/attendance")
@access.signed_in
def edit_attendance(meeting_id: int) -> str:
    """See who goes, who is absent then, and who can stand in."""
    meeting = _recordable(meeting_id)
    return _page(meeting, _send_form(meeting, empty=True), _presence_form(meeting, empty=True))


@meetings.post("/meetings/<int:meeting_id>/attendance")
@access.signed_in
def send_person(meeting_id: int) -> Answer:
    """Say that somebody goes, in whose place where they stand in."""
    meeting = _recordable(meeting_id)
    form = _send_form(meeting)
    status = INVALID
    if form.validate_on_submit():
        person_id, instead_of = form.person_id.data, form.in_place_of_id.data
        status = attempt(
            form, lambda: actions.send_person(meeting, person_id, current_user, instead_of)
        )
    if status != DONE:
        meeting = _recordable(meeting_id)
        return _page(meeting, form, _presence_form(meeting, empty=True)), status
    flash(_("Vastgelegd wie er gaat."), "success")
    return redirect(url_for("meetings.edit_attendance", meeting_id=meeting_id))


@meetings.post("/meetings/<int:meeting_id>/attendance/<int:person_id>/keep-home")
@access.signed_in
def keep_home(meeting_id: int, person_id: int) -> Answer:
    """Say that somebody does not go after all."""
    meeting = _recordable(meeting_id)
    actions.keep_home(meeting, person_id, current_user)
    db.session.commit()
    flash(_("Vastgelegd wie er niet gaat."), "success")
    return redirect(url_for("meetings.edit_attendance", meeting_id=meeting_id))


@meetings.post("/meetings/<int:meeting_id>/presence")
@access.signed_in
def record_attendance(meeting_id: int) -> Answer:
    """Record afterwards who was there."""
    meeting = _recordable(meeting_id)
    form = _presence_form(meeting)
    status = INVALID
    if form.validate_on_submit():
        present = form.present.data or []
        status = attempt(form, lambda: actions.record_attendance(meeting, present, current_user))
    if status != DONE:
        meeting = _recordable(meeting_id)
        return _page(meeting, _send_form(meeting, empty=True), form), status
    flash(_("Vastgelegd wie er was."), "success")
    return redirect(url_for("meetings.show_meeting", meeting_id=meeting_id))


def _recordable(meeting_id: int) -> Meeting:
    meeting = get_meeting(meeting_id, current_user)
    if not may_record_outcome(current_user, meeting):
        raise NotAllowed
    return meeting


def _send_form(meeting: Meeting, empty: bool = False) -> SendForm:
    form = SendForm(formdata=None) if empty else SendForm()
    people = people_with_role("alderman", "officer", "coordinator", "secretary")
    form.person_id.offer([(one.id, named(one)) for one in people], _("Kies iemand"))
    listed = [row.person for row in meeting.attendances]
    form.in_place_of_id.offer([(one.id, named(one)) for one in listed], _("Niemand"))
    if empty:
        form.person_id.data = request.args.get("person", type=int)
        form.in_place_of_id.data = request.args.get("for", type=int)
    return form


def _presence_form(meeting: Meeting, empty: bool = False) -> PresenceForm:
    form = PresenceForm(formdata=None) if empty else PresenceForm()
    form.present.choices = [(row.person_id, named(row.person)) for row in meeting.attendances]
    if empty:
        form.present.data = [
            row.person_id
            for row in meeting.attendances
            if (row.going if row.attended is None else row.attended)
        ]
    return form


def _page(meeting: Meeting, form: SendForm, presence: PresenceForm) -> str:
    away = away_from(meeting)
    return render_template(
        "meetings/edit_attendance.html",
        meeting=meeting,
        form=form,
        presence=presence,
        away=away,
        substitutes={number: _substitutes(meeting, number) for number in away},
        over=workflow.has_outcome(meeting.status, meeting.starts_at, clock.now()),
    )


def _substitutes(meeting: Meeting, person_id: int) -> list[Person]:
    """Who can stand in: the arranged substitutes, then our substitute members of the body."""
    day = clock.local(meeting.starts_at).date()
    arranged = substitutes_of(person_id, day)
    members = [
        row.person
        for row in meeting.body.members
        if row.substitute and row.holds_on(day) and row.person_id != person_id
    ]
    return [*arranged, *(one for one in members if one not in arranged)]
