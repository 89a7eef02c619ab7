"""Pages that look over the whole field: the picture, the chase list, gaps, attendance, load."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core import access, clock
from app.core.database import db
from app.core.errors import RuleBroken
from app.core.web import safe_next
from app.days.queries import closed_days
from app.insight import actions
from app.insight.chase import chase_list, nudged
from app.insight.debts import by_person, may_nudge_on
from app.insight.field import field
from app.insight.forms import NudgeForm
from app.insight.gaps import absent_levels, incomplete_meetings
from app.insight.load import loads
from app.insight.permissions import NUDGERS, OVERSEERS, PREPARERS, oversees
from app.insight.preparedness.asked import WEEKS, By, asked_for
from app.insight.preparedness.queries import groups, narrowed_to
from app.insight.reminding import reminded_on

insight = Blueprint("insight", __name__, url_prefix="/overview")


@insight.get("/")
@access.roles(*OVERSEERS)
def show_field() -> str:
    """See the whole field: four figures, and every partnership with its coming weeks."""
    now = clock.now()
    debts = chase_list(current_user, now)
    return render_template(
        "insight/show_field.html",
        field=field(current_user, now),
        late=sum(debt.late for debt in debts),
        incomplete=len(incomplete_meetings(current_user, now)),
        absent=len(absent_levels(current_user, now)),
    )


@insight.get("/chase-list")
@access.roles(*OVERSEERS)
def show_chase_list() -> str:
    """See who owes what, and remind them."""
    now = clock.now()
    debts = chase_list(current_user, now)
    last = nudged(debt.key for debt in debts)
    today = clock.local(now).date()
    return render_template(
        "insight/show_chase_list.html",
        debtors=by_person(debts),
        last=last,
        reminded=reminded_on(debts),
        may_nudge={
            debt.key: may_nudge_on(
                today, last[debt.key].on_day if debt.key in last else None, closed_days()
            )
            for debt in debts
        },
    )


@insight.post("/nudges")
@access.roles(*NUDGERS)
def nudge() -> Response:
    """Remind somebody of one thing they owe."""
    form = NudgeForm()
    if not form.validate_on_submit():
        raise RuleBroken(_("Kies op de lijst wie u waaraan wilt herinneren."))
    debt = actions.nudge(form.debt_key(), current_user, clock.now())
    name = debt.person.name
    db.session.commit()
    flash(_("%(name)s is herinnerd.", name=name), "success")
    return redirect(safe_next(request.form.get("next")))


@insight.get("/gaps")
@access.roles(*OVERSEERS)
def show_gaps() -> str:
    """See which meetings are near and incomplete."""
    return render_template(
        "insight/show_gaps.html", gaps=incomplete_meetings(current_user, clock.now())
    )


@insight.get("/attendance")
@access.roles(*OVERSEERS)
def show_attendance() -> str:
    """See at which levels nobody of ours was present twice running."""
    return render_template(
        "insight/show_attendance.html", absent=absent_levels(current_user, clock.now())
    )


@insight.get("/load")
@access.roles(*OVERSEERS)
def show_load() -> str:
    """See how much everybody has to do in the coming eight weeks."""
    return render_template("insight/show_load.html", loads=loads(current_user, clock.now()))


@insight.get("/preparedness")
@access.roles(*PREPARERS)
def show_preparedness() -> str:
    """See how far coming meetings have been prepared: a bar for each, with its list."""
    asked = asked_for(request.args)
    found = groups(current_user, clock.now(), asked)
    return render_template(
        "insight/show_preparedness.html",
        asked=asked,
        about=narrowed_to(asked, found),
        groups=found,
        ways=By,
        weeks=WEEKS,
        oversees=oversees(current_user),
    )
