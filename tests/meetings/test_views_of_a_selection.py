"""One selection as list, month and week: filters in the address, and what stays out."""

from __future__ import annotations

import re
from datetime import time, timedelta

import pytest
from flask import Flask

from app.core import clock
from app.core.database import db
from app.days.models import Period
from app.meetings import list_queries
from app.meetings.list_queries import find_page
from app.meetings.models import Attendance
from app.meetings.selection import Filters
from app.register.portfolio_models import Portfolio, PortfolioHolder, PortfolioSubject
from tests.client import CheckingClient, Statements
from tests.factories import (
    day,
    make_area,
    make_body,
    make_item,
    make_meeting,
    make_note,
    make_partnership,
    make_period,
    make_person,
    moment,
)

VIEWS = ("list", "month", "week")


def shown(client: CheckingClient, view: str, query: str = "", around: str = "2026-12-03") -> str:
    """The page of a view around a day."""
    return client.get(f"/meetings/?view={view}&day={around}&{query}").text


@pytest.mark.parametrize("view", VIEWS)
def test_every_filter_holds_in_every_view(app: Flask, client: CheckingClient, view: str) -> None:
    area, person = make_area(), make_person("alderman")
    held = make_partnership(areas=[area])
    portfolio = Portfolio(name="Ruimte", subjects=[PortfolioSubject(policy_area=area)])
    portfolio.holders = [PortfolioHolder(person=person)]
    db.session.add(portfolio)
    body = make_body(partnership=held, level="official")
    make_meeting(
        starts_at=moment("2026-12-03T09:30"),
        body=body,
        title="Gezocht",
        status="confirmed",
        alderman=person,
    )
    make_meeting(
        starts_at=moment("2026-12-03T13:30"),
        level="administrative",
        title="Ander",
        officer=make_person(),
    )
    db.session.commit()
    client.sign_in(make_person("clerk"))
    for query in (
        f"partnership={held.id}",
        f"portfolio={portfolio.id}",
        f"person={person.id}",
        "level=official",
        "status=confirmed",
        "preparation=no-officer",
    ):
        page = shown(client, view, query)
        assert "Gezocht" in page, query
        assert "Ander<" not in page, query
        assert "Ander\n" not in page, query
        assert "weghalen" in page, query
        assert f"{query}" in page, "the address to share carries the filter"


@pytest.mark.parametrize("part", ["officer", "alderman", "item", "going"])
def test_a_person_has_a_part_as_officer_alderman_of_an_item_or_going(
    app: Flask, client: CheckingClient, part: str
) -> None:
    person = make_person("alderman", "officer")
    fields = {part: person} if part in ("officer", "alderman") else {}
    meeting = make_meeting(title="Met deze persoon", days=5, **fields)
    make_meeting(title="Zonder", days=5)
    if part == "item":
        make_item(meeting, officer=person)
    if part == "going":
        db.session.add(Attendance(meeting_id=meeting.id, person_id=person.id))
        db.session.commit()
    client.sign_in(make_person("coordinator"))
    page = client.get(f"/meetings/?person={person.id}").text
    assert "Met deze persoon" in page
    assert ">Zonder<" not in page


@pytest.mark.parametrize(
    "query",
    [
        *("view=year", "day=29-02-2027", "day=0001-01-01", "portfolio=999999", "person=x"),
        *("preparation=secret", "first=31-06-2026", "last=x", "mine=", "status=", "portfolio=-1"),
    ],
)
@pytest.mark.parametrize("view", VIEWS)
def test_what_makes_no_sense_counts_as_not_asked(
    app: Flask, client: CheckingClient, view: str, query: str
) -> None:
    make_meeting(days=1, title="Toch te zien")
    client.sign_in(make_person())
    page = client.get(f"/meetings/?view={view}&{query}").text
    assert "Toch te zien" in page
    assert "Gefilterd op" not in page


