"""The start page: what needs me now."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_login import current_user

from app.core import access, clock
from app.home.page import start_page
from app.people.acting import acting_for

home = Blueprint("home", __name__)


@home.get("/")
@access.signed_in
def start() -> str:
    """See what needs me now, and what comes in the next four weeks."""
    return render_template(
        "home/start.html", page=start_page(current_user, clock.now(), acting_for())
    )
