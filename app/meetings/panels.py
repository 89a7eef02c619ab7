"""What meetings show on pages of lower rooms: the next ones, bodies, ways to the calendar."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from app.core import clock
from app.meetings.body_queries import bodies_of
from app.meetings.permissions import may_plan
from app.meetings.queries import next_meetings
from app.meetings.selection import Filters
from app.people.models import Person
from app.register.models import Partnership
from app.register.portfolio_models import Portfolio


def next_meetings_panel(partnership: Partnership, person: Person) -> Markup:
    """The next administrative and official meeting: when, who goes, how far the notes are."""
    found = next_meetings([partnership.id], person, clock.now())[partnership.id]
    return Markup(
        render_template(
            "meetings/partnership_top.html",
            partnership=partnership,
            found=found,
            may_plan=may_plan(person),
        )
    )


def bodies_panel(partnership: Partnership, person: Person) -> Markup:
    """The bodies that meet in a partnership."""
    today = clock.today()
    bodies = [
        one for one in bodies_of(partnership.id) if one.valid_to is None or one.valid_to >= today
    ]
    return Markup(
        render_template(
            "meetings/partnership_bodies.html",
            partnership=partnership,
            bodies=bodies,
            may_plan=may_plan(person),
        )
    )


def portfolio_link(portfolio: Portfolio, _person: Person) -> Markup:
    """The way to the coming meetings of a portfolio."""
    return _link(Filters(portfolio_id=portfolio.id), portfolio.name)


def person_link(one: Person, _person: Person) -> Markup:
    """The way to the coming meetings in which somebody has a part."""
    return _link(Filters(person_id=one.id), one.name)


def _link(filters: Filters, whose: str) -> Markup:
    query: dict[str, Any] = {**filters.address()}
    address = url_for("meetings.list_meetings", **query)
    hidden = Markup('<span class="visually-hidden">: {}</span>').format(whose)
    return Markup('<a href="{}">{}{}</a>').format(address, _("Komende vergaderingen"), hidden)
