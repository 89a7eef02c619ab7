"""Asks every route as everybody, and writes down the answer; each asking leaves nothing behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy.engine import Connection
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.core import clock
from app.core.database import db
from app.people.models import Person
from app.people.sessions import start_session
from tests.access.world import MISSING, World

PARAMETER = re.compile(r"<(?:(?P<kind>[a-z]+):)?(?P<name>[a-z_]+)>")
#: What makes two pages differ without telling anything.
NOISE = re.compile(rb'name="(csrf_token|key)"[^>]*value="[^"]*"|/[0-9]+')


@dataclass(frozen=True)
class Route:
    """One address with one method."""

    endpoint: str
    method: str
    rule: str

    @property
    def parameters(self) -> list[str]:
        """Names of what stands in the address."""
        return [found["name"] for found in PARAMETER.finditer(self.rule)]

    def address(self, values: dict[str, Any]) -> str:
        """The address of one thing, with a step that exists."""
        step = "agree" if "note_id" in self.parameters else "confirm"
        values = {**values, "step": step}
        return PARAMETER.sub(lambda found: str(values[found["name"]]), self.rule)


def routes(app: Flask) -> list[Route]:
    """Every route of the application, in order of its name."""
    rules: list[Rule] = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    found = [
        Route(rule.endpoint, method, rule.rule)
        for rule in rules
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]
    return sorted(found, key=lambda route: (route.endpoint, route.method, route.rule))


def missing(route: Route) -> dict[str, Any]:
    """An address of what does not exist."""
    return {name: "no-such-token" if name == "token" else MISSING for name in route.parameters} | {
        "step": "agree",
        "name": "agenda",
        "rule_day": clock.today().isoformat(),  # a day that can be: else the address is no route
    }


class Asker:
    """Somebody who asks; what an asking changes is taken back at once."""

    def __init__(self, app: Flask, person: Person | None) -> None:
        self.app = app
        self.token = start_session(person) if person is not None else None
        db.session.commit()

    def ask(self, route: Route, values: dict[str, Any]) -> TestResponse:
        """The answer to an empty request, from a browser that did nothing before."""
        return self.open(route.address(values), route.method)

    def open(self, address: str, method: str = "GET") -> TestResponse:
        """The same for an address in full."""
        client: Any = self.app.test_client()
        if self.token is not None:
            with client.session_transaction() as session:
                session["_user_id"] = self.token
        connection: Any = db.engines[None]
        db.session.rollback()
        with _undone(connection):
            response: TestResponse = client.open(address, method=method)
            response.get_data()
        db.session.rollback()
        return response


class _undone:
    """Takes back whatever happens inside, as if it had not."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def __enter__(self) -> None:
        self.nested = self.connection.begin_nested()

    def __exit__(self, *_error: object) -> None:
        self.nested.rollback()


def matrix(app: Flask, world: World) -> Iterator[tuple[Route, str, dict[str, int]]]:
    """Per route and kind of thing (own, foreign, missing, or – without one): answer per role."""
    askers = {"nobody": Asker(app, None)}
    askers |= {role: Asker(app, person) for role, person in world.people.items()}
    things = {role: world.own(person) for role, person in world.people.items()}
    things["nobody"] = things["officer"]
    for route in routes(app):
        kinds = ("own", "foreign", "missing") if route.parameters else ("–",)
        for kind in kinds:
            answers = {}
            for role, asker in askers.items():
                known = {"own": things[role], "foreign": world.foreign, "–": {}}
                values = known.get(kind) or missing(route)
                answers[role] = asker.ask(route, values).status_code
            yield route, kind, answers


def telling(response: TestResponse) -> bytes:
    """What an answer tells, without what differs between any two pages."""
    return NOISE.sub(b"", response.get_data())
