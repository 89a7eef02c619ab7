"""What an address gives once it ended: nothing to see for who still asks, then no more."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from app.core import clock, files, jobs
from app.core.database import db
from app.feeds import actions
from app.feeds.address import keeping
from app.feeds.models import Subscription
from app.feeds.tokens import Renewal
from app.people import account_actions
from app.people.sessions import digest
from tests.client import CheckingClient
from tests.factories import make_meeting, make_person
from tests.feeds.calendars import events_in, fetch, make_feed


def hash_of(address: str) -> str:
    """What the database knows of the token in an address."""
    return digest(address.split("/")[2])


def kept_events(address: str) -> int | None:
    """How many events are in what is kept of an address; None without anything."""
    (place,) = keeping.places_of(hash_of(address))
    kept = keeping.latest(place)
    return None if kept is None else kept.body.count(b"BEGIN:VEVENT")


def subscription() -> Subscription:
    """The one subscription of the test."""
    return db.session.query(Subscription).one()


def test_a_revoked_address_is_empty_for_a_month_and_then_gone(
    app: Flask, client: CheckingClient
) -> None:
    officer = make_person()
    make_meeting(officer=officer)
    address = make_feed(officer)
    before = client.get(address)
    assert kept_events(address) == 1
    actions.revoke(subscription(), officer)
    jobs.run_pending()
    assert kept_events(address) == 0, "the database may be away before anybody asks"
    held = {"If-None-Match": before.headers["ETag"]}
    after = client.get(address, headers=held)
    assert after.status_code == 200
    assert events_in(fetch(client, address)) == {}
    assert after.headers["Last-Modified"] > before.headers["Last-Modified"]
    assert client.get(address, headers={"If-None-Match": after.headers["ETag"]}).status_code == 304
    clock.stop_at(clock.now() + timedelta(days=30))
    assert events_in(fetch(client, address)) == {}
    clock.stop_at(clock.now() + timedelta(seconds=1))
    gone = client.get(address, headers=held)
    assert (gone.status_code, gone.mimetype) == (410, "text/plain")
    jobs.run_pending()
    assert client.head(address).status_code == 410


def test_a_renewed_address_is_unknown_at_once(app: Flask, client: CheckingClient) -> None:
    officer = make_person()
    make_meeting(officer=officer)
    address = make_feed(officer)
    held = {"If-None-Match": client.get(address).headers["ETag"]}
    token = actions.renew(subscription(), officer, Renewal.of(subscription()))
    db.session.commit()
    old = client.get(address, headers=held)
    assert (old.status_code, old.mimetype) == (404, "text/plain")
    assert len(events_in(fetch(client, f"/feeds/{token}/agenda.ics"))) == 1
    jobs.run_pending()
    assert keeping.known_addresses() == [digest(token)]


def test_a_closed_account_has_an_empty_calendar_at_once(app: Flask, client: CheckingClient) -> None:
    officer, administrator = make_person(), make_person("administrator")
    make_meeting(officer=officer)
    address = make_feed(officer)
    held = {"If-None-Match": client.get(address).headers["ETag"]}
    account_actions.deactivate_account(administrator, officer)
    db.session.commit()
    assert client.get(address, headers=held).status_code == 200
    assert events_in(fetch(client, address)) == {}
    account_actions.activate_account(administrator, officer)
    db.session.commit()
    assert len(events_in(fetch(client, address))) == 1


def test_what_is_kept_of_a_closed_account_is_emptied(app: Flask, client: CheckingClient) -> None:
    officer, administrator = make_person(), make_person("administrator")
    make_meeting(officer=officer)
    address = make_feed(officer)
    client.get(address)
    account_actions.deactivate_account(administrator, officer)
    assert jobs.run_pending() >= 1
    assert kept_events(address) == 0


def test_what_is_kept_is_tidied_every_day(app: Flask, client: CheckingClient) -> None:
    officer = make_person()
    make_meeting(officer=officer)
    address = make_feed(officer)
    client.get(address)
    assert jobs.schedules()["tidy-feeds"] == "41 3 * * *"
    keeping.keep(keeping.Place.of("0" * 64, "http://localhost"), b"of nobody")
    jobs.enqueue("tidy-feeds", key="tidy-feeds")
    jobs.run_pending()
    assert kept_events(address) == 1
    assert keeping.known_addresses() == [hash_of(address)]


def test_one_calendar_is_kept_of_an_address(app: Flask, client: CheckingClient) -> None:
    officer = make_person()
    meeting = make_meeting(officer=officer)
    address = make_feed(officer)
    for place in ("Kamer 1", "Kamer 2", "Kamer 3"):
        meeting.place = place
        db.session.commit()
        client.get(address)
    assert len(files.names_in(f"feeds/{hash_of(address)}")) == 1


def test_what_is_kept_confuses_neither_check_nor_backup(app: Flask, client: CheckingClient) -> None:
    officer = make_person()
    make_meeting(officer=officer)
    before = files.stored_digests()
    client.get(make_feed(officer))
    assert keeping.known_addresses()
    assert files.stored_digests() == before
    found = app.test_cli_runner().invoke(args=["check", "--json"])
    assert "feeds/" not in found.output
