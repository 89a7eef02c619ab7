"""There is always an administrator left, also when two of them act at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.people import account_actions
from app.people.models import Person, Role
from app.people.queries import people_with_role
from tests.client import CheckingClient
from tests.conftest import MakeApp
from tests.factories import make_person


def _without_role(actor: Person, person: Person) -> None:
    account_actions.change_account(
        actor,
        person,
        person.version,
        email=person.email,
        name=person.name,
        title=person.title,
        role_names=["officer"],
    )
    db.session.commit()


def test_the_last_one_keeps_the_role(app: Flask) -> None:
    last = make_person(Role.ADMINISTRATOR, Role.OFFICER)
    make_person(Role.ADMINISTRATOR, active=False)
    with pytest.raises(RuleBroken, match="Dit is de enige beheerder") as caught:
        _without_role(last, last)
    assert caught.value.field == "roles"
    db.session.rollback()
    make_person(Role.ADMINISTRATOR)
    _without_role(last, last)
    assert not db.session.get_one(Person, last.id).has_role(Role.ADMINISTRATOR)


def test_the_form_says_so(client: CheckingClient) -> None:
    last = make_person(Role.ADMINISTRATOR)
    client.sign_in(last)
    data = {"version": "1", "name": last.name, "email": last.email, "roles": ["officer"]}
    answer = client.post(f"/administration/accounts/{last.id}/edit", data=data)
    assert answer.status_code == 422
    assert "Dit is de enige beheerder." in answer.text


def test_nobody_switches_oneself_off(client: CheckingClient) -> None:
    person = make_person(Role.ADMINISTRATOR)
    make_person(Role.ADMINISTRATOR)
    client.sign_in(person)
    client.post(f"/administration/accounts/{person.id}/deactivate")
    page = client.get(f"/administration/accounts/{person.id}").text
    assert "U kunt uw eigen account niet uitschakelen." in page
    assert db.session.get_one(Person, person.id).active


def test_an_action_checks_the_role_itself(app: Flask) -> None:
    officer, other = make_person(), make_person(Role.ADMINISTRATOR)
    for deed in (account_actions.deactivate_account, account_actions.activate_account):
        with pytest.raises(NotAllowed):
            deed(officer, other)
    with pytest.raises(NotAllowed):
        _without_role(officer, other)


@pytest.mark.parametrize("deed", ["deactivate", "change"])
def test_two_administrators_removing_each_other(make_app: MakeApp, deed: str) -> None:
    app = make_app()
    with app.app_context():
        ids = [make_person(Role.ADMINISTRATOR).id for _number in range(2)]
    start = Barrier(2)

    def remove(turn: int) -> bool:
        with app.app_context():
            start.wait()
            actor = db.session.get_one(Person, ids[turn])
            other = db.session.get_one(Person, ids[1 - turn])
            try:
                if deed == "change":
                    _without_role(actor, other)
                else:
                    account_actions.deactivate_account(actor, other)
                    db.session.commit()
            except (RuleBroken, NotAllowed):
                db.session.rollback()
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(remove, (0, 1)))
    assert sum(done) == 1
    with app.app_context():
        assert len(people_with_role(Role.ADMINISTRATOR)) == 1
