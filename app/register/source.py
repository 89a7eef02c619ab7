"""Loads a register of partnerships from rows (JSON): the sample, and later the import.

A row tells what its source says and no more: blanks stay blank, what was inferred is marked
"te bevestigen", and a partnership that is already there is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import journal
from app.core.database import db
from app.core.errors import RuleBroken
from app.register.known_groups import GROUPS, KnownGroup
from app.register.models import (
    AlignmentMember,
    GroupMembership,
    Nature,
    Obligation,
    Organisation,
    OrganisationGroup,
    OrganisationKind,
    OwnParticipation,
    Participation,
    Partnership,
    PartnershipReason,
    PartnershipStatus,
    PartnershipWorkingLevel,
    PolicyArea,
    Status,
    WorkingLevel,
)

Row = Mapping[str, Any]

NATURES = {"publiekrechtelijk": Nature.PUBLIC, "privaatrechtelijk": Nature.PRIVATE}
WORKING_LEVELS = {
    "bestuurlijk": WorkingLevel.BOARD,
    "beleid": WorkingLevel.POLICY,
    "uitvoering": WorkingLevel.EXECUTION,
}
OBLIGATIONS = {
    "verplicht": Obligation.MANDATORY,
    "deels verplicht": Obligation.PARTLY,
    "noodzakelijk": Obligation.NECESSARY,
    "vrijwillig": Obligation.VOLUNTARY,
}
STATUSES = {
    "in voorbereiding": Status.PREPARING,
    "actief": Status.ACTIVE,
    "wordt opgeheven": Status.ENDING,
    "opgeheven": Status.ENDED,
}
#: Columns of a row whose basis may be "afgeleid", and the fact they fill.
INFERRED = {
    "legal_nature_basis": "nature",
    "level_basis": "working_levels",
    "obligation_basis": "obligation",
}


@dataclass
class Loaded:
    """What a load came to: the partnerships that are new, and the names that were there."""

    new: list[Partnership] = field(default_factory=list)
    known: list[str] = field(default_factory=list)


def load_register(
    rows: Iterable[Row],
    day: date,
    municipality: str = "Haren",
    actor_id: int | None = None,
) -> Loaded:
    """Add the partnerships of these rows, with all they name; `day` is that of the source.

    The caller commits. A partnership with a name that exists is left alone.
    """
    rows = list(rows)
    book = _Book(municipality)
    loaded = Loaded()
    by_source: dict[str, Partnership] = {}
    present = {row.name: row for row in db.session.scalars(select(Partnership))}
    for row in rows:
        partnership = present.get(row["name"])
        if partnership is None:
            partnership = _partnership(row, book, day)
            db.session.add(partnership)
            present[partnership.name] = partnership
            loaded.new.append(partnership)
        else:
            loaded.known.append(partnership.name)
        by_source[str(row.get("id") or row["name"])] = partnership
    for row in rows:
        if row.get("parent"):
            child, parent = by_source[str(row.get("id") or row["name"])], by_source[row["parent"]]
            if child in loaded.new:
                child.parent = parent
    db.session.flush()
    for partnership in loaded.new:
        journal.record(
            "partnership.load",
            "partnership",
            partnership.id,
            actor_id=actor_id,
            object_version=partnership.version,
        )
    return loaded


class _Book:
    """The organisations, groups and areas that are there, and those that the rows add."""

    def __init__(self, municipality: str) -> None:
        self.organisations = {row.name: row for row in db.session.scalars(select(Organisation))}
        self.groups = {row.name: row for row in db.session.scalars(select(OrganisationGroup))}
        self.areas = {row.name: row for row in db.session.scalars(select(PolicyArea))}
        ours = self.organisation(municipality, OrganisationKind.MUNICIPALITY)
        if not any(row.ours for row in self.organisations.values()):
            ours.ours = True

    def organisation(self, name: str, kind: OrganisationKind) -> Organisation:
        """The organisation of this name; a province carries the word in its name."""
        if kind is OrganisationKind.PROVINCE:
            name = f"Provincie {name}"
        if name not in self.organisations:
            self.organisations[name] = Organisation(name=name, kind=kind)
            db.session.add(self.organisations[name])
        return self.organisations[name]

    def group(self, name: str, known: KnownGroup) -> OrganisationGroup:
        """The group of this name, with the members that are known."""
        if name not in self.groups:
            self.groups[name] = OrganisationGroup(
                name=name,
                complete=known.complete,
                memberships=[
                    GroupMembership(
                        organisation=self.organisation(member, OrganisationKind.MUNICIPALITY)
                    )
                    for member in known.municipalities
                ],
            )
            db.session.add(self.groups[name])
        return self.groups[name]

    def area(self, name: str) -> PolicyArea:
        """The policy area of this name."""
        if name not in self.areas:
            self.areas[name] = PolicyArea(name=name)
            db.session.add(self.areas[name])
        return self.areas[name]


def _partnership(row: Row, book: _Book, day: date) -> Partnership:
    partnership = Partnership(
        name=row["name"],
        abbreviation=abbreviation(row["name"]),
        purpose=row.get("purpose") or "",
        nature=_word(row, "legal_nature", NATURES),
        form=row.get("form") or "",
        obligation=_word(row, "obligation", OBLIGATIONS),
        remarks="\n".join(row.get("remarks") or ()),
        to_confirm="\n".join(_doubts(row)),
        unconfirmed=[fact for basis, fact in INFERRED.items() if row.get(basis) == "afgeleid"],
        areas=[book.area(name) for name in dict.fromkeys(row.get("policy_areas") or ())],
        working_levels=[
            PartnershipWorkingLevel(working_level=_known(word, WORKING_LEVELS, row))
            for word in dict.fromkeys(row.get("level") or ())
        ],
        reasons=[
            PartnershipReason(reason=reason["reason"], explanation=reason.get("explanation", ""))
            for reason in row.get("reasons") or ()
        ],
        statuses=_statuses(row, day),
        own_participations=[OwnParticipation()],
        participations=[_participation(text, book) for text in row.get("participants") or ()],
    )
    aligned = row.get("subregional_alignment") or ()
    partnership.alignment = [_aligned(name, partnership, book) for name in aligned]
    return partnership


def abbreviation(name: str) -> str:
    """The abbreviation that a name carries between brackets: "… (VRG)" gives "VRG"."""
    found = re.search(r"\(([A-Z][A-Z&]+)\)", name)
    return found[1] if found else ""


def _word(row: Row, column: str, words: Mapping[str, Any]) -> str | None:
    return _known(row[column], words, row) if row.get(column) else None


def _known(word: str, words: Mapping[str, Any], row: Row) -> str:
    if word not in words:
        raise RuleBroken(
            _(
                "%(name)s: “%(word)s” is geen bekend woord. Gebruik: %(words)s.",
                name=row["name"],
                word=word,
                words=", ".join(words),
            )
        )
    return str(words[word].value)


def _doubts(row: Row) -> list[str]:
    """What somebody who knows should confirm: doubtful readings, and dates nobody gave."""
    doubts = list(row.get("uncertain") or ())
    if row.get("status") == "wordt opgeheven":
        doubts.append("datum waarop is besloten op te heffen staat niet in de bron")
    return doubts


def _statuses(row: Row, day: date) -> list[PartnershipStatus]:
    """The status; what is coming to an end was active until the day of the source."""
    status = _word(row, "status", STATUSES)
    if status is None:
        return []
    if status == Status.ENDING:
        return [
            PartnershipStatus(status=Status.ACTIVE, valid_to=day - timedelta(days=1)),
            PartnershipStatus(status=status, valid_from=day),
        ]
    return [PartnershipStatus(status=status)]


def _participation(text: str, book: _Book) -> Participation:
    """A participant as a register writes it: "gemeente:X", "provincie:X", a group, or a name."""
    kind, _separator, rest = text.partition(":")
    if rest and kind in ("gemeente", "provincie"):
        of_kind = (
            OrganisationKind.PROVINCE if kind == "provincie" else OrganisationKind.MUNICIPALITY
        )
        return Participation(organisation=book.organisation(rest.strip(), of_kind))
    if text in GROUPS:
        return Participation(group=book.group(text, GROUPS[text]))
    name, note = _name_and_note(text)
    return Participation(organisation=book.organisation(name, OrganisationKind.OTHER), note=note)


def _name_and_note(text: str) -> tuple[str, str]:
    """A remark between brackets belongs to the taking part, not to the name."""
    found = re.fullmatch(r"(.+?)\s*\((.+)\)", text)
    return (found[1], found[2]) if found else (text, "")


def _aligned(name: str, partnership: Partnership, book: _Book) -> AlignmentMember:
    """A member of the sub-regional alignment, which must be one of the participants."""
    organisation = book.organisation(name, OrganisationKind.MUNICIPALITY)
    taking_part = {
        member
        for participation in partnership.participations
        for member in (
            [row.organisation for row in participation.group.memberships]
            if participation.group
            else [participation.organisation]
        )
    }
    if organisation not in taking_part:
        raise RuleBroken(
            _(
                "%(partnership)s: %(name)s is geen deelnemer en kan dus niet meedoen aan de "
                "subregionale afstemming.",
                partnership=partnership.name,
                name=name,
            )
        )
    return AlignmentMember(organisation=organisation)
