"""What changes a partnership: its facts, its status, the reasons why we take part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from app.core import journal
from app.core.database import Base, Versioned, db
from app.core.dates import plain_day
from app.core.errors import Conflict, RuleBroken
from app.people.models import Person
from app.register import permissions
from app.register.chain import ChainStep, Leads, objection, own_of, with_own
from app.register.models import (
    OwnParticipation,
    Partnership,
    PartnershipReason,
    PartnershipStatus,
    PartnershipWorkingLevel,
    PolicyArea,
)
from app.register.partnership_page import status_on

Facts = Mapping[str, Any]

#: Facts that are columns of the partnership; areas and working levels are rows beside it.
COLUMNS = (
    *("name", "abbreviation", "purpose", "goal", "ambition", "strategy", "exit_terms", "nature"),
    *("form", "obligation", "parent_id", "alignment_description", "remarks", "to_confirm"),
    *("unconfirmed", "note_lead_days", "asks_team_lead"),
)


def require_version(thing: Versioned, seen: int) -> None:
    """Refuse to write over what somebody else saved since the form was opened."""
    if thing.version != seen:
        raise Conflict(
            _(
                "Iemand anders heeft dit intussen gewijzigd. Hieronder staan beide teksten: kies "
                "wat er moet komen te staan en sla opnieuw op."
            )
        )


def require_unique(model: Any, name: str, own_id: int | None, message: str) -> None:
    """A name is used once, whatever its capitals."""
    same = select(model.id).where(func.lower(model.name) == name.lower())
    if own_id is not None:
        same = same.where(model.id != own_id)
    if db.session.scalar(same.limit(1)) is not None:
        raise RuleBroken(message, "name")


def renew(thing: Base) -> None:
    """Give a thing a new version although only rows beside it changed."""
    flag_modified(thing, "name")


def create_partnership(facts: Facts, status: str, since: date | None, actor: Person) -> Partnership:
    """Add a partnership in which we take part from a day on."""
    permissions.require_register(actor)
    partnership = Partnership(name=facts["name"])
    _require_facts(partnership, facts)
    _apply(partnership, facts)
    partnership.statuses = [PartnershipStatus(status=status, valid_from=since)]
    partnership.own_participations = [OwnParticipation(valid_from=since)]
    db.session.add(partnership)
    db.session.flush()
    journal.record(
        "partnership.create",
        "partnership",
        partnership.id,
        actor_id=actor.id,
        object_version=partnership.version,
    )
    return partnership


def change_partnership(
    partnership: Partnership, facts: Facts, seen_version: int, actor: Person
) -> None:
    """Change what is recorded of a partnership; only what differs is journalled."""
    permissions.require_register(actor)
    require_version(partnership, seen_version)
    _require_facts(partnership, facts)
    changed = _apply(partnership, facts)
    if not changed:
        return
    renew(partnership)
    db.session.flush()
    journal.record(
        "partnership.change",
        "partnership",
        partnership.id,
        actor_id=actor.id,
        fields=changed,
        object_version=partnership.version,
    )


def change_chain(partnership: Partnership, leads: Leads, seen_version: int, actor: Person) -> None:
    """Set the leads of a partnership's chain, that of its notes included."""
    permissions.require_register(actor)
    require_version(partnership, seen_version)
    problem = objection_to(leads)
    if problem is not None:
        raise problem
    facts: Facts = {"note_lead_days": leads[ChainStep.ALDERMAN], "chain": own_of(leads)}
    changed = [name for name, value in facts.items() if value != getattr(partnership, name)]
    if not changed:
        return
    for name in changed:
        setattr(partnership, name, facts[name])
    db.session.flush()
    journal.record(
        "partnership.set-chain",
        "partnership",
        partnership.id,
        actor_id=actor.id,
        fields=changed,
        object_version=partnership.version,
    )


def objection_to(leads: Leads) -> RuleBroken | None:
    """Why a chain cannot be, at the field of its step; None where it can."""
    found = objection(leads)
    return RuleBroken(found[1], found[0]) if found else None


