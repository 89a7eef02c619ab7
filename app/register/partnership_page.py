"""Everything that the page of one partnership shows, as it was on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.journal import JournalEntry
from app.people.models import Person
from app.people.queries import leaders_of
from app.register.completeness import Completeness, completeness_of
from app.register.models import (
    AlignmentMember,
    Organisation,
    OwnParticipation,
    Participation,
    Partnership,
    PartnershipStatus,
)
from app.register.portfolio_models import Portfolio
from app.register.portfolio_queries import Responsible, portfolios_of, responsible_for
from app.register.queries import (
    get_partnership_whole,
    history_of,
    members_on,
    our_municipality,
    participants_on,
)


@dataclass(frozen=True)
class PartnershipPage:
    """A partnership with its people, participants and history, as on a day."""

    partnership: Partnership
    day: date
    status: PartnershipStatus | None
    responsible: Responsible
    portfolio: Portfolio | None
    team_leaders: list[Person]
    participations: list[Participation]
    earlier_participations: list[Participation]
    later_participations: list[Participation]
    members: dict[int, list[Organisation]]
    participants: list[Organisation]
    ours: Organisation | None
    own: list[OwnParticipation]
    alignment: list[AlignmentMember]
    completeness: Completeness
    history: list[tuple[JournalEntry, str]]

    @property
    def all_known(self) -> bool:
        """Whether every participant is known by name on this day."""
        return all(row.group is None or row.group.complete for row in self.participations)

    @property
    def we_are_listed(self) -> bool:
        """Whether we are among the participants, by name or through a group."""
        return self.ours is not None and self.ours in self.participants


def partnership_page(partnership_id: int, day: date) -> PartnershipPage:
    """Gather the page, in a constant number of statements."""
    partnership = get_partnership_whole(partnership_id)
    responsible = responsible_for(partnership_id, day)
    rows = sorted(partnership.participations, key=_in_order)
    now = [row for row in rows if row.holds_on(day)]
    return PartnershipPage(
        partnership=partnership,
        day=day,
        status=status_on(partnership, day),
        responsible=responsible,
        portfolio=portfolios_of([partnership_id], day).get(partnership_id),
        team_leaders=leaders_of(responsible.officer.id, day) if responsible.officer else [],
        participations=now,
        earlier_participations=[row for row in rows if row.valid_to and row.valid_to < day],
        later_participations=[row for row in rows if row.valid_from and row.valid_from > day],
        members=members_on([row.group_id for row in now if row.group_id is not None], day),
        participants=participants_on(partnership_id, day),
        ours=our_municipality(),
        own=[row for row in partnership.own_participations if row.holds_on(day)],
        alignment=sorted(
            (row for row in partnership.alignment if row.holds_on(day)),
            key=lambda row: row.organisation.name.lower(),
        ),
        completeness=completeness_of(
            partnership,
            participants=bool(now),
            alderman=responsible.alderman is not None,
            officer=responsible.officer is not None,
        ),
        history=history_of("partnership", partnership_id),
    )


def status_on(partnership: Partnership, day: date) -> PartnershipStatus | None:
    """The status of a partnership on a day; the one that began last counts."""
    found = [row for row in partnership.statuses if row.holds_on(day)]
    return max(found, key=lambda row: (row.valid_from or date.min, row.id), default=None)


def _in_order(row: Participation) -> tuple[int, str]:
    """Groups first, they say most; then by name."""
    if row.group is not None:
        return 0, row.group.name.lower()
    return 1, row.organisation.name.lower() if row.organisation else ""
