"""The register as a file to take away, in the shape that an import reads again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, subqueryload

from app.core.database import db
from app.core.spreadsheets.writing import MEDIA_TYPES as TABLE_TYPES
from app.core.spreadsheets.writing import write_table
from app.register.models import Participation, Partnership
from app.register.overview import Row, overview
from app.register.queries import Filters
from app.register.source import NATURES, OBLIGATIONS, STATUSES, WORKING_LEVELS
from app.transfer.facts import LISTS, OWN, TEXTS, WORDS
from app.transfer.own_files import GROUP_MARK

MEDIA_TYPES = {**TABLE_TYPES, "json": "application/json"}
#: The columns of a spreadsheet: head, and the fact; the last ones are to read, not to import.
HEADS = (
    *((TEXTS[name][0], name) for name in ("name", "abbreviation")),
    (WORDS["status"][0], "status"),
    (LISTS["participants"][0], "participants"),
    (OWN, "own_participation"),
    (LISTS["policy_areas"][0], "policy_areas"),
    (WORDS["legal_nature"][0], "nature"),
    (TEXTS["form"][0], "form"),
    (LISTS["level"][0], "working_levels"),
    (WORDS["obligation"][0], "obligation"),
    *(
        (TEXTS[name][0], name)
        for name in (
            *("parent", "purpose", "goal", "ambition", "strategy", "exit_terms", "remarks"),
        )
    ),
    ("Portefeuillehouder", "alderman"),
    ("Beleidsambtenaar", "officer"),
)


def export(kind: str, filters: Filters, day: date) -> bytes:
    """The partnerships that a list with these filters shows, as a file of this kind."""
    rows = overview(filters, day)
    whole = _whole([row.partnership.id for row in rows])
    found = [as_object(whole[row.partnership.id], row, day) for row in rows]
    if kind == "json":
        return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()
    heads = [head for head, _name in HEADS]
    return write_table(kind, "Samenwerkingsverbanden", heads, map(_cells, found))


def _whole(ids: Iterable[int]) -> Mapping[int, Partnership]:
    """These partnerships with all that is exported, in a constant number of statements."""
    wanted = set(ids)
    rows = db.session.scalars(
        select(Partnership).options(
            joinedload(Partnership.parent),
            subqueryload(Partnership.areas),
            subqueryload(Partnership.working_levels),
            subqueryload(Partnership.reasons),
            subqueryload(Partnership.own_participations),
            subqueryload(Partnership.participations).options(
                joinedload(Participation.organisation), joinedload(Participation.group)
            ),
        )
    )
    return {row.id: row for row in rows if row.id in wanted}


def as_object(partnership: Partnership, row: Row, day: date) -> dict[str, Any]:
    """A partnership as .json has it: codes, blanks as null, participants by name and described."""
    described = sorted(
        (_described(one) for one in partnership.participations if one.holds_on(day)),
        key=lambda one: str(one["name"]).casefold(),
    )
    officer, alderman = row.responsible.officer, row.responsible.alderman
    return {
        "id": partnership.id,
        "name": partnership.name,
        "abbreviation": partnership.abbreviation,
        "status": row.status or None,
        "participants": [one["name"] for one in described],
        "participations": described,
        "own_participation": any(one.holds_on(day) for one in partnership.own_participations),
        "policy_areas": [area.name for area in partnership.areas],
        "nature": partnership.nature,
        "form": partnership.form,
        "working_levels": [one.working_level for one in partnership.working_levels],
        "obligation": partnership.obligation,
        "parent": partnership.parent.name if partnership.parent else None,
        **{
            name: getattr(partnership, name)
            for name in ("purpose", "goal", "ambition", "strategy", "exit_terms", "remarks")
        },
        "reasons": [
            {"reason": one.reason, "explanation": one.explanation} for one in partnership.reasons
        ],
        "alderman": alderman.name if alderman else None,
        "officer": officer.name if officer else None,
    }


def _described(one: Participation) -> dict[str, Any]:
    organisation = one.organisation
    return {
        "name": organisation.name if organisation else one.group.name if one.group else "",
        "kind": organisation.kind if organisation else "group",
        "votes": one.votes,
        "note": one.note,
    }


#: For people: the Dutch word of each code.
_DUTCH = {
    name: {str(code.value): word for word, code in words.items()}
    for name, words in (
        ("status", STATUSES),
        ("nature", NATURES),
        ("obligation", OBLIGATIONS),
        ("working_levels", WORKING_LEVELS),
    )
}


def _cells(found: dict[str, Any]) -> list[str]:
    """A partnership as a row of a spreadsheet: words for people, several things on lines."""
    shown = dict(found)
    shown["participants"] = [
        one["name"] + (GROUP_MARK if one["kind"] == "group" else "")
        for one in found["participations"]
    ]
    shown["own_participation"] = "ja" if found["own_participation"] else "nee"
    for name, words in _DUTCH.items():
        value = found[name]
        shown[name] = [words[one] for one in value] if isinstance(value, list) else words.get(value)
    return [_cell(shown[name]) for _head, name in HEADS]


def _cell(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else value or ""
