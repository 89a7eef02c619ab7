"""What is said of taking a file over, and of the rules that it taught."""

from __future__ import annotations

from collections.abc import Iterable

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext

from app.invitations.guessing.models import InvitationRule
from app.invitations.guessing.words import source, target
from app.invitations.outcomes import Outcome, Result


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


def still_asks() -> str:
    """That something has to be answered before all of a file is taken over."""
    return _("Er is nog een vraag open. Beantwoord haar, en neem de uitnodiging over.")


def say_taken(outcomes: list[Outcome]) -> None:
    """What taking a file over did, what it refuses, and that it still asks something."""
    counts = {
        result: sum(one.result == result for one in outcomes)
        for result in (Result.NEW, Result.UPDATED, Result.CANCELLED)
    }
    told = [
        ngettext("%(num)d gepland", "%(num)d gepland", counts[Result.NEW]),
        ngettext("%(num)d gewijzigd", "%(num)d gewijzigd", counts[Result.UPDATED]),
        ngettext("%(num)d geannuleerd", "%(num)d geannuleerd", counts[Result.CANCELLED]),
    ]
    done = [text for text, number in zip(told, counts.values(), strict=True) if number]
    asks = any(one.question is not None for one in outcomes)
    refused = [one.reason for one in outcomes if one.result == Result.REFUSED and one.thread_key]
    if done or not (asks or refused):
        what = ", ".join(done) or _("er hoefde niets te veranderen")
        flash(_("De uitnodiging is overgenomen: %(what)s.", what=what), "success")
    if refused:
        flash(refused[0], "info")
    if asks:
        flash(still_asks(), "info")
