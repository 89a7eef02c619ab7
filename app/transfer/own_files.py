"""Files in which every row is one partnership: our own spreadsheets, and .json."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.core.spreadsheets.letters import sound
from app.core.spreadsheets.tables import CannotRead, Limits, Table
from app.register.spelling import key, tidy
from app.transfer.entries import Contents, Entry, Refusal
from app.transfer.facts import LISTS, OTHER_NAMES, OWN, TEXTS, WORDS, row_of

#: Behind a participant in a spreadsheet: it is a group.
GROUP_MARK = " (groep)"
_KINDS = {
    "municipality": "gemeente",
    "province": "provincie",
    "other": "organisatie",
    "group": "groep",
}


def read_sheet(table: Table, heads: list[str]) -> Contents:
    """Partnerships from a sheet with the heads of our own export; other columns are left alone."""
    names = {key(head): name for name, (head, _most) in (TEXTS | LISTS).items()}
    names |= {key(head): name for name, (head, _words) in WORDS.items()}
    names[key(OWN)] = "own_participation"
    places = {names[key(head)]: place for place, head in enumerate(heads) if key(head) in names}
    if "name" not in places:
        raise RuleBroken(
            _(
                "Regel 1: er is geen kolom Naam, en ook geen kolommen Deelnemer en "
                "Gemeenschappelijke regeling. Kijk of het scheidingsteken klopt en of de eerste "
                "regel koppen heeft."
            ),
            "file",
        )
    contents = Contents(mended=table.mended)
    for row in table.rows[1:]:
        found: dict[str, Any] = {name: row.text(place) for name, place in places.items()}
        found["participants"] = [
            _participant(one) for one in found.get("participants", "").splitlines() if one.strip()
        ]
        _take(contents, row.line, found)
    return contents


def _participant(text: str) -> str:
    text = tidy(text)
    return f"groep:{text[: -len(GROUP_MARK)]}" if text.endswith(GROUP_MARK) else text


def _take(contents: Contents, line: int, found: dict[str, Any]) -> None:
    try:
        row = row_of(found)
    except RuleBroken as error:
        name = tidy(str(found.get("name") or ""))[:200]
        contents.refused.append(Refusal(line, name, error.message))
    else:
        contents.entries.append(Entry(line, row["name"], row["name"], row))


def read_json(text: str, limits: Limits) -> Contents:
    """Partnerships from .json: a list of objects, or an object with the list "partnerships"."""
    contents = Contents()
    rows = list(_objects(text))
    if len(rows) > limits.rows:
        raise CannotRead("rows", rows[limits.rows][0], most=limits.rows)
    identifiers = {
        str(one["id"]): one["name"]
        for _line, one in rows
        if isinstance(one, dict) and one.get("id") and isinstance(one.get("name"), str)
    }
    for line, one in rows:
        if not isinstance(one, dict):
            contents.refused.append(Refusal(line, "", _("dit is geen samenwerkingsverband.")))
            continue
        try:
            sound_one = {str(name): _sound(value, line) for name, value in one.items()}
        except RecursionError:
            raise CannotRead("json", line) from None
        found = {OTHER_NAMES.get(name, name): value for name, value in sound_one.items()}
        found["parent"] = identifiers.get(str(found.get("parent")), found.get("parent"))
        found["participants"] = _participants(found)
        _take(contents, line, found)
    return contents


def _participants(found: dict[str, Any]) -> Any:
    """Whom our own export describes whole, or the plain list of a source."""
    described = found.get("participations")
    if not isinstance(described, list):
        return found.get("participants")
    return [
        f"{_KINDS.get(str(one.get('kind')), 'organisatie')}:{_bare(one)}"
        if isinstance(one, dict) and isinstance(one.get("name"), str)
        else one  # no name: refused as no text
        for one in described
    ]


def _bare(one: dict[str, Any]) -> str:
    name: str = one["name"]
    return re.sub(r"^Provincie ", "", name) if one.get("kind") == "province" else name


def _sound(value: Any, line: int) -> Any:
    if isinstance(value, str):
        return sound(value, line)
    if isinstance(value, list):
        return [_sound(one, line) for one in value]
    if isinstance(value, dict):
        return {name: _sound(one, line) for name, one in value.items()}
    return value


def _objects(text: str) -> Iterator[tuple[int, Any]]:
    """Each element of the list with the line on which it begins."""
    begin = re.match(r'\s*(?:\{.*?"partnerships"\s*:\s*)?\[', text, re.DOTALL)
    if begin is None:
        raise RuleBroken(
            _(
                "Regel 1: dit is geen lijst van samenwerkingsverbanden. De inhoud moet een lijst "
                "zijn, of een object met de lijst “partnerships”."
            ),
            "file",
        )
    decoder, place = json.JSONDecoder(), begin.end()
    while True:
        place = _skip(text, place)
        if text[place : place + 1] == "]":
            return
        try:
            value, after = decoder.raw_decode(text, place)
            after = _skip(text, after)
            if text[after : after + 1] not in (",", "]"):
                raise json.JSONDecodeError("no end", text, after)
        except json.JSONDecodeError as error:
            raise CannotRead("json", error.lineno) from None
        except (RecursionError, ValueError):  # nested too deep, or a number of thousands of digits
            raise CannotRead("json", text.count("\n", 0, place) + 1) from None
        yield text.count("\n", 0, place) + 1, value
        place = after + 1 if text[after] == "," else after


def _skip(text: str, place: int) -> int:
    while text[place : place + 1].isspace():
        place += 1
    return place
