"""What changes who takes part: participants, our own part, the sub-regional alignment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.core.dates import plain_day
from app.core.errors import NotFound, RuleBroken
from app.people.models import Person
from app.register import permissions
from app.register.actions import record_change, require_version
from app.register.models import AlignmentMember, OwnParticipation, Participation, Partnership
from app.register.queries import participants_on
from app.register.validity import overlap, require_end, require_free, require_order


@dataclass(frozen=True)
class Taking:
    """How somebody takes part: votes, a note, and when."""

    votes: int | None = None
    note: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


def add_participation(
    partnership: Partnership,
    taking: Taking,
    actor: Person,
    *,
    organisation_id: int | None = None,
    group_id: int | None = None,
) -> Participation:
    """Let an organisation, or a group as a whole, take part."""
    permissions.require_register(actor)
    if (organisation_id is None) == (group_id is None):
        raise RuleBroken(_("Kies een organisatie of een groep, een van de twee."), "organisation")
    require_order(taking.valid_from, taking.valid_to)
    same = _same_participant(partnership, organisation_id, group_id)
    _require_free(same, taking, "organisation" if organisation_id else "group")
    row = Participation(organisation_id=organisation_id, group_id=group_id)
    _apply(row, taking)
    partnership.participations.append(row)
    record_change("partnership.add-participation", partnership, actor, ["participants"])
    return row


def change_participation(
    row: Participation, taking: Taking, seen_version: int, actor: Person
) -> None:
    """Correct how somebody takes part."""
    permissions.require_register(actor)
    require_version(row, seen_version)
    require_order(taking.valid_from, taking.valid_to)
    same = _same_participant(row.partnership, row.organisation_id, row.group_id)
    _require_free([other for other in same if other is not row], taking, "valid_from")
    changed = _apply(row, taking)
    if changed:
        end_alignment_with(row)
        record_change(
            "partnership.change-participation", row.partnership, actor, ["participants", *changed]
        )


def end_participation(row: Participation, last_day: date, actor: Person) -> None:
    """Let somebody take part until a day, that day included; the history stays."""
    permissions.require_register(actor)
    require_end(row, last_day)
    row.valid_to = last_day
    db.session.flush()
    end_alignment_with(row)
    record_change(
        "partnership.end-participation", row.partnership, actor, ["participants", "valid_to"]
    )


def _same_participant(
    partnership: Partnership, organisation_id: int | None, group_id: int | None
) -> list[Participation]:
    return list(
        db.session.scalars(
            select(Participation).where(
                Participation.partnership_id == partnership.id,
                Participation.organisation_id == organisation_id,
                Participation.group_id == group_id,
            )
        )
    )


def _require_free(rows: list[Participation], taking: Taking, field: str) -> None:
    message = _("Deze deelnemer staat in die tijd al in de lijst. Beëindig eerst die deelname.")
    require_free(rows, taking.valid_from, taking.valid_to, message, field)


def _apply(row: Participation | OwnParticipation, taking: Taking) -> list[str]:
    changed = [
        name
        for name in ("votes", "note", "valid_from", "valid_to")
        if getattr(row, name) != getattr(taking, name)
    ]
    for name in changed:
        setattr(row, name, getattr(taking, name))
    return changed


def end_alignment_with(row: Participation) -> None:
    """Who takes part no longer after this is no longer in the sub-regional alignment either."""
    db.session.flush()
    if row.valid_to is None:
        return
    partnership, next_day = row.partnership, row.valid_to + timedelta(days=1)
    staying = set(participants_on(partnership.id, next_day))
    gone = set(participants_on(partnership.id, row.valid_to)) - staying
    for member in partnership.alignment:
        if member.organisation in gone and overlap(member, next_day, None):
            member.valid_to = row.valid_to


def add_own_participation(partnership: Partnership, taking: Taking, actor: Person) -> None:
    """Record that our own municipality takes part, and from when."""
    permissions.require_register(actor)
    require_order(taking.valid_from, taking.valid_to)
    _require_own_free(list(partnership.own_participations), taking)
    row = OwnParticipation()
    _apply(row, taking)
    partnership.own_participations.append(row)
    record_change("partnership.add-own-participation", partnership, actor, ["own_participation"])


def change_own_participation(
    partnership: Partnership, row: OwnParticipation, taking: Taking, seen: int, actor: Person
) -> None:
    """Correct or end our own taking part."""
    permissions.require_register(actor)
    require_version(row, seen)
    require_order(taking.valid_from, taking.valid_to)
    _require_own_free([one for one in partnership.own_participations if one is not row], taking)
    changed = _apply(row, taking)
    if changed:
        fields = ["own_participation", *changed]
        record_change("partnership.change-own-participation", partnership, actor, fields)


def _require_own_free(rows: list[OwnParticipation], taking: Taking) -> None:
    message = _("In die tijd is onze deelname al vastgelegd. Beëindig eerst die periode.")
    require_free(rows, taking.valid_from, taking.valid_to, message, "valid_from")


def add_alignment_member(
    partnership: Partnership, organisation_id: int, valid_from: date | None, actor: Person
) -> None:
    """Add a participant to the sub-regional alignment; only a participant can be in it."""
    permissions.require_register(actor)
    day = valid_from or clock.today()
    found = {row.id: row for row in participants_on(partnership.id, day)}
    if organisation_id not in found:
        raise RuleBroken(
            _(
                "Deze organisatie is op %(day)s geen deelnemer. Alleen een deelnemer kan meedoen "
                "aan de subregionale afstemming: voeg eerst de deelnemer toe.",
                day=plain_day(day),
            ),
            "organisation",
        )
    same = [row for row in partnership.alignment if row.organisation_id == organisation_id]
    message = _("Deze organisatie doet al mee aan de subregionale afstemming.")
    require_free(same, valid_from, None, message, "organisation")
    partnership.alignment.append(
        AlignmentMember(organisation=found[organisation_id], valid_from=valid_from)
    )
    record_change("partnership.add-alignment-member", partnership, actor, ["alignment"])


def end_alignment_member(
    partnership: Partnership, member_id: int, last_day: date, actor: Person
) -> None:
    """Take a participant out of the sub-regional alignment after a day."""
    permissions.require_register(actor)
    found = [row for row in partnership.alignment if row.id == member_id]
    if not found:
        raise NotFound
    require_end(found[0], last_day)
    found[0].valid_to = last_day
    record_change("partnership.end-alignment-member", partnership, actor, ["alignment"])
