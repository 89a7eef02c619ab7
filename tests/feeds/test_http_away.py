"""Whatever goes wrong: what the address gave last, or no answer; never an error, never a page."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy.engine import make_url

from app import create_app
from app.core import clock, files
from app.core.database import db, scratch_engine
from app.feeds.address import keeping, serving
from app.feeds.address.serving import NoAnswer
from app.feeds.content import calendars
from app.feeds.models import Subscription
from app.people.sessions import digest
from tests.client import CheckingClient
from tests.conftest import MakeApp
from tests.engines import Templates, configuration
from tests.factories import make_meeting, make_person
from tests.feeds.calendars import events_in, make_feed
from tests.full_disk import can_be_full, run_on_a_full_disk

_POLL_FULL = """
import sys
from app import create_app
answer = create_app().test_client().get(sys.argv[1])
print(answer.status_code, answer.mimetype, answer.headers.get("Last-Modified"))
"""


def feed_in(app: Flask) -> str:
    """The address of a calendar with one meeting."""
    with app.app_context():
        officer = make_person()
        make_meeting(officer=officer)
        return make_feed(officer)


@contextmanager
def locked(app: Flask) -> Iterator[None]:
    """Somebody else holds the whole database, and does not let go."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    if url.startswith("sqlite"):
        with app.app_context():
            db.engine.dispose()
        holder = scratch_engine(Path(url.removeprefix("sqlite:///")))
        with holder.connect() as other:
            other.exec_driver_sql("PRAGMA locking_mode=EXCLUSIVE")
            other.exec_driver_sql("UPDATE change_mark SET number = number")
            yield
        holder.dispose()
        return
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as other:
        other.execute("LOCK TABLE subscription IN ACCESS EXCLUSIVE MODE")
        yield


