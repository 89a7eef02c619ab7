"""What else somebody has goes too: policy areas, teams, secretariats, portfolios, advice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.briefings.models import Advice
from app.briefings.ties import Tie
from app.core import clock
from app.core.database import db, holds_on
from app.core.errors import NotAllowed
from app.meetings.models import BodyMember
from app.people.handing_on import hand_on_serving
from app.people.models import Serving, TeamLead
from app.register.models import PartnershipArea
from app.register.portfolio_models import OfficerSubject, Portfolio, PortfolioHolder
from app.register.portfolio_queries import responsible_for
from tests.factories import (
    make_area,
    make_item,
    make_meeting,
    make_person,
    make_serving,
    make_team_lead,
)
from tests.handover.desk import Desk, ties


def test_carried_by_an_area_only_this_partnership_goes(desk: Desk) -> None:
    db.session.delete(db.session.scalars(select(OfficerSubject)).one())
    area = make_area()
    db.session.add(PartnershipArea(partnership_id=desk.partnership.id, policy_area_id=area.id))
    db.session.add(OfficerSubject(person=desk.giver, policy_area=area))
    db.session.commit()
    url = f"/people/{desk.giver.id}/hand-over?partnership={desk.partnership.id}"
    assert desk.hand(desk.giver, url).status_code == 302
    today = clock.today()
    assert responsible_for(desk.partnership.id, today).officer == desk.receiver
    areas = select(OfficerSubject).where(OfficerSubject.policy_area_id == area.id)
    assert db.session.scalars(areas).one().valid_to is None


def test_everything_else_of_a_person(desk: Desk) -> None:
    led = make_person("officer")
    make_team_lead(desk.giver, led)
    db.session.add(BodyMember(body=desk.body, person=desk.giver))
    area = make_area()
    db.session.add(OfficerSubject(person=desk.giver, policy_area=area))
    own = make_item(
        make_meeting(officer=make_person("officer"), days=9), officer=desk.giver, title="Eigen punt"
    )
    lacking = make_item(desk.past, title="Zonder afloop")
    db.session.commit()
    assert desk.hand(desk.giver).status_code == 302
    db.session.expire_all()
    today = clock.today()
    leads = select(TeamLead.leader_id).where(holds_on(TeamLead, today))
    assert db.session.scalars(leads).all() == [desk.receiver.id]
    members = select(BodyMember.person_id).where(holds_on(BodyMember, today))
    assert db.session.scalars(members).all() == [desk.receiver.id]
    assert (own.officer_id, lacking.officer_id) == (desk.receiver.id, desk.receiver.id)
    assert desk.past.officer_id == desk.giver.id
    yesterday = today - timedelta(days=1)
    assert db.session.scalars(
        select(BodyMember.person_id).where(holds_on(BodyMember, yesterday))
    ).all() == [desk.giver.id]
    carried = select(OfficerSubject.person_id).where(
        OfficerSubject.policy_area_id == area.id, holds_on(OfficerSubject, today)
    )
    assert db.session.scalars(carried).all() == [desk.receiver.id]


@pytest.mark.parametrize(("first", "last"), [(None, 10), (3, 10), (3, None), (None, None)])
def test_who_had_it_for_a_while_has_it_for_good(
    app: Flask, first: int | None, last: int | None
) -> None:
    """A colleague who stood in for a while, or begins later, gets it whole: nobody is left out."""
    giver, receiver, alderman = (
        make_person(role) for role in ("secretary", "secretary", "alderman")
    )
    today = clock.today()
    given = make_serving(giver, alderman)
    make_serving(
        receiver,
        alderman,
        valid_from=None if first is None else today + timedelta(days=first),
        valid_to=None if last is None else today + timedelta(days=last),
    )
    hand_on_serving(given, "secretary", receiver, today, make_person("administrator"))
    for days in (0, 5, 20):
        day = today + timedelta(days=days)
        served = select(Serving.secretary_id).where(holds_on(Serving, day))
        assert db.session.scalars(served).all() == [receiver.id], day


def test_a_secretary_does_not_choose_who_records_in_an_aldermans_name(app: Flask) -> None:
    giver, receiver, alderman = (
        make_person(role) for role in ("secretary", "secretary", "alderman")
    )
    given = make_serving(giver, alderman)
    with pytest.raises(NotAllowed):
        hand_on_serving(given, "secretary", receiver, clock.today(), giver)
    hand_on_serving(given, "secretary", receiver, clock.today(), alderman)


def test_after_a_change_of_the_executive(desk: Desk) -> None:
    successor = make_person("alderman", name="Wethouder ruimte")
    secretary = make_person("secretary")
    make_serving(secretary, desk.alderman)
    portfolio = Portfolio(name="Sociaal domein", holders=[PortfolioHolder(person=desk.alderman)])
    db.session.add(portfolio)
    db.session.commit()
    coordinator = make_person("coordinator")
    answer = desk.hand(
        coordinator,
        f"/people/{desk.alderman.id}/hand-over",
        receiver=str(successor.id),
        **{"to-serving-alderman": str(successor.id)},
    )
    assert answer.status_code == 302
    db.session.expire_all()
    assert (desk.coming.alderman_id, desk.past.alderman_id) == (successor.id, desk.alderman.id)
    today = clock.today()
    served = select(Serving.alderman_id).where(holds_on(Serving, today))
    assert db.session.scalars(served).all() == [successor.id]
    held = select(PortfolioHolder.person_id).where(holds_on(PortfolioHolder, today))
    assert db.session.scalars(held).all() == [successor.id]
    desk.note.state = "with_alderman"
    db.session.commit()
    assert Tie.HOLDER in ties(desk.note, successor)
    assert Tie.HOLDER not in ties(desk.note, desk.alderman)


def test_an_alderman_does_not_give_the_portfolio_away(desk: Desk) -> None:
    successor = make_person("alderman")
    db.session.add(Portfolio(name="Zorg", holders=[PortfolioHolder(person=desk.alderman)]))
    db.session.commit()
    url = f"/people/{desk.alderman.id}/hand-over"
    assert desk.hand(desk.alderman, url, receiver=str(successor.id)).status_code == 403
    kept = {"receiver": str(successor.id), "to-portfolios": "0"}
    assert desk.hand(desk.alderman, url, **kept).status_code == 302


def test_asked_advice_goes_to_an_adviser(desk: Desk) -> None:
    adviser, other = make_person("adviser"), make_person("adviser")
    advice = Advice(
        note_id=desk.note.id,
        adviser_id=adviser.id,
        asked_by_id=desk.giver.id,
        asked_at=clock.now(),
        due_on=clock.today(),
    )
    db.session.add(advice)
    db.session.commit()
    url = f"/people/{adviser.id}/hand-over"
    answer = desk.hand(adviser, url)  # the default receiver is an officer, no adviser
    assert answer.status_code == 422
    assert "heeft niet de rol adviseur" in answer.text
    assert desk.hand(adviser, url, receiver=str(other.id)).status_code == 302
    db.session.refresh(advice)
    assert advice.adviser_id == other.id
