"""Pages of staff meetings: the list, one agenda, its points, what came of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from app.core import access, clock
from app.core.database import db
from app.core.errors import Conflict, RuleBroken
from app.core.submission import differences, submit_new
from app.core.web import safe_next
from app.days import words as day_words
from app.days.permissions import may_keep_staff_meetings
from app.days.staff_days import Occurrence
from app.meetings.agenda_models import AgendaItem
from app.meetings.queries import find_visible_meeting, get_item
from app.staff_meetings import actions, queries, words
from app.staff_meetings.actions import Noted
from app.staff_meetings.agenda import agenda_of, coming_with_counts
from app.staff_meetings.forms import OutcomeForm, PointForm
from app.staff_meetings.models import StaffOutcome, StaffPoint
from app.staff_meetings.permissions import ATTENDERS, may_add_points, sees_agenda_of

staff_meetings = Blueprint("staff_meetings", __name__, url_prefix="/staff-meetings")

Answer = Response | str | tuple[str, int]
#: Staff meetings to come per alderman on the list, and past ones.
SHOWN, SHOWN_PAST = 4, 12


def page_of(meeting: Occurrence) -> str:
    """The page of one staff meeting."""
    return url_for(
        "staff_meetings.show_agenda", series_id=meeting.series.id, rule_day=meeting.rule_day
    )


@staff_meetings.get("/")
@access.roles(*ATTENDERS)
def list_staff_meetings() -> str:
    """See when each alderman has a staff meeting, and the past ones with what came of them."""
    today = clock.today()
    return render_template(
        "staff_meetings/list_staff_meetings.html",
        series=queries.coming_of_each(today, SHOWN),
        counts={
            one.meeting.series.id: one.points
            for one in coming_with_counts(current_user, clock.now())
        },
        past=queries.past_ones(current_user, today, SHOWN_PAST),
        may_keep=may_keep_staff_meetings(current_user),
        day_words=day_words,
        today=today,
    )


@staff_meetings.get("/<int:series_id>/<date:rule_day>")
@access.roles(*ATTENDERS)
def show_agenda(series_id: int, rule_day: date) -> str:
    """See the agenda of a staff meeting, to print or to work through."""
    meeting = queries.get_staff_meeting(series_id, rule_day)
    alderman, today = meeting.series.person, clock.today()
    return render_template(
        "staff_meetings/show_agenda.html",
        meeting=meeting,
        lines=agenda_of(meeting, current_user, clock.now()),
        sees_all=sees_agenda_of(current_user, alderman),
        may_add=meeting.day >= today and may_add_points(current_user, alderman),
        may_keep=may_keep_staff_meetings(current_user) and meeting.day >= today,
        may_note=meeting.day <= today,
        today=today,
        words=words,
    )


@staff_meetings.get("/<int:series_id>/<date:rule_day>/points/new")
@staff_meetings.post("/<int:series_id>/<date:rule_day>/points/new")
@access.roles(*ATTENDERS)
def add_point(series_id: int, rule_day: date) -> Answer:
    """Put something on the agenda by hand."""
    meeting = queries.get_staff_meeting(series_id, rule_day)
    alderman = meeting.series.person
    access.require(may_add_points(current_user, alderman))
    form = PointForm()
    now = clock.now()
    form.offer(
        queries.items_to_choose(alderman, current_user, now),
        queries.meetings_to_choose(alderman, current_user, now),
    )

    def create() -> str:
        item_id, meeting_id = form.item_id.data, form.meeting_id.data
        actions.add_point(
            alderman,
            current_user,
            title=form.title.data or "",
            item=get_item(item_id, current_user) if item_id else None,
            meeting=find_visible_meeting(meeting_id, current_user),
            first_day=max(meeting.day, clock.today()) if _is_later(meeting) else None,
        )
        return page_of(meeting)

    done = submit_new(form, current_user.id, create)
    if done.url:
        flash(_("Het punt staat op de agenda."), "success")
        return redirect(done.url)
    html = render_template("staff_meetings/add_point.html", form=form, meeting=meeting)
    return html, done.status


def _is_later(meeting: Occurrence) -> bool:
    """Whether this is not the next one of this alderman."""
    following = queries.next_of_each(clock.today(), {meeting.series.person_id})
    return not following or following[0].rule_day != meeting.rule_day


@staff_meetings.post("/points/<int:point_id>/remove")
@access.roles(*ATTENDERS)
def remove_point(point_id: int) -> Response:
    """Take a point off the agenda."""
    point = queries.get_point(point_id, current_user)
    actions.remove_point(point, current_user, request.form.get("version", 0, type=int))
    db.session.commit()
    flash(_("Het punt is van de agenda gehaald."), "success")
    return redirect(safe_next(request.form.get("next")))


@staff_meetings.post("/items/<int:item_id>/put")
@access.roles(*ATTENDERS)
def put_item(item_id: int) -> Response:
    """Put an agenda item, with its note, on the agenda of its portfolio holder."""
    item = get_item(item_id, current_user)
    try:
        actions.put_item_on_agenda(item, current_user)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()  # somebody else put it there at the same moment
    flash(_("Het punt staat op de agenda van het stafoverleg."), "success")
    return redirect(safe_next(request.form.get("next")))


@staff_meetings.get("/<int:series_id>/<date:rule_day>/points/<int:point_id>/outcome")
@staff_meetings.post("/<int:series_id>/<date:rule_day>/points/<int:point_id>/outcome")
@access.roles(*ATTENDERS)
def note_outcome(series_id: int, rule_day: date, point_id: int) -> Answer:
    """Note what came of a point."""
    meeting = queries.get_staff_meeting(series_id, rule_day)
    point = queries.get_point(point_id, current_user)
    access.require(point.alderman_id == meeting.series.person_id)
    row = queries.noted_in(meeting, point)
    form = OutcomeForm(data=_noted(row))

    def act() -> Noted:
        return actions.note_outcome(meeting, point, form.details(), current_user, form.seen_version)

    return _outcome_page(form, meeting, point, act)


@staff_meetings.get("/<int:series_id>/<date:rule_day>/items/<int:item_id>/outcome")
@staff_meetings.post("/<int:series_id>/<date:rule_day>/items/<int:item_id>/outcome")
@access.roles(*ATTENDERS)
def note_item_outcome(series_id: int, rule_day: date, item_id: int) -> Answer:
    """Note what came of a note that was on the agenda by itself: it becomes a point with it."""
    meeting = queries.get_staff_meeting(series_id, rule_day)
    alderman = meeting.series.person
    for point in queries.points_on_item(item_id, current_user):
        ours = point.alderman_id == alderman.id
        if ours and (point.finished_at is None or queries.noted_in(meeting, point)):
            return note_outcome(series_id, rule_day, point.id)  # somebody made it one meanwhile
    item = queries.get_waiting_item(item_id, alderman.id, current_user, clock.now())
    form = OutcomeForm()

    def act() -> Noted:
        point = actions.add_point(alderman, current_user, item=item, first_day=meeting.day)
        return actions.note_outcome(meeting, point, form.details(), current_user, form.seen_version)

    return _outcome_page(form, meeting, item, act)


def _noted(row: StaffOutcome | None) -> dict[str, object]:
    if row is None:
        return {}
    return {"outcome": row.outcome, "words": row.words, "version": row.version}


def _outcome_page(
    form: OutcomeForm, meeting: Occurrence, about: StaffPoint | AgendaItem, act: Callable[[], Noted]
) -> Answer:
    """The form, saved where it is valid; in a conflict with what is noted now beside it."""
    url = page_of(meeting)
    about_point = isinstance(about, StaffPoint)
    point_id = about.id if about_point else 0
    title = about.subject if isinstance(about, StaffPoint) else about.title
    now: StaffOutcome | None = None
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                noted = act()
                db.session.commit()
            except (Conflict, StaleDataError, IntegrityError):
                db.session.rollback()
                status = 409
                if about_point:
                    now = queries.noted_in(meeting, queries.get_point(point_id, current_user))
                form.version.data = str(now.version if now else 0)
                form.form_errors.append(_("Iemand anders heeft hier intussen iets vastgelegd."))
            except RuleBroken as error:
                db.session.rollback()
                form.show(error)
            else:
                flash(" ".join((_("De uitkomst is vastgelegd."), noted.note)).strip(), "success")
                return redirect(url)
    html = render_template(
        "staff_meetings/note_outcome.html",
        form=form,
        meeting=meeting,
        title=title,
        differences=differences(form, _noted_facts(now)) if now else [],
        url=url,
    )
    return html, status


def _noted_facts(row: StaffOutcome) -> dict[str, object]:
    return {"outcome": row.outcome, "words": row.words}
