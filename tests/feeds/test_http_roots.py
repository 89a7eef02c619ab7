"""By which name an address is asked: each has bytes, tag and moment of its own; few are kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.core import clock, files, jobs
from app.core.database import db
from app.feeds import actions
from app.feeds.address import keeping, serving
from app.feeds.address.asking import reasonable_host
from app.feeds.models import Subscription
from app.feeds.tokens import Renewal
from app.meetings.models import Meeting
from app.people import account_actions
from app.people.models import Person
from app.people.sessions import digest
from tests.client import CheckingClient
from tests.conftest import MakeApp
from tests.factories import make_meeting, make_person
from tests.feeds.calendars import events_in, make_feed

INSIDE, OUTSIDE = "vooroverleg.binnen:8000", "overleg.haren.example"
STRANGE = (
    *(
        "x:99999",
        "x:0",
        "x:080",
        "x:",
        "x:80:80",
        f"{'a' * 64}.nl",
        "a..nl",
        ".nl",
        "a.",
        "-a.nl",
        "a-.nl",
    ),
    *("a_b.nl", "é.nl", "a b", "a/b", "a@b", "999.1.1.1", "1.2.3", "[::1", "[v1.x]"),
    *(f"{'a.' * 127}aa", "<script>", "", "x:٣"),
)


@pytest.fixture
def officer(app: Flask) -> Person:
    """Who has one meeting in a calendar."""
    person = make_person()
    make_meeting(officer=person)
    return person


def ask(client: CheckingClient, address: str, host: str, **headers: str) -> TestResponse:
    """The answer to who asks by this name, which must be a calendar or that it is unchanged."""
    sent = {"Host": host, **{name.replace("_", "-"): value for name, value in headers.items()}}
    response = client.get(address, headers=sent)
    assert response.status_code in (200, 304)
    return response


def places(address: str) -> list[keeping.Place]:
    """Where something is kept of an address: a place for each root."""
    return keeping.places_of(digest(address.split("/")[2]))


def pages_in(response: TestResponse) -> set[str]:
    """What a calendar says of where its pages are."""
    events = events_in(response.data).values()
    return {str(event["URL"]).rpartition("/")[0] for event in events}


@pytest.mark.parametrize("host", [*STRANGE, "[1::2::3]"], ids=lambda one: one[:20] or "nothing")
def test_what_cannot_be_a_name_is_none(host: str) -> None:
    assert reasonable_host(host) is None


@pytest.mark.parametrize(
    "host",
    [INSIDE, OUTSIDE, "localhost", "10.0.0.7:65535", "[::1]:8000", f"{'a' * 63}.nl", "x1-2.nl:1"],
)
def test_what_can_be_a_name_is_one(host: str) -> None:
    assert reasonable_host(host) == host == reasonable_host(host.upper())


@pytest.mark.parametrize("host", STRANGE, ids=lambda one: one[:20] or "nothing")
def test_a_name_that_nothing_can_have_gets_the_calendar_with_our_own(
    officer: Person, client: CheckingClient, host: str
) -> None:
    address = make_feed(officer)
    usual = client.get(address)
    odd = ask(client, address, host.encode().decode("latin-1"))
    assert (odd.status_code, odd.data, odd.headers["ETag"]) == (
        *(200, usual.data, usual.headers["ETag"]),
    )
    assert len(places(address)) == 1


def test_who_asks_by_another_name_changes_nothing_for_anybody(
    officer: Person, client: CheckingClient
) -> None:
    address = make_feed(officer)
    first = ask(client, address, INSIDE)
    clock.stop_at(clock.now() + timedelta(minutes=5))
    other = ask(client, address, OUTSIDE)
    assert pages_in(first) == {f"http://{INSIDE}/meetings"}
    assert pages_in(other) == {f"http://{OUTSIDE}/meetings"}
    clock.stop_at(clock.now() + timedelta(days=1))  # every process makes it anew
    again = ask(client, address, INSIDE)
    for name in ("ETag", "Last-Modified"):
        assert again.headers[name] == first.headers[name] != other.headers[name]
    assert again.data == first.data
    held = first.headers["Last-Modified"]
    assert ask(client, address, INSIDE, If_Modified_Since=held).status_code == 304


def test_each_gets_its_own_last_good_bytes(
    officer: Person, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = make_feed(officer)
    before = {host: ask(client, address, host) for host in (INSIDE, OUTSIDE)}
    monkeypatch.setattr(serving, "find_standing", lambda _token_hash: 1 / 0)
    for host, answer in before.items():
        after = ask(client, address, host)
        assert (after.data, after.headers["ETag"]) == (answer.data, answer.headers["ETag"])


def test_with_a_public_address_the_name_makes_no_difference(make_app: MakeApp) -> None:
    app = make_app(PUBLIC_URL="https://overleg.haren.example")
    with app.app_context():
        person = make_person()
        make_meeting(officer=person)
        address = make_feed(person)
        answers = [
            app.test_client().get(address, headers={"Host": host}) for host in (INSIDE, "x:99999")
        ]
        assert answers[0].data == answers[1].data
        assert len(places(address)) == 1


def test_names_that_somebody_thinks_of_do_not_fill_the_disk(
    officer: Person, client: CheckingClient
) -> None:
    """They get the calendar; who came before them keeps tag, bytes and moment."""
    address = make_feed(officer)
    first = ask(client, address, INSIDE)
    for number in range(25):
        answer = ask(client, address, f"naam-{number}.example")
        assert pages_in(answer) == {f"http://naam-{number}.example/meetings"}
        held = answer.headers["ETag"]
        again = ask(client, address, f"naam-{number}.example", If_None_Match=held)
        assert again.status_code == 304
    folder = f"feeds/{digest(address.split('/')[2])}"
    assert len(places(address)) == len(files.names_in(folder)) == keeping.MOST_ROOTS
    clock.stop_at(clock.now() + timedelta(days=1))
    after = ask(client, address, INSIDE)
    assert (after.data, after.headers["ETag"]) == (first.data, first.headers["ETag"])
    assert after.headers["Last-Modified"] == first.headers["Last-Modified"]


def test_a_name_by_which_nobody_asks_makes_way(officer: Person, client: CheckingClient) -> None:
    address = make_feed(officer)
    for number in range(keeping.MOST_ROOTS):
        ask(client, address, f"naam-{number}.example")
    clock.stop_at(clock.now() + timedelta(days=7))
    assert "Last-Modified" not in ask(client, address, OUTSIDE).headers
    ask(client, address, "naam-0.example")
    clock.stop_at(clock.now() + timedelta(days=1))
    assert "Last-Modified" in ask(client, address, OUTSIDE).headers
    kept = {place.root_hash for place in places(address)}
    assert len(kept) == keeping.MOST_ROOTS
    for host in (OUTSIDE, "naam-0.example"):
        assert keeping.Place.of("", f"http://{host}").root_hash in kept


@pytest.mark.parametrize("end", ["renew", "revoke", "close", "delete"])
def test_what_ended_leaves_nothing_by_any_name(
    officer: Person, client: CheckingClient, end: str
) -> None:
    address = make_feed(officer)
    for host in (INSIDE, OUTSIDE):
        ask(client, address, host)
    subscription = db.session.query(Subscription).one()
    if end == "close":
        account_actions.deactivate_account(make_person("administrator"), officer)
    elif end == "delete":
        db.session.delete(subscription)
        db.session.flush()
        jobs.enqueue(actions.TIDY, key=actions.TIDY)
    elif end == "renew":
        actions.renew(subscription, officer, Renewal.of(subscription))
    else:
        actions.revoke(subscription, officer)
    db.session.commit()
    jobs.run_pending()
    names = files.names_in(f"feeds/{digest(address.split('/')[2])}")
    if end in ("renew", "delete"):
        assert names == []
        return
    kept = [keeping.latest(one) for one in places(address)]
    assert len(kept) == len(names) == 2
    assert not any(one is None or b"BEGIN:VEVENT" in one.body for one in kept)


def test_a_change_moves_each_name_by_itself(officer: Person, client: CheckingClient) -> None:
    address = make_feed(officer)
    before = [ask(client, address, host) for host in (INSIDE, OUTSIDE)]
    db.session.scalars(db.select(Meeting)).one().place = "Raadzaal"
    db.session.commit()
    after = [ask(client, address, host) for host in (INSIDE, OUTSIDE)]
    for old, new in zip(before, after, strict=True):
        assert new.headers["ETag"] != old.headers["ETag"]
        assert new.headers["Last-Modified"] > old.headers["Last-Modified"]
    assert all(len(files.names_in(one.folder)) == 1 for one in places(address))
