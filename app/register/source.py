"""Loads a register of partnerships from rows: the sample, and what an import finds to be new.

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
from app.register.participants import named
from app.register.spelling import key

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
    book = Book(municipality)
    loaded = Loaded()
    by_source: dict[str, Partnership] = {}
    present = {key(row.name): row for row in db.session.scalars(select(Partnership))}
    for row in rows:
        partnership = present.get(key(row["name"]))
        if partnership is None:
            partnership = _partnership(row, book, day)
            db.session.add(partnership)
            present[key(partnership.name)] = partnership
            loaded.new.append(partnership)
        else:
            loaded.known.append(partnership.name)
        by_source[_source_key(row)] = partnership
    for row in rows:
        child = by_source[_source_key(row)]
        if row.get("parent") and child in loaded.new:
            child.parent = by_source.get(row["parent"]) or present[key(row["parent"])]
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


def _source_key(row: Row) -> str:
    """How other rows of the source name this one."""
    return str(row.get("id") or row["name"])


class Book:
    """The organisations, groups and areas that are there, and those that the rows add."""

    def __init__(self, municipality: str) -> None:
        organisations = db.session.scalars(select(Organisation))
        groups = db.session.scalars(select(OrganisationGroup))
        self.organisations = {key(row.name): row for row in organisations}
        self.groups = {key(row.name): row for row in groups}
        self.areas = {key(row.name): row for row in db.session.scalars(select(PolicyArea))}
        if not any(row.ours for row in self.organisations.values()):
            self.organisation(municipality, OrganisationKind.MUNICIPALITY).ours = True

    def organisation(self, name: str, kind: OrganisationKind) -> Organisation:
        """The organisation of this name, whatever its kind."""
        if key(name) not in self.organisations:
            self.organisations[key(name)] = Organisation(name=name, kind=kind)
            db.session.add(self.organisations[key(name)])
        return self.organisations[key(name)]

    def group(self, name: str, known: KnownGroup) -> OrganisationGroup:
        """The group of this name, with the members that are known."""
        if key(name) not in self.groups:
            self.groups[key(name)] = OrganisationGroup(
                name=name,
                complete=known.complete,
                memberships=[
                    GroupMembership(
                        organisation=self.organisation(member, OrganisationKind.MUNICIPALITY)
                    )
                    for member in known.municipalities
                ],
            )
            db.session.add(self.groups[key(name)])
        return self.groups[key(name)]

    def area(self, name: str) -> PolicyArea:
        """The policy area of this name."""
        if key(name) not in self.areas:
            self.areas[key(name)] = PolicyArea(name=name)
            db.session.add(self.areas[key(name)])
        return self.areas[key(name)]

    def participation(self, text: str) -> Participation:
        """A new participation of whom the text names."""
        who = named(text, self.groups, self.organisations)
        if who.kind is None:
            known = GROUPS.get(who.name, KnownGroup())
            return Participation(group=self.group(who.name, known), note=who.note)
        return Participation(organisation=self.organisation(who.name, who.kind), note=who.note)


def _partnership(row: Row, book: Book, day: date) -> Partnership:
    partnership = Partnership(
        name=row["name"],
        abbreviation=row.get("abbreviation") or abbreviation(row["name"]),
        purpose=row.get("purpose") or "",
        goal=row.get("goal") or "",
        ambition=row.get("ambition") or "",
        strategy=row.get("strategy") or "",
        exit_terms=row.get("exit_terms") or "",
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
        own_participations=[OwnParticipation()] if row.get("own_participation", True) else [],
        participations=[book.participation(text) for text in row.get("participants") or ()],
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
    """The status; what ends was active until then, or until the day of the source."""
    status = _word(row, "status", STATUSES)
    if status is None:
        return []
    since = date.fromisoformat(row["ended_on"]) if row.get("ended_on") else None
    if status == Status.ENDING:
        since = since or day
    if since is None:
        return [PartnershipStatus(status=status)]
    return [
        PartnershipStatus(status=Status.ACTIVE, valid_to=since - timedelta(days=1)),
        PartnershipStatus(status=status, valid_from=since),
    ]


def _aligned(name: str, partnership: Partnership, book: Book) -> AlignmentMember:
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
