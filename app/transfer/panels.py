"""What the list of partnerships shows of the register in and out."""

from __future__ import annotations

from flask import render_template, request, url_for
from markupsafe import Markup

from app.people.models import Person
from app.register.permissions import may_edit_register
from app.register.queries import Filters, asked_filters


def list_buttons(_filters: Filters, person: Person) -> Markup:
    """Take this list away, filtered as it is; bring a file in."""
    return Markup(
        render_template(
            "transfer/list_buttons.html",
            export_url=url_for("transfer.choose_format", **asked_filters(request.args)),
            may_import=may_edit_register(person),
        )
    )
