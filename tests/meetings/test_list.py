"""The list of meetings: order, filters, pages, and as many statements for 20 as for 200."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import CheckingClient, Statements
from tests.factories import make_body, make_item, make_meeting, make_person, make_substitution


def test_what_comes_first_stands_on_top(app: Flask, client: CheckingClient) -> None:
    make_meeting(days=20, title="Later")
    make_meeting(days=5, title="Eerder")
    make_meeting(days=-5, title="Voorbij")
    client.sign_in(make_person("clerk"))
    page = client.get("/meetings/").text
    assert page.index("Eerder") < page.index("Later")
    assert "Voorbij" not in page
    past = client.get("/meetings/?period=past").text
    assert "Voorbij" in past
    assert "Eerder" not in past


def test_filters_stand_in_the_address(app: Flask, client: CheckingClient) -> None:
    one = make_meeting(days=5, title="Bestuurlijk een", status="confirmed")
    make_meeting(days=5, level="administrative", title="Ambtelijk twee")
    make_meeting(days=40, title="Over zes weken")
    client.sign_in(make_person("clerk"))
    number = one.body.partnership_id
    for query in (f"partnership={number}", "status=confirmed", "level=official&period=weeks"):
        page = client.get(f"/meetings/?{query}").text
        assert "Bestuurlijk een" in page, query
        assert "Ambtelijk twee" not in page, query
        assert "Over zes weken" not in page, query


@pytest.mark.parametrize("query", ["level=x", "partnership=abc", "page=-3", "page=x", "period=x"])
def test_nonsense_in_the_address_is_left_aside(
    app: Flask, client: CheckingClient, query: str
) -> None:
    make_meeting(title="Toch te zien")
    client.sign_in(make_person())
    assert "Toch te zien" in client.get(f"/meetings/?{query}").text


def test_only_mine(app: Flask, client: CheckingClient) -> None:
    person, other = make_person("officer", "alderman"), make_person("alderman")
    make_substitution(other, person)
    make_meeting(title="Van een ander", officer=make_person())
    make_meeting(title="Als ambtenaar", officer=person)
    make_meeting(title="Als plaatsvervanger", alderman=other)
    make_item(make_meeting(title="Met een eigen punt"), alderman=person)
    client.sign_in(person)
    page = client.get("/meetings/?mine=y").text
    assert "Van een ander" not in page
    for title in ("Als ambtenaar", "Als plaatsvervanger", "Met een eigen punt"):
        assert title in page


def test_a_restricted_meeting_is_not_counted_either(app: Flask, client: CheckingClient) -> None:
    insider = make_person()
    make_meeting(title="Geheim beraad", circle=(insider,))
    make_meeting(title="Gewoon")
    client.sign_in(make_person("coordinator", "secretary", "administrator"))
    page = client.get("/meetings/").text
    assert "1 vergadering" in page
    assert "Geheim" not in page
    client.sign_in(insider)
    assert "2 vergaderingen" in client.get("/meetings/").text


def test_an_empty_list_says_how_to_begin(app: Flask, client: CheckingClient) -> None:
    client.sign_in(make_person("secretary"))
    assert "Eerste vergadering plannen" in client.get("/meetings/").text
    assert "Filters wissen" in client.get("/meetings/?level=official").text


def test_as_many_statements_for_200_as_for_20(
    app: Flask, client: CheckingClient, statements: Statements
) -> None:
    people = [make_person("alderman") for _ in range(3)]
    officers = [make_person() for _ in range(3)]
    bodies = [make_body() for _ in range(4)]

    def plan(count: int) -> None:
        for number in range(count):
            meeting = make_meeting(
                days=number % 90 + 1,
                body=bodies[number % 4],
                alderman=people[number % 3],
                officer=officers[number % 3],
            )
            make_item(meeting)

    client.sign_in(officers[0])
    plan(20)
    with statements.counted() as found:
        client.get("/meetings/")
    few = found.count
    plan(180)
    with statements.counted() as found:
        page = client.get("/meetings/").text
    assert found.count <= few
    assert "1–50 van 200" in page
    assert "Volgende" in page
    assert "51–100 van 200" in client.get("/meetings/?page=2").text
