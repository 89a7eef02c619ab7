"""Where handing over begins on pages of lower rooms: a partnership."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from app.core.web import rendered
from app.people.handing_on import may_hand_over
from app.people.models import Person
from app.register.partnership_page import PartnershipPage


def partnership_panel(page: PartnershipPage, person: Person) -> Markup | None:
    """A link to hand the partnership to a colleague, for who may."""
    officer = page.responsible.officer
    if officer is None or not may_hand_over(person, officer):
        return None
    return rendered(
        render_template("handover/partnership.html", partnership=page.partnership, officer=officer)
    )
