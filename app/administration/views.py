"""The administration: its blueprint, and its first page."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from app.core import access

administration = Blueprint("administration", __name__, url_prefix="/administration")


@administration.get("/")
@access.roles("administrator")
def start() -> Response:
    """Go to the accounts, the first thing an administrator comes for."""
    return redirect(url_for("administration.accounts"))
