"""Picking a role to sign in: only with the sample data, only from the machine itself."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask import current_app, request
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.core.database import db, holds_on
from app.people.models import Person, Role, TeamLead
from app.people.sessions import is_sample

#: What a proxy adds: who comes through one is not on this machine, whatever the address says.
FORWARDING = frozenset(
    {"forwarded", "via", "x-real-ip", "client-ip", "true-client-ip", "cf-connecting-ip"}
)

_TEAM_LEADER = "team_leader"
#: The order of the page: first who prepares and decides, then who keeps things running.
_ORDER: dict[str, Any] = {
    Role.OFFICER: _l("Beleidsambtenaar"),
    Role.ALDERMAN: _l("Wethouder en burgemeester"),
    Role.SECRETARY: _l("Secretariaat"),
    Role.COORDINATOR: _l("Coördinator regio"),
    Role.ADVISER: _l("Adviseur"),
    _TEAM_LEADER: _l("Teamleider"),
    Role.CLERK: _l("Griffier"),
    Role.ADMINISTRATOR: _l("Beheerder"),
}
#: With several roles the rarest says best who somebody is.
_TELLING = (
    Role.COORDINATOR,
    Role.ALDERMAN,
    Role.SECRETARY,
    Role.CLERK,
    Role.ADMINISTRATOR,
    Role.OFFICER,
    Role.ADVISER,
)


class Group(NamedTuple):
    """People of one role, as buttons under one heading."""

    heading: Any
    people: list[Person]


def is_offered() -> bool:
    """Whether this request may pick a role at all."""
    return bool(
        current_app.config["LOOPBACK_ONLY"]
        and is_local(
            request.environ.get("REMOTE_ADDR"),
            request.host,
            [name for name, _value in request.headers],
        )
        and is_sample()
    )


def is_local(address: str | None, host: str, header_names: Collection[str]) -> bool:
    """Whether a request was made on this machine itself, to this machine's own name.

    The name matters: another site can make its own name point to this machine.
    """
    names = {name.lower() for name in header_names}
    if names & FORWARDING or any(name.startswith("x-forwarded") for name in names):
        return False
    return _is_loopback(address or "") and _is_loopback(_host_name(host))


def _host_name(host: str) -> str:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
    return "127.0.0.1" if name == "localhost" else name


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def groups(day: date) -> list[Group]:
    """The people one can pick, by role, in the order of the page."""
    leaders = set(db.session.scalars(select(TeamLead.leader_id).where(holds_on(TeamLead, day))))
    people = db.session.scalars(
        select(Person)
        .options(selectinload(Person.roles))
        .where(Person.active)
        .order_by(func.lower(Person.name), Person.id)
    )
    found: dict[str, list[Person]] = {}
    for person in people:
        found.setdefault(_kind(person, leaders), []).append(person)
    return [Group(word, found[kind]) for kind, word in _ORDER.items() if kind in found]


def _kind(person: Person, leaders: set[int]) -> str:
    names = person.role_names
    if names == {Role.OFFICER} and person.id in leaders:
        return _TEAM_LEADER
    return next((role for role in _TELLING if role in names), Role.OFFICER)
