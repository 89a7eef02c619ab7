"""What changes organisations, groups and policy areas: added, corrected, ended, never deleted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.core import journal
from app.core.database import Versioned, db
from app.core.errors import NotFound, RuleBroken
from app.people.models import Person
from app.register import permissions
from app.register.actions import require_unique, require_version
from app.register.models import GroupMembership, Organisation, OrganisationGroup, PolicyArea
from app.register.validity import require_end, require_free, require_order

Facts = Mapping[str, Any]


def _record(deed: str, kind: str, thing: Any, actor: Person, fields: list[str]) -> None:
    db.session.flush()
    journal.record(
        deed,
        kind,
        thing.id,
        actor_id=actor.id,
        fields=fields,
        object_version=thing.version if isinstance(thing, Versioned) else None,
    )


def _apply(thing: Any, facts: Facts) -> list[str]:
    changed = [name for name, value in facts.items() if getattr(thing, name) != value]
    for name in changed:
        setattr(thing, name, facts[name])
    return changed


def create_organisation(facts: Facts, actor: Person) -> Organisation:
    """Add an organisation that can take part."""
    permissions.require_register(actor)
    _require_organisation(None, facts)
    organisation = Organisation(**facts)
    db.session.add(organisation)
    _record("organisation.create", "organisation", organisation, actor, [])
    return organisation


def change_organisation(
    organisation: Organisation, facts: Facts, seen_version: int, actor: Person
) -> None:
    """Correct an organisation, or say when it ended and which one succeeded it."""
    permissions.require_register(actor)
    require_version(organisation, seen_version)
    _require_organisation(organisation, facts)
    changed = _apply(organisation, facts)
    if changed:
        _record("organisation.change", "organisation", organisation, actor, changed)


def _require_organisation(organisation: Organisation | None, facts: Facts) -> None:
    own_id = organisation.id if organisation else None
    message = _("Er is al een organisatie met deze naam. Kies een andere naam.")
    require_unique(Organisation, facts["name"], own_id, message)
    require_order(facts["valid_from"], facts["valid_to"])
    if facts["successor_id"] is None:
        return
    if facts["valid_to"] is None:
        raise RuleBroken(
            _("Vul ook in op welke dag de organisatie ophoudt te bestaan."), "valid_to"
        )
    successor = db.session.get(Organisation, facts["successor_id"])
    while successor is not None:
        if successor.id == own_id:
            raise RuleBroken(
                _("Een organisatie kan zichzelf niet opvolgen. Kies een andere."), "successor_id"
            )
        successor = successor.successor


def create_group(name: str, complete: bool, actor: Person) -> OrganisationGroup:
    """Add a group that can take part as one word."""
    permissions.require_register(actor)
    _require_group_name(name, None)
    group = OrganisationGroup(name=name, complete=complete)
    db.session.add(group)
    _record("group.create", "organisation_group", group, actor, [])
    return group


def change_group(group: OrganisationGroup, facts: Facts, seen_version: int, actor: Person) -> None:
    """Rename a group, or say whether all of its members are known."""
    permissions.require_register(actor)
    require_version(group, seen_version)
    _require_group_name(facts["name"], group.id)
    changed = _apply(group, facts)
    if changed:
        _record("group.change", "organisation_group", group, actor, changed)


def _require_group_name(name: str, own_id: int | None) -> None:
    message = _("Er is al een groep met deze naam. Kies een andere naam.")
    require_unique(OrganisationGroup, name, own_id, message)


def add_group_member(
    group: OrganisationGroup,
    organisation_id: int,
    valid_from: date | None,
    valid_to: date | None,
    actor: Person,
) -> None:
    """Let an organisation belong to a group."""
    permissions.require_register(actor)
    require_order(valid_from, valid_to)
    same = [row for row in group.memberships if row.organisation_id == organisation_id]
    message = _("Deze organisatie is in die tijd al lid van de groep.")
    require_free(same, valid_from, valid_to, message, "organisation")
    group.memberships.append(
        GroupMembership(organisation_id=organisation_id, valid_from=valid_from, valid_to=valid_to)
    )
    _record("group.add-member", "organisation_group", group, actor, ["members"])


def end_group_member(
    group: OrganisationGroup, membership_id: int, last_day: date, actor: Person
) -> None:
    """Let an organisation belong to a group until a day; the history stays."""
    permissions.require_register(actor)
    found = [row for row in group.memberships if row.id == membership_id]
    if not found:
        raise NotFound
    require_end(found[0], last_day)
    found[0].valid_to = last_day
    _record("group.end-member", "organisation_group", group, actor, ["members"])


def create_area(name: str, actor: Person) -> PolicyArea:
    """Add a policy area."""
    permissions.require_register(actor)
    _require_area_name(name, None)
    area = PolicyArea(name=name)
    db.session.add(area)
    _record("area.create", "policy_area", area, actor, [])
    return area


def change_area(area: PolicyArea, facts: Facts, seen_version: int, actor: Person) -> None:
    """Rename a policy area, or take it out of use."""
    permissions.require_register(actor)
    require_version(area, seen_version)
    _require_area_name(facts["name"], area.id)
    changed = _apply(area, facts)
    if changed:
        _record("area.change", "policy_area", area, actor, changed)


def _require_area_name(name: str, own_id: int | None) -> None:
    message = _("Er is al een beleidsterrein met deze naam. Kies een andere naam.")
    require_unique(PolicyArea, name, own_id, message)
