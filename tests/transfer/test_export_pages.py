"""Taking the list of partnerships away: everyone may, filtered as the list is."""

from __future__ import annotations

import io
import json

import pytest
from flask import Flask

from app.core.spreadsheets.reading import read_table
from app.people.models import Role
from tests.client import CheckingClient, Statements
from tests.factories import make_area, make_partnership, make_person
from tests.transfer.lists import HEAD

PAGE = "/partnerships/export"


@pytest.mark.parametrize("role", list(Role))
def test_everyone_signed_in_takes_the_register_away(client: CheckingClient, role: Role) -> None:
    client.sign_in(make_person(role))
    make_partnership(name="Verband één")
    assert client.get(PAGE).status_code == 200
    answer = client.get(f"{PAGE}/file?format=json")
    assert [row["name"] for row in json.loads(answer.data)] == ["Verband één"]
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_filters_of_the_list_hold(client: CheckingClient) -> None:
    client.sign_in(make_person())
    area = make_area()
    make_partnership(name="Wel", areas=[area])
    make_partnership(name="Niet")
    listed = client.get(f"/partnerships/?area={area.id}&sort=name&_scheme=x")
    assert f"{PAGE}?area={area.id}" in listed.text
    page = client.get(f"{PAGE}?area={area.id}&_external=1&format=pdf")
    assert "uw filters" in page.text
    for kind in ("csv", "xlsx", "ods"):
        answer = client.get(f"{PAGE}/file?format={kind}&area={area.id}")
        rows = read_table(io.BytesIO(answer.data)).rows
        assert [row.text(0) for row in rows] == ["Naam", "Wel"]


def test_a_kind_that_does_not_exist_leads_back(client: CheckingClient) -> None:
    client.sign_in(make_person())
    assert client.get(f"{PAGE}/file?format=exe").location == PAGE


def test_a_large_register_asks_as_much_as_a_small_one(
    client: CheckingClient, statements: Statements
) -> None:
    client.sign_in(make_person())
    counts = []
    for _round in range(2):
        for _number in range(5):
            make_partnership()
        with statements.counted() as found:
            client.get(f"{PAGE}/file?format=json")
        counts.append(found.count)
    assert counts[0] == counts[1]


def test_a_preview_asks_as_much_of_many_rows_as_of_few(
    app: Flask, client: CheckingClient, statements: Statements
) -> None:
    client.sign_in(make_person(Role.COORDINATOR))
    counts = []
    for size in (3, 60):
        for _number in range(5):
            make_partnership()
        rows = [f"Haren,Regeling {size} {n},x,y,z" for n in range(size)]
        sent = client.post(
            "/partnerships/import",
            data={
                "municipality": "Haren",
                "file": (io.BytesIO("\n".join([HEAD, *rows]).encode()), "lijst.csv"),
            },
        )
        with statements.counted() as found:
            assert client.get(sent.location).status_code == 200
        counts.append(found.count)
    assert counts[0] == counts[1]
