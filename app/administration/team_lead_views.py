"""Team leaders: who leads an officer's team, from and until when."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.administration import accounts_queries
from app.administration.accounts_forms import AddTeamLeadForm, EditDaysForm, as_rows
from app.administration.accounts_views import Answer, account_url, actor
from app.administration.views import administration
from app.core import access, clock
from app.core.database import db
from app.core.errors import RuleBroken
from app.core.forms import create_once
from app.people import team_lead_actions
from app.people.models import Person, TeamLead
from app.people.queries import get_person


@administration.get("/accounts/<int:person_id>/team-leads/new")
@access.roles("administrator")
def new_team_lead(person_id: int) -> str:
    """Show the form for a team leader."""
    form = AddTeamLeadForm(formdata=None)
    form.first.data = clock.today()
    return _form_page(form, get_person(person_id))


@administration.post("/accounts/<int:person_id>/team-leads/new")
@access.roles("administrator")
def add_team_lead(person_id: int) -> Answer:
    """Record who leads the team of an officer."""
    officer, form = get_person(person_id), AddTeamLeadForm()
    _offer_leaders(form, officer)

    def create() -> str:
        team_lead_actions.add_team_lead(
            actor(), officer, get_person(form.leader.data), form.first.data, form.last.data
        )
        return account_url(person_id)

    if form.validate():
        try:
            url = create_once(form, actor().id, create)
        except RuleBroken as error:
            db.session.rollback()
            form.show(error)
        else:
            flash(_("De teamleider is vastgelegd."), "success")
            return redirect(url)
    return _form_page(form, get_person(person_id)), 422


@administration.get("/accounts/<int:person_id>/team-leads/<int:team_lead_id>/edit")
@access.roles("administrator")
def edit_team_lead(person_id: int, team_lead_id: int) -> str:
    """Show the form for other days."""
    row = accounts_queries.get_team_lead(person_id, team_lead_id)
    form = EditDaysForm(formdata=None)
    form.first.data, form.last.data = row.valid_from, row.valid_to
    return _form_page(form, row.officer, row)


@administration.post("/accounts/<int:person_id>/team-leads/<int:team_lead_id>/edit")
@access.roles("administrator")
def change_team_lead(person_id: int, team_lead_id: int) -> Answer:
    """Record from and until when somebody leads."""
    row, form = accounts_queries.get_team_lead(person_id, team_lead_id), EditDaysForm()
    if form.validate():
        try:
            team_lead_actions.change_team_lead(actor(), row, form.first.data, form.last.data)
            db.session.commit()
        except RuleBroken as error:
            db.session.rollback()
            form.show(error)
        else:
            flash(_("De teamleider is gewijzigd."), "success")
            return redirect(account_url(person_id))
    return _form_page(form, row.officer, row), 422


@administration.post("/accounts/<int:person_id>/team-leads/<int:team_lead_id>/end")
@access.roles("administrator")
def end_team_lead(person_id: int, team_lead_id: int) -> Response:
    """End that somebody leads the team of an officer."""
    team_lead_actions.end_team_lead(
        actor(), accounts_queries.get_team_lead(person_id, team_lead_id)
    )
    db.session.commit()
    flash(_("De teamleider is beëindigd."), "success")
    return redirect(account_url(person_id))


def _offer_leaders(form: AddTeamLeadForm, officer: Person) -> None:
    form.leader.offer(as_rows(accounts_queries.possible_leaders(officer)))


def _form_page(
    form: AddTeamLeadForm | EditDaysForm, officer: Person, row: TeamLead | None = None
) -> str:
    if isinstance(form, AddTeamLeadForm):
        _offer_leaders(form, officer)
    return render_template(
        "administration/team_lead_form.html", form=form, officer=officer, row=row
    )
