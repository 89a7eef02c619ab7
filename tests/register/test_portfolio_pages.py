"""Portfolios and officers' subjects: one holder at a time, one portfolio per subject at a time."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest

from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.people.models import Person
from app.register import portfolio_actions as actions
from app.register.portfolio_actions import Subject
from app.register.portfolio_models import OfficerSubject, Portfolio, PortfolioSubject
from app.register.portfolio_queries import responsible_for
from tests.client import CheckingClient, Statements
from tests.factories import make_area, make_partnership, make_person

DAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def coordinator(client: CheckingClient) -> Person:
    """Signed in as coordinator."""
    person = make_person("coordinator")
    client.sign_in(person)
    return person


def post(client: CheckingClient, url: str, **fields: Any) -> Any:
    """Send a form that creates."""
    return client.post(url, data={"key": str(uuid.uuid4()), **fields})


@pytest.fixture
def portfolio(client: CheckingClient) -> Portfolio:
    """A portfolio made by the form."""
    assert post(client, "/portfolios/new", name="Sociaal domein").status_code == 302
    return db.session.query(Portfolio).one()


def test_a_name_is_used_once(client: CheckingClient, portfolio: Portfolio) -> None:
    assert post(client, "/portfolios/new", name="sociaal DOMEIN").status_code == 422
    url = f"/portfolios/{portfolio.id}/edit"
    assert client.post(url, data={"version": "1", "name": "Zorg"}).status_code == 302
    response = client.post(url, data={"version": "1", "name": "Jeugd"})
    assert response.status_code == 409
    assert "Zorg" in response.text
    assert "Jeugd" in response.text


def test_holders_follow_each_other(client: CheckingClient, portfolio: Portfolio) -> None:
    area = make_area()
    partnership = make_partnership(areas=[area])
    first, second = make_person("alderman"), make_person("alderman")
    base = f"/portfolios/{portfolio.id}"
    subjects = f"{base}/subjects/new"
    assert post(client, subjects, policy_area=str(area.id)).status_code == 302
    holders = f"{base}/holders/new"
    response = post(client, holders, person=str(first.id), valid_from="2022-06-01")
    assert response.status_code == 302
    response = post(client, holders, person=str(second.id), valid_from="2026-12-01")
    assert response.status_code == 422
    assert "heeft in die tijd al een houder" in response.text
    ending = f"{base}/holders/{portfolio.holders[0].id}/end"
    assert first.name in client.get(ending).text
    assert client.post(ending, data={"last_day": "2026-11-30"}).status_code == 302
    response = post(client, holders, person=str(second.id), valid_from="2026-12-01")
    assert response.status_code == 302
    assert responsible_for(partnership.id, date(2026, 11, 30)).alderman == first
    assert responsible_for(partnership.id, date(2026, 12, 1)).alderman == second
    page = client.get("/portfolios/").text
    assert first.name in page
    assert second.name in page


def test_only_an_alderman_holds_and_only_an_officer_carries(
    portfolio: Portfolio, coordinator: Person
) -> None:
    officer, alderman = make_person("officer"), make_person("alderman")
    with pytest.raises(RuleBroken, match="wethouder"):
        actions.add_holder(portfolio, officer, None, None, coordinator)
    with pytest.raises(RuleBroken, match="beleidsambtenaar"):
        actions.add_officer_subject(alderman, Subject(policy_area_id=make_area().id), coordinator)


def test_a_subject_has_one_portfolio_at_a_time(
    client: CheckingClient, portfolio: Portfolio
) -> None:
    partnership = make_partnership(name="Omgevingsdienst")
    post(client, "/portfolios/new", name="Ruimte")
    other = db.session.query(Portfolio).filter_by(name="Ruimte").one()
    url = f"/portfolios/{portfolio.id}/subjects/new"
    assert post(client, url, partnership=str(partnership.id)).status_code == 302
    url = f"/portfolios/{other.id}/subjects/new"
    response = post(client, url, partnership=str(partnership.id))
    assert response.status_code == 422
    assert "al bij de portefeuille Sociaal domein" in response.text
    response = post(client, url)
    assert "Kies een beleidsterrein of een samenwerkingsverband" in response.text
    assert response.status_code == 422
    row = db.session.query(PortfolioSubject).one()
    ending = f"/portfolios/{portfolio.id}/subjects/{row.id}/end"
    assert "Omgevingsdienst" in client.get(ending).text
    assert client.post(ending, data={"last_day": "2026-11-30"}).status_code == 302
    url = f"/portfolios/{other.id}/subjects/new"
    response = post(client, url, partnership=str(partnership.id), valid_from="2026-12-01")
    assert response.status_code == 302


def test_officers_carry_for_a_time(client: CheckingClient) -> None:
    officer, partnership = make_person(), make_partnership()
    fields = {"person": str(officer.id), "partnership": str(partnership.id), "valid_from": ""}
    assert post(client, "/portfolios/officers/new", **fields).status_code == 302
    assert post(client, "/portfolios/officers/new", **fields).status_code == 422
    row = db.session.query(OfficerSubject).one()
    assert responsible_for(partnership.id, DAY).officer == officer
    ending = f"/portfolios/officers/{row.id}/end"
    assert client.post(ending, data={"last_day": "2026-11-22"}).status_code == 302
    assert responsible_for(partnership.id, DAY).officer is None
    assert "Eerder en later" in client.get("/portfolios/").text


def test_actions_check_for_themselves(portfolio: Portfolio) -> None:
    secretary = make_person("secretary")
    with pytest.raises(NotAllowed):
        actions.create_portfolio("X", secretary)
    with pytest.raises(NotAllowed):
        actions.rename_portfolio(portfolio, "X", 1, secretary)
    with pytest.raises(NotAllowed):
        actions.add_subject(portfolio, Subject(policy_area_id=1), secretary)
    with pytest.raises(NotAllowed):
        actions.add_officer_subject(make_person(), Subject(policy_area_id=1), secretary)


def test_constant_number_of_statements(client: CheckingClient, statements: Statements) -> None:
    found = []
    for count in (2, 20):
        for number in range(count):
            db.session.add(
                Portfolio(
                    name=f"P {count} {number}",
                    subjects=[
                        PortfolioSubject(policy_area=make_area()),
                        PortfolioSubject(partnership=make_partnership()),
                    ],
                )
            )
            db.session.add(OfficerSubject(person=make_person(), policy_area=make_area()))
        db.session.commit()
        with statements.counted() as counted:
            assert client.get("/portfolios/").status_code == 200
        found.append(counted.count)
    assert found[0] == found[1]
