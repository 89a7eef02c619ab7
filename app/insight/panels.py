"""What the overview shows on pages of lower rooms: how far something has been prepared."""

from __future__ import annotations

from dataclasses import replace

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup

from app.core import clock
from app.core.web import rendered
from app.insight.permissions import sees_preparedness
from app.insight.preparedness.asked import WEEKS, Asked, way
from app.insight.preparedness.groups import Group
from app.insight.preparedness.queries import groups, one_group
from app.meetings.models import Meeting
from app.people.models import Person
from app.register.models import Partnership
from app.register.portfolio_models import Portfolio


def meeting_panel(meeting: Meeting, person: Person) -> Markup | None:
    """How far the notes of a meeting are, and whether papers and pack are there."""
    if not sees_preparedness(person):
        return None
    asked = Asked(weeks=max(WEEKS), meeting_id=meeting.id)
    found = groups(person, clock.now(), asked)
    if not found:
        return None
    return _panel(replace(found[0], url=way(partnership=meeting.body.partnership_id)))


def list_link(_thing: None, person: Person) -> Markup | None:
    """The way from the list of meetings to how far they have been prepared."""
    if not sees_preparedness(person):
        return None
    return Markup('<a href="{}">{}</a>').format(way(), _("Voorbereiding"))


def partnership_panel(partnership: Partnership, person: Person) -> Markup | None:
    """How far the coming meetings of a partnership have been prepared."""
    if not sees_preparedness(person):
        return None
    asked = Asked(partnership_id=partnership.id)
    return _panel(one_group(person, clock.now(), asked, partnership.name))


def portfolio_way(portfolio: Portfolio, person: Person) -> Markup | None:
    """The way to how far the meetings of a portfolio have been prepared, with its bar."""
    if not sees_preparedness(person):
        return None
    asked = Asked(portfolio_id=portfolio.id)
    return _way(one_group(person, clock.now(), asked, portfolio.name), f"portfolio-{portfolio.id}")


def person_way(one: Person, person: Person) -> Markup | None:
    """The way to how far somebody's meetings have been prepared, with its bar."""
    if not sees_preparedness(person):
        return None
    asked = Asked(person_id=one.id)
    return _way(one_group(person, clock.now(), asked, one.name), f"person-{one.id}")


def _panel(group: Group | None) -> Markup | None:
    if group is None:
        return None
    return rendered(render_template("insight/preparedness_panel.html", group=group))


def _way(group: Group | None, name: str) -> Markup | None:
    if group is None:
        return None
    return rendered(render_template("insight/preparedness_way.html", group=group, name=name))
