"""Pages where people choose what comes by mail, and where a link in a mail stops some of it."""

from __future__ import annotations

from typing import Any

from flask import Response as PageResponse
from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core import access
from app.core.database import db
from app.core.forms import as_choices
from app.core.submission import submit_edit
from app.core.web import csrf
from app.messages import preferences
from app.messages.forms import PreferencesForm, StopForm, preferences_form
from app.messages.kinds import TIMINGS, Kind
from app.messages.unsubscribing import find_stopped
from app.messages.views import messages
from app.people.models import Person


@messages.get("/preferences")
@messages.post("/preferences")
@access.signed_in
def edit_preferences() -> Response | tuple[str, int]:
    """Choose per kind when mails come, or that there are none."""
    liking = preferences.liking_of(current_user)
    kinds = preferences.kinds_for(liking.roles)
    form = preferences_form(kinds, data=_as_data(liking, kinds))
    done = submit_edit(
        form,
        lambda: preferences.choose(
            current_user, form.timings, form.weekday.data, form.seen_version
        ),
        url_for("messages.edit_preferences"),
        lambda: _stored(form),
    )
    if done.url:
        flash(_("Uw berichtvoorkeuren zijn opgeslagen."), "success")
        return redirect(done.url)
    page = render_template(
        "messages/edit_preferences.html",
        form=form,
        kinds=kinds,
        liking=liking,
        timings=TIMINGS,
        differences=done.differences,
    )
    return page, done.status


def _as_data(liking: preferences.Liking, kinds: list[Kind]) -> dict[str, Any]:
    timings = {one.key: liking.timing(one).value for one in kinds}
    return {**timings, "weekday": liking.weekday, "version": liking.version}


def _stored(form: PreferencesForm) -> tuple[dict[str, Any], int]:
    liking = preferences.liking_of(current_user)
    found = _as_data(liking, list(form.kinds))
    return {name: value for name, value in found.items() if name != "version"}, liking.version


@messages.get("/unsubscribe/<stop_token>")
@access.by_token
def ask_unsubscribe(stop_token: str) -> PageResponse:
    """See of what one would get no mails any more; looking changes nothing."""
    found = find_stopped(stop_token)
    if found is None:
        return _broken()
    person, kinds = found
    return _stop_page(person, kinds, _stop_form(kinds, None), 200)


@messages.post("/unsubscribe/<stop_token>")
@access.by_token
def unsubscribe(stop_token: str) -> PageResponse:
    """Get no more mails of these kinds: asked on the page, or by a mail program in one click."""
    found = find_stopped(stop_token)
    if found is None:
        return _broken()
    person, kinds = found
    keys = [one.key for one in kinds]
    if request.form.get("List-Unsubscribe") != "One-Click":
        form = _stop_form(kinds, request.form)
        if not form.validate():
            return _stop_page(person, kinds, form, 422)
        keys = form.kinds.data
    preferences.stop(person.id, keys)
    db.session.commit()
    with force_locale(person.language):
        stopped = [str(one.words) for one in kinds if one.key in keys]
        page = render_template(
            "messages/unsubscribed.html", stopped=stopped, language=person.language
        )
        return _kept_close(page, 200)


# The token in the address is what allows it: a mail program has no cookie and no form of ours.
csrf.exempt(unsubscribe)


def _broken() -> PageResponse:
    """A person clicked this: they read what to do, where a program would do with the number."""
    return _kept_close(render_template("messages/stop_link_broken.html"), 404)


def _stop_form(kinds: list[Kind], sent: Any) -> StopForm:
    form = StopForm(formdata=sent, data={"kinds": [one.key for one in kinds]}, meta={"csrf": False})
    form.kinds.choices = as_choices([(one.key, one.words) for one in kinds])
    return form


def _stop_page(person: Person, kinds: list[Kind], form: StopForm, code: int) -> PageResponse:
    with force_locale(person.language):
        page = render_template(
            "messages/unsubscribe.html",
            form=form,
            person=person,
            kinds=kinds,
            language=person.language,
        )
        return _kept_close(page, code)


def _kept_close(page: str, code: int) -> PageResponse:
    """The address holds the token: it goes nowhere else, and no search engine keeps it."""
    response = make_response(page, code)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
