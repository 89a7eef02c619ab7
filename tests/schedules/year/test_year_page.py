"""The page of a year: what stands in it, month by month, for each subject."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask

from app.core import clock
from app.core.database import db
from app.people.models import Person
from app.register.portfolio_models import Portfolio, PortfolioSubject
from tests.client import CheckingClient, Statements
from tests.factories import (
    day,
    make_body,
    make_partnership,
    make_period,
    make_person,
    make_substitution,
)
from tests.schedules.year.years import meet

LONGEST = (
    "Gemeenschappelijke regeling uitvoeringsorganisatie gemeentelijke belastingen, heffingen en "
    "waardering van onroerende zaken in Noord- en Midden-Groningen"
)


@pytest.fixture
def reader(app: Flask) -> Person:
    return make_person("coordinator")


@pytest.fixture
def client(app: Flask, reader: Person) -> CheckingClient:
    made: CheckingClient = app.test_client()  # type: ignore[assignment]
    return made.sign_in(reader)


def text_of(client: CheckingClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    words = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", response.get_data(as_text=True), flags=re.DOTALL)
    return html.unescape(re.sub(r"\s+", " ", words))


def test_a_year_of_a_partnership_says_all_of_each_meeting(client: CheckingClient) -> None:
    partnership = make_partnership(name=LONGEST, abbreviation="OBN")
    official = make_body(partnership=partnership, name="Algemeen bestuur")
    prior = make_body(partnership=partnership, name="Vooroverleg ambtelijk", level="administrative")
    officer, alderman = make_person("officer", name="O. Ambtenaar"), make_person("alderman")
    decided = meet(official, "2027-12-03 09:30", officer=officer, alderman=alderman, place="Zaal 1")
    meet(prior, "2027-11-26 13:30", prepares_id=decided.id, officer=officer)
    meet(official, "2026-12-03 09:30")
    meet(make_body(), "2027-12-03 09:30", title="Van een ander")
    page = text_of(client, f"/schedules/year/partnership/{partnership.id}?year=2027")
    assert f"Vergaderschema 2027: {LONGEST}" in page
    assert "1 bestuurlijke vergadering, 1 ambtelijke vergadering" in page
    november, december = page.index("november 2027"), page.index("december 2027")
    row = page[december:]
    assert "vr 3 december 09.30–11.00 Algemeen bestuur Zaal 1" in row
    assert "bestuurlijk" in row
    assert f"Wie gaat {alderman.name}, O. Ambtenaar" in row
    assert f"Beleidsambtenaar O. Ambtenaar Portefeuillehouder {alderman.name}" in row
    assert "bereidt voor: Algemeen bestuur, vr 3 december" in page[november:december]
    assert "Van een ander" not in page
    assert "2026" not in row.split("Toegankelijkheid")[0]


def test_a_portfolio_has_the_meetings_of_its_partnerships(client: CheckingClient) -> None:
    mine = make_partnership(name="GGD Groningen")
    other = make_partnership(name="Elders")
    subject = PortfolioSubject(partnership_id=mine.id)
    portfolio = Portfolio(name="Zorg", subjects=[subject])
    db.session.add(portfolio)
    db.session.commit()
    meet(make_body(partnership=mine, name="AB"), "2027-03-04 09:30")
    meet(make_body(partnership=other, name="Verre raad"), "2027-03-04 09:30")
    page = text_of(client, f"/schedules/year/portfolio/{portfolio.id}?year=2027")
    assert "GGD Groningen" in page
    assert "Verre raad" not in page


def test_my_year_is_one_link_away_from_all_meetings(client: CheckingClient, reader: Person) -> None:
    meet(make_body(name="Van mij"), "2026-12-10 09:30", officer=reader)
    meet(make_body(name="Van niemand"), "2026-12-10 09:30")
    address = f"/schedules/year/person/{reader.id}"
    assert f'href="{address}">Mijn jaar' in client.get("/meetings/").get_data(as_text=True)
    page = text_of(client, address)
    assert "Mijn jaar: 2026" in page
    assert "Van mij" in page
    assert "Van niemand" not in page


def test_who_stands_in_has_the_meetings_of_those_days_only(
    client: CheckingClient, reader: Person
) -> None:
    principal, other = make_person("officer"), make_person("officer")
    body = make_body(name="Dagelijks bestuur")
    for when in ("2026-12-08 23:30", "2026-12-09 00:30", "2026-12-11 23:00", "2026-12-12 00:30"):
        meet(body, when, title=f"Op {when}", hours=0.25, officer=principal)
    meet(body, "2027-05-20 09:30", title="Over een half jaar", officer=principal)
    meet(body, "2026-03-05 09:30", title="Voorheen", officer=other)
    make_substitution(principal, reader, first_day=day("2026-12-09"), last_day=day("2026-12-11"))
    make_substitution(other, reader, first_day=day("2026-03-01"), last_day=day("2026-03-31"))
    address = f"/schedules/year/person/{reader.id}"
    page = text_of(client, f"{address}?year=2026")
    assert "Op 2026-12-09 00:30" in page
    assert "Op 2026-12-11 23:00" in page
    assert "Op 2026-12-08 23:30" not in page
    assert "Op 2026-12-12 00:30" not in page
    assert "Voorheen" in page
    assert "Over een half jaar" not in text_of(client, f"{address}?year=2027")


def test_a_year_stands_in_for_as_long_as_a_substitution_without_an_end(
    client: CheckingClient, reader: Person
) -> None:
    principal = make_person("alderman")
    body = make_body(level="official")
    make_substitution(principal, reader, first_day=day("2027-02-01"))
    meet(body, "2027-01-28 09:30", title="Vooraf", alderman=principal)
    meet(body, "2027-12-02 09:30", title="Nog steeds", alderman=principal)
    page = text_of(client, f"/schedules/year/person/{reader.id}?year=2027")
    assert "Nog steeds" in page
    assert "Vooraf" not in page


def test_what_was_cancelled_comes_along_only_when_asked(client: CheckingClient) -> None:
    body = make_body(name="Dagelijks bestuur")
    meet(body, "2027-03-04 09:30", status="cancelled", title="Afgelast", cancelled_at=clock.now())
    meet(body, "2027-04-01 09:30")
    address = f"/schedules/year/partnership/{body.partnership_id}?year=2027"
    without, whole = text_of(client, address), text_of(client, f"{address}&cancelled=y")
    assert "Afgelast" not in without
    assert "Ook 1 geannuleerde tonen" in without
    assert "Afgelast" in whole
    assert "geannuleerd" in whole
    assert "1 bestuurlijke vergadering, 1 geannuleerd" in whole


def test_an_empty_year_says_so_and_leads_to_others(client: CheckingClient) -> None:
    partnership = make_partnership()
    page = client.get(f"/schedules/year/partnership/{partnership.id}?year=2031")
    words = page.get_data(as_text=True)
    assert "Er staan geen vergaderingen in 2031" in words
    assert f"/schedules/year/partnership/{partnership.id}?year=2030" in words
    assert f"/schedules/year/partnership/{partnership.id}?year=2032" in words
    assert f"/schedules/year/partnership/{partnership.id}?period=coming" in words


def test_the_coming_months_go_over_new_year(client: CheckingClient) -> None:
    body = make_body()
    for when in ("2026-10-30 09:30", "2026-11-02 09:30", "2027-10-29 09:30", "2027-11-01 09:30"):
        meet(body, when, title=f"Op {when[:10]}")
    page = text_of(client, f"/schedules/year/partnership/{body.partnership_id}?period=coming")
    assert "november 2026 – oktober 2027" in page
    found = re.findall(r"Op (\d{4}-\d\d-\d\d)", page)
    assert sorted(set(found)) == ["2026-11-02", "2027-10-29"]


def test_odd_hours_are_told_as_the_clock_on_the_wall_shows_them(client: CheckingClient) -> None:
    body = make_body()
    meet(body, "2026-03-29 01:30", hours=1)  # 01.30–03.30: an hour is skipped
    meet(body, "2026-10-25 01:30", hours=2)  # an hour comes twice
    meet(body, "2026-06-30 22:00", hours=4)
    meet(body, "2026-07-07 20:00", hours=4)
    meet(body, "2026-12-31 22:30", hours=3)
    page = text_of(client, f"/schedules/year/partnership/{body.partnership_id}?year=2026")
    assert "zo 29 maart 01.30–03.30" in page
    assert "zo 25 oktober 01.30–02.30 (wintertijd)" in page
    assert "di 30 juni 22.00 – wo 1 juli, 02.00" in page
    assert "di 7 juli 20.00 – wo 8 juli, 00.00" in page
    assert "do 31 december 22.30 – vr 1 januari, 01.30" in page


def test_what_is_not_certain_of_days_is_said(client: CheckingClient) -> None:
    body = make_body()
    meet(body, "2027-07-15 09:30")
    address = f"/schedules/year/partnership/{body.partnership_id}?year=2027"
    nothing = "Reces en de dagen van raad en college zijn nog niet vastgelegd."
    assert nothing in text_of(client, address)
    make_period("recess", "2027-07-10", "2027-08-22", name="Zomerreces", to_confirm=True)
    page = text_of(client, address)
    assert nothing not in page
    assert "Nog te bevestigen (met een vraagteken): Zomerreces, za 10 juli 2027" in page


def test_pages_of_subjects_lead_to_their_year(client: CheckingClient, reader: Person) -> None:
    partnership = make_partnership()
    portfolio = Portfolio(name="Zorg")
    db.session.add(portfolio)
    db.session.commit()
    for page, way in (
        (f"/partnerships/{partnership.id}", f"/schedules/year/partnership/{partnership.id}"),
        ("/portfolios/", f"/schedules/year/portfolio/{portfolio.id}"),
        ("/people/", f"/schedules/year/person/{reader.id}"),
    ):
        assert f'href="{way}"' in client.get(page).get_data(as_text=True), page


def test_a_year_speaks_english_to_who_reads_english(client: CheckingClient, reader: Person) -> None:
    reader.language = "en"
    db.session.commit()
    body = make_body()
    meet(body, "2027-12-03 09:30")
    page = text_of(client, f"/schedules/year/partnership/{body.partnership_id}?year=2027")
    assert "Meeting schedule 2027" in page
    assert "December 2027" in page
    assert "1 official meeting" in page
    assert "Vergader" not in page.replace("Vooroverleg", "")


def test_a_year_asks_as_much_for_many_meetings_as_for_one(client: CheckingClient) -> None:
    body = make_body()
    officer, alderman = make_person("officer"), make_person("alderman")
    first = meet(body, "2027-01-04 09:30", officer=officer, alderman=alderman)
    address = f"/schedules/year/partnership/{body.partnership_id}?year=2027"

    def count() -> int:
        with Statements.of(db.engines[None]) as statements:
            client.get(address)
        return statements.count

    one = count()
    for number in range(1, 60):
        when = f"2027-{number % 12 + 1:02}-{number % 27 + 1:02} 13:30"
        meet(body, when, officer=officer, alderman=alderman, prepares_id=first.id)
    assert count() == one
