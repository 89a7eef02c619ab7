"""Who stands in for whom: named for oneself, or by a colleague in one's place."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core import access, clock
from app.core.database import db
from app.core.dates import short_day
from app.core.errors import RuleBroken
from app.people import absence_actions, absence_queries
from app.people.absence_views import (
    Answer,
    actor,
    created,
    not_changed,
    page_of,
    person_to_record,
)
from app.people.forms import EditPeriodForm, SubstitutionForm, seen_days
from app.people.models import Person, Substitution
from app.people.queries import absences, get_person
from app.people.views import people


@people.get("/people/<int:person_id>/substitutions/new")
@access.signed_in
def new_substitution(person_id: int) -> str:
    """Show the form to name a substitute."""
    person, form = person_to_record(person_id), SubstitutionForm(formdata=None)
    form.first_day.data = clock.today()
    return _substitution_page(person, form)


@people.post("/people/<int:person_id>/substitutions/new")
@access.signed_in
def record_substitution(person_id: int) -> Answer:
    """Name who stands in."""
    person, form = person_to_record(person_id), SubstitutionForm()
    _offer_substitutes(form, person)

    def create() -> str:
        substitute = get_person(form.substitute.data)
        absence_actions.record_substitution(
            actor(), person, substitute, form.first_day.data, form.last_day.data
        )
        return page_of(person)

    if form.validate() and (url := created(form, create)):
        flash(_("De plaatsvervanger is vastgelegd."), "success")
        _warn_when_away(form)
        return redirect(url)
    return _substitution_page(person_to_record(person_id), form), 422


@people.get("/people/<int:person_id>/substitutions/<int:substitution_id>/edit")
@access.signed_in
def edit_substitution(person_id: int, substitution_id: int) -> str:
    """Show the form for another period."""
    person = person_to_record(person_id)
    row = absence_queries.get_substitution(person_id, substitution_id)
    form = EditPeriodForm(formdata=None, obj=row)
    form.seen.data = seen_days.write(row.first_day, row.last_day)
    return _substitution_page(person, form, row)


@people.post("/people/<int:person_id>/substitutions/<int:substitution_id>/edit")
@access.signed_in
def change_substitution(person_id: int, substitution_id: int) -> Answer:
    """Record another period."""
    person, form = person_to_record(person_id), EditPeriodForm()
    row = absence_queries.get_substitution(person_id, substitution_id)
    code = 422
    if form.validate():
        try:
            absence_actions.change_substitution(
                actor(),
                person,
                row,
                seen_days.read(form.seen.data),
                form.first_day.data,
                form.last_day.data,
            )
            db.session.commit()
        except RuleBroken as error:
            code = not_changed(form, error, row)
        else:
            flash(_("De vervanging is gewijzigd."), "success")
            return redirect(page_of(person))
    return _substitution_page(person_to_record(person_id), form, row), code


@people.post("/people/<int:person_id>/substitutions/<int:substitution_id>/end")
@access.signed_in
def end_substitution(person_id: int, substitution_id: int) -> Response:
    """End a substitution."""
    person = person_to_record(person_id)
    row = absence_queries.get_substitution(person_id, substitution_id)
    absence_actions.end_substitution(actor(), person, row)
    db.session.commit()
    flash(_("De vervanging is beëindigd."), "success")
    return redirect(page_of(person))


def _offer_substitutes(form: SubstitutionForm, person: Person) -> None:
    form.substitute.offer(
        [
            (one.id, f"{one.name}, {one.title}" if one.title else one.name)
            for one in absence_queries.fitting_substitutes(person)
        ]
    )


def _substitution_page(
    person: Person, form: SubstitutionForm | EditPeriodForm, row: Substitution | None = None
) -> str:
    if isinstance(form, SubstitutionForm):
        _offer_substitutes(form, person)
    return render_template("people/substitution_form.html", person=person, form=form, row=row)


def _warn_when_away(form: SubstitutionForm) -> None:
    """A substitute who is away in that period may still be the right choice: say so, no more."""
    substitute = get_person(form.substitute.data)
    first, last = form.first_day.data, form.last_day.data
    away = absences([substitute.id], first, last or first).get(substitute.id)
    if away:
        flash(
            _(
                "Let op: %(name)s is zelf afwezig van %(first)s tot en met %(last)s.",
                name=substitute.name,
                first=short_day(away[0].first_day),
                last=short_day(away[0].last_day),
            ),
            "warning",
        )
