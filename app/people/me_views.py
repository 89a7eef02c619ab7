"""One's own account: name and language, password, sessions, absence and substitutes in short."""

from __future__ import annotations

from typing import cast

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from app.core import access, clock
from app.core.database import db
from app.core.errors import Conflict, RuleBroken
from app.people import (
    absence_queries,
    account_actions,
    serving_queries,
    sessions,
    sign_in_actions,
)
from app.people.forms import ChangePasswordForm, DetailsForm
from app.people.models import Person
from app.people.permissions import may_record_for_others
from app.people.queries import leaders_of
from app.people.throttling import TooManyAttempts
from app.people.views import people

Answer = Response | str | tuple[str, int] | tuple[str, int, dict[str, str]]


@people.get("/people/me")
@access.signed_in
def me() -> str:
    """See and change one's own account."""
    person = _myself()
    form = DetailsForm(formdata=None, obj=person)
    return _me_page(person, form)


@people.post("/people/me")
@access.signed_in
def save_me() -> Answer:
    """Change one's own name or language."""
    person, form = _myself(), DetailsForm()
    if not form.validate():
        return _me_page(person, form), 422
    try:
        account_actions.change_own_details(
            person, form.seen_version, name=str(form.name.data), language=form.language.data
        )
        db.session.commit()
    except (Conflict, StaleDataError):
        db.session.rollback()
        return _conflict(form)
    except RuleBroken as error:
        db.session.rollback()
        form.show(error)
        return _me_page(_myself(), form), 422
    session.pop("language", None)  # from now on the account's own language, in every browser
    flash(_("Uw gegevens zijn opgeslagen."), "success")
    return redirect(url_for("people.me"))


@people.get("/people/me/password")
@access.signed_in
def password() -> str:
    """Show the form for another password."""
    return render_template(
        "people/password.html", form=ChangePasswordForm(formdata=None), person=_myself()
    )


@people.post("/people/me/password")
@access.signed_in
def change_password() -> Answer:
    """Choose another password; every other browser is signed out."""
    person, form = _myself(), ChangePasswordForm()
    code, headers = 422, {}
    if form.validate():
        try:
            changed = sign_in_actions.change_password(
                person, str(form.old_password.data), str(form.password.data), request.remote_addr
            )
        except TooManyAttempts as error:
            form.show(error)
            code, headers = 429, {"Retry-After": str(error.seconds)}
        except RuleBroken as error:
            form.show(error)
        else:
            db.session.commit()
            if changed is not None:
                sessions.let_in(changed)
                flash(
                    _("Uw wachtwoord is gewijzigd. Op andere apparaten bent u afgemeld."), "success"
                )
                return redirect(url_for("people.me"))
            form.old_password.errors = [_("Dit is niet uw huidige wachtwoord. Typ het opnieuw.")]
        db.session.rollback()
    return render_template("people/password.html", form=form, person=_myself()), code, headers


@people.post("/people/me/sessions/<int:session_id>/end")
@access.signed_in
def end_session(session_id: int) -> Response:
    """Sign out one browser, for instance that of a lost tablet."""
    sign_in_actions.end_one_session(_myself(), session_id)
    db.session.commit()
    flash(_("Dat apparaat is afgemeld."), "success")
    return redirect(url_for("people.me", _anchor="sessions"))


@people.post("/people/me/sessions/end")
@access.signed_in
def sign_out_everywhere() -> Response:
    """Sign out every browser, this one too."""
    sign_in_actions.sign_out_everywhere(_myself())
    db.session.commit()
    sessions.let_out()
    flash(_("U bent overal afgemeld."), "success")
    return redirect(url_for("people.sign_in"))


def _myself() -> Person:
    return cast(Person, current_user._get_current_object())


def _me_page(person: Person, form: DetailsForm, stored: Person | None = None) -> str:
    today = clock.today()
    return render_template(
        "people/me.html",
        person=person,
        form=form,
        stored=stored,
        today=today,
        absences=absence_queries.absences_from([person.id], today),
        substitutions=absence_queries.substitutions_from([person.id], today),
        standing_in=absence_queries.standing_in_from(person.id, today),
        leaders=leaders_of(person.id, today),
        servings=serving_queries.servings_from(person.id, today),
        secretaries=serving_queries.secretaries_from(person.id, today),
        sessions=sessions.running_sessions(person),
        present=sessions.digest(person.session_token),
        for_others=may_record_for_others(person),
    )


def _conflict(form: DetailsForm) -> Answer:
    """Both texts: what was typed stays in the form, what is stored stands above it."""
    person = _myself()
    form.version.data = str(person.version)
    return _me_page(person, form, stored=person), 409
