"""The first filling of a year: what is known, marked to be confirmed, never twice."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
from sqlalchemy import select

from app.core.database import db
from app.days import actions, filling
from app.days.models import Period, SchoolRegion
from app.days.queries import facts_between, own_region
from tests.client import CheckingClient
from tests.factories import make_period, make_person

NAMES = {"Herfstvakantie", "Kerstvakantie", "Voorjaarsvakantie", "Meivakantie", "Zomervakantie"}


def found(**conditions: object) -> list[Period]:
    """Rows with these values, in order."""
    rows = select(Period).filter_by(**conditions).order_by(Period.first_day)
    return list(db.session.scalars(rows))


def test_every_school_year_knows_three_regions_from_saturday_to_sunday() -> None:
    for year in tomllib.loads(filling.SOURCE.read_text())["year"]:
        assert year["source"]
        for region in ("north", "middle", "south"):
            assert set(year[region]) == NAMES, (year["name"], region)
            for name, (first, last) in year[region].items():
                assert (first.weekday(), last.weekday()) == (5, 6), (year["name"], region, name)
                length = {"Zomervakantie": 43, "Kerstvakantie": 15}.get(name, 8)
                assert (last - first).days == length, (year["name"], region, name)


def test_north_of_2026_2027_is_what_the_domain_recalls() -> None:
    year = next(
        one
        for one in tomllib.loads(filling.SOURCE.read_text())["year"]
        if one["name"] == "2026-2027"
    )
    assert year["north"] == {
        "Herfstvakantie": [date(2026, 10, 10), date(2026, 10, 18)],
        "Kerstvakantie": [date(2026, 12, 19), date(2027, 1, 3)],
        "Voorjaarsvakantie": [date(2027, 2, 20), date(2027, 2, 28)],
        "Meivakantie": [date(2027, 4, 24), date(2027, 5, 2)],
        "Zomervakantie": [date(2027, 7, 10), date(2027, 8, 22)],
    }


@pytest.mark.parametrize("role", ["secretary", "administrator"])
def test_a_year_is_filled_from_the_page_and_not_twice(client: CheckingClient, role: str) -> None:
    client.sign_in(make_person(role))
    assert "Bekende vakanties overnemen" in client.get("/days/?year=2027").text
    assert "Zomerreces" in client.get("/days/fill?year=2027").text
    for _click in range(2):
        assert client.post("/days/fill?year=2027").headers["Location"] == "/days/?year=2027"
    assert len(found(kind="school_holiday")) == 18
    assert [row.name for row in found(kind="recess")] == [
        *("Kerstreces", "Voorjaarsreces", "Meireces", "Zomerreces", "Herfstreces", "Kerstreces"),
    ]
    assert all(row.to_confirm and row.source for row in found())
    assert found(name="Zomerreces")[0].first_day == date(2027, 7, 10)
    assert "Er is niets over te nemen" in client.get("/days/fill?year=2027").text


def test_what_was_corrected_by_hand_is_not_added_beside_it(client: CheckingClient) -> None:
    secretary = make_person("secretary")
    make_period("recess", "2027-07-17", "2027-08-20", name="Reces van de raad")
    actions.fill_year(2027, secretary)
    assert not found(name="Zomerreces")


def test_the_recess_follows_the_region_of_this_municipality(client: CheckingClient) -> None:
    client.sign_in(make_person("coordinator"))
    assert own_region() == "north"
    answer = client.post("/days/region?year=2027", data={"region": "south"})
    assert answer.status_code == 302
    assert own_region() == "south"
    assert db.session.scalar(select(SchoolRegion.region)) == "south"
    client.post("/days/fill?year=2027")
    assert found(name="Zomerreces")[0].first_day == date(2027, 7, 24)
    summer = facts_between(date(2027, 7, 12), date(2027, 7, 12), own_region())
    assert [one.name for one in summer] == []
    page = client.get("/days/?year=2027").text
    assert "regio Zuid" in page
    assert client.post("/days/region", data={"region": "east"}).status_code == 422


def test_a_year_without_knowledge_says_what_to_do(client: CheckingClient) -> None:
    client.sign_in(make_person("secretary"))
    page = client.get("/days/?year=2031").text
    assert "Van 2031 staat hier nog niets" in page
    assert "Koningsdag" in page
    assert "Er is niets over te nemen" in client.get("/days/fill?year=2031").text
    assert client.post("/days/fill?year=2031").status_code == 302
    client.sign_in(make_person("officer"))
    assert "/days/several" not in client.get("/days/?year=2031").text


@pytest.mark.parametrize("year", ["", "abc", "1999", "99999999999", "2100"])
def test_a_year_that_cannot_be_is_this_year(client: CheckingClient, year: str) -> None:
    client.sign_in(make_person("officer"))
    assert "Dagen van 2026" in client.get(f"/days/?year={year}").text
