"""Which facts of an entry differ from those of a partnership that we have. Changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.register.models import Partnership
from app.register.partnership_page import status_on
from app.register.source import NATURES, OBLIGATIONS, STATUSES, WORKING_LEVELS
from app.register.spelling import key, tidy
from app.transfer.entries import Entry

#: Facts that are one text of the partnership, the same in a row.
TEXTS = ("abbreviation", "purpose", "goal", "ambition", "strategy", "exit_terms", "form")


def new_status(entry: Entry, partnership: Partnership, day: date) -> tuple[str, date] | None:
    """A status that the file tells and we do not have; what we know of a later day stays."""
    word = entry.row.get("status")
    if word is None or "status" in entry.implied:
        return None
    status = STATUSES[word].value
    ended_on = entry.row.get("ended_on")
    since = date.fromisoformat(ended_on) if ended_on else day
    current = status_on(partnership, day)
    if current is not None and current.status == status:
        return None
    later = any(row.valid_from and row.valid_from > since for row in partnership.statuses)
    return None if later else (status, since)


def new_facts(entry: Entry, partnership: Partnership) -> dict[str, Any]:
    """Facts that differ; a blank in the file says nothing, and what is only implied neither."""
    row = entry.row
    found: dict[str, Any] = {
        name: row[name]
        for name in TEXTS
        if row.get(name) and name not in entry.implied and row[name] != _plain(partnership, name)
    }
    for name, column, words in (
        ("legal_nature", "nature", NATURES),
        ("obligation", "obligation", OBLIGATIONS),
    ):
        if row.get(name) and name not in entry.implied:
            value = words[row[name]].value
            if value != getattr(partnership, column):
                found[column] = value
    remarks = "\n".join(row.get("remarks") or ())
    if remarks and remarks != _plain(partnership, "remarks"):
        found["remarks"] = remarks
    return found | _facts_of_rows(row, partnership)


def _facts_of_rows(row: Mapping[str, Any], partnership: Partnership) -> dict[str, Any]:
    """Facts that are rows beside the partnership."""
    found: dict[str, Any] = {}
    areas = row.get("policy_areas") or []
    if areas and {key(one) for one in areas} != {key(one.name) for one in partnership.areas}:
        found["areas"] = areas
    levels = {WORKING_LEVELS[word].value for word in row.get("level") or ()}
    if levels and levels != {one.working_level for one in partnership.working_levels}:
        found["working_levels"] = sorted(levels)
    reasons = {one["reason"]: one["explanation"] for one in row.get("reasons") or ()}
    if reasons and reasons != {
        one.reason: _line_ends(one.explanation) for one in partnership.reasons
    }:
        found["reasons"] = reasons
    parent = row.get("parent")
    if parent and key(parent) != key(partnership.parent.name if partnership.parent else ""):
        found["parent_id"] = parent
    return found


def _plain(partnership: Partnership, name: str) -> str:
    text = _line_ends(getattr(partnership, name))
    return tidy(text) if name in ("abbreviation", "form") else text


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