def _require_facts(partnership: Partnership, facts: Facts) -> None:
    if objection(with_own(facts["note_lead_days"], partnership.chain or {})) is not None:
        raise RuleBroken(
            _(
                "Zo kloppen de andere termijnen van dit samenwerkingsverband niet meer. Wijzig ze "
                "samen, op de pagina Termijnen."
            ),
            "note_lead_days",
        )
    message = _("Er is al een samenwerkingsverband met deze naam. Kies een andere naam.")
    require_unique(Partnership, facts["name"], partnership.id, message)
    parent = db.session.get(Partnership, facts["parent_id"]) if facts["parent_id"] else None
    while parent is not None:
        if parent is partnership:
            raise RuleBroken(
                _("Een samenwerkingsverband kan niet onder zichzelf vallen. Kies een ander."),
                "parent_id",
            )
        parent = parent.parent


def _apply(partnership: Partnership, facts: Facts) -> list[str]:
    """Set the facts; gives the names of those that changed."""
    changed = [
        name for name in COLUMNS if name in facts and facts[name] != getattr(partnership, name)
    ]
    for name in changed:
        setattr(partnership, name, facts[name])
    levels = set(facts["working_levels"])
    if levels != {row.working_level for row in partnership.working_levels}:
        kept = [row for row in partnership.working_levels if row.working_level in levels]
        there = {row.working_level for row in kept}
        partnership.working_levels = kept + [
            PartnershipWorkingLevel(working_level=level) for level in sorted(levels - there)
        ]
        changed.append("working_levels")
    area_ids = set(facts["areas"])
    if area_ids != {area.id for area in partnership.areas}:
        partnership.areas = _areas(area_ids)
        changed.append("areas")
    return changed


def _areas(area_ids: set[int]) -> list[PolicyArea]:
    return list(db.session.scalars(select(PolicyArea).where(PolicyArea.id.in_(area_ids))))


def change_status(partnership: Partnership, status: str, day: date, actor: Person) -> None:
    """Let a partnership have another status from a day on; what went before stays known."""
    permissions.require_register(actor)
    later = [row for row in partnership.statuses if row.valid_from and row.valid_from > day]
    if later:
        raise RuleBroken(
            _(
                "Vanaf %(day)s is al een andere status vastgelegd. Kies die dag of een latere.",
                day=plain_day(min(row.valid_from for row in later if row.valid_from)),
            ),
            "valid_from",
        )
    current = status_on(partnership, day)
    if current is not None and current.status == status:
        raise RuleBroken(_("Deze status geldt dan al. Kies een andere status."), "status")
    if current is not None and current.valid_from == day:
        current.status = status
    else:
        if current is not None:
            current.valid_to = day - timedelta(days=1)
        partnership.statuses.append(PartnershipStatus(status=status, valid_from=day))
    record_change("partnership.change-status", partnership, actor, ["status"])


def set_reasons(
    partnership: Partnership,
    reasons: Mapping[str, str],
    seen_version: int,
    actor: Person,
) -> None:
    """Say why we take part: the chosen reasons, each with its explanation."""
    permissions.require_register(actor)
    require_version(partnership, seen_version)
    before = {row.reason: row for row in partnership.reasons}
    if {name: row.explanation for name, row in before.items()} == dict(reasons):
        return
    kept: list[PartnershipReason] = []
    for name, explanation in reasons.items():
        row = before.get(name) or PartnershipReason(reason=name)
        row.explanation = explanation
        kept.append(row)
    partnership.reasons = kept
    renew(partnership)
    record_change("partnership.set-reasons", partnership, actor, ["reasons"])


def record_change(
    deed: str, partnership: Partnership, actor: Person, fields: Sequence[str] = ()
) -> None:
    """Write a deed on a partnership in the journal, with the version that it made."""
    db.session.flush()
    journal.record(
        deed,
        "partnership",
        partnership.id,
        actor_id=actor.id,
        fields=fields,
        object_version=partnership.version,
    )
