"""Lists in which every row is one participant of a joint arrangement (the shape of OpenGR)."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.core.spreadsheets.tables import Table, TableRow
from app.register.spelling import key, tidy
from app.transfer.entries import Contents, Entry, Refusal
from app.transfer.likeness import alike
from app.transfer.names import Life, life_of, participant

HEADS = ("Deelnemer", "Gemeenschappelijke regeling", "Postcode", "Plaats", "Provincie")
LONGEST_NAME = 200
MOST_COMPARED = 300


@dataclass
class _Arrangement:
    life: Life
    spelling: str
    #: Participants by key, each as spelled first, and the first line that names them.
    participants: dict[str, tuple[str, int]] = field(default_factory=dict)


def is_arrangements(heads: list[str]) -> bool:
    """Whether these heads are of such a list: it names participants, or arrangements by row."""
    found = {key(head) for head in heads}
    return key(HEADS[0]) in found or key(HEADS[1]) in found


def read_arrangements(table: Table, heads: list[str], municipality: str) -> Contents:
    """The arrangements of a list, with the line of this municipality in each."""
    places = _places(heads)
    contents = Contents(by_participant=True, mended=table.mended)
    arrangements: dict[str, _Arrangement] = {}
    for row in table.rows[1:]:
        try:
            _take(row, places, table.rows[0].width if table.is_text else 0, arrangements)
        except RuleBroken as error:
            name = tidy(row.text(places[HEADS[1]]))
            contents.refused.append(Refusal(row.line, name, error.message))
    contents.entries = _entries(arrangements, municipality)
    return contents


def _places(heads: list[str]) -> dict[str, int]:
    found = {key(head): place for place, head in enumerate(heads)}
    missing = [head for head in HEADS if key(head) not in found]
    if missing:
        raise RuleBroken(
            _(
                "Regel 1: de kolom %(missing)s ontbreekt. De eerste regel moet deze koppen "
                "hebben: %(heads)s.",
                missing=", ".join(missing),
                heads=", ".join(HEADS),
            ),
            "file",
        )
    return {head: found[key(head)] for head in HEADS}


def _take(
    row: TableRow, places: dict[str, int], width: int, arrangements: dict[str, _Arrangement]
) -> None:
    if width and row.width != width:
        raise RuleBroken(
            _(
                "er staan %(found)s cellen op deze regel in plaats van %(width)s. Misschien is "
                "de regel afgebroken, of staat er een scheidingsteken te veel.",
                found=row.width,
                width=width,
            )
        )
    who, spelling = (tidy(row.text(places[head])) for head in HEADS[:2])
    for head, text in zip(HEADS, (who, spelling), strict=False):
        if not text:
            raise RuleBroken(_("%(head)s is leeg. Vul de cel in.", head=head))
        if len(text) > LONGEST_NAME:
            raise RuleBroken(_("%(head)s is langer dan 200 tekens. Kort de naam in.", head=head))
    found = arrangements.setdefault(key(spelling), _Arrangement(life_of(spelling), spelling))
    found.participants.setdefault(key(who), (who, row.line))


def _entries(arrangements: dict[str, _Arrangement], municipality: str) -> list[Entry]:
    """Entries in the order of their lines; a name without its end stays whole where it is taken."""
    names = [key(one.life.name) for one in arrangements.values()]
    joint = frozenset((*arrangements, *names))
    found = []
    for one in arrangements.values():
        taken = names.count(key(one.life.name)) > 1
        name = one.spelling if taken else one.life.name
        first = min(line for _who, line in one.participants.values())
        _name, line = one.participants.get(key(municipality), ("", first))
        found.append(
            Entry(
                line=line,
                name=name,
                spelling=one.spelling,
                row={
                    "name": name,
                    "form": "gemeenschappelijke regeling",
                    "legal_nature": "publiekrechtelijk",
                    "status": one.life.status or "actief",
                    "ended_on": one.life.ended_on.isoformat() if one.life.ended_on else None,
                    "participants": [
                        participant(who, joint) for who, _line in one.participants.values()
                    ],
                },
                implied=("form", "legal_nature", *(() if one.life.status else ("status",))),
            )
        )
    return sorted(found, key=lambda entry: entry.line)


def with_resemblances(entries: list[Entry]) -> list[Entry]:
    """The same entries, each with the names among them that resemble its own.

    In a list that nobody reads through by eye they would only fill the page.
    """
    if len(entries) > MOST_COMPARED:
        return entries
    return [
        Entry(
            **{
                **vars(entry),
                "resembles": tuple(
                    other.name
                    for other in entries
                    if other is not entry and alike(entry.name, other.name)
                ),
            }
        )
        for entry in entries
    ]
