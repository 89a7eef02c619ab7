"""Reads for guessing: the kept rules, and the bodies with every name of their partnership.

Bodies, partnerships and rules are the same for everybody who may plan; no meeting is read here.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.database import db
from app.core.errors import NotFound
from app.invitations.guessing.guess import Guesser
from app.invitations.guessing.models import InvitationRule
from app.invitations.guessing.names import Known
from app.meetings.body_queries import open_bodies
from app.meetings.models import Body
from app.transfer.models import PartnershipSpelling

_WHOLE = (
    joinedload(InvitationRule.body).joinedload(Body.partnership),
    joinedload(InvitationRule.partnership),
    joinedload(InvitationRule.made_by),
)


def all_rules() -> list[InvitationRule]:
    """Every kept rule, by partnership and sender."""
    found = db.session.scalars(select(InvitationRule).options(*_WHOLE))
    return sorted(found, key=lambda one: (one.meant.name.casefold(), one.sender, one.title, one.id))


def rules_learned_of(received_id: int) -> list[InvitationRule]:
    """The kept rules about which a choice for this file said something last."""
    found = db.session.scalars(
        select(InvitationRule)
        .where(InvitationRule.invitation_id == received_id)
        .order_by(InvitationRule.id)
        .options(*_WHOLE)
        .execution_options(populate_existing=True)
    )
    return list(found)


def get_rule(rule_id: int) -> InvitationRule:
    """A kept rule."""
    statement = select(InvitationRule).where(InvitationRule.id == rule_id).options(*_WHOLE)
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def known_bodies() -> list[Known]:
    """The bodies that still meet, with what their partnership is called here and by others."""
    spellings: dict[int, list[str]] = {}
    for row in db.session.scalars(select(PartnershipSpelling)):
        spellings.setdefault(row.partnership_id, []).append(row.spelling)
    return [_known(body, spellings.get(body.partnership_id, [])) for body in open_bodies()]


def _known(body: Body, spellings: list[str]) -> Known:
    partnership = body.partnership
    names = (partnership.name, partnership.abbreviation, *spellings)
    return Known(
        id=body.id,
        partnership_id=body.partnership_id,
        name=body.name,
        kind=body.kind,
        level=body.level,
        place=body.place,
        partnership_names=tuple(one for one in names if one),
    )


def guesser_and_rules() -> tuple[Guesser, dict[int, InvitationRule]]:
    """Guesses by the rules and names of this moment, and those rules by id: three statements."""
    rules = all_rules()
    return Guesser(known_bodies(), [one.as_rule() for one in rules]), {one.id: one for one in rules}


def guesser() -> Guesser:
    """Guesses alone, where nobody is told which rule made them."""
    return guesser_and_rules()[0]
