"""What is said of the rules that taking over taught."""

from __future__ import annotations

from collections.abc import Iterable

from flask import flash
from flask_babel import gettext as _

from app.invitations.guessing.models import InvitationRule
from app.invitations.guessing.words import source, target


def say_taught(rules: Iterable[InvitationRule]) -> None:
    """Say of each rule what is remembered, after one file or after several."""
    for rule in rules:
        flash(
            _(
                "Onthouden: uitnodigingen van %(who)s horen bij %(where)s.",
                who=source(rule),
                where=target(rule),
            ),
            "info",
        )
