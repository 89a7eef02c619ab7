"""The words on screen for guesses and rules: how sure, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core import clock, dates
from app.invitations.guessing.guess import Guess
from app.invitations.guessing.models import InvitationRule
from app.invitations.guessing.names import Because, Reason
from app.meetings.words import KINDS, LEVELS

SURE: dict[str, Any] = {
    "certain": _l("zeker"),
    "likely": _l("waarschijnlijk"),
    "possible": _l("misschien"),
}


def conditions(rule: InvitationRule) -> list[str]:
    """The conditions of a rule, each as words."""
    found = []
    if rule.sender:
        found.append(
            _("de afzender %(sender)s is", sender=rule.sender)
            if "@" in rule.sender
            else _("het mailadres van de afzender eindigt op %(domain)s", domain=rule.sender)
        )
    if rule.sender_name:
        found.append(_("in de naam van de afzender “%(words)s” staat", words=rule.sender_name))
    if rule.title:
        found.append(_("in de titel “%(words)s” staat", words=rule.title))
    if rule.place:
        found.append(_("in de plaats “%(words)s” staat", words=rule.place))
    return found


def source(rule: InvitationRule) -> str:
    """Whose invitations a rule is about, in short."""
    return rule.sender or rule.sender_name or rule.title or rule.place


def target(rule: InvitationRule) -> str:
    """Where a rule points."""
    if rule.body is None:
        return rule.meant.name
    return f"{rule.body.name}, {rule.meant.abbreviation or rule.meant.name}"


def why(guess: Guess, rules: Mapping[int, InvitationRule]) -> str:
    """Why this is guessed, as one sentence."""
    if guess.contradicts:
        where = [target(rules[one]) for one in guess.rule_ids if one in rules]
        return _("Regels spreken elkaar tegen: %(where)s.", where=_(" of ").join(where))
    parts = [part for reason in guess.reasons if (part := _part(reason, rules))]
    if not parts:
        return _("Hierover is nog niets bekend.")
    joined = _(" en ").join(parts)
    return _("Omdat %(reasons)s.", reasons=joined)


def _part(reason: Reason, rules: Mapping[int, InvitationRule]) -> str:
    text = reason.text
    if reason.because == Because.RULE:
        rule = rules.get(reason.rule_id or 0)
        return _rule_part(rule) if rule is not None else ""
    sentences = {
        Because.IN_TITLE: lambda: _("in de titel “%(text)s” staat", text=text),
        Because.WORD_IN_TITLE: lambda: _("in de titel het woord “%(text)s” staat", text=text),
        Because.IN_SENDER_NAME: lambda: _("de afzender “%(text)s” heet", text=text),
        Because.IN_ADDRESS: lambda: _("de afzender mailt van %(text)s", text=text),
        Because.SEVERAL: lambda: _("er meer dan één samenwerkingsverband wordt genoemd"),
        Because.BODY_NAMED: lambda: _("de titel past bij “%(text)s”", text=text),
        Because.KIND: lambda: _("de titel past bij een %(text)s", text=str(KINDS[text]).lower()),
        Because.LEVEL: lambda: _("het een %(text)s overleg is", text=LEVELS[text]),
        Because.PLACE: lambda: _("dit overleg meestal bij “%(text)s” is", text=text),
    }
    return sentences[reason.because]()


def _rule_part(rule: InvitationRule) -> str:
    """The conditions of a kept rule, with when it was made."""
    return _(
        "%(conditions)s (regel van %(day)s)",
        conditions=_(" en ").join(conditions(rule)),
        day=dates.plain_day(clock.local(rule.made_at).date()),
    )
