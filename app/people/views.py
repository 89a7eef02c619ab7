"""Pages of signing in and out, and of the one-time link."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core import access, clock
from app.core.database import db
from app.core.errors import NotFound, RuleBroken
from app.core.web import csrf, safe_next
from app.people import links, sample_sign_in, sessions, sign_in_actions
from app.people.forms import ChoosePasswordForm, SignInForm
from app.people.models import Person
from app.people.queries import anybody, get_person
from app.people.roles import words
from app.people.throttling import TooManyAttempts

people = Blueprint("people", __name__)
people.add_app_template_filter(words, "role_words")


@people.get("/sign-in")
@access.public
def sign_in() -> Response | str:
    """Show the sign-in form, and with the sample data the roles one can pick."""
    if current_user.is_authenticated:
        return redirect(safe_next(request.args.get("next")))
    form = SignInForm(formdata=None)
    form.next.data = request.args.get("next", "")
    return _sign_in_page(form)


@people.post("/sign-in")
@access.public
def sign_in_with_password() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Sign in with address and password, and go on to where one wanted to be."""
    form = SignInForm()
    if not form.validate():
        return _sign_in_page(form), 422
    try:
        person = sign_in_actions.sign_in(
            str(form.email.data), str(form.password.data), request.remote_addr
        )
    except TooManyAttempts as error:
        form.show(error)
        return _sign_in_page(form), 429, {"Retry-After": str(error.seconds)}
    if person is None:
        db.session.commit()
        form.form_errors.append(
            _("Dit e-mailadres of wachtwoord klopt niet. Kijk ze na en probeer het opnieuw.")
        )
        return _sign_in_page(form), 422
    return _commit_and_go_in(person, form.next.data)


@people.post("/sign-in/sample")
@access.public
def sign_in_as_sample() -> Response:
    """Sign in by picking a role of the sample municipality; elsewhere this does not exist."""
    access.require(sample_sign_in.is_offered())
    person = sign_in_actions.pick_role(get_person(request.form.get("person", 0, type=int)))
    return _commit_and_go_in(person, request.form.get("next"))


@people.post("/sign-out")
@access.signed_in
def sign_out() -> Response:
    """End the session for good."""
    sign_in_actions.sign_out(current_user._get_current_object())
    db.session.commit()
    sessions.let_out()
    flash(_("U bent afgemeld."), "success")
    return redirect(url_for("people.sign_in"))


@people.get("/sign-in/link/<token>")
@access.public
def open_link(token: str) -> Response:
    """Show the form to choose a password; looking does not use the link up."""
    return _link_page(token, ChoosePasswordForm(formdata=None), 200)


@people.post("/sign-in/link/<token>")
@access.public
def use_link(token: str) -> Response:
    """Choose a password by a one-time link, and sign in."""
    form = ChoosePasswordForm()
    if not form.validate():
        if "csrf_token" in form.errors:
            form.csrf_token.errors = [_("Deze pagina was verlopen. Kies het wachtwoord opnieuw.")]
        return _link_page(token, form, 422)
    try:
        person = sign_in_actions.use_link(token, str(form.password.data))
    except RuleBroken as error:
        db.session.rollback()
        form.show(error)
        return _link_page(token, form, 422)
    except NotFound:
        db.session.rollback()
        return _link_page(token, form, 410)
    response = _commit_and_go_in(person, None)
    flash(_("Uw wachtwoord is ingesteld. U bent aangemeld."), "success")
    return response


# The form checks its token itself; the check for all pages would ask for the referrer too, which
# this page keeps to itself because the address holds the token.
csrf.exempt(use_link)


def _sign_in_page(form: SignInForm) -> str:
    offered = sample_sign_in.is_offered()
    return render_template(
        "people/sign_in.html",
        form=form,
        groups=sample_sign_in.groups(clock.today()) if offered else [],
        nobody_yet=not offered and not anybody(),
    )


def _link_page(token: str, form: ChoosePasswordForm, code: int) -> Response:
    link = links.find_usable_link(token)
    if link is None:
        response = make_response(render_template("people/link_ended.html"), 410)
    else:
        page = render_template("people/choose_password.html", form=form, person=link.person)
        response = make_response(page, code)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _commit_and_go_in(person: Person, wanted: str | None) -> Response:
    """The one commit of a sign-in; who was signed in here as somebody else is so no more."""
    sessions.end_session_of_cookie()
    db.session.commit()
    sessions.let_in(person)
    return redirect(safe_next(wanted))
