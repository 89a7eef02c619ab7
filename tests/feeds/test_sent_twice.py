"""A form about a subscription that is sent twice does its work once."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select

from app.core import clock, journal
from app.core.database import db
from app.core.forms import CreationKey
from app.feeds.tokens import Renewal, renewed_token
from app.people.sessions import start_session
from tests.client import CheckingClient
from tests.conftest import MakeApp
from tests.factories import make_person
from tests.feeds.calendars import make_feed
from tests.feeds.test_subscriptions import form, only, shown_addresses


def fields_in(html: str) -> dict[str, str]:
    """What the form on the page sends unseen: its key, by which it counts once, and more."""
    fields = BeautifulSoup(html, "html.parser").select("form:has(input[name=key]) input")
    return {str(one["name"]): str(one["value"]) for one in fields}


def test_sent_again_a_new_address_stays_the_one_that_was_shown(
    app: Flask, client: CheckingClient
) -> None:
    """Of a double click the second answer is on the screen: the same address. Later it is not."""
    person = make_person()
    make_feed(person)
    number = only().id
    client.sign_in(person)
    sent = fields_in(client.get(f"/feeds/{number}/renew").text)
    [new] = shown_addresses(client.post(f"/feeds/{number}/renew", data=sent).text)
    assert shown_addresses(client.post(f"/feeds/{number}/renew", data=sent).text) == [new]
    clock.stop_at(clock.now() + timedelta(minutes=2))
    again = client.post(f"/feeds/{number}/renew", data=sent)
    assert "Dit adres is al getoond" in client.get(again.location).text
    assert client.get(new).status_code == 200
    entries = select(journal.JournalEntry).where(journal.JournalEntry.action == "feed.renew")
    assert len(db.session.scalars(entries).all()) == 1
    opened = fields_in(client.get(f"/feeds/{number}/renew").text)
    [newer] = shown_addresses(client.post(f"/feeds/{number}/renew", data=opened).text)
    assert [client.get(one).status_code for one in (new, newer)] == [404, 200]
    old = client.post(f"/feeds/{number}/renew", data=sent)
    assert "Dit adres is al getoond" in client.get(old.location).text
    assert client.get(newer).status_code == 200


@pytest.mark.parametrize(
    "chosen", [form("mine"), form("mine", "deadlines", together="apart")], ids=["one", "each"]
)
def test_of_a_double_click_on_a_new_calendar_the_addresses_are_on_the_screen(
    app: Flask, client: CheckingClient, chosen: Mapping[str, object]
) -> None:
    client.sign_in(make_person())
    opened = fields_in(client.get("/feeds/new").text)
    sent = {**chosen, "key": opened["key"], "seed": opened["seed"]}
    first = shown_addresses(client.post("/feeds/new", data=sent).text)
    assert len(first) == len(set(first)) >= 1
    assert shown_addresses(client.post("/feeds/new", data=sent).text) == first
    assert all(client.get(one).status_code == 200 for one in first)
    clock.stop_at(clock.now() + timedelta(minutes=2))
    late = client.post("/feeds/new", data=sent)
    assert "Dit adres is al getoond" in client.get(late.location).text
    kept = db.session.scalars(select(CreationKey)).all()
    assert all(opened["seed"] not in f"{one.key} {one.url}" for one in kept)


def test_of_two_pages_that_were_opened_the_first_gives_the_address(
    app: Flask, client: CheckingClient
) -> None:
    """The other hears what happened; what it shows then renews once more, if that is meant."""
    person = make_person()
    make_feed(person)
    number = only().id
    client.sign_in(person)
    first, second = (fields_in(client.get(f"/feeds/{number}/renew").text) for _page in range(2))
    [new] = shown_addresses(client.post(f"/feeds/{number}/renew", data=first).text)
    late = client.post(f"/feeds/{number}/renew", data=second)
    assert late.status_code == 409
    assert "Er is nu niets vernieuwd" in late.text
    assert "intussen al vernieuwd, in een ander venster" in late.text
    assert shown_addresses(late.text) == []
    assert client.get(new).status_code == 200
    assert client.post(f"/feeds/{number}/renew", data=second).status_code == 409
    shown = fields_in(late.text)
    [newer] = shown_addresses(client.post(f"/feeds/{number}/renew", data=shown).text)
    assert [client.get(one).status_code for one in (new, newer)] == [404, 200]


def test_another_name_meanwhile_is_no_other_address(app: Flask, client: CheckingClient) -> None:
    person = make_person()
    make_feed(person)
    number = only().id
    client.sign_in(person)
    opened = fields_in(client.get(f"/feeds/{number}/renew").text)
    changed = {**form("all", name="Anders"), "version": str(only().version)}
    assert client.post(f"/feeds/{number}/edit", data=changed).status_code == 302
    [new] = shown_addresses(client.post(f"/feeds/{number}/renew", data=opened).text)
    assert client.get(new).status_code == 200


def test_an_address_cannot_be_made_again_from_what_is_stored(
    app: Flask, client: CheckingClient
) -> None:
    """Neither by who knows all that the form sent, without the secret of this installation."""
    person = make_person()
    make_feed(person)
    number = only().id
    client.sign_in(person)
    sent = fields_in(client.get(f"/feeds/{number}/renew").text)
    wish = Renewal(sent["instead_of"], sent["seed"])
    [new] = shown_addresses(client.post(f"/feeds/{number}/renew", data=sent).text)
    token = new.split("/")[2]
    assert len(token) == 43
    assert renewed_token(only(), wish) == token
    for other in (wish._replace(seed="?"), wish._replace(instead_of="?")):
        assert renewed_token(only(), other) is None
    kept = db.session.scalars(select(CreationKey)).all()
    assert all(sent["seed"] not in f"{one.key} {one.url}" for one in kept)
    app.config["SECRET_KEY"], secret = "another", app.config["SECRET_KEY"]
    found = renewed_token(only(), wish)
    app.config["SECRET_KEY"] = secret
    assert found is None


def test_a_double_click_ends_or_changes_once(app: Flask, client: CheckingClient) -> None:
    person = make_person()
    make_feed(person)
    number = only().id
    client.sign_in(person)
    sent = {**form("all", color="teal"), "version": str(only().version)}
    ending = fields_in(client.get(f"/feeds/{number}/revoke").text)
    for deed, data, words in (
        ("edit", sent, "Het abonnement is gewijzigd"),
        ("revoke", ending, "Het abonnement is beëindigd"),
    ):
        for _time in range(2):
            answer = client.post(f"/feeds/{number}/{deed}", data=data)
            assert (answer.status_code, answer.location) == (302, "/feeds/")
            assert words in client.get(answer.location).text
    entries = db.session.scalars(select(journal.JournalEntry.action)).all()
    done = [action for action in entries if action.startswith("feed.")]
    assert done == ["feed.subscribe", "feed.change", "feed.revoke"]


def test_other_parts_alone_are_a_version_too(app: Flask, client: CheckingClient) -> None:
    """With a name of its own only the parts change; another window still shows the old ones."""
    person = make_person()
    make_feed(person)
    number = only().id
    client.sign_in(person)

    def send(*parts: str, version: int) -> int:
        sent = {**form(*parts, name="Bestuur"), "version": str(version)}
        return client.post(f"/feeds/{number}/edit", data=sent).status_code

    assert send("mine", version=only().version) == 302
    shown = only().version
    assert send("mine", "all", version=shown) == 302
    assert send("deadlines", version=shown) == 409
    assert {part.scope for part in only().parts} == {"mine", "all"}


@pytest.mark.parametrize(
    ("deed", "codes"), [("renew", [200, 200]), ("edit", [302, 302]), ("revoke", [302, 302])]
)
def test_twice_at_once_is_once(make_app: MakeApp, deed: str, codes: list[int]) -> None:
    app = make_app()
    with app.app_context():
        person = make_person()
        make_feed(person)
        number, token = only().id, start_session(person)
        wish = Renewal.of(only())._asdict()
        sent = {**form("all"), **wish, "version": str(only().version)}
        db.session.commit()
    start = Barrier(2)

    def send(data: Mapping[str, object]) -> tuple[int, str]:
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = token
            session["_fresh"] = True
        start.wait()
        answer = client.post(f"/feeds/{number}/{deed}", data=data)
        return answer.status_code, answer.text

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(send, (sent, sent)))
    assert [code for code, _page in answers] == codes
    if deed == "renew":
        [address], [same] = (shown_addresses(page) for _code, page in answers)
        assert address == same
        assert app.test_client().get(address).status_code == 200
    with app.app_context():
        done = select(func.count()).select_from(journal.JournalEntry)
        found = done.where(journal.JournalEntry.action.startswith("feed."))
        assert db.session.scalar(found) == 2
