"""Pages of days: those of a year, and keeping them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core import access, clock
from app.core.database import db
from app.core.errors import RuleBroken
from app.core.submission import Outcome, submit, submit_edit, submit_new
from app.days import actions, words
from app.days.forms import NewPeriodForm, PeriodForm, RegionForm
from app.days.models import DayKind, Period
from app.days.permissions import EDITORS, may_edit
from app.days.queries import get_period, own_region
from app.days.year import read_year

days = Blueprint("days", __name__, url_prefix="/days")

Answer = Response | str | tuple[str, int]


def asked_year() -> int:
    """The year in the address; this year where it names none that can be."""
    found = request.args.get("year", type=int)
    return found if found is not None and 2000 <= found < 2100 else clock.today().year


def page_of(year: int) -> str:
    """The page of a year."""
    return url_for("days.show_year", year=year)


@days.get("/")
@access.signed_in
def show_year() -> str:
    """See the days of a year: a list per kind, and the twelve months."""
    year = asked_year()
    editor = may_edit(current_user)
    return render_template(
        "days/show_year.html",
        year=read_year(year),
        this_year=clock.today().year,
        may_edit=editor,
        proposed=actions.missing_in(year) if editor else [],
        words=words,
    )


@days.get("/new")
@days.post("/new")
@access.roles(*EDITORS)
def add_period() -> Answer:
    """Add a day or period."""
    form = NewPeriodForm()
    if not form.is_submitted():
        form.kind.data = request.args.get("kind", DayKind.COUNCIL.value)

    def create() -> str:
        return page_of(actions.add_period(form.details(), current_user).first_day.year)

    done = submit_new(form, current_user.id, create)
    return _form_page(form, done, None, _("De dag is toegevoegd."))


@days.get("/<int:period_id>/edit")
@days.post("/<int:period_id>/edit")
@access.roles(*EDITORS)
def edit_period(period_id: int) -> Answer:
    """Change a day or period."""
    period = get_period(period_id)
    form = PeriodForm(data={**_facts(period), "version": period.version})
    done = submit_edit(
        form,
        lambda: actions.change_period(period, form.details(), current_user, form.seen_version),
        page_of(period.first_day.year),
        lambda: (_facts(get_period(period_id)), get_period(period_id).version),
    )
    return _form_page(form, done, period_id, _("De dag is gewijzigd."))


def _facts(period: Period) -> dict[str, object]:
    return {name: getattr(period, name) for name in actions.COLUMNS}


def _form_page(
    form: NewPeriodForm | PeriodForm, done: Outcome, period_id: int | None, message: str
) -> Answer:
    if done.url:
        flash(message, "success")
        return redirect(done.url)
    period = get_period(period_id) if period_id is not None else None
    html = render_template(
        "days/edit_period.html",
        form=form,
        differences=done.differences,
        period=period,
        year=period.first_day.year if period else asked_year(),
    )
    return html, done.status


@days.post("/<int:period_id>/confirm")
@access.roles(*EDITORS)
def confirm_period(period_id: int) -> Response:
    """Say that a day or period is right as it stands."""
    period = get_period(period_id)
    year = period.first_day.year
    actions.confirm_period(period, current_user, _seen_version())
    db.session.commit()
    flash(_("De dag is bevestigd."), "success")
    return redirect(page_of(request.form.get("year", year, type=int)))


@days.post("/confirm")
@access.roles(*EDITORS)
def confirm_shown() -> Response:
    """Say that everything of the list that was on the screen is right as it stands."""
    year = asked_year()
    count = 0
    for pair in request.form.get("seen", "").split():
        number, _dot, version = pair.partition(".")
        period = get_period(_whole(number))
        actions.confirm_period(period, current_user, _whole(version))
        count += 1
    if not count:
        raise RuleBroken(_("Dit is al bevestigd."))
    db.session.commit()
    flash(ngettext("%(num)d regel bevestigd.", "%(num)d regels bevestigd.", count), "success")
    return redirect(page_of(year))


@days.post("/<int:period_id>/remove")
@access.roles(*EDITORS)
def remove_period(period_id: int) -> Response:
    """Remove a day or period."""
    period = get_period(period_id)
    year = period.first_day.year
    actions.remove_period(period, current_user, _seen_version())
    db.session.commit()
    flash(_("De dag is verwijderd."), "success")
    return redirect(page_of(year))


def _whole(digits: str) -> int:
    """A number of a hidden field; 0 when it was tampered with."""
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0


def _seen_version() -> int:
    return request.form.get("version", 0, type=int)


@days.get("/fill")
@access.roles(*EDITORS)
def ask_fill() -> str:
    """See what is known of a year and not there yet, before adding it."""
    year = asked_year()
    return render_template(
        "days/fill.html",
        year=year,
        proposed=actions.missing_in(year),
        words=words,
        region=own_region(),
    )


@days.post("/fill")
@access.roles(*EDITORS)
def fill_year() -> Response:
    """Add what is known of a year, marked to be confirmed."""
    year = asked_year()
    added = actions.fill_year(year, current_user)
    db.session.commit()
    if added:
        flash(
            ngettext(
                "%(num)d periode toegevoegd. Bevestig wat klopt.",
                "%(num)d periodes toegevoegd. Bevestig wat klopt.",
                len(added),
            ),
            "success",
        )
    else:
        flash(_("Alles wat van dit jaar bekend is, staat er al."), "info")
    return redirect(page_of(year))


@days.get("/region")
@days.post("/region")
@access.roles(*EDITORS)
def choose_region() -> Answer:
    """Choose the region of the school holidays in which this municipality lies."""
    form = RegionForm(data={"region": own_region()})
    done = submit(
        form, lambda: actions.choose_region(form.region.data, current_user), page_of(asked_year())
    )
    if done.url:
        flash(_("De regio is gewijzigd."), "success")
        return redirect(done.url)
    return render_template("days/choose_region.html", form=form, year=asked_year()), done.status
