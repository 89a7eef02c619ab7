"""What feeds show on pages of lower rooms: the way to what stands there in one's own calendar."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from app.feeds.models import Scope
from app.feeds.parts import Wanted
from app.people.models import Person
from app.register.models import Partnership
from app.register.portfolio_models import Portfolio


def list_link(_nothing: None, _person: Person) -> Markup:
    """Above the list of meetings."""
    address = url_for("feeds.list_subscriptions")
    return Markup('<a href="{}">{}</a>').format(address, _("In uw eigen agenda"))


def partnership_link(partnership: Partnership, _person: Person) -> Markup:
    """With the meetings of a partnership."""
    return _link(Wanted(Scope.PARTNERSHIP, partnership.id), partnership.name)


def portfolio_link(portfolio: Portfolio, _person: Person) -> Markup:
    """With a portfolio."""
    return _link(Wanted(Scope.PORTFOLIO, portfolio_id=portfolio.id), portfolio.name)


def _link(wanted: Wanted, whose: str) -> Markup:
    """The form for a new subscription, with this ticked."""
    hidden = Markup('<span class="visually-hidden">: {}</span>').format(whose)
    address = url_for("feeds.new_subscription", part=wanted.key)
    return Markup('<a href="{}">{}{}</a>').format(address, _("In uw eigen agenda"), hidden)
