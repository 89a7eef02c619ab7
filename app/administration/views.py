"""The administration: its blueprint, and its first page."""

from __future__ import annotations

from flask import Blueprint, render_template

from app.administration import overview
from app.administration.backup.history import last_backup
from app.core import access

administration = Blueprint("administration", __name__, url_prefix="/administration")


@administration.get("/")
@access.roles("administrator")
def start() -> str:
    """See whether all is well, what comes first, and what can be arranged here."""
    counts, backup = overview.count_all(), last_backup()
    steps = overview.first_steps(counts, backup)
    return render_template(
        "administration/start.html",
        steps=[] if all(step.done for step in steps) else steps,
        groups=overview.groups_of_places(counts),
        signs=overview.signs(backup),
    )
