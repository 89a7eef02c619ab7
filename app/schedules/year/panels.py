"""The ways to a year, on the pages of its subject and of all meetings."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from app.people.models import Person
from app.register.models import Partnership
from app.register.portfolio_models import Portfolio


def partnership_link(partnership: Partnership, _person: Person) -> Markup:
    """On the page of a partnership, beside its meetings."""
    return _link(url_for("schedules.partnership_year", partnership_id=partnership.id))


def portfolio_link(portfolio: Portfolio, _person: Person) -> Markup:
    """At a portfolio."""
    url = url_for("schedules.portfolio_year", portfolio_id=portfolio.id)
    return _link(url, portfolio.name)


def person_link(one: Person, _person: Person) -> Markup:
    """Where somebody is named."""
    return _link(url_for("schedules.person_year", person_id=one.id), one.name)


def own_link(_nothing: None, person: Person) -> Markup:
    """Beside the list of meetings, to one's own."""
    url = url_for("schedules.person_year", person_id=person.id)
    return Markup('<a href="{}">{}</a>').format(url, _("Mijn jaar"))


def _link(url: str, whose: str = "") -> Markup:
    hidden = Markup('<span class="visually-hidden">: {}</span>').format(whose) if whose else ""
    return Markup('<a href="{}">{}{}</a>').format(url, _("Vergaderschema van het jaar"), hidden)
