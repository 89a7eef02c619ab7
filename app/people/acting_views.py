"""Choosing for whom a secretary works now."""

from __future__ import annotations

from typing import cast

from flask import flash, redirect, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core import access
from app.core.errors import RuleBroken
from app.core.web import safe_next
from app.people import acting
from app.people.models import Person
from app.people.views import people


@people.post("/people/acting-for")
@access.roles("secretary")
def choose_alderman() -> Response:
    """Work for one alderman from now on, or for all of them again."""
    secretary = cast(Person, current_user._get_current_object())
    chosen = request.form.get("alderman", "")
    try:
        alderman = acting.choose(secretary, int(chosen[:9]) if chosen.isdecimal() else None)
    except RuleBroken as error:
        flash(error.message, "error")
    else:
        if alderman is None:
            flash(_("U werkt weer voor iedereen."), "success")
        else:
            flash(_("U werkt nu voor: %(name)s.", name=alderman.name), "success")
    return redirect(safe_next(request.form.get("next")))
