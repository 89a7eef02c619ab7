"""Accounts: the list, adding and changing one, its link, switching it off and on."""

from __future__ import annotations

from typing import cast

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from app.administration import accounts_queries
from app.administration.accounts_actions import make_link_known
from app.administration.accounts_forms import AddAccountForm, EditAccountForm
from app.administration.accounts_words import deed_words
from app.administration.views import administration
from app.core import access, clock
from app.core.database import db
from app.core.errors import Conflict, RuleBroken
from app.core.forms import create_once
from app.people import absence_queries, account_actions, links, serving_queries
from app.people.models import Person, Role
from app.people.queries import get_person
from app.people.roles import ROLE_WORDS

Answer = Response | str | tuple[str, int]
administration.add_app_template_filter(deed_words, "deed_words")


@administration.get("/accounts")
@access.roles("administrator")
def accounts() -> str:
    """Find an account, and see which ones wait for their owner."""
    chosen = {name: request.args.get(name, "").strip() for name in ("words", "role", "state")}
    found = accounts_queries.list_accounts(**chosen)
    return render_template(
        "administration/accounts.html",
        accounts=found,
        chosen=chosen,
        role_choices=ROLE_WORDS,
        invited=accounts_queries.open_invitations(person.id for person in found),
    )


@administration.get("/accounts/<int:person_id>")
@access.roles("administrator")
def account(person_id: int) -> str:
    """See an account with its roles, leaders and substitutes."""
    person, today = get_person(person_id), clock.today()
    return render_template(
        "administration/account.html",
        person=person,
        today=today,
        invited=accounts_queries.open_invitations([person.id]),
        last_sign_in=accounts_queries.last_sign_in(person),
        is_officer=person.has_role(Role.OFFICER),
        leaders=accounts_queries.leaders_from(person.id, today),
        led=accounts_queries.led_by_from(person.id, today),
        is_secretary=person.has_role(Role.SECRETARY),
        servings=serving_queries.servings_from(person.id, today),
        secretaries=serving_queries.secretaries_from(person.id, today),
        absences=absence_queries.absences_from([person.id], today),
        substitutions=absence_queries.substitutions_from([person.id], today),
        standing_in=absence_queries.standing_in_from(person.id, today),
        deeds=accounts_queries.latest_deeds(person),
    )


@administration.get("/accounts/new")
@access.roles("administrator")
def new_account() -> str:
    """Show the form for a new account."""
    return _form_page(AddAccountForm(formdata=None))


@administration.post("/accounts/new")
@access.roles("administrator")
def add_account() -> Answer:
    """Add an account."""
    form = AddAccountForm()

    def create() -> str:
        person = account_actions.create_account(
            actor(),
            email=str(form.email.data),
            name=str(form.name.data),
            title=form.title.data or "",
            role_names=form.roles.data,
        )
        return url_for("administration.account", person_id=person.id)

    if form.validate():
        try:
            url = create_once(form, actor().id, create)
        except RuleBroken as error:
            db.session.rollback()
            form.show(error)
        else:
            flash(_("Het account is gemaakt. Maak nu een link voor de eigenaar."), "success")
            return redirect(url)
    return _form_page(form), 422


@administration.get("/accounts/<int:person_id>/edit")
@access.roles("administrator")
def edit_account(person_id: int) -> str:
    """Show the form to change an account."""
    person = get_person(person_id)
    form = EditAccountForm(formdata=None, obj=person)
    form.roles.data = sorted(person.role_names)
    return _form_page(form, person)


@administration.post("/accounts/<int:person_id>/edit")
@access.roles("administrator")
def change_account(person_id: int) -> Answer:
    """Change name, title, address or roles."""
    person, form = get_person(person_id), EditAccountForm()
    if form.validate():
        try:
            account_actions.change_account(
                actor(),
                person,
                form.seen_version,
                email=str(form.email.data),
                name=str(form.name.data),
                title=form.title.data or "",
                role_names=form.roles.data,
            )
            db.session.commit()
        except (Conflict, StaleDataError):
            db.session.rollback()
            form.version.data = str(person.version)
            return _form_page(form, person, stored=person), 409
        except RuleBroken as error:
            db.session.rollback()
            form.show(error)
        else:
            flash(_("Het account is gewijzigd."), "success")
            return redirect(url_for("administration.account", person_id=person_id))
    return _form_page(form, get_person(person_id)), 422


@administration.post("/accounts/<int:person_id>/link")
@access.roles("administrator")
def make_link(person_id: int) -> Answer:
    """Make a one-time link and show it, this once."""
    person = get_person(person_id)
    try:
        address = make_link_known(person, actor())
        db.session.commit()
    except RuleBroken as error:
        return _refused(person_id, error)
    return render_template(
        "administration/link.html",
        person=person,
        address=address,
        until=clock.local(clock.now() + links.lifetime()).date(),
    )


@administration.post("/accounts/<int:person_id>/deactivate")
@access.roles("administrator")
def deactivate_account(person_id: int) -> Answer:
    """Switch an account off; who uses it is signed out at once."""
    person = get_person(person_id)
    try:
        account_actions.deactivate_account(actor(), person)
        db.session.commit()
    except RuleBroken as error:
        return _refused(person_id, error)
    flash(_("Het account is uitgeschakeld en overal afgemeld."), "success")
    return redirect(url_for("administration.account", person_id=person_id))


@administration.post("/accounts/<int:person_id>/activate")
@access.roles("administrator")
def activate_account(person_id: int) -> Answer:
    """Switch an account on again."""
    account_actions.activate_account(actor(), get_person(person_id))
    db.session.commit()
    flash(_("Het account is weer ingeschakeld."), "success")
    return redirect(url_for("administration.account", person_id=person_id))


def account_url(person_id: int) -> str:
    """Where an account stands."""
    return url_for("administration.account", person_id=person_id)


def actor() -> Person:
    """Who is signed in."""
    return cast(Person, current_user._get_current_object())


def _refused(person_id: int, error: RuleBroken) -> Answer:
    """Back to the account with the sentence above it."""
    db.session.rollback()
    flash(error.message, "error")
    return redirect(url_for("administration.account", person_id=person_id))


def _form_page(
    form: AddAccountForm | EditAccountForm,
    person: Person | None = None,
    stored: Person | None = None,
) -> str:
    return render_template(
        "administration/account_form.html", form=form, person=person, stored=stored
    )
