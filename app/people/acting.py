"""For whom a secretary works now: a choice of this browser, looked at anew in every request.

The choice changes what the start page gathers and what forms propose, never who is signed in and
never what may be seen: the signed-in person stays the actor, with the own visibility. It holds as
long as the session, and only while the secretary serves that person.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, g, session
from flask_babel import gettext as _
from flask_login import current_user

from app.core import clock
from app.core.errors import RuleBroken
from app.people.models import Person, Role
from app.people.serving_queries import find_served

_CHOICE = "acting_for"


def init_app(app: Flask) -> None:
    """Tell every page for whom one works now."""
    app.context_processor(lambda: {"acting_for": acting_for()})


def acting_for() -> Person | None:
    """For whom the signed-in secretary works now, if they chose and still may."""
    if _CHOICE not in session or g.get("database_away"):
        return None
    if "acting_for" not in g:
        g.acting_for = _still_served(session[_CHOICE])
    found: Person | None = g.acting_for
    return found


def _still_served(alderman_id: Any) -> Person | None:
    if not current_user.is_authenticated or not isinstance(alderman_id, int):
        return None
    if not current_user.has_role(Role.SECRETARY):
        return None
    return find_served(current_user, alderman_id, clock.today())


def choose(secretary: Person, alderman_id: int | None) -> Person | None:
    """Work for this alderman from now on, in this browser; None ends it."""
    g.pop("acting_for", None)
    if alderman_id is None:
        session.pop(_CHOICE, None)
        return None
    found = find_served(secretary, alderman_id, clock.today())
    if found is None:
        raise RuleBroken(
            _("U werkt nu niet voor deze portefeuillehouder. Kies iemand uit de lijst.")
        )
    session[_CHOICE] = found.id
    return found
