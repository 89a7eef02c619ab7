"""The calendars of the sample municipality: what some of its people subscribed to."""

from __future__ import annotations

from app.feeds.actions import subscribe
from app.feeds.models import Color, Scope
from app.feeds.parts import Options, Wanted
from app.people.models import Person
from app.register.models import Partnership
from app.register.portfolio_queries import portfolio_names

#: The partnership that its officer follows besides the own meetings.
FOLLOWED = "rga"


def load_subscriptions(people: dict[str, Person], partnerships: dict[str, Partnership]) -> None:
    """An alderman with a phone, a secretary with a calendar per alderman, an officer, a clerk."""
    for key in ("alderman-social", "alderman-space"):
        subscribe(people[key], [Wanted(Scope.MINE)], actor=people[key])
        subscribe(people[key], [Wanted(Scope.DEADLINES)], actor=people[key])
        of = Wanted(Scope.PERSON, of_person_id=people[key].id)
        secretary = people["secretary"]
        color = Color.TEAL if key == "alderman-social" else Color.DARKORANGE
        subscribe(secretary, [of], actor=secretary, options=Options(color=color))
    officer = people["officer-space"]
    followed = Wanted(Scope.PARTNERSHIP, partnerships[FOLLOWED].id)
    subscribe(officer, [Wanted(Scope.MINE), Wanted(Scope.DEADLINES), followed], actor=officer)
    coordinator = people["coordinator"]
    of_portfolios = [
        Wanted(Scope.PORTFOLIO, portfolio_id=number) for number, _name in portfolio_names()
    ]
    subscribe(coordinator, of_portfolios, actor=coordinator, name="Regio")
