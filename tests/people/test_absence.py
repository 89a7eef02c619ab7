"""Days away: recorded by oneself, or by the secretariat in one's place; never why."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.database import db
from app.core.journal import JournalEntry
from app.people.models import Absence, Person, Role
from app.people.queries import absences
from tests.client import CheckingClient
from tests.conftest import NOW
from tests.factories import make_person

KEY = re.compile(r'name="key"[^>]*value="([^"]+)"')
TODAY = NOW.date()


def _key(client: CheckingClient, path: str) -> str:
    found = KEY.search(client.get(path).text)
    assert found is not None
    return found.group(1)


def _record(client: CheckingClient, person: Person, first: str, last: str) -> int:
    path = f"/people/{person.id}/absences/new"
    data = {"first_day": first, "last_day": last, "key": _key(client, path)}
    return int(client.post(path, data=data).status_code)


def _only() -> Absence:
    return db.session.scalars(select(Absence)).one()


def test_record_change_and_end(client: CheckingClient) -> None:
    person = make_person()
    client.sign_in(person)
    assert _record(client, person, "2026-12-01", "4-12-2026") == 302
    page = client.get(f"/people/{person.id}/absence").text
    assert "di 1 december" in page
    assert "over 8 dagen" in page
    row = _only()
    edit = f"/people/{person.id}/absences/{row.id}/edit"
    seen = re.search(r'name="seen"[^>]*value="([^"]+)"', client.get(edit).text)
    assert seen is not None
    data = {"seen": seen.group(1), "first_day": "2026-11-20", "last_day": "2026-12-07"}
    assert client.post(edit, data=data).status_code == 302
    assert _only().last_day == date(2026, 12, 7)
    assert "nu afwezig" in client.get("/people/me").text
    client.post(f"/people/{person.id}/absences/{row.id}/end")
    assert _only().last_day == date(2026, 11, 22)
    assert "Er is geen afwezigheid vastgelegd." in client.get(f"/people/{person.id}/absence").text


def test_what_had_not_begun_is_taken_back(client: CheckingClient) -> None:
    person = make_person()
    client.sign_in(person)
    _record(client, person, "2026-12-01", "2026-12-04")
    client.post(f"/people/{person.id}/absences/{_only().id}/end")
    assert db.session.scalars(select(Absence)).all() == []


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("2026-12-04", "2026-12-01", "De laatste dag ligt vóór de eerste dag."),
        ("2026-12-28", "2027-01-04", "Er staat al een afwezigheid"),
        ("", "2026-12-01", "Kies de eerste dag."),
        ("morgen", "2026-12-01", "Vul een datum in als dag-maand-jaar"),
    ],
)
def test_mistakes_come_back_with_what_to_do(
    client: CheckingClient, first: str, last: str, sentence: str
) -> None:
    person = make_person()
    client.sign_in(person)
    _record(client, person, "2026-12-21", "2027-01-02")
    path = f"/people/{person.id}/absences/new"
    data = {"first_day": first, "last_day": last, "key": _key(client, path)}
    answer = client.post(path, data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{last}"' in answer.text
    assert len(db.session.scalars(select(Absence)).all()) == 1


def test_a_double_click_records_once(client: CheckingClient) -> None:
    person = make_person()
    client.sign_in(person)
    path = f"/people/{person.id}/absences/new"
    data = {"first_day": "2026-12-01", "last_day": "2026-12-04", "key": _key(client, path)}
    first, second = client.post(path, data=data), client.post(path, data=data)
    assert first.location == second.location
    _only()


def test_the_secretariat_records_for_an_alderman(client: CheckingClient) -> None:
    alderman = make_person(Role.ALDERMAN, name="Wethouder sociaal domein")
    secretary = make_person(Role.SECRETARY, name="Bestuurssecretariaat")
    client.sign_in(secretary)
    assert _record(client, alderman, "2026-12-01", "2026-12-04") == 302
    entry = db.session.scalar(select(JournalEntry).where(JournalEntry.object_kind == "absence"))
    assert entry is not None
    assert (entry.actor_id, entry.on_behalf_of_id) == (secretary.id, alderman.id)
    page = client.get(f"/people/{alderman.id}/absence").text
    assert "vastgelegd door Bestuurssecretariaat namens Wethouder sociaal domein" in page
    listed = client.get("/people/").text
    assert "Wethouder sociaal domein" in listed
    assert "di 1 december" in listed


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ALDERMAN, Role.ADVISER, Role.CLERK])
def test_others_have_no_business_there(client: CheckingClient, role: Role) -> None:
    colleague = make_person(Role.OFFICER)
    row = Absence(person_id=colleague.id, first_day=TODAY, last_day=TODAY)
    db.session.add(row)
    db.session.commit()
    client.sign_in(make_person(role))
    for path in ("absence", "absences/new", f"absences/{row.id}/edit", "substitutions/new"):
        assert client.get(f"/people/{colleague.id}/{path}").status_code == 404
    for path in ("absences/new", f"absences/{row.id}/edit", f"absences/{row.id}/end"):
        assert client.post(f"/people/{colleague.id}/{path}").status_code == 404
    assert client.get("/people/").status_code == 403
    assert client.get("/people/999999/absence").status_code == 404


def test_a_row_of_somebody_else_is_not_reached_by_ones_own_address(
    client: CheckingClient,
) -> None:
    own, other = make_person(), make_person()
    row = Absence(person_id=other.id, first_day=TODAY, last_day=TODAY)
    db.session.add(row)
    db.session.commit()
    client.sign_in(own)
    assert client.post(f"/people/{own.id}/absences/{row.id}/end").status_code == 404


def test_who_comes_second_sees_the_other_days(client: CheckingClient) -> None:
    person = make_person()
    row = Absence(person_id=person.id, first_day=TODAY, last_day=TODAY)
    db.session.add(row)
    db.session.commit()
    client.sign_in(person)
    edit = f"/people/{person.id}/absences/{row.id}/edit"
    stale = {"seen": "2026-11-20/2026-11-21", "first_day": "2026-12-01", "last_day": "2026-12-02"}
    answer = client.post(edit, data=stale)
    assert answer.status_code == 409
    assert "nu van ma 23 november tot en met ma 23 november" in answer.text
    assert 'value="2026-12-01"' in answer.text
    assert _only().first_day == TODAY


def test_absences_per_person(app: Flask) -> None:
    away, there = make_person(), make_person()
    for first, last in (((2026, 12, 1), (2026, 12, 4)), ((2026, 12, 20), (2027, 1, 3))):
        db.session.add(Absence(person_id=away.id, first_day=date(*first), last_day=date(*last)))
    db.session.commit()
    found = absences([away.id, there.id], date(2026, 12, 4), date(2026, 12, 21))
    assert [row.first_day.day for row in found[away.id]] == [1, 20]
    assert there.id not in found
    assert absences([away.id], date(2026, 12, 5), date(2026, 12, 19)) == {}
