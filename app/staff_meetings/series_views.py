"""Pages that keep the series of staff meetings, and move or cancel one of them."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core import access, clock
from app.core.database import db
from app.core.submission import Outcome, submit, submit_edit, submit_new
from app.days import staff_actions
from app.days import words as day_words
from app.days.models import StaffSeries
from app.days.permissions import STAFF_PLANNERS
from app.people.models import Role
from app.people.queries import get_person, people_with_role
from app.staff_meetings.forms import MoveForm, NewSeriesForm, SeriesForm
from app.staff_meetings.queries import get_series, get_staff_meeting
from app.staff_meetings.views import Answer, page_of, staff_meetings


@staff_meetings.get("/new")
@staff_meetings.post("/new")
@access.roles(*STAFF_PLANNERS)
def add_series() -> Answer:
    """Begin the weekly staff meeting of an alderman."""
    form = NewSeriesForm()
    form.offer(people_with_role(Role.ALDERMAN))

    def create() -> str:
        alderman = get_person(form.person_id.data)
        staff_actions.add_series(alderman, form.details(), current_user)
        return url_for("staff_meetings.list_staff_meetings")

    return _series_page(form, submit_new(form, current_user.id, create), None)


@staff_meetings.get("/<int:series_id>/edit")
@staff_meetings.post("/<int:series_id>/edit")
@access.roles(*STAFF_PLANNERS)
def edit_series(series_id: int) -> Answer:
    """Change the rule of a series, or end it with a last day."""
    series = get_series(series_id)
    form = SeriesForm(data={**_facts(series), "version": series.version})
    form.name_days()
    done = submit_edit(
        form,
        lambda: staff_actions.change_series(
            series, form.details(), current_user, form.seen_version
        ),
        url_for("staff_meetings.list_staff_meetings"),
        lambda: (_facts(get_series(series_id)), get_series(series_id).version),
    )
    return _series_page(form, done, series_id)


def _facts(series: StaffSeries) -> dict[str, object]:
    facts = {name: getattr(series, name) for name in staff_actions.COLUMNS}
    return {**facts, "weekday": str(series.weekday)}


def _series_page(form: NewSeriesForm | SeriesForm, done: Outcome, series_id: int | None) -> Answer:
    if done.url:
        flash(_("Het stafoverleg is vastgelegd."), "success")
        return redirect(done.url)
    html = render_template(
        "staff_meetings/edit_series.html",
        form=form,
        differences=done.differences,
        series=get_series(series_id) if series_id is not None else None,
        today=clock.today(),
        day_words=day_words,
    )
    return html, done.status


@staff_meetings.get("/<int:series_id>/<date:rule_day>/move")
@staff_meetings.post("/<int:series_id>/<date:rule_day>/move")
@access.roles(*STAFF_PLANNERS)
def move(series_id: int, rule_day: date) -> Answer:
    """Hold one staff meeting on another day or time."""
    meeting = get_staff_meeting(series_id, rule_day)
    form = MoveForm(data={"day": meeting.day, "starts": meeting.starts})
    done = submit(
        form,
        lambda: staff_actions.move_staff_meeting(
            meeting, form.day.data, form.starts.data, clock.today(), current_user
        ),
        page_of(meeting),
    )
    if done.url:
        flash(_("Het stafoverleg is verplaatst."), "success")
        return redirect(done.url)
    return render_template("staff_meetings/move.html", form=form, meeting=meeting), done.status


@staff_meetings.post("/<int:series_id>/<date:rule_day>/cancel")
@access.roles(*STAFF_PLANNERS)
def cancel(series_id: int, rule_day: date) -> Response:
    """Let one staff meeting not be held."""
    meeting = get_staff_meeting(series_id, rule_day)
    staff_actions.cancel_staff_meeting(meeting, clock.today(), current_user)
    db.session.commit()
    flash(_("Dit stafoverleg vervalt. De punten blijven staan voor het volgende."), "success")
    return redirect(url_for("staff_meetings.list_staff_meetings"))


@staff_meetings.post("/<int:series_id>/<date:rule_day>/restore")
@access.roles(*STAFF_PLANNERS)
def restore(series_id: int, rule_day: date) -> Response:
    """Hold it on its own day after all."""
    staff_actions.restore_staff_meeting(get_series(series_id), rule_day, current_user)
    db.session.commit()
    flash(_("Het stafoverleg staat weer op zijn eigen dag."), "success")
    return redirect(url_for("staff_meetings.list_staff_meetings"))
