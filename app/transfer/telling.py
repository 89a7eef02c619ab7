"""What an import would do, in words: for the preview, and for the command."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.dates import plain_day
from app.register.models import Participation
from app.register.words import FIELDS, STATUSES
from app.transfer.comparing import Comparison, Result, Row

#: So many names are written out before "en nog …".
MOST = 6


def names(found: Iterable[str]) -> str:
    """Names in a row; many of them are counted."""
    listed = list(found)
    text = ", ".join(listed[:MOST])
    rest = len(listed) - MOST
    return f"{text} {_('en nog %(count)s', count=rest)}" if rest > 0 else text


def bare(text: str) -> str:
    """A participant without the word that says its kind; a province keeps it."""
    word, _separator, rest = text.partition(":")
    if word == "provincie" and rest:
        return f"Provincie {rest}"
    return rest or text


def _name(row: Participation) -> str:
    if row.group is not None:
        return row.group.name
    return row.organisation.name if row.organisation else ""


def reasons_of(row: Row) -> list[str]:
    """What changes, is asked, or is worth knowing of a row: sentences."""
    found = []
    if row.result is Result.NEW:
        count = len(row.entry.participants)
        found.append(ngettext("%(num)d deelnemer", "%(num)d deelnemers", count))
    if row.result is Result.QUESTION:
        found.append(
            _("Is dit hetzelfde als %(names)s?", names=names(one.name for one in row.candidates))
        )
    found += _changes_of(row)
    if row.partnership is not None and row.entry.spelling != row.partnership.name:
        found.append(_("bij ons: %(name)s", name=row.partnership.name))
    left = [one for one in row.missing if one not in row.changes.ends]
    if left:
        found.append(_("het bestand noemt niet: %(names)s", names=names(map(_name, left))))
    if row.ended:
        found.append(_("eerder beëindigd: %(names)s", names=names(map(bare, row.ended))))
    if row.entry.resembles:
        found.append(_("lijkt in het bestand op: %(names)s", names=names(row.entry.resembles)))
    return found


def _changes_of(row: Row) -> list[str]:
    changes = row.changes
    found = []
    if changes.participants:
        found.append(
            _("nieuwe deelnemers: %(names)s", names=names(map(bare, changes.participants)))
        )
    if changes.ends:
        found.append(_("deelname eindigt: %(names)s", names=names(map(_name, changes.ends))))
    if changes.own:
        found.append(_("eigen deelname wordt vastgelegd"))
    if changes.status:
        status, since = changes.status
        found.append(
            _("status: %(status)s vanaf %(day)s", status=STATUSES[status], day=plain_day(since))
        )
    if changes.facts:
        words = (str(FIELDS[name]).lower() for name in changes.facts)
        found.append(_("gewijzigd: %(names)s", names=", ".join(words)))
    if changes.spelling:
        found.append(_("deze naam wordt onthouden"))
    return found


def as_objects(comparison: Comparison, dry_run: bool) -> list[dict[str, Any]]:
    """Every row as `--json` promises it, in the order of the file, and the summary last."""
    found: list[dict[str, Any]] = [
        {
            "line": row.entry.line,
            "name": row.entry.spelling,
            "result": row.result.value,
            "reason": "; ".join(reasons_of(row)),
            "id": row.partnership.id if row.partnership else None,
            "participants": len(row.entry.participants),
            "candidates": [{"id": one.id, "name": one.name} for one in row.candidates]
            if row.result is Result.QUESTION
            else [],
        }
        for row in comparison.rows
    ]
    found += [
        {"line": one.line, "name": one.name, "result": "refused", "reason": one.reason}
        for one in comparison.refused
    ]
    found.sort(key=lambda row: int(row["line"]))
    summary = {"result": "summary", **comparison.counts, "dry_run": dry_run}
    return [*found, summary]
