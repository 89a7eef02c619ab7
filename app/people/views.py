"""Pages of people: signing in and out."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask_login import current_user, logout_user
from werkzeug.wrappers import Response

from app.core import access
from app.core.database import db
from app.people.sessions import end_session

people = Blueprint("people", __name__)


@people.get("/sign-in")
@access.public
def sign_in() -> str:
    """Show the sign-in form."""
    return render_template("people/sign_in.html")


@people.post("/sign-out")
@access.signed_in
def sign_out() -> Response:
    """End the session for good."""
    end_session(current_user.get_id())
    logout_user()
    db.session.commit()
    return redirect(url_for("people.sign_in"))
