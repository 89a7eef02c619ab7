"""Substitutes: the same role, a period, and what other rooms ask about them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.database import db
from app.core.errors import NotFound, RuleBroken
from app.people import absence_actions, queries
from app.people.models import Absence, Person, Role, Substitution, TeamLead
from tests.client import CheckingClient
from tests.conftest import NOW
from tests.factories import make_person

KEY = re.compile(r'name="key"[^>]*value="([^"]+)"')
TODAY = NOW.date()
DAY = timedelta(days=1)


def _substitution(person: Person, substitute: Person, **fields: date) -> Substitution:
    row = Substitution(
        person_id=person.id, substitute_id=substitute.id, **{"first_day": TODAY, **fields}
    )
    db.session.add(row)
    db.session.commit()
    return row


def _name(
    client: CheckingClient, person: Person, substitute: Person, **changes: str
) -> tuple[int, str]:
    path = f"/people/{person.id}/substitutions/new"
    key = KEY.search(client.get(path).text)
    assert key is not None
    data = {"substitute": str(substitute.id), "first_day": "2026-11-23", "key": key.group(1)}
    answer = client.post(path, data={**data, **changes})
    return answer.status_code, answer.text


def test_name_change_and_end(client: CheckingClient) -> None:
    person, substitute = make_person(Role.ALDERMAN), make_person(Role.ALDERMAN, name="Burgemeester")
    client.sign_in(person)
    assert _name(client, person, substitute)[0] == 302
    page = client.get("/people/me").text
    assert "Burgemeester" in page
    assert "nu plaatsvervanger" in page
    row = db.session.scalars(select(Substitution)).one()
    edit = f"/people/{person.id}/substitutions/{row.id}/edit"
    assert "Burgemeester als plaatsvervanger van" in client.get(edit).text
    data = {"seen": "2026-11-23/", "first_day": "2026-11-20", "last_day": "2026-12-11"}
    assert client.post(edit, data=data).status_code == 302
    assert db.session.scalars(select(Substitution.last_day)).one() == date(2026, 12, 11)
    client.post(f"/people/{person.id}/substitutions/{row.id}/end")
    assert db.session.scalars(select(Substitution.last_day)).one() == TODAY - DAY
    assert queries.substitutes_of(person.id, TODAY) == []


def test_the_substitute_sees_for_whom(client: CheckingClient) -> None:
    person, substitute = make_person(name="Wethouder ruimte"), make_person()
    _substitution(person, substitute)
    client.sign_in(substitute)
    page = client.get("/people/me").text
    assert "U bent plaatsvervanger van" in page
    assert "Wethouder ruimte" in page


@pytest.mark.parametrize(
    ("roles", "other", "fits"),
    [
        ((Role.ALDERMAN,), (Role.ALDERMAN,), True),
        ((Role.ALDERMAN,), (Role.OFFICER,), False),
        ((Role.OFFICER,), (Role.OFFICER, Role.ADVISER), True),
        ((Role.OFFICER,), (Role.ALDERMAN,), False),
        ((Role.OFFICER, Role.COORDINATOR), (Role.COORDINATOR,), False),
        ((Role.ADVISER,), (Role.ADVISER,), True),
        ((Role.ADVISER,), (Role.CLERK,), False),
    ],
)
def test_the_role_must_fit(
    client: CheckingClient, roles: tuple[Role, ...], other: tuple[Role, ...], fits: bool
) -> None:
    person, colleague = make_person(*roles), make_person(*other, name="De collega")
    client.sign_in(person)
    offered = client.get(f"/people/{person.id}/substitutions/new").text
    assert ("De collega" in offered) is fits
    code, page = _name(client, person, colleague)
    assert code == (302 if fits else 422)
    if not fits:
        assert "Kies een van de mogelijkheden in de lijst." in page


def test_the_action_says_why_a_role_does_not_fit(app: Flask) -> None:
    from_roles = {
        Role.ALDERMAN: "Een wethouder of burgemeester kan alleen worden vervangen door",
        Role.OFFICER: "Een beleidsambtenaar kan alleen worden vervangen door",
        Role.ADVISER: "De plaatsvervanger moet dezelfde rol hebben.",
    }
    for role, sentence in from_roles.items():
        person, clerk = make_person(role), make_person(Role.CLERK)
        with pytest.raises(RuleBroken, match=sentence):
            absence_actions.record_substitution(person, person, clerk, TODAY, None)


def test_overlap_with_the_same_person_is_refused(client: CheckingClient) -> None:
    person, substitute = make_person(), make_person(name="Collega jeugd")
    client.sign_in(person)
    _substitution(person, substitute, last_day=TODAY + 7 * DAY)
    code, page = _name(client, person, substitute, first_day="2026-11-30")
    assert code == 422
    assert "Collega jeugd is in deze periode al plaatsvervanger." in page
    assert _name(client, person, substitute, first_day="2026-12-01")[0] == 302


def test_a_substitute_who_is_away_gives_a_warning(client: CheckingClient) -> None:
    person, substitute = make_person(), make_person(name="Collega jeugd")
    db.session.add(
        Absence(person_id=substitute.id, first_day=TODAY + DAY, last_day=TODAY + 3 * DAY)
    )
    db.session.commit()
    client.sign_in(person)
    assert _name(client, person, substitute, last_day="2026-12-11")[0] == 302
    page = client.get(f"/people/{person.id}/absence").text
    assert "Let op: Collega jeugd is zelf afwezig van di 24 november" in page


def test_the_coordinator_names_one_for_an_officer(client: CheckingClient) -> None:
    person, substitute = make_person(), make_person()
    client.sign_in(make_person(Role.COORDINATOR, name="Coördinator regio"))
    assert _name(client, person, substitute)[0] == 302
    assert "vastgelegd door Coördinator regio" in client.get(f"/people/{person.id}/absence").text


def test_what_other_rooms_ask(app: Flask) -> None:
    person, substitute, gone = make_person(), make_person(), make_person(active=False)
    _substitution(person, substitute, last_day=TODAY + 7 * DAY)
    _substitution(person, gone)
    for day, found in (
        (TODAY - DAY, False),
        (TODAY, True),
        (TODAY + 7 * DAY, True),
        (TODAY + 8 * DAY, False),
    ):
        assert queries.substitutes_of(person.id, day) == ([substitute] if found else [])
        assert queries.principals_of(substitute.id, day) == ([person] if found else [])
        ids = db.session.scalars(queries.principal_ids(substitute, day)).all()
        assert ids == ([person.id] if found else [])


def test_team_leaders(app: Flask) -> None:
    officer, leader, next_one = make_person(), make_person(), make_person()
    for who, first, last in ((leader, None, TODAY), (next_one, TODAY + DAY, None)):
        row = TeamLead(officer_id=officer.id, leader_id=who.id, valid_from=first, valid_to=last)
        db.session.add(row)
    db.session.commit()
    assert queries.leaders_of(officer.id, TODAY) == [leader]
    assert queries.leaders_of(officer.id, TODAY + DAY) == [next_one]
    assert db.session.scalars(queries.led_officer_ids(leader, TODAY)).all() == [officer.id]
    assert db.session.scalars(queries.led_officer_ids(leader, TODAY + DAY)).all() == []


def test_finding_people(app: Flask) -> None:
    late = make_person(Role.ALDERMAN, name="wethouder Z")
    early = make_person(Role.ALDERMAN, Role.OFFICER, name="Wethouder A")
    make_person(Role.ALDERMAN, active=False)
    assert queries.people_with_role(Role.ALDERMAN) == [early, late]
    assert queries.people_with_role(Role.ALDERMAN, Role.OFFICER) == [early, late]
    assert queries.find_by_email(late.email.upper()) == late
    assert queries.find_by_email("niemand@haren.example") is None
    assert queries.get_person(late.id) == late
    with pytest.raises(NotFound):
        queries.get_person(999999)
