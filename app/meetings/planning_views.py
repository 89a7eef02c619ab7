"""Pages for planning a meeting in two steps, and for changing one."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.core import access, clock, dates
from app.meetings import actions, planning, words
from app.meetings.attempts import (
    CONFLICT,
    DONE,
    INVALID,
    Difference,
    attempt,
    attempt_once,
    chosen_text,
    differences,
)
from app.meetings.body_queries import bodies_of, get_body, open_bodies
from app.meetings.consequences import consequences_of
from app.meetings.details import MeetingDetails
from app.meetings.following import Consequences
from app.meetings.forms import (
    ChooseForm,
    MeetingFields,
    MeetingForm,
    MomentForm,
    PlanForm,
    body_choice,
    moment,
)
from app.meetings.list_queries import preparable_meetings
from app.meetings.models import Body, Level, Meeting
from app.meetings.page_queries import Clash, clashes
from app.meetings.permissions import PLANNERS
from app.meetings.queries import get_meeting
from app.meetings.views import Answer, meetings
from app.register.portfolio_queries import Responsible, responsible_for


@meetings.get("/meetings/choose-body")
@access.roles(*PLANNERS)
def choose_body() -> Answer:
    """Begin planning: of which body, and when."""
    form = ChooseForm(request.args)
    partnership_id = request.args.get("partnership", type=int)
    prepares_id = request.args.get("prepares", type=int)
    bodies = [one for one in open_bodies() if partnership_id in (None, one.partnership_id)]
    if prepares_id is not None:
        bodies = [one for one in bodies if one.level == Level.ADMINISTRATIVE]
    form.body_id.offer([(one.id, body_choice(one)) for one in bodies], _("Kies een overleg"))
    if "day" in request.args and form.validate():
        return redirect(
            url_for(
                "meetings.new_meeting",
                body_id=form.body_id.data,
                day=form.day.data.isoformat(),
                start=form.start.data.strftime("%H:%M"),
                prepares=prepares_id,
            )
        )
    return render_template(
        "meetings/choose_body.html",
        form=form,
        bodies=bodies,
        partnership_id=partnership_id,
        prepares_id=prepares_id,
    )


@meetings.get("/bodies/<int:body_id>/meetings/new")
@access.roles(*PLANNERS)
def new_meeting(body_id: int) -> Answer:
    """See the meeting as it would be planned, with everything filled in that is known."""
    body = get_body(body_id)
    chosen = ChooseForm(request.args)
    day, start = chosen.day.data, chosen.start.data
    if day is None or start is None:
        return redirect(url_for("meetings.choose_body", body_id=body.id))
    starts_at = moment(day, start)
    ends_at = starts_at + timedelta(minutes=body.minutes)
    responsible = responsible_for(body.partnership_id, day)
    form = PlanForm(formdata=None)
    _offer(form, body, starts_at, responsible)
    end = clock.local(ends_at)
    form.day.data, form.start.data, form.end.data = day, start, end.time()
    form.last_day.data = end.date() if end.date() != day else None
    form.place.data = body.place
    form.prepares_id.data = request.args.get("prepares", type=int)
    form.officer_id.data = responsible.officer.id if responsible.officer else None
    form.alderman_id.data = responsible.alderman.id if responsible.alderman else None
    taken = [one for one in (responsible.officer, responsible.alderman) if one is not None]
    return _plan_page(form, body, clashes(taken, starts_at, ends_at, current_user))


@meetings.post("/bodies/<int:body_id>/meetings/new")
@access.roles(*PLANNERS)
def plan_meeting(body_id: int) -> Answer:
    """Plan a meeting, and where wanted the official meeting that it prepares."""
    body = get_body(body_id)
    form = PlanForm()
    first = clock.now() if form.day.data is None else moment(form.day.data, datetime.min.time())
    day = clock.local(first).date()
    _offer(form, body, first, responsible_for(body.partnership_id, day))
    if form.validate_on_submit():
        url = attempt_once(form, current_user.id, lambda: _plan(form, body))
        if url is not None:
            flash(_("De vergadering is gepland."), "success")
            return redirect(url)
    return _plan_page(form, body, []), INVALID


def _plan(form: PlanForm, body: Body) -> str:
    details = form.details(body.id)
    if form.wants_official():
        official = get_body(form.official_body_id.data)
        prepared = planning.plan_meeting(form.official_details(official, details), current_user)
        details = form.details(body.id, prepares_id=prepared.id)
    meeting = planning.plan_meeting(details, current_user)
    return url_for("meetings.show_meeting", meeting_id=meeting.id)


def _plan_page(form: PlanForm, body: Body, found: list[Clash]) -> str:
    return render_template(
        "meetings/new_meeting.html", form=form, body=body, clashes=found, Level=Level
    )


@meetings.get("/meetings/<int:meeting_id>/edit")
@access.roles(*PLANNERS)
def edit_meeting(meeting_id: int) -> Answer:
    """See the form with how the meeting stands now."""
    meeting = get_meeting(meeting_id, current_user)
    form = MeetingForm(formdata=None)
    _offer(form, meeting.body, meeting.starts_at, _assigned(meeting), meeting)
    form.show_meeting(meeting)
    form.show_moment(MomentForm(request.args))
    return _edit_page(form, meeting)


@meetings.post("/meetings/<int:meeting_id>/edit")
@access.roles(*PLANNERS)
def change_meeting(meeting_id: int) -> Answer:
    """Change a meeting; what somebody else saved meanwhile is shown beside it."""
    meeting = get_meeting(meeting_id, current_user)
    form = MeetingForm()
    first = (
        meeting.starts_at if form.day.data is None else moment(form.day.data, datetime.min.time())
    )
    _offer(form, meeting.body, first, _assigned(meeting), meeting)
    if not form.validate_on_submit():
        return _edit_page(form, meeting), INVALID
    details = form.details(meeting.body_id, form.hidden_prepares(meeting))
    found = consequences_of(meeting, details, current_user)
    if form.must_warn(details.starts_at, details.ends_at) and found:
        return _edit_page(form, meeting, found=found), INVALID
    seen = form.seen_version
    status = attempt(form, lambda: actions.change_meeting(meeting, details, current_user, seen))
    if status == DONE:
        flash(_("De vergadering is gewijzigd."), "success")
        return redirect(url_for("meetings.show_meeting", meeting_id=meeting_id))
    meeting = get_meeting(meeting_id, current_user)
    if status == CONFLICT:
        form.version.data = meeting.version
        return _edit_page(form, meeting, _compared(meeting, details, form)), CONFLICT
    return _edit_page(form, meeting), status


def _assigned(meeting: Meeting) -> Responsible:
    return Responsible(meeting.officer, meeting.alderman)


def _compared(meeting: Meeting, typed: MeetingDetails, form: MeetingForm) -> list[Difference]:
    """What somebody else saved beside what was typed here, in words."""

    shown = {name: chosen_text(form[name]) for name in ("prepares_id", "officer_id", "alderman_id")}
    shown |= dict.fromkeys(("starts_at", "ends_at"), dates.full_moment)
    return differences(words.FIELDS, meeting, typed, shown)


def _edit_page(
    form: MeetingForm,
    meeting: Meeting,
    compared: list[Difference] | None = None,
    found: list[Consequences] | None = None,
) -> str:
    return render_template(
        "meetings/edit_meeting.html",
        form=form,
        meeting=meeting,
        compared=compared or [],
        consequences=found or [],
        Level=Level,
    )


def _offer(
    form: MeetingFields,
    body: Body,
    after: datetime,
    assigned: Responsible,
    meeting: Meeting | None = None,
) -> None:
    """Fill the choices of a form for a meeting of this body."""
    preparable: list[Meeting] = []
    if body.level == Level.ADMINISTRATIVE:
        preparable = preparable_meetings(body, current_user, after, meeting)
    form.offer(preparable, assigned.officer, assigned.alderman)
    if isinstance(form, PlanForm):
        official = [one for one in bodies_of(body.partnership_id) if one.level == Level.OFFICIAL]
        form.official_body_id.offer([(one.id, one.name) for one in official], _("Nu niet"))