@pytest.mark.parametrize("view", VIEWS)
def test_days_at_the_end_of_time_count_as_not_asked(
    app: Flask, client: CheckingClient, view: str
) -> None:
    client.sign_in(make_person("clerk"))
    for around in ("0001-01-01", "9999-12-31"):
        query = f"view={view}&day={around}&first={around}&last={around}"
        assert client.get(f"/meetings/?{query}").status_code == 200


@pytest.mark.parametrize("view", ["month", "week"])
def test_a_council_meeting_stands_at_its_time(
    app: Flask, client: CheckingClient, view: str
) -> None:
    make_period("council", "2026-12-03", starts=time(19, 30), ends=time(22))
    client.sign_in(make_person("clerk"))
    assert "Raadsvergadering 19.30" in shown(client, view)


def test_days_that_were_named_go_before_the_period(app: Flask, client: CheckingClient) -> None:
    for text in ("2026-10-31T23:30", "2026-11-01T09:00", "2026-11-30T09:00", "2026-12-01T00:00"):
        make_meeting(starts_at=moment(text), title=f"Op {text}")
    client.sign_in(make_person())
    page = client.get("/meetings/?first=2026-11-01&last=2026-11-30").text
    assert re.findall(r"Op (2026-[0-9T:-]+)<", page) == ["2026-11-01T09:00", "2026-11-30T09:00"]
    assert "2 vergaderingen" in page


def test_the_edges_of_a_month(app: Flask, client: CheckingClient) -> None:
    for text in ("2026-11-30T23:30", "2026-12-01T00:00", "2026-12-31T23:30", "2027-01-01T00:00"):
        start = moment(text)
        make_meeting(starts_at=start, ends_at=start + timedelta(minutes=30), title=f"Op {text}")
    client.sign_in(make_person())
    page = shown(client, "month")
    assert re.findall(r"Op (2026-[0-9T:-]+|2027-[0-9T:-]+)<", page) == [
        "2026-12-01T00:00",
        "2026-12-31T23:30",
    ]
    assert "2 vergaderingen in december 2026" in page
    assert "view=month&amp;day=2026-11-01" in page
    assert "view=month&amp;day=2027-01-01" in page
    assert "view=week&amp;day=2026-12-28" in page


def test_a_meeting_over_midnight_counts_once_and_stands_in_both_months(
    app: Flask, client: CheckingClient
) -> None:
    start = moment("2026-11-30T21:00")
    make_meeting(starts_at=start, ends_at=start + timedelta(hours=4), title="Nachtberaad")
    client.sign_in(make_person())
    for around, words in (("2026-11-10", "vanaf 21.00"), ("2026-12-10", "tot 01.00")):
        page = shown(client, "month", around=around)
        assert page.count("Nachtberaad") == 1
        assert words in page
        assert "1 vergadering in" in page
    week = shown(client, "week", around="2026-12-01")
    assert week.count("Nachtberaad") == 2
    assert "1 vergadering in week 49" in week


@pytest.mark.parametrize("view", VIEWS)
def test_a_restricted_meeting_leaves_no_trace(
    app: Flask, client: CheckingClient, view: str
) -> None:
    insider = make_person()
    secret = make_meeting(
        starts_at=moment("2026-12-03T09:30"), title="Geheim beraad", circle=(insider,)
    )
    note = make_note(make_item(secret), state="concept", author=insider)
    make_meeting(starts_at=moment("2026-12-03T13:30"), title="Gewoon", officer=insider)
    assert note.id
    client.sign_in(make_person("coordinator", "secretary"))
    for query in ("", f"person={insider.id}", "preparation=concept", "preparation=no-papers"):
        page = shown(client, view, query)
        assert "Geheim" not in page, query
        assert "2 vergaderingen" not in page, query
    client.sign_in(insider)
    assert "2 vergaderingen" in shown(client, view)
    assert "Geheim" in shown(client, view, "preparation=concept")


