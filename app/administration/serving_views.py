"""For which aldermen a secretary works, from and until when."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.administration.accounts_forms import AddServingForm, EditDaysForm, as_rows
from app.administration.accounts_views import Answer, account_url, actor
from app.administration.views import administration
from app.core import access, clock
from app.core.database import db
from app.core.errors import RuleBroken
from app.core.forms import create_once
from app.people import serving_actions
from app.people.models import Person, Role, Serving
from app.people.queries import get_person, people_with_role
from app.people.serving_queries import get_serving


@administration.get("/accounts/<int:person_id>/servings/new")
@access.roles("administrator")
def new_serving(person_id: int) -> str:
    """Show the form for whom a secretary works."""
    form = AddServingForm(formdata=None)
    form.first.data = clock.today()
    return _form_page(form, get_person(person_id))


@administration.post("/accounts/<int:person_id>/servings/new")
@access.roles("administrator")
def add_serving(person_id: int) -> Answer:
    """Record for whom a secretary works."""
    secretary, form = get_person(person_id), AddServingForm()
    _offer_aldermen(form)

    def create() -> str:
        serving_actions.add_serving(
            actor(), secretary, get_person(form.alderman.data), form.first.data, form.last.data
        )
        return account_url(person_id)

    if form.validate():
        try:
            url = create_once(form, actor().id, create)
        except RuleBroken as error:
            db.session.rollback()
            form.show(error)
        else:
            flash(_("Vastgelegd voor wie het secretariaat werkt."), "success")
            return redirect(url)
    return _form_page(form, get_person(person_id)), 422


@administration.get("/accounts/<int:person_id>/servings/<int:serving_id>/edit")
@access.roles("administrator")
def edit_serving(person_id: int, serving_id: int) -> str:
    """Show the form for other days."""
    row = get_serving(person_id, serving_id)
    form = EditDaysForm(formdata=None)
    form.first.data, form.last.data = row.valid_from, row.valid_to
    return _form_page(form, row.secretary, row)


@administration.post("/accounts/<int:person_id>/servings/<int:serving_id>/edit")
@access.roles("administrator")
def change_serving(person_id: int, serving_id: int) -> Answer:
    """Record from and until when a secretary works for somebody."""
    row, form = get_serving(person_id, serving_id), EditDaysForm()
    if form.validate():
        try:
            serving_actions.change_serving(actor(), row, form.first.data, form.last.data)
            db.session.commit()
        except RuleBroken as error:
            db.session.rollback()
            form.show(error)
        else:
            flash(_("De dagen zijn gewijzigd."), "success")
            return redirect(account_url(person_id))
    return _form_page(form, row.secretary, row), 422


@administration.post("/accounts/<int:person_id>/servings/<int:serving_id>/end")
@access.roles("administrator")
def end_serving(person_id: int, serving_id: int) -> Response:
    """End that a secretary works for somebody."""
    serving_actions.end_serving(actor(), get_serving(person_id, serving_id))
    db.session.commit()
    flash(_("Het secretariaat werkt niet meer voor deze portefeuillehouder."), "success")
    return redirect(account_url(person_id))


def _offer_aldermen(form: AddServingForm) -> None:
    form.alderman.offer(as_rows(people_with_role(Role.ALDERMAN)))


def _form_page(
    form: AddServingForm | EditDaysForm, secretary: Person, row: Serving | None = None
) -> str:
    if isinstance(form, AddServingForm):
        _offer_aldermen(form)
    return render_template(
        "administration/serving_form.html", form=form, secretary=secretary, row=row
    )
