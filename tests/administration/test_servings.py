"""For whom a secretary works: a relation with dates, kept by the administrator."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.core.database import db
from app.people.models import Person, Role, Serving
from app.people.serving_queries import served_by
from tests.client import CheckingClient
from tests.conftest import NOW
from tests.factories import make_person, make_serving

KEY = re.compile(r'name="key"[^>]*value="([^"]+)"')
TODAY = NOW.date()


@pytest.fixture
def secretary(client: CheckingClient) -> Person:
    """A secretary, seen by the administrator who is signed in."""
    client.sign_in(make_person(Role.ADMINISTRATOR))
    return make_person(Role.SECRETARY, name="Bestuurssecretariaat")


def _add(
    client: CheckingClient,
    secretary: Person,
    alderman: Person,
    first: str = "2026-11-23",
    last: str = "",
) -> tuple[int, str]:
    path = f"/administration/accounts/{secretary.id}/servings/new"
    key = KEY.search(client.get(path).text)
    assert key is not None
    data = {"key": key.group(1), "alderman": str(alderman.id), "first": first, "last": last}
    answer = client.post(path, data=data)
    return answer.status_code, answer.text


def test_add_change_and_end(client: CheckingClient, secretary: Person) -> None:
    alderman = make_person(Role.ALDERMAN, name="Wethouder sociaal domein")
    page = client.get(f"/administration/accounts/{secretary.id}").text
    assert "Voor niemand in het bijzonder" in page
    assert _add(client, secretary, alderman)[0] == 302
    assert served_by(secretary, TODAY) == [alderman]
    page = client.get(f"/administration/accounts/{secretary.id}").text
    assert "Wethouder sociaal domein" in page
    assert "Bestuurssecretariaat" in client.get(f"/administration/accounts/{alderman.id}").text
    row = db.session.scalars(select(Serving)).one()
    base = f"/administration/accounts/{secretary.id}/servings/{row.id}"
    assert client.get(f"{base}/edit").status_code == 200
    assert client.post(f"{base}/edit", data={"first": "2026-01-01"}).status_code == 302
    client.post(f"{base}/end")
    ended = db.session.scalars(select(Serving)).one()
    assert (ended.valid_from, ended.valid_to) == (date(2026, 1, 1), TODAY - timedelta(days=1))
    assert served_by(secretary, TODAY) == []


def test_both_see_it_on_their_own_page(client: CheckingClient, secretary: Person) -> None:
    alderman = make_person(Role.ALDERMAN, name="Wethouder sociaal domein")
    make_serving(secretary, alderman)
    page = client.sign_in(secretary).get("/people/me").text
    assert "Voor wie u werkt" in page
    assert "Wethouder sociaal domein" in page
    page = client.sign_in(alderman).get("/people/me").text
    assert "Uw secretariaat" in page
    assert "Bestuurssecretariaat" in page


def test_mistakes(client: CheckingClient, secretary: Person) -> None:
    alderman = make_person(Role.ALDERMAN)
    code, page = _add(client, secretary, alderman, "2026-12-04", "2026-12-01")
    assert (code, "De laatste dag ligt vóór de eerste dag." in page) == (422, True)
    code, page = _add(client, secretary, make_person(Role.OFFICER))
    assert (code, "Kies een van de mogelijkheden in de lijst." in page) == (422, True)
    assert _add(client, secretary, alderman)[0] == 302
    code, page = _add(client, secretary, alderman, "2026-12-01")
    assert (code, "Dit staat er in deze periode al." in page) == (422, True)
    code, page = _add(client, make_person(Role.CLERK), alderman)
    assert (code, "Alleen het secretariaat werkt hier voor een portefeuillehouder." in page) == (
        422,
        True,
    )


def test_serving_ends_with_the_role_and_with_the_account(app: object) -> None:
    secretary, alderman = make_person(Role.SECRETARY), make_person(Role.ALDERMAN)
    make_serving(secretary, alderman, valid_to=TODAY)
    assert served_by(secretary, TODAY) == [alderman]
    assert served_by(secretary, TODAY + timedelta(days=1)) == []
    alderman.active = False
    db.session.commit()
    assert served_by(secretary, TODAY) == []
    officer = make_person(Role.OFFICER)
    make_serving(officer, make_person(Role.ALDERMAN))
    assert served_by(officer, TODAY) == []
