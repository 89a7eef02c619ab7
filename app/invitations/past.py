"""What taking a file over did, in words: also of what is not there any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import dates
from app.core.database import db
from app.invitations import words
from app.invitations.models import ChangeKind, InvitationChange
from app.invitations.showing import Change
from app.meetings.models import Body, MeetingStatus


@dataclass(frozen=True)
class PastLine:
    """One thing that was done, as a page shows it."""

    change: InvitationChange
    #: What a meeting was called, and when it was, that was taken away again.
    name: str
    when: str
    rows: list[Change]


def past_lines(changes: Iterable[InvitationChange]) -> list[PastLine]:
    """What was done, in words."""
    found = list(changes)
    names = _names_of_gone(found)
    return [
        PastLine(
            one,
            names.get(one.id, ""),
            kept_moment(one.after) if one.id in names else "",
            past_changes(one.before, one.after) if one.kind != ChangeKind.NEW else [],
        )
        for one in found
    ]


def past_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What applying changed in a meeting, as it is kept: moments as ISO 8601."""
    found = []
    was, became = _goes_on(before), _goes_on(after)
    if was != became:
        found.append(Change(_("Stand"), was, became))
    if {"starts_at", "ends_at"} & after.keys():
        found.append(Change(_("Wanneer"), kept_moment(before), kept_moment(after)))
    for name, label in words.FIELDS.items():
        if name in after and before.get(name, "") != after[name]:
            found.append(Change(str(label), before.get(name) or "", after[name] or ""))
    return found


def kept_moment(row: Mapping[str, Any]) -> str:
    """When a meeting was, as it is kept; empty where that is not kept."""
    moments = [
        datetime.fromisoformat(row[name]) for name in ("starts_at", "ends_at") if row.get(name)
    ]
    if not moments:
        return ""
    return dates.short_moment(*moments)


def _names_of_gone(changes: Iterable[InvitationChange]) -> dict[int, str]:
    """By change what a meeting was called that was taken away again."""
    kept = {one.id: one.after for one in changes if one.meeting_id is None}
    ids = {row["body_id"] for row in kept.values() if "body_id" in row}
    bodies = db.session.execute(select(Body.id, Body.name).where(Body.id.in_(ids))) if ids else ()
    names: dict[Any, str] = {one.id: one.name for one in bodies}
    return {
        number: row.get("title") or names.get(row.get("body_id"), "")
        for number, row in kept.items()
    }


def _goes_on(row: Mapping[str, Any]) -> str:
    return _("geannuleerd") if row.get("status") == MeetingStatus.CANCELLED else _("gaat door")