@pytest.mark.parametrize("view", VIEWS)
def test_who_may_not_know_of_notes_is_not_offered_their_state(
    app: Flask, client: CheckingClient, view: str
) -> None:
    make_note(make_item(make_meeting(starts_at=moment("2026-12-03T09:30"))), state="concept")
    make_meeting(starts_at=moment("2026-12-03T13:30"), title="Zonder annotatie")
    client.sign_in(make_person("clerk"))
    page = shown(client, view, "preparation=concept")
    assert "annotatie in concept" not in page
    assert "Zonder annotatie" in page, "what was not offered counts as not asked"
    assert 'class="state state--concept"' not in page


def test_a_month_tells_time_name_level_state_and_what_is_known_of_the_day(
    app: Flask, client: CheckingClient
) -> None:
    meeting = make_meeting(starts_at=moment("2026-12-03T09:30"), title="Stuurgroep")
    make_note(make_item(meeting), state="with_alderman")
    db.session.add(
        Period(
            kind="recess",
            name="Kerstreces",
            first_day=day("2026-12-21"),
            last_day=day("2026-12-23"),
        )
    )
    evening = {"first_day": day("2026-11-30"), "last_day": day("2026-11-30")}
    db.session.add(Period(kind="council", starts=time(19, 30), ends=time(22), **evening))
    db.session.commit()
    client.sign_in(make_person("coordinator"))
    page = shown(client, "month")
    link = re.search(r'<a class="block[^>]*/meetings/\d+">(.*?)</a>', page, re.DOTALL)
    assert link is not None
    for words in ("09.30–11.00", "Stuurgroep", "bestuurlijk", "bij wethouder"):
        assert words in link[1]
    assert page.count("Kerstreces") == 3
    assert "Eerste kerstdag" in page
    assert "Raadsvergadering 19.30" in client.get("/meetings/?view=week&day=2026-11-30").text


def test_an_empty_month_says_what_was_asked_and_how_to_go_on(
    app: Flask, client: CheckingClient
) -> None:
    client.sign_in(make_person("secretary"))
    assert "Geen vergaderingen in deze maand" in shown(client, "month")
    assert "Geen vergaderingen in deze week" in shown(client, "week")
    page = shown(client, "month", "level=official")
    assert "U zocht op niveau: bestuurlijk" in page
    assert "Filters wissen" in page


def test_beyond_what_is_counted_a_list_says_more_than(
    app: Flask, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, body = make_person(), make_body()
    for number in range(1, 62):
        make_meeting(body=body, days=number)
    monkeypatch.setattr(list_queries, "COUNTED", 60)
    first, second = find_page(Filters(), person), find_page(Filters(), person, 2)
    assert (first.total, first.more, first.last) == (None, True, 50)
    assert (second.first, second.last, second.more) == (51, 61, False)
    client.sign_in(person)
    assert "meer dan 1.000 vergaderingen" in client.get("/meetings/").text
    assert "1–50 van meer dan 1.000" in client.get("/meetings/?page=9000").text


@pytest.mark.parametrize("view", VIEWS)
def test_as_many_statements_for_many_as_for_few(
    app: Flask, client: CheckingClient, statements: Statements, view: str
) -> None:
    bodies = [make_body() for _ in range(3)]
    people = [make_person("alderman") for _ in range(3)]

    def plan(count: int) -> None:
        for number in range(count):
            meeting = make_meeting(
                starts_at=moment(f"2026-12-0{number % 4 + 1}T09:30"),
                body=bodies[number % 3],
                alderman=people[number % 3],
            )
            make_note(make_item(meeting), author=people[number % 3])

    client.sign_in(make_person("coordinator"))
    counted = []
    for count in (3, 20):
        plan(count)
        with statements.counted() as found:
            shown(client, view, "preparation=late")
        counted.append(found.count)
    assert counted[0] == counted[1]
    assert counted[1] <= 30


def test_today_is_marked_on_the_dutch_day(app: Flask, client: CheckingClient) -> None:
    with clock.at(moment("2026-12-03T00:15")):
        client.sign_in(make_person())
        page = client.get("/meetings/?view=month").text
    cell = re.search(r'<td[^>]*aria-current="date".*?</td>', page, re.DOTALL)
    assert cell is not None
    assert "donderdag 3 december 2026" in cell[0]
