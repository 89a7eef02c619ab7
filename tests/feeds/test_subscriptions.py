"""People make, renew and end their own subscriptions; those of others do not exist for them."""

from __future__ import annotations

import re
import uuid

from flask import Flask
from sqlalchemy import select

from app.core.database import db
from app.feeds.models import Subscription
from app.register.portfolio_models import Portfolio
from tests.client import CheckingClient
from tests.factories import make_meeting, make_partnership, make_person
from tests.feeds.calendars import events_in, fetch, make_feed


def key() -> str:
    """The key of a form that was just opened."""
    return str(uuid.uuid4())


def shown_address(html: str) -> str:
    """The path of the address on the page."""
    found = re.search(r'value="http://localhost(/feeds/[^"]+\.ics)"', html)
    assert found
    return found[1]


def test_the_address_is_shown_once_and_works(app: Flask, client: CheckingClient) -> None:
    officer = make_person()
    meeting = make_meeting(officer=officer)
    client.sign_in(officer)
    form = {"scope": "mine", "key": key()}
    page = client.post("/feeds/", data=form)
    assert page.status_code == 200
    assert 'href="webcal://localhost/feeds/' in page.text
    address = shown_address(page.text)
    assert address.endswith("/mijn-vergaderingen.ics")
    assert set(events_in(fetch(client, address))) == {meeting.uid}
    again = client.post("/feeds/", data=form)
    assert again.status_code == 302
    assert len(db.session.scalars(select(Subscription)).all()) == 1
    assert address.split("/")[2] not in client.get("/feeds/").text


def test_a_new_address_ends_the_old_one(app: Flask, client: CheckingClient) -> None:
    person = make_person()
    old = make_feed(person)
    number = db.session.scalars(select(Subscription.id)).one()
    new = shown_address(client.sign_in(person).post(f"/feeds/{number}/renew").text)
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200


def test_ending_a_subscription_empties_it(app: Flask, client: CheckingClient) -> None:
    person = make_person()
    make_meeting(officer=person)
    address = make_feed(person)
    number = db.session.scalars(select(Subscription.id)).one()
    assert client.sign_in(person).post(f"/feeds/{number}/revoke").status_code == 302
    assert events_in(fetch(client, address)) == {}
    assert client.post(f"/feeds/{number}/revoke").status_code == 409


def test_what_is_missing_is_said_at_its_field(app: Flask, client: CheckingClient) -> None:
    make_partnership()
    client.sign_in(make_person())
    for form, sentence in (
        ({"scope": "partnership"}, "Kies een samenwerkingsverband."),
        ({"scope": "portfolio"}, "Kies een portefeuille."),
        ({"scope": "geheim"}, "Kies een van de mogelijkheden in de lijst."),
    ):
        page = client.post("/feeds/", data={**form, "key": key()})
        assert page.status_code == 422
        assert sentence in page.text
    assert db.session.scalars(select(Subscription)).all() == []


def test_the_longest_name_of_a_portfolio_fits(app: Flask, client: CheckingClient) -> None:
    portfolio = Portfolio(name="Zorg " * 23 + "jeugd")
    db.session.add(portfolio)
    db.session.commit()
    client.sign_in(make_person())
    form = {"scope": "portfolio", "portfolio_id": str(portfolio.id), "key": key()}
    assert client.post("/feeds/", data=form).status_code == 200


def test_subscriptions_of_others_do_not_exist(app: Flask, client: CheckingClient) -> None:
    make_feed(make_person(name="Iemand anders"))
    number = db.session.scalars(select(Subscription.id)).one()
    client.sign_in(make_person("administrator", "secretary", "coordinator"))
    assert client.post(f"/feeds/{number}/renew").status_code == 404
    assert client.post(f"/feeds/{number}/revoke").status_code == 404
    assert "nog geen abonnement" in client.get("/feeds/").text


def test_the_page_tells_when_a_program_last_read_it(app: Flask, client: CheckingClient) -> None:
    person = make_person()
    address = make_feed(person)
    client.sign_in(person)
    assert "nog nooit" in client.get("/feeds/").text
    client.get(address).close()
    assert "nog nooit" not in client.get("/feeds/").text
