"""Who votes in a partnership on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Flask

from app.core.database import db
from app.register.models import (
    GroupMembership,
    Organisation,
    OrganisationGroup,
    OwnParticipation,
    Participation,
    Partnership,
)
from app.register.queries import our_municipality
from app.register.voting import Seat, Sitting, seats_at
from tests.factories import make_organisation, make_partnership

DAY = date(2026, 12, 1)


def _group(name: str, *members: Organisation) -> OrganisationGroup:
    group = OrganisationGroup(name=name)
    group.memberships = [GroupMembership(organisation=one) for one in members]
    db.session.add(group)
    db.session.commit()
    return group


def _partnership(*rows: Participation, own_votes: int | None = None) -> Partnership:
    partnership = make_partnership()
    partnership.participations = list(rows)
    partnership.own_participations = [OwnParticipation(votes=own_votes)]
    db.session.commit()
    return partnership


def seats_on(partnership_id: int, day: date, only: Sequence[Organisation] = ()) -> tuple[Seat, ...]:
    return seats_at({1: Sitting(partnership_id, day, only)})[1]


def _others(seats: tuple[Seat, ...]) -> list[tuple[str, int | None]]:
    return [(seat.name, seat.votes) for seat in seats if not seat.ours]


def test_participants_vote_with_what_the_register_has_on_that_day(app: Flask) -> None:
    first, second, gone = (make_organisation(name=name) for name in ("A-dorp", "B-dorp", "C-dorp"))
    partnership = _partnership(
        Participation(organisation=second, votes=3),
        Participation(organisation=first),
        Participation(organisation=gone, votes=5, valid_to=date(2026, 11, 30)),
    )
    assert _others(seats_on(partnership.id, DAY)) == [("A-dorp", None), ("B-dorp", 3)]


def test_a_group_votes_by_its_members_and_each_sits_once(app: Flask) -> None:
    first, second = make_organisation(name="A-dorp"), make_organisation(name="B-dorp")
    partnership = _partnership(
        Participation(organisation=first, votes=2),
        Participation(group=_group("Beide dorpen", first, second)),
        Participation(group=_group("Nog eens beide", first, second)),
    )
    seats = seats_on(partnership.id, DAY)
    assert _others(seats) == [("A-dorp", 2), ("B-dorp", None)]
    assert seats[-1].through is not None
    assert seats[-1].through.name == "Beide dorpen"


def test_a_group_with_votes_or_without_known_members_votes_as_one(app: Flask) -> None:
    first = make_organisation(name="A-dorp")
    partnership = _partnership(
        Participation(group=_group("Drie dorpen", first), votes=6),
        Participation(group=_group("Schoolbesturen")),
    )
    seats = seats_on(partnership.id, DAY)
    assert _others(seats) == [("Drie dorpen", 6), ("Schoolbesturen", None)]
    voters = {seat.name: seat.members for seat in seats}
    assert voters["Drie dorpen"] == (first,)


def test_we_sit_where_we_take_part_also_when_the_list_leaves_us_out(app: Flask) -> None:
    ours = our_municipality() or make_organisation(name="Haren", ours=True)
    partnership = _partnership(Participation(organisation=make_organisation()), own_votes=4)
    assert [seat.votes for seat in seats_on(partnership.id, DAY) if seat.ours] == [4]
    partnership.participations.append(Participation(organisation=ours))
    db.session.commit()
    assert [seat.votes for seat in seats_on(partnership.id, DAY) if seat.ours] == [4]
    partnership.own_participations = []
    partnership.participations = partnership.participations[:1]
    db.session.commit()
    assert not any(seat.ours for seat in seats_on(partnership.id, DAY))


def test_a_body_seats_only_who_sits_in_it(app: Flask) -> None:
    first, second = make_organisation(name="A-dorp"), make_organisation(name="B-dorp")
    partnership = _partnership(
        Participation(organisation=first, votes=2), Participation(organisation=second, votes=3)
    )
    assert _others(seats_on(partnership.id, DAY, [second])) == [("B-dorp", 3)]


def test_several_partnerships_and_days_at_once_give_what_each_gives_alone(app: Flask) -> None:
    first, second, third = (make_organisation(name=name) for name in ("A-dorp", "B-dorp", "C-dorp"))
    group = _group("Regio", second, third)
    group.memberships[1].valid_to = date(2026, 11, 30)
    one = _partnership(
        Participation(organisation=first, votes=2, valid_to=date(2026, 11, 30)),
        Participation(group=group),
        own_votes=4,
    )
    other = _partnership(Participation(organisation=third, votes=7))
    sittings = {
        1: Sitting(one.id, DAY),
        2: Sitting(one.id, date(2026, 11, 30)),
        3: Sitting(other.id, DAY),
        4: Sitting(other.id, DAY, [first]),
    }
    together = seats_at(sittings)
    assert together == {key: seats_at({key: one})[key] for key, one in sittings.items()}
    assert [_others(seats) for seats in together.values()] == [
        [("B-dorp", None)],
        [("A-dorp", 2), ("B-dorp", None), ("C-dorp", None)],
        [("C-dorp", 7)],
        [("A-dorp", None)],
    ]
