"""What became of packs: to whom they were sent when, and who opened which version."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from app.core.database import db
from app.core.recorder import Reading
from app.packs.assigned import load_circles, people_assigned
from app.packs.models import Pack, PackState
from app.packs.queries import versions_of
from app.packs.sharing.going import alike
from app.packs.sharing.models import PackSending
from app.packs.sharing.permissions import followed_by, may_send_to
from app.people.models import Person

#: No pack has more versions; the latest count.
MOST = 200


@dataclass
class Fate:
    """What became of one version of a pack."""

    pack: Pack
    #: Whether whoever looks may open it, not only know what became of it.
    may_open: bool
    sendings: list[PackSending] = field(default_factory=list)
    openings: list[tuple[Reading, Person]] = field(default_factory=list)

    @property
    def sent(self) -> PackSending | None:
        """The last sending."""
        return self.sendings[-1] if self.sendings else None

    @property
    def opened(self) -> Reading | None:
        """When its reader opened it, if they did."""
        return next((row for row, who in self.openings if who.id == self.pack.reader_id), None)


@dataclass(frozen=True)
class Recipient:
    """Somebody to whom a pack can be sent, and what they had so far, the newest first."""

    person: Person
    fates: tuple[Fate, ...]

    @property
    def had(self) -> Fate | None:
        """The newest version that was sent."""
        return next((one for one in self.fates if one.sent), None)


def fates_of_versions(pack: Pack, person: Person) -> list[Fate]:
    """What became of the versions of a pack, the newest first: at most three statements."""
    return fates(person, *versions_of(pack))


def fates(person: Person, *conditions: ColumnElement[bool]) -> list[Fate]:
    """What became of finished packs, as far as this person may know it: the newest first."""
    packs = db.session.scalars(
        select(Pack)
        .where(*conditions, Pack.state == PackState.READY, followed_by(person))
        .options(joinedload(Pack.reader), joinedload(Pack.requested_by))
        .order_by(Pack.number.desc(), Pack.id.desc())
        .limit(MOST)
    ).all()
    found = {one.id: Fate(one, person.id in (one.reader_id, one.requested_by_id)) for one in packs}
    for sending in _sendings(found.keys()):
        found[sending.pack_id].sendings.append(sending)
    for reading, who in _openings(found.keys()):
        found[reading.object_id].openings.append((reading, who))
    return list(found.values())


def _sendings(pack_ids: Collection[int]) -> Sequence[PackSending]:
    return db.session.scalars(
        select(PackSending)
        .where(PackSending.pack_id.in_(pack_ids))
        .options(joinedload(PackSending.sent_by))
        .order_by(PackSending.sent_at, PackSending.id)
    ).all()


def _openings(pack_ids: Collection[int]) -> list[tuple[Reading, Person]]:
    rows = db.session.execute(
        select(Reading, Person)
        .join(Person, Person.id == Reading.person_id)
        .where(Reading.kind == "pack", Reading.object_id.in_(pack_ids))
        .order_by(Reading.first_at, Reading.id)
    )
    return [(row[0], row[1]) for row in rows]


def recipients(pack: Pack, person: Person) -> list[Recipient]:
    """To whom this person can send such a pack, by name: each gets a pack of their own.

    Of one meeting those who are assigned to it; a pack of a period is for its reader alone.
    """
    people = people_assigned(pack.meeting_id) if pack.meeting_id else [pack.reader]
    assigned = [one.id for one in people]
    load_circles(pack.meetings)
    had = fates(person, *alike(pack))
    return [
        Recipient(one, tuple(fate for fate in had if fate.pack.reader_id == one.id))
        for one in sorted(people, key=lambda one: (one.name, one.id))
        if may_send_to(person, one, pack, assigned)
    ]
