"""The register as it is now, as far as an import compares with it. Changes nothing."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import joinedload, subqueryload

from app.core.database import db
from app.register.models import Organisation, OrganisationGroup, Participation, Partnership
from app.register.participants import named
from app.register.spelling import key
from app.transfer.entries import Entry
from app.transfer.likeness import Named
from app.transfer.models import PartnershipSpelling


class Register:
    """The register as it is now, read in a constant number of statements.

    `municipality` is our own as the settings name it: it counts until the register has its own.
    """

    def __init__(self, day: date, municipality: str) -> None:
        self.day = day
        self.partnerships = list(
            db.session.scalars(
                select(Partnership)
                .order_by(Partnership.id)
                .options(
                    joinedload(Partnership.parent),
                    subqueryload(Partnership.areas),
                    subqueryload(Partnership.working_levels),
                    subqueryload(Partnership.reasons),
                    subqueryload(Partnership.statuses),
                    subqueryload(Partnership.own_participations),
                    subqueryload(Partnership.participations).options(
                        joinedload(Participation.organisation),
                        joinedload(Participation.group).subqueryload(OrganisationGroup.memberships),
                    ),
                )
            )
        )
        self.organisations = {
            key(row.name): row for row in db.session.scalars(select(Organisation))
        }
        self.groups = {key(row.name): row for row in db.session.scalars(select(OrganisationGroup))}
        self.by_id = {row.id: row for row in self.partnerships}
        self.spellings = {
            row.spelling_key: row.partnership_id
            for row in db.session.scalars(select(PartnershipSpelling))
        }
        ours = next((row.name for row in self.organisations.values() if row.ours), None)
        self.ours = ours or municipality

    @cached_property
    def by_key(self) -> dict[str, list[Partnership]]:
        """Partnerships by what is certain of their name."""
        found: dict[str, list[Partnership]] = {}
        for row in self.partnerships:
            found.setdefault(key(row.name), []).append(row)
        return found

    def find(self, entry: Entry) -> list[Partnership]:
        """The partnerships that bear this name for certain: by name, or as somebody recognised."""
        for name in (key(entry.spelling), key(entry.name)):
            if name in self.spellings:
                return [self.by_id[self.spellings[name]]]
            if name in self.by_key:
                return self.by_key[name]
        return []

    @cached_property
    def named(self) -> list[Named]:
        """What is needed to see which names are alike."""
        spelled: dict[int, list[str]] = {}
        for spelling in db.session.scalars(select(PartnershipSpelling)):
            spelled.setdefault(spelling.partnership_id, []).append(spelling.spelling)
        return [
            Named(
                row.id,
                row.name,
                (row.name, *spelled.get(row.id, ())),
                row.abbreviation,
                frozenset(who for kind, who in self.taking_part(row) if kind == "organisation"),
            )
            for row in self.partnerships
        ]

    def identity(self, text: str) -> tuple[str, str]:
        """Who a participant of a file is: ("group" or "organisation", key of the name)."""
        who = named(text, self.groups, self.organisations)
        return ("organisation" if who.kind else "group"), key(who.name)

    def taking_part(self, partnership: Partnership) -> set[tuple[str, str]]:
        """Everybody who takes part now: organisations, groups, and members of groups."""
        found = set()
        for row in partnership.participations:
            if row.holds_on(self.day):
                found.add(who_is(row))
                found |= self.members(row)
        return found

    @cached_property
    def _names(self) -> dict[int, str]:
        return {one.id: name for name, one in self.organisations.items()}

    def members(self, row: Participation) -> set[tuple[str, str]]:
        """The members of a group that takes part; of an organisation nobody."""
        if row.group is None:
            return set()
        return {
            ("organisation", self._names[one.organisation_id])
            for one in row.group.memberships
            if one.holds_on(self.day)
        }


def who_is(row: Participation) -> tuple[str, str]:
    if row.group is not None:
        return "group", key(row.group.name)
    return "organisation", key(row.organisation.name) if row.organisation else ""
