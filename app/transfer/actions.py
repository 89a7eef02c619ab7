"""Saves what an import comes to: everything in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import journal
from app.core.database import db
from app.core.errors import RuleBroken
from app.register.actions import renew
from app.register.models import (
    OwnParticipation,
    Partnership,
    PartnershipReason,
    PartnershipStatus,
    PartnershipWorkingLevel,
)
from app.register.participation_actions import end_alignment_with
from app.register.partnership_page import status_on
from app.register.source import Book, load_register
from app.register.spelling import key
from app.transfer.comparing import Changes, Comparison, Result, Row
from app.transfer.models import PartnershipSpelling
from app.transfer.present import Register


def take_over(comparison: Comparison, register: Register, actor_id: int | None) -> None:
    """Put into the register what a comparison with it came to, in the transaction of that.

    A refused row refuses all of it. The caller commits.
    """
    require_whole(comparison)
    new = [row for row in comparison.rows if row.result is Result.NEW]
    rows = [_row_for_loader(row, register) for row in new]
    load_register(rows, register.day, register.ours, actor_id)
    book = Book(register.ours)
    for row in comparison.rows:
        if row.result is Result.CHANGED and row.partnership is not None:
            _change(row.partnership, row, register, book, actor_id)
    db.session.flush()


def require_whole(comparison: Comparison) -> None:
    """Refuse a file of which any row is refused, naming the first."""
    if not comparison.refused:
        return
    first = min(comparison.refused, key=lambda one: one.line)
    sentence = _("Regel %(line)s: %(what)s", line=first.line, what=first.reason)
    more = len(comparison.refused) - 1
    if more:
        sentence += " " + _("Nog %(count)s regels zijn niet goed.", count=more)
    raise RuleBroken(sentence + " " + _("Er is niets gewijzigd."), "file")


def _row_for_loader(row: Row, register: Register) -> dict[str, Any]:
    entry = row.entry
    if entry.implied:
        return {**entry.row, "own_participation": entry.names(register.ours)}
    return entry.row


def _change(
    partnership: Partnership, row: Row, register: Register, book: Book, actor_id: int | None
) -> None:
    changes = row.changes
    fields = list(changes.facts)
    present = register.taking_part(partnership)
    for text in changes.participants:
        if register.identity(text) not in present:
            partnership.participations.append(book.participation(text))
            fields.append("participants")
    if changes.own and not partnership.own_participations:
        partnership.own_participations.append(OwnParticipation())
        fields.append("own_participation")
    if changes.status:
        _set_status(partnership, changes)
        fields.append("status")
    _set_facts(partnership, changes.facts, register, book)
    for participation in changes.ends:
        participation.valid_to = register.day - timedelta(days=1)
        end_alignment_with(participation)
        fields.append("participants")
    if changes.spelling:
        _remember(partnership, row)
        fields.append("spelling")
    renew(partnership)
    db.session.flush()
    journal.record(
        "partnership.import",
        "partnership",
        partnership.id,
        actor_id=actor_id,
        fields=set(fields),
        object_version=partnership.version,
    )


def _remember(partnership: Partnership, row: Row) -> None:
    """That this spelling means this partnership, so that nobody is asked again."""
    spelling = row.entry.spelling
    db.session.add(
        PartnershipSpelling(
            partnership_id=partnership.id, spelling_key=key(spelling), spelling=spelling
        )
    )


def _set_status(partnership: Partnership, changes: Changes) -> None:
    if changes.status is None:
        return
    status, since = changes.status
    current = status_on(partnership, since)
    if current is not None and current.valid_from == since:
        current.status = status
        return
    if current is not None:
        current.valid_to = since - timedelta(days=1)
    partnership.statuses.append(PartnershipStatus(status=status, valid_from=since))


def _set_facts(
    partnership: Partnership, facts: Mapping[str, Any], register: Register, book: Book
) -> None:
    for name, value in facts.items():
        if name == "areas":
            partnership.areas = [book.area(one) for one in value]
        elif name == "working_levels":
            kept = {row.working_level: row for row in partnership.working_levels}
            partnership.working_levels = [
                kept.get(level) or PartnershipWorkingLevel(working_level=level) for level in value
            ]
        elif name == "reasons":
            _set_reasons(partnership, value)
        elif name == "parent_id":
            _set_parent(partnership, value)
        else:
            setattr(partnership, name, value)


def _set_reasons(partnership: Partnership, reasons: Mapping[str, str]) -> None:
    kept = {row.reason: row for row in partnership.reasons}
    found = []
    for reason, explanation in reasons.items():
        row = kept.get(reason) or PartnershipReason(reason=reason)
        row.explanation = explanation
        found.append(row)
    partnership.reasons = found


def _set_parent(partnership: Partnership, name: str) -> None:
    """Let a partnership be under another one, which must not be under it."""
    everyone = db.session.scalars(select(Partnership))
    parent = next(row for row in everyone if key(row.name) == key(name))
    above: Partnership | None = parent
    while above is not None:
        if above is partnership:
            raise RuleBroken(
                _(
                    "%(name)s: een samenwerkingsverband kan niet onder zichzelf vallen.",
                    name=partnership.name,
                ),
                "file",
            )
        above = above.parent
    partnership.parent = parent
