"""The administrator's first page: what comes first, what is where, whether all is well."""

from __future__ import annotations

from datetime import date

from flask import Flask
from sqlalchemy import select

from app.administration.backup.history import record_backup
from app.core.database import db
from app.core.jobs.models import JobWorker
from app.days.models import Period
from app.feeds.actions import revoke, subscribe
from app.feeds.content.noting import note_size
from app.feeds.parts import Wanted
from app.messages.models import Mail, Message
from app.people.models import Person
from app.register.portfolio_models import Portfolio, PortfolioHolder
from tests.client import CheckingClient
from tests.conftest import NOW
from tests.factories import make_body, make_person

START = "/administration/"


def administrator(client: CheckingClient) -> Person:
    """Somebody who may see it, signed in."""
    person = make_person("administrator", password_hash="x")
    client.sign_in(person)
    return person


def test_an_empty_installation_says_what_comes_first(client: CheckingClient) -> None:
    administrator(client)
    page = client.get(START).text
    assert "Wat eerst" in page
    assert "(gedaan)" not in page
    assert page.index("Geef collega’s een account") < page.index("Vul het register")
    make_person("officer")
    assert client.get(START).text.count("(gedaan)") == 1


def test_what_is_done_is_ticked_until_nothing_is_left(client: CheckingClient) -> None:
    administrator(client)
    make_body()
    alderman = make_person("alderman")
    db.session.add(Portfolio(name="Zorg", holders=[PortfolioHolder(person=alderman)]))
    db.session.commit()
    assert client.get(START).text.count("(gedaan)") == 4
    day = date(2026, 12, 25)
    db.session.add(
        Period(kind="recess", name="Kerst", first_day=day, last_day=day, source="", version=1)
    )
    record_backup()
    db.session.commit()
    assert "Wat eerst" not in client.get(START).text


def test_it_says_what_is_not_well(client: CheckingClient) -> None:
    person = administrator(client)
    page = client.get(START).text
    assert "De werker draait niet." in page
    assert "nog nooit" in page
    assert "2 dingen vragen uw aandacht." in page
    record_backup()
    db.session.add(JobWorker(id="w", started_at=NOW, beat_at=NOW))
    db.session.commit()
    assert "Alles is in orde." in client.get(START).text
    mail = Mail(person_id=person.id, message_id="<m@x>", made_at=NOW, state="uncertain")
    db.session.add(mail)
    db.session.commit()
    assert "Van 1 mail is niet zeker" in client.get(START).text


def test_the_owner_of_an_account_hears_of_a_link(client: CheckingClient, app: Flask) -> None:
    administrator(client)
    owner = make_person(language="en")
    for _turn in range(2):
        answer = client.post(f"/administration/accounts/{owner.id}/link")
        assert answer.status_code == 200
    told = db.session.scalars(select(Message).where(Message.person_id == owner.id)).all()
    assert len(told) == 2
    assert "An administrator made a link" in told[0].text
    assert all("/sign-in/link" not in one.text + one.url for one in told)


def test_a_calendar_that_google_may_stop_reading_is_named(client: CheckingClient) -> None:
    administrator(client)
    owner = make_person("coordinator", name="Coördinator regio")
    subscription, _token = subscribe(owner, [Wanted("all")], actor=owner)
    db.session.flush()
    note_size(subscription.id, 800_000)
    db.session.commit()
    assert "Te groot" not in client.get(START).text
    note_size(subscription.id, 812_345)
    db.session.commit()
    page = client.get(START).text
    assert "“Alle vergaderingen” van Coördinator regio (812 kB)" in page
    assert "minder in te zetten" in page
    client.sign_in(owner)
    assert "Deze agenda is groot (812 kB)" in client.get("/feeds/").text
    revoke(subscription, owner)
    db.session.commit()
    administrator(client)
    assert "Te groot" not in client.get(START).text
