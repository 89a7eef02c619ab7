"""People make, change, renew and end their own subscriptions; those of others do not exist."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from app.core import journal
from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.feeds import actions
from app.feeds.models import Subscription
from app.feeds.parts import Wanted
from app.feeds.tokens import Renewal
from app.register.portfolio_models import Portfolio
from tests.client import CheckingClient
from tests.factories import (
    make_meeting,
    make_partnership,
    make_person,
    make_serving,
    make_substitution,
)
from tests.feeds.calendars import events_in, fetch, make_feed


def form(*parts: str, **fields: str) -> dict[str, Any]:
    """What a browser sends of the form for a new subscription."""
    usual = {"name": "", "together": "together", "with_cancelled": "y", "color": "", "alarm": ""}
    return {"parts": [*parts], **usual, "key": str(uuid.uuid4()), **fields}


def shown_addresses(html: str) -> list[str]:
    """The paths of the addresses on the page."""
    return re.findall(r'value="http://localhost(/feeds/[^"]+\.ics)"', html)


def only() -> Subscription:
    """The one subscription there is."""
    return db.session.scalars(select(Subscription)).one()


def chosen(html: str) -> set[str]:
    """The parts that are ticked."""
    boxes = BeautifulSoup(html, "html.parser").select("input[name=parts][checked]")
    return {str(box["value"]) for box in boxes}


def test_the_address_is_shown_once_and_works(app: Flask, client: CheckingClient) -> None:
    officer = make_person()
    meeting = make_meeting(officer=officer)
    client.sign_in(officer)
    sent = form("mine")
    page = client.post("/feeds/new", data=sent)
    assert page.status_code == 200
    assert 'href="webcal://localhost/feeds/' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    [address] = shown_addresses(page.text)
    assert address.endswith("/mijn-vergaderingen.ics")
    assert set(events_in(fetch(client, address))) == {meeting.uid}
    again = client.post("/feeds/new", data=sent)
    assert again.status_code == 302
    assert only().person == officer
    for url in ("/feeds/", "/feeds/how"):
        assert address.split("/")[2] not in client.get(url).text


def test_several_things_together_or_each_apart(app: Flask, client: CheckingClient) -> None:
    officer = make_person()
    mine, other = make_meeting(officer=officer), make_meeting()
    partnership = other.body.partnership
    client.sign_in(officer)
    keys = ("mine", f"partnership:{partnership.id}")
    [address] = shown_addresses(client.post("/feeds/new", data=form(*keys)).text)
    assert set(events_in(fetch(client, address))) == {mine.uid, other.uid}
    assert only().name == f"Mijn vergaderingen + {partnership.name}"
    apart = shown_addresses(client.post("/feeds/new", data=form(*keys, together="apart")).text)
    held = [set(events_in(fetch(client, address))) for address in apart]
    assert held == [{mine.uid}, {other.uid}]


def test_a_name_a_look_and_what_becomes_of_cancelled_ones(
    app: Flask, client: CheckingClient
) -> None:
    client.sign_in(make_person())
    sent = form("mine", name="  Bestuur  ", color="teal", alarm="60")
    del sent["with_cancelled"]
    assert client.post("/feeds/new", data=sent).status_code == 200
    made = only()
    assert (made.name, made.color, made.alarm_minutes) == ("Bestuur", "teal", 60)
    assert made.with_cancelled is False


def test_what_is_wrong_is_said_and_what_was_chosen_stays(
    app: Flask, client: CheckingClient
) -> None:
    partnership = make_partnership()
    client.sign_in(make_person())
    key = f"partnership:{partnership.id}"
    for sent, sentence in (
        (form(), "Kies wat u in de agenda wilt."),
        (form("geheim"), "Kies een van de mogelijkheden in de lijst."),
        (form("partnership:999999"), "Kies een van de mogelijkheden in de lijst."),
        (form("mine", key, alarm="7"), "Kies een van de mogelijkheden in de lijst."),
        (form("mine", key, name="x" * 121), "gebruik hoogstens 120 tekens"),
        (form("mine", key, name="Bestuur", together="apart"), "kan alleen bij één agenda"),
    ):
        page = client.post("/feeds/new", data=sent)
        assert page.status_code == 422
        assert sentence in page.text
        assert chosen(page.text) == set(sent["parts"]) & {"mine", key}
        assert f'value="{sent["name"]}"' in page.text
    assert db.session.scalars(select(Subscription)).all() == []


def test_one_can_follow_only_whom_one_works_for_or_stands_in_for(
    app: Flask, client: CheckingClient
) -> None:
    secretary, served, away = (
        make_person("secretary"),
        make_person("alderman", name="Wethouder Wonen"),
        make_person("alderman", name="Wethouder Zorg"),
    )
    stranger = make_person("alderman", name="Wethouder Geld")
    make_serving(secretary, served)
    make_substitution(away, secretary)
    client.sign_in(secretary)
    page = client.get("/feeds/new").text
    for words, offered in (
        ("Vergaderingen van Wethouder Wonen", True),
        ("Deadlines van Wethouder Wonen", True),
        ("Vergaderingen van Wethouder Zorg", True),
        ("Deadlines van Wethouder Zorg", False),
        ("Vergaderingen van Wethouder Geld", False),
    ):
        assert (words in page) == offered
    assert client.post("/feeds/new", data=form(f"person:{stranger.id}")).status_code == 422
    for part in (
        Wanted("person", of_person_id=stranger.id),
        Wanted("deadlines", of_person_id=away.id),
    ):
        with pytest.raises(RuleBroken, match="voor wie u werkt"):
            actions.subscribe(secretary, [part], actor=secretary)
    with pytest.raises(NotAllowed):
        actions.subscribe(served, [Wanted("mine")], actor=secretary)
    assert client.post("/feeds/new", data=form(f"person:{served.id}")).status_code == 200
    assert only().name == "Vergaderingen van Wethouder Wonen"


def test_the_page_says_when_somebody_is_no_longer_followed(
    app: Flask, client: CheckingClient
) -> None:
    secretary, alderman = make_person("secretary"), make_person("alderman", name="Wethouder Wonen")
    serving = make_serving(secretary, alderman)
    make_feed(secretary, "person", of_person_id=alderman.id)
    client.sign_in(secretary)
    sentence = "De vergaderingen van Wethouder Wonen staan er nu niet in"
    assert sentence not in client.get("/feeds/").text
    number, key = only().id, f"person:{alderman.id}"
    db.session.delete(serving)
    db.session.commit()
    assert sentence in client.get("/feeds/").text
    page = client.get(f"/feeds/{number}/edit").text
    assert chosen(page) == {key}
    assert "Vergaderingen van Wethouder Wonen (geeft nu niets)" in page
    sent = {**form(key, name="Wonen"), "version": str(only().version)}
    assert client.post(f"/feeds/{number}/edit", data=sent).status_code == 302
    assert only().name == "Wonen"


def test_what_is_in_a_calendar_changes_behind_the_same_address(
    app: Flask, client: CheckingClient
) -> None:
    officer = make_person()
    mine, other = make_meeting(officer=officer), make_meeting()
    address = make_feed(officer)
    client.sign_in(officer)
    number, key = only().id, f"partnership:{other.body.partnership_id}"
    assert chosen(client.get(f"/feeds/{number}/edit").text) == {"mine"}
    sent = {**form(key, color="purple"), "version": str(only().version)}
    assert client.post(f"/feeds/{number}/edit", data=sent).status_code == 302
    assert set(events_in(fetch(client, address))) == {other.uid}
    assert only().name == other.body.partnership.name
    entry = db.session.scalars(
        select(journal.JournalEntry).where(journal.JournalEntry.action == "feed.change")
    ).one()
    assert set(entry.fields) == {"parts", "name", "color"}
    stale = client.post(f"/feeds/{number}/edit", data={**sent, "parts": ["mine"]})
    assert stale.status_code == 409
    assert "Nu opgeslagen" in stale.text
    assert chosen(stale.text) == {"mine"}
    assert set(events_in(fetch(client, address))) == {other.uid}
    assert mine.uid not in events_in(fetch(client, address))


def test_no_more_than_anybody_can_look_after(
    app: Flask, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST", 2)
    person = make_person()
    make_feed(person)
    client.sign_in(person)
    page = client.post("/feeds/new", data=form("mine", "all", together="apart"))
    assert page.status_code == 422
    assert "hoogstens 2 abonnementen" in page.text
    assert only().person == person
    assert client.post("/feeds/new", data=form("mine", "all")).status_code == 200


def test_a_new_address_ends_the_old_one(app: Flask, client: CheckingClient) -> None:
    person = make_person()
    old = make_feed(person)
    number = db.session.scalars(select(Subscription.id)).one()
    client.sign_in(person)
    assert "werkt dan meteen niet meer" in client.get(f"/feeds/{number}/renew").text
    assert client.get(old).status_code == 200
    wish = Renewal.of(only())._asdict()
    [new] = shown_addresses(client.post(f"/feeds/{number}/renew", data=wish).text)
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200


def test_ending_a_subscription_empties_it(app: Flask, client: CheckingClient) -> None:
    person = make_person()
    make_meeting(officer=person)
    address = make_feed(person)
    number = db.session.scalars(select(Subscription.id)).one()
    client.sign_in(person)
    assert "krijgen voortaan een lege agenda" in client.get(f"/feeds/{number}/revoke").text
    assert client.post(f"/feeds/{number}/revoke").status_code == 302
    assert events_in(fetch(client, address)) == {}
    for deed in ("renew", "revoke"):
        assert client.post(f"/feeds/{number}/{deed}").status_code == 409
    for page in ("renew", "revoke", "edit"):
        assert client.get(f"/feeds/{number}/{page}").status_code == 409


def test_the_longest_name_of_a_portfolio_fits(app: Flask, client: CheckingClient) -> None:
    portfolio = Portfolio(name="Zorg " * 23 + "jeugd")
    db.session.add(portfolio)
    db.session.commit()
    client.sign_in(make_person())
    sent = form(f"portfolio:{portfolio.id}")
    assert client.post("/feeds/new", data=sent).status_code == 200
    assert len(only().name) == 120


def test_subscriptions_of_others_do_not_exist(app: Flask, client: CheckingClient) -> None:
    make_feed(make_person(name="Iemand anders"))
    number = db.session.scalars(select(Subscription.id)).one()
    client.sign_in(make_person("administrator", "secretary", "coordinator"))
    for page in ("renew", "revoke", "edit"):
        assert client.get(f"/feeds/{number}/{page}").status_code == 404
        assert client.post(f"/feeds/{number}/{page}").status_code == 404
    assert "nog geen abonnement" in client.get("/feeds/").text


def test_the_page_tells_when_a_program_last_read_it(app: Flask, client: CheckingClient) -> None:
    person = make_person()
    address = make_feed(person)
    client.sign_in(person)
    assert "nog nooit" in client.get("/feeds/").text
    client.get(address).close()
    assert "nog nooit" not in client.get("/feeds/").text