@contextmanager
def gone(app: Flask, templates: Templates) -> Iterator[None]:
    """There is no such database any more."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    if not url.startswith("sqlite"):
        templates.drop(url)
        yield
        return
    with app.app_context():
        db.engine.dispose()
    for path in Path(url.removeprefix("sqlite:///")).parent.glob(f"{Path(url).name}*"):
        path.unlink()
    yield


def kept_of(address: str) -> list[str]:
    """The names under which something is kept of an address."""
    places = keeping.places_of(digest(address.split("/")[2]))
    return [f"{one.folder}/{name}" for one in places for name in files.names_in(one.folder)]


def spoil(address: str, part: float) -> None:
    """Leave only the first part of what is kept of an address: nothing, half, all but the end."""
    (path,) = kept_of(address)
    whole = files.read_named(path) or b""
    files.write_named(path, whole[: int(len(whole) * part)])


def test_with_the_database_locked_the_last_good_bytes(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "PATIENCE", 0.5)
    app = make_app()
    address = feed_in(app)
    before = app.test_client().get(address)
    with locked(app):
        start = time.monotonic()
        meanwhile = app.test_client().get(address)
        held = app.test_client().get(address, headers={"If-None-Match": before.headers["ETag"]})
        packed = app.test_client().get(address, headers={"Accept-Encoding": "gzip"})
        took = time.monotonic() - start
    assert (meanwhile.status_code, meanwhile.data) == (200, before.data)
    for name in ("ETag", "Last-Modified", "Content-Type", "Cache-Control"):
        assert meanwhile.headers[name] == before.headers[name]
    assert held.status_code == 304
    assert packed.headers["ETag"].endswith('-gzip"')
    assert took < 9, "a calendar program does not wait for ever"
    after = app.test_client().get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 304


def test_without_last_good_bytes_304_or_no_answer(make_app: MakeApp, templates: Templates) -> None:
    app = make_app()
    address = feed_in(app)
    with gone(app, templates):
        asked = app.test_client().get(address, headers={"If-None-Match": '"some"'})
        assert (asked.status_code, asked.data) == (304, b"")
        with pytest.raises(NoAnswer):
            app.test_client().get(address)
        with pytest.raises(NoAnswer):
            app.test_client().get("/feeds/unknown/agenda.ics")


def test_a_new_process_gives_the_last_good_bytes_of_the_old_one(
    make_app: MakeApp, templates: Templates
) -> None:
    app = make_app()
    address = feed_in(app)
    before = app.test_client().get(address)
    with gone(app, templates):
        after = make_app().test_client().get(address)
    assert (after.status_code, after.data) == (200, before.data)
    assert after.headers["ETag"] == before.headers["ETag"]


def test_what_nobody_confirmed_for_a_week_is_not_given(
    make_app: MakeApp, templates: Templates
) -> None:
    """The account may have been closed meanwhile."""
    app = make_app()
    address = feed_in(app)
    app.test_client().get(address)
    clock.stop_at(clock.now() + timedelta(days=5))
    app.test_client().get(address)  # the same calendar, found to be right once more
    with gone(app, templates):
        clock.stop_at(clock.now() + timedelta(days=7))
        assert app.test_client().get(address).status_code == 200
        clock.stop_at(clock.now() + timedelta(days=1))
        with pytest.raises(NoAnswer):
            app.test_client().get(address)


def test_a_fault_of_ours_gives_the_last_good_bytes(
    app: Flask, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = make_person()
    meeting = make_meeting(officer=officer)
    address = make_feed(officer)
    before = client.get(address)
    meeting.place = "Raadzaal"
    db.session.commit()
    with monkeypatch.context() as patched:
        patched.setattr(calendars, "calendar_of", lambda *_words: 1 / 0)
        during = client.get(address)
    assert (during.status_code, during.data) == (200, before.data)
    assert client.get(address).data != before.data


@pytest.mark.parametrize("ends", ["revoked", "closed"])
def test_after_the_end_a_fault_never_brings_meetings_back(
    app: Flask, client: CheckingClient, monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    officer = make_person()
    make_meeting(officer=officer)
    address = make_feed(officer)
    before = client.get(address)
    if ends == "closed":
        officer.active = False
    else:
        db.session.query(Subscription).one().revoked_at = clock.now()
    db.session.commit()
    monkeypatch.setattr(calendars, "empty_calendar_of", lambda *_words: 1 / 0)
    held = client.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert held.status_code == 304
    with pytest.raises(NoAnswer):
        client.get(address)


def test_a_database_that_is_not_in_order_never_gives_a_page(tmp_path: Path) -> None:
    bare = create_app(configuration(f"sqlite:///{tmp_path / 'empty.sqlite3'}", tmp_path))
    with pytest.raises(NoAnswer):
        bare.test_client().get("/feeds/een-adres/agenda.ics")
    held = {"If-None-Match": '"x"'}
    assert bare.test_client().get("/feeds/een-adres/agenda.ics", headers=held).status_code == 304
    assert bare.test_client().put("/feeds/een-adres/agenda.ics").status_code == 405
    with bare.app_context():
        db.engine.dispose()


def test_a_store_that_fails_keeps_nobody_from_the_calendar(
    app: Flask, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = make_person()
    meeting = make_meeting(officer=officer)
    address = make_feed(officer)
    client.get(address)
    meeting.place = "Raadzaal"
    db.session.commit()

    def away(*_words: object, **_options: object) -> bytes:
        raise OSError("no such store")

    monkeypatch.setattr(files, "read_named", away)
    monkeypatch.setattr(files, "write_named", away)
    changed = client.get(address)
    assert str(next(iter(events_in(changed.data).values()))["LOCATION"]) == "Raadzaal"
    assert "Last-Modified" not in changed.headers, "no other process would know that moment"
    held = {"If-None-Match": changed.headers["ETag"]}
    assert client.get(address, headers=held).status_code == 304
    again = client.get(address)
    assert (again.status_code, again.data) == (200, changed.data)


@pytest.mark.skipif(not can_be_full(), reason="dit systeem laat geen eigen schijf toe: NIET getest")
def test_on_a_full_disk_the_calendar_is_given(make_app: MakeApp) -> None:
    app = make_app()
    address = feed_in(app)
    with app.app_context():
        said = run_on_a_full_disk(app, _POLL_FULL, address)
    assert said.split()[:2] == ["200", "text/calendar"]
    assert said.split()[2] == "None"


@pytest.mark.parametrize("part", [0.0, 0.5, 0.99])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_what_is_spoilt_is_made_anew(
    app: Flask, client: CheckingClient, part: float, encoding: str
) -> None:
    officer = make_person()
    make_meeting(officer=officer)
    address = make_feed(officer)
    asked = {"Accept-Encoding": encoding}
    before = client.get(address, headers=asked)
    spoil(address, part)
    after = client.get(address, headers=asked)
    assert (after.status_code, after.data) == (200, before.data)
    assert after.headers["Last-Modified"] > before.headers["Last-Modified"]
    again = client.get(address, headers=asked)
    assert again.headers["Last-Modified"] == after.headers["Last-Modified"]


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_what_is_spoilt_is_never_given(
    app: Flask, client: CheckingClient, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    """Also when nothing else can be: half a calendar would take the other half from a phone."""
    officer = make_person()
    make_meeting(officer=officer)
    address = make_feed(officer)
    asked = {"Accept-Encoding": encoding}
    before = client.get(address, headers=asked)
    spoil(address, 0.5)
    monkeypatch.setattr(calendars, "calendar_of", lambda *_words: 1 / 0)
    with pytest.raises(NoAnswer):
        client.get(address, headers=asked)
    held = client.get(address, headers={**asked, "If-None-Match": before.headers["ETag"]})
    assert held.status_code == 304


def test_other_bytes_than_were_kept_are_not_given(app: Flask, client: CheckingClient) -> None:
    """They unpack well, but are not what the tag says."""
    officer = make_person()
    make_meeting(officer=officer)
    address = make_feed(officer)
    before = client.get(address)
    (path,) = kept_of(address)
    facts, _end, packed = (files.read_named(path) or b"").partition(b"\n")
    other = gzip.compress(gzip.decompress(packed).replace(b"VEVENT", b"VTODO"))
    files.write_named(path, facts + b"\n" + other)
    assert client.get(address).data == before.data
