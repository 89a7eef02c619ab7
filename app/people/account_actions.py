"""What is done to accounts: adding, changing, switching off and on."""

from __future__ import annotations

import re
from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from app.core import clock, journal
from app.core.database import db
from app.core.errors import Conflict, RuleBroken
from app.people import absence_queries, links, roles, sessions
from app.people.models import Person, PersonRole, Role
from app.people.permissions import require_administrator
from app.people.queries import find_by_email, normal_email, with_role
from app.people.signals import account_closed

_ADDRESS = re.compile(r"[^@\s<>,;:\"()\\]+@[^@\s<>,;:\"()\\]+\.[^@\s<>,;:\"()\\.]{2,}")


def create_account(
    actor: Person | None, *, email: str, name: str, title: str, role_names: Collection[str]
) -> Person:
    """Add an account; it has no password until its owner sets one by a link."""
    require_administrator(actor)
    person = Person(
        email=_free_address(email, None),
        name=_filled_name(name),
        title=title.strip(),
        created_at=clock.now(),
        roles=[PersonRole(role=role) for role in _some_roles(role_names)],
    )
    db.session.add(person)
    try:
        db.session.flush()
    except IntegrityError:  # somebody else added the same address at this very moment
        raise RuleBroken(_taken(), "email") from None
    journal.record(
        "account.create",
        "person",
        person.id,
        actor_id=actor.id if actor else None,
        fields=["email", "name", "title", "roles"],
        object_version=person.version,
    )
    return person


def change_account(
    actor: Person,
    person: Person,
    seen_version: int,
    *,
    email: str,
    name: str,
    title: str,
    role_names: Collection[str],
) -> None:
    """Change address, name, title or roles; a conflict when somebody else did so meanwhile."""
    require_administrator(actor)
    _require_seen(person, seen_version)
    wanted = set(_some_roles(role_names))
    if Role.ADMINISTRATOR in person.role_names - wanted:
        _keep_an_administrator(person)
    _keep_substitutes_fitting(person, frozenset(wanted))
    new = {"email": _free_address(email, person), "name": _filled_name(name), "title": title}
    changed = [field for field, value in new.items() if getattr(person, field) != value]
    for field in changed:
        setattr(person, field, new[field])
    if wanted != person.role_names:
        changed.append("roles")
        person.roles = [
            *(row for row in person.roles if row.role in wanted),
            *(PersonRole(role=role) for role in wanted - person.role_names),
        ]
        flag_modified(person, "title")  # roles are part of what the version guards
    if changed:
        _write_down(actor, "account.change", person, changed)


def change_own_details(person: Person, seen_version: int, *, name: str, language: str) -> None:
    """Change one's own name or language."""
    _require_seen(person, seen_version)
    new = {"name": _filled_name(name), "language": language}
    changed = [field for field, value in new.items() if getattr(person, field) != value]
    for field in changed:
        setattr(person, field, new[field])
    if changed:
        _write_down(person, "account.change-own-details", person, changed)


def deactivate_account(actor: Person, person: Person) -> None:
    """Switch an account off: its sessions and links end at once, its history stays."""
    require_administrator(actor)
    if not person.active:
        return
    if actor == person:
        raise RuleBroken(
            _("U kunt uw eigen account niet uitschakelen. Vraag een andere beheerder.")
        )
    if person.has_role(Role.ADMINISTRATOR):
        _keep_an_administrator(person)
    person.active = False
    sessions.end_all_sessions(person)
    links.void_links(person)
    _write_down(actor, "account.deactivate", person, ["active"])
    account_closed.send(person)


def activate_account(actor: Person, person: Person) -> None:
    """Switch an account on again."""
    require_administrator(actor)
    if not person.active:
        person.active = True
        _write_down(actor, "account.activate", person, ["active"])


def _write_down(actor: Person, action: str, person: Person, fields: list[str]) -> None:
    db.session.flush()
    journal.record(
        action,
        "person",
        person.id,
        actor_id=actor.id,
        fields=fields,
        object_version=person.version,
    )


def _require_seen(person: Person, seen_version: int) -> None:
    if person.version != seen_version:
        raise Conflict(
            _(
                "Iemand anders heeft dit account intussen gewijzigd. Vergelijk hieronder, pas aan "
                "wat nodig is en sla opnieuw op."
            )
        )


def _filled_name(name: str) -> str:
    if not name.strip():
        raise RuleBroken(_("Vul een naam in."), "name")
    return name.strip()


def _free_address(email: str, own: Person | None) -> str:
    address = normal_email(email)
    # without accents: what mail servers all take, and what the mails of messages can carry
    if not _ADDRESS.fullmatch(address) or not address.isascii() or len(address) > 254:
        raise RuleBroken(_("Vul een e-mailadres in zoals naam@gemeente.nl."), "email")
    taken = find_by_email(address)
    if taken is not None and taken is not own:
        raise RuleBroken(_taken(), "email")
    return address


def _taken() -> str:
    return _("Er is al een account met dit e-mailadres.")


def _some_roles(names: Collection[str]) -> list[str]:
    chosen = roles.in_order(names)
    if not chosen:
        raise RuleBroken(_("Kies minstens één rol."), "roles")
    return chosen


def _keep_an_administrator(person: Person) -> None:
    """Refuse to lose the last administrator, also when two administrators act at once."""
    administrators = select(Person.id).where(with_role(Role.ADMINISTRATOR)).order_by(Person.id)
    db.session.execute(administrators.with_for_update())
    others = db.session.scalar(
        select(func.count())
        .select_from(Person)
        .where(Person.active, with_role(Role.ADMINISTRATOR), Person.id != person.id)
    )
    if not others:
        raise RuleBroken(
            _(
                "Dit is de enige beheerder. Geef eerst iemand anders de rol beheerder, "
                "anders kan niemand meer accounts beheren."
            ),
            "roles",
        )


def _keep_substitutes_fitting(person: Person, wanted: frozenset[str]) -> None:
    """Refuse a change of roles by which a present or coming substitution would not fit any more."""
    for row in absence_queries.substitutions_with(person.id, clock.today()):
        principal, substitute = (
            wanted if one.id == person.id else one.role_names
            for one in (row.person, row.substitute)
        )
        if roles.objection_to_substitute(principal, substitute):
            raise RuleBroken(
                _(
                    "%(substitute)s is plaatsvervanger van %(name)s en moet daarvoor dezelfde rol "
                    "houden. Beëindig eerst die vervanging.",
                    substitute=row.substitute.name,
                    name=row.person.name,
                ),
                "roles",
            )
