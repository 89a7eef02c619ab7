"""Everyone signed in reads the register; who may change it is exact."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.database import db
from app.people.models import Role
from app.register.models import AlignmentMember, GroupMembership, OrganisationGroup, Participation
from app.register.portfolio_models import (
    OfficerSubject,
    Portfolio,
    PortfolioHolder,
    PortfolioSubject,
)
from tests.client import CheckingClient
from tests.factories import make_area, make_organisation, make_partnership, make_person


@pytest.fixture
def pages(app: Flask) -> dict[str, list[str]]:
    """Addresses with something behind each: for reading, for editors, for portfolios."""
    area, organisation = make_area(), make_organisation()
    partnership = make_partnership(areas=[area])
    group = OrganisationGroup(
        name="De groep", memberships=[GroupMembership(organisation=organisation)]
    )
    partnership.participations.append(Participation(group=group))
    partnership.alignment.append(AlignmentMember(organisation=organisation))
    alderman = make_person("alderman")
    portfolio = Portfolio(
        name="Veiligheid",
        holders=[PortfolioHolder(person=alderman)],
        subjects=[PortfolioSubject(policy_area=area)],
    )
    subject = OfficerSubject(person=make_person(), partnership=partnership)
    db.session.add_all([portfolio, subject])
    db.session.commit()
    there = f"/partnerships/{partnership.id}"
    taking = partnership.participations[0].id
    return {
        "reading": [
            "/partnerships/",
            there,
            "/organisations/",
            f"/organisations/{organisation.id}",
            "/groups/",
            f"/groups/{group.id}",
            "/policy-areas/",
            "/portfolios/",
        ],
        "register": [
            "/partnerships/new",
            f"{there}/edit",
            f"{there}/status",
            f"{there}/reasons",
            f"{there}/participations/new",
            f"{there}/own-participation",
            f"{there}/own-participation/{partnership.own_participations[0].id}",
            f"{there}/alignment",
            f"{there}/alignment/{partnership.alignment[0].id}/end",
            f"/participations/{taking}/edit",
            f"/participations/{taking}/end",
            "/organisations/new",
            f"/organisations/{organisation.id}/edit",
            "/groups/new",
            f"/groups/{group.id}/edit",
            f"/groups/{group.id}/members/new",
            f"/groups/{group.id}/members/{group.memberships[0].id}/end",
            "/policy-areas/new",
            f"/policy-areas/{area.id}/edit",
        ],
        "portfolios": [
            "/portfolios/new",
            f"/portfolios/{portfolio.id}/edit",
            f"/portfolios/{portfolio.id}/holders/new",
            f"/portfolios/{portfolio.id}/holders/{portfolio.holders[0].id}/end",
            f"/portfolios/{portfolio.id}/subjects/new",
            f"/portfolios/{portfolio.id}/subjects/{portfolio.subjects[0].id}/end",
            "/portfolios/officers/new",
            f"/portfolios/officers/{subject.id}/end",
        ],
    }


MAY = {
    "register": {Role.SECRETARY, Role.COORDINATOR},
    "portfolios": {Role.COORDINATOR, Role.ADMINISTRATOR},
}


@pytest.mark.parametrize("role", list(Role))
def test_each_page_for_each_role(
    client: CheckingClient, pages: dict[str, list[str]], role: Role
) -> None:
    client.sign_in(make_person(role))
    for url in pages["reading"]:
        assert client.get(url).status_code == 200, url
    for kind, roles in MAY.items():
        expected = 200 if role in roles else 403
        for url in pages[kind]:
            assert client.get(url).status_code == expected, url
            if expected == 403:
                assert client.post(url, data={"name": "x"}).status_code == 403, url


def test_a_stranger_signs_in_first(client: CheckingClient, pages: dict[str, list[str]]) -> None:
    for urls in pages.values():
        for url in urls:
            assert client.get(url).status_code == 302, url
            assert client.post(url).status_code in (401, 405), url


def test_what_does_not_exist_is_not_found(client: CheckingClient, app: Flask) -> None:
    client.sign_in(make_person("coordinator"))
    partnership = make_partnership()
    for url in (
        "/partnerships/999999",
        "/partnerships/999999/edit",
        f"/partnerships/{partnership.id}/own-participation/999999",
        f"/partnerships/{partnership.id}/alignment/999999/end",
        "/participations/999999/edit",
        "/organisations/999999",
        "/groups/999999",
        "/groups/999999/members/1/end",
        "/policy-areas/999999/edit",
        "/portfolios/999999/edit",
        "/portfolios/officers/999999/end",
    ):
        assert client.get(url).status_code == 404, url


def test_readers_see_no_invitation_to_edit(client: CheckingClient, app: Flask) -> None:
    partnership = make_partnership()
    url = f"/partnerships/{partnership.id}"
    client.sign_in(make_person("alderman"))
    page = client.get(url).text
    assert "Nog niet vastgelegd." in page
    assert "Aanvullen" not in page
    assert "Gegevens bewerken" not in page
    client.sign_in(make_person("secretary"))
    assert "Aanvullen" in client.get(url).text
