"""Absence and substitutes: for oneself, or recorded by a colleague."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core import access, clock
from app.core.database import db
from app.core.errors import Conflict, RuleBroken
from app.core.forms import CreatingForm, Form, create_once
from app.people import absence_actions, absence_queries
from app.people.forms import (
    AbsenceForm,
    EditDaysForm,
    seen_days,
)
from app.people.models import Absence, Person, Substitution
from app.people.permissions import may_record_absence
from app.people.queries import get_person
from app.people.views import people

Answer = Response | str | tuple[str, int]


@people.get("/people/")
@access.roles("secretary", "coordinator", "administrator")
def colleagues() -> str:
    """See who is away and who stands in, and record it for a colleague."""
    today = clock.today()
    found = absence_queries.preparing_people()
    ids = [person.id for person in found]
    return render_template(
        "people/colleagues.html",
        people=found,
        today=today,
        absences=_by_person(absence_queries.absences_from(ids, today)),
        substitutions=_by_person(absence_queries.substitutions_from(ids, today)),
    )


@people.get("/people/<int:person_id>/absence")
@access.signed_in
def absence(person_id: int) -> str:
    """See when somebody is away, and who stands in."""
    person, today = person_to_record(person_id), clock.today()
    away = absence_queries.absences_from([person.id], today)
    substitutions = absence_queries.substitutions_from([person.id], today)
    return render_template(
        "people/absence.html",
        person=person,
        today=today,
        absences=away,
        substitutions=substitutions,
        standing_in=absence_queries.standing_in_from(person.id, today),
        away_by=absence_queries.recorded_by("absence", [row.id for row in away]),
        named_by=absence_queries.recorded_by("substitution", [row.id for row in substitutions]),
    )


@people.get("/people/<int:person_id>/absences/new")
@access.signed_in
def new_absence(person_id: int) -> str:
    """Show the form for days away."""
    return _absence_page(person_to_record(person_id), AbsenceForm(formdata=None))


@people.post("/people/<int:person_id>/absences/new")
@access.signed_in
def record_absence(person_id: int) -> Answer:
    """Record days away."""
    person, form = person_to_record(person_id), AbsenceForm()

    def create() -> str:
        absence_actions.record_absence(actor(), person, form.first_day.data, form.last_day.data)
        return page_of(person)

    if form.validate() and (url := created(form, create)):
        flash(_("De afwezigheid is vastgelegd."), "success")
        return redirect(url)
    return _absence_page(person_to_record(person_id), form), 422


@people.get("/people/<int:person_id>/absences/<int:absence_id>/edit")
@access.signed_in
def edit_absence(person_id: int, absence_id: int) -> str:
    """Show the form for other days."""
    person = person_to_record(person_id)
    row = absence_queries.get_absence(person_id, absence_id)
    form = EditDaysForm(formdata=None, obj=row)
    form.seen.data = seen_days.write(row.first_day, row.last_day)
    return _absence_page(person, form, row)


@people.post("/people/<int:person_id>/absences/<int:absence_id>/edit")
@access.signed_in
def change_absence(person_id: int, absence_id: int) -> Answer:
    """Record other days."""
    person, form = person_to_record(person_id), EditDaysForm()
    row = absence_queries.get_absence(person_id, absence_id)
    code = 422
    if form.validate():
        try:
            absence_actions.change_absence(
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
            flash(_("De afwezigheid is gewijzigd."), "success")
            return redirect(page_of(person))
    return _absence_page(person_to_record(person_id), form, row), code


@people.post("/people/<int:person_id>/absences/<int:absence_id>/end")
@access.signed_in
def end_absence(person_id: int, absence_id: int) -> Response:
    """Record that somebody is back, or not away after all."""
    person = person_to_record(person_id)
    row = absence_queries.get_absence(person_id, absence_id)
    absence_actions.end_absence(actor(), person, row)
    db.session.commit()
    flash(_("De afwezigheid is beëindigd."), "success")
    return redirect(page_of(person))


def actor() -> Person:
    """Who is signed in."""
    return cast(Person, current_user._get_current_object())


def person_to_record(person_id: int) -> Person:
    """The person whose absence the signed-in person may record; for others nobody is there."""
    person = get_person(person_id)
    access.require(may_record_absence(actor(), person))
    return person


def page_of(person: Person) -> str:
    """Where the absence and substitutes of a person stand."""
    return url_for("people.absence", person_id=person.id)


def created(form: CreatingForm, create: Callable[[], str]) -> str | None:
    """Create once, and give the address to go to; None when a rule, shown in the form, forbids."""
    try:
        return create_once(form, actor().id, create)
    except RuleBroken as error:
        db.session.rollback()
        form.show(error)
        return None


def not_changed(form: EditDaysForm, error: RuleBroken, row: Absence | Substitution) -> int:
    """Show why in the form; after a conflict the next send is about what stands there now."""
    db.session.rollback()
    form.show(error)
    form.seen.data = seen_days.write(row.first_day, row.last_day)
    return 409 if isinstance(error, Conflict) else 422


def _absence_page(person: Person, form: Form, row: Absence | None = None) -> str:
    return render_template("people/absence_form.html", person=person, form=form, row=row)


Row = TypeVar("Row", Absence, Substitution)


def _by_person(rows: list[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found
