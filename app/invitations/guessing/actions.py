"""Changes to the kept rules: by a person on their page, or by what a person chose."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select, update

from app.core import clock, journal
from app.core.database import db, one_at_a_time
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.invitations.guessing.guess import Guess
from app.invitations.guessing.learning import Lesson, lesson
from app.invitations.guessing.models import InvitationRule
from app.invitations.guessing.queries import all_rules, known_bodies, rules_learned_of
from app.invitations.guessing.rules import Clue, Conditions
from app.meetings.models import Body
from app.meetings.permissions import may_plan
from app.people.models import Person
from app.register.models import Partnership

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+|[^@\s]+\.[^@\s.]+")
_FIELDS = ("sender", "sender_name", "title", "place", "body_id", "partnership_id")


@dataclass(frozen=True)
class RuleDetails:
    """What a person says of a rule: its conditions, and where it points (one of both)."""

    when: Conditions
    body_id: int | None = None
    partnership_id: int | None = None


def add_rule(
    details: RuleDetails, actor: Person, *, learned: bool = False, received_id: int | None = None
) -> InvitationRule:
    """Keep a rule; a learned one with the file about which somebody chose so."""
    _require(actor)
    one_at_a_time(InvitationRule)
    _check(details)
    rule = InvitationRule(made_at=clock.now(), made_by_id=actor.id, learned=learned)
    rule.invitation_id = received_id
    _set(rule, details)
    db.session.add(rule)
    db.session.flush()
    _record("invitation-rule.add", rule, actor, _FIELDS)
    return rule


def change_rule(
    rule: InvitationRule, details: RuleDetails, actor: Person, seen_version: int
) -> None:
    """Correct a rule; refused when somebody else changed it since it was read."""
    _require(actor)
    one_at_a_time(InvitationRule)
    if rule.version != seen_version:
        raise Conflict(_("Iemand anders heeft deze regel intussen gewijzigd."))
    _check(details, rule)
    changed = _set(rule, details)
    if changed:
        rule.learned = False
        db.session.flush()
        _record("invitation-rule.change", rule, actor, changed)


def delete_rule(rule: InvitationRule, actor: Person) -> None:
    """Throw a rule away; the meetings that it led to stay as they are."""
    _require(actor)
    _record("invitation-rule.delete", rule, actor, ())
    db.session.delete(rule)


def learn(
    clue: Clue,
    guess: Guess,
    body: Body,
    actor: Person,
    *,
    secret: bool = False,
    received_id: int | None = None,
) -> InvitationRule | None:
    """Keep what somebody's choice of a body for a file teaches; gives the rule made or mended.

    Of a `secret` meeting nothing but its sender is kept.
    """
    _require(actor)
    one_at_a_time(InvitationRule)
    rows = {one.id: one for one in all_rules()}
    chosen = next((one for one in known_bodies() if one.id == body.id), None)
    if chosen is None:
        return None
    told = Clue(sender=clue.sender) if secret else clue
    found = lesson(told, guess, chosen, [one.as_rule() for one in rows.values()])
    same_file = {
        one.id for one in rows.values() if received_id and one.invitation_id == received_id
    }
    _count(found, same_file)
    if found.when is None:
        return None
    details = RuleDetails(found.when, body_id=body.id)
    if found.mend_id is None:
        return add_rule(details, actor, learned=True, received_id=received_id)
    rule = rows[found.mend_id]
    rule.invitation_id = received_id
    _record("invitation-rule.change", rule, actor, _set(rule, details))
    return rule


def forget(received_id: int, actor: Person) -> int:
    """Throw away the rules that nothing but this file taught; gives how many those are.

    One stays that others followed, that was there before, or that a person made their own.
    """
    _require(actor)
    one_at_a_time(InvitationRule)
    found = [
        one
        for one in rules_learned_of(received_id)
        if one.learned and not one.followed and not one.corrected
    ]
    for one in found:
        delete_rule(one, actor)
    return len(found)


def _count(found: Lesson, same_file: set[int]) -> None:
    """Note what the rules did; that is no change of theirs, so their version stays.

    Not of one that the same file taught: it goes with that file.
    """
    for rule_ids, column in (
        (found.followed, InvitationRule.followed),
        (found.corrected, InvitationRule.corrected),
    ):
        if others := set(rule_ids) - same_file:
            db.session.execute(
                update(InvitationRule)
                .where(InvitationRule.id.in_(others))
                .values({column: column + 1, InvitationRule.last_used_at: clock.now()})
            )


def _require(actor: Person) -> None:
    if not may_plan(actor):
        raise NotAllowed


def _check(details: RuleDetails, rule: InvitationRule | None = None) -> None:
    when = details.when
    if when.sender and not _ADDRESS.fullmatch(when.sender):
        raise RuleBroken(_("Vul een mailadres in, of wat achter het apenstaartje staat."), "sender")
    if when.is_empty:
        raise RuleBroken(
            _("Vul ten minste één kenmerk in: anders geldt de regel voor elke uitnodiging."),
            "sender",
        )
    if (details.body_id is None) == (details.partnership_id is None):
        raise RuleBroken(_("Kies een overleg of een samenwerkingsverband."), "target")
    there = db.session.get(Body, details.body_id) if details.body_id else None
    known = there or (
        db.session.get(Partnership, details.partnership_id) if details.partnership_id else None
    )
    if known is None:
        raise RuleBroken(_("Kies een overleg of een samenwerkingsverband."), "target")
    for other in db.session.scalars(select(InvitationRule)):
        if other is not rule and other.when.equal(when):
            raise RuleBroken(
                _(
                    "Er is al een regel met deze kenmerken: die wijst naar %(where)s. Wijzig die "
                    "regel, of voeg een kenmerk toe.",
                    where=other.body.name if other.body else other.meant.name,
                ),
                "sender",
            )


def _set(rule: InvitationRule, details: RuleDetails) -> list[str]:
    """Put it in the row; gives the names of what differs."""
    when = details.when
    wanted = {
        "sender": when.sender,
        "sender_name": when.sender_name,
        "title": when.title,
        "place": when.place,
        "body_id": details.body_id,
        "partnership_id": details.partnership_id,
    }
    changed = [name for name, value in wanted.items() if getattr(rule, name) != value]
    for name in changed:
        setattr(rule, name, wanted[name])
    return changed


def _record(action: str, rule: InvitationRule, actor: Person, fields: Iterable[str]) -> None:
    db.session.flush()
    db.session.expire(rule, ["body", "partnership"])
    journal.record(
        action,
        "invitation_rule",
        rule.id,
        actor_id=actor.id,
        fields=fields,
        object_version=rule.version,
    )
