"""Choosing what comes by mail, and stopping it by a link in a mail without signing in."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import jobs
from app.core.database import db
from app.core.errors import Conflict, RuleBroken
from app.core.journal import JournalEntry
from app.messages import preferences
from app.messages.actions import tell
from app.messages.kinds import KINDS, Timing, kind
from app.messages.models import Message, MessagePreference
from app.messages.unsubscribing import find_stopped, token_for
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import make_person, moment

PAGE = "/messages/preferences"


def answers(person: Person, **changed: str) -> dict[str, str]:
    """What the form of a person sends, with something changed."""
    liking = preferences.liking_of(person)
    kinds = [one for one in preferences.kinds_for(liking.roles) if not one.fixed]
    fields = {one.key: liking.timing(one).value for one in kinds}
    return {**fields, "weekday": "3", "version": str(liking.version), **changed}


def test_everybody_chooses_among_the_kinds_that_concern_them(
    app: Flask, client: CheckingClient
) -> None:
    alderman, clerk = make_person("alderman"), make_person("clerk")
    page = client.sign_in(alderman).get(PAGE).text
    assert "Vooruitblik" in page
    assert "Uw account" in page
    assert "meteen per mail" in page
    assert 'name="account"' not in page
    page = client.sign_in(clerk).get(PAGE).text
    assert "Vooruitblik" not in page
    assert "Annotaties" not in page
    assert "Vergaderingen" in page


def test_what_is_chosen_holds_and_stands_in_the_journal(app: Flask, client: CheckingClient) -> None:
    person = make_person()
    client.sign_in(person)
    sent = client.post(PAGE, data=answers(person, meeting="week", weekday="0"))
    assert sent.status_code == 302
    liking = preferences.liking_of(person)
    assert liking.timing(kind("meeting")) == Timing.WEEK
    assert liking.timing(kind("pack")) == Timing.NOW
    assert liking.weekday == 0
    assert liking.chosen == {"meeting": "week"}, "the rest follows what is usual, also later"
    entry = db.session.scalars(
        select(JournalEntry).where(JournalEntry.action == "person.choose-mail")
    ).one()
    assert entry.fields == ["meeting", "weekday"]
    assert "Uw berichtvoorkeuren zijn opgeslagen." in client.get(PAGE).text


def test_the_same_choice_changes_nothing(app: Flask, client: CheckingClient) -> None:
    person = make_person()
    assert client.sign_in(person).post(PAGE, data=answers(person)).status_code == 302
    assert db.session.scalar(select(MessagePreference)) is None


def test_two_windows_show_both_choices(app: Flask, client: CheckingClient) -> None:
    person = make_person()
    client.sign_in(person)
    stale = answers(person, meeting="never")
    client.post(PAGE, data=answers(person, meeting="day"))
    found = client.post(PAGE, data=stale)
    assert found.status_code == 409
    assert "gebundeld per dag" in found.text
    assert "alleen in de toepassing" in found.text
    with pytest.raises(Conflict):
        preferences.choose(person, {"meeting": "now"}, 3, 0)


@pytest.mark.parametrize(
    "changed", [{"meeting": "hourly"}, {"weekday": "6"}, {"weekday": "x"}, {"meeting": ""}]
)
def test_what_is_not_on_the_list_is_refused_in_the_form(
    app: Flask, client: CheckingClient, changed: dict[str, str]
) -> None:
    person = make_person()
    found = client.sign_in(person).post(PAGE, data=answers(person, **changed))
    assert found.status_code == 422
    assert db.session.scalar(select(MessagePreference)) is None


def test_the_action_itself_refuses_what_cannot_be(app: Flask) -> None:
    person = make_person()
    for timings, weekday in (({"account": "never"}, 3), ({"week_ahead": "now"}, 3), ({}, 6)):
        with pytest.raises(RuleBroken):
            preferences.choose(person, timings, weekday, 0)


def test_what_waits_follows_the_choice(app: Flask, mails: Path) -> None:
    person = make_person()
    preferences.choose(person, {"meeting": "week", "pack": "week"}, 3, 0)
    tell([person.id], "m", "Bericht.", "/", kind="meeting")
    tell([person.id], "p", "Map.", "/", kind="pack")
    db.session.commit()
    first, second = db.session.scalars(select(Message).order_by(Message.id))
    assert first.mail_at == moment("2026-11-26T07:00")
    preferences.choose(person, {"meeting": "day"}, 4, 1)
    db.session.commit()
    assert first.mail_at == moment("2026-11-24T07:00")
    assert second.mail_at == moment("2026-11-27T07:00"), "another day of the week"
    preferences.choose(person, {"meeting": "never"}, 4, 2)
    db.session.commit()
    assert first.mail_at is None
    assert first.mail_state == "none"


def stop_page(person: Person, *kinds: str) -> str:
    """The address in a mail."""
    return f"/messages/unsubscribe/{token_for(person.id, kinds)}"


def test_a_link_asks_first_and_stops_on_a_click_without_signing_in(
    app: Flask, client: CheckingClient
) -> None:
    person = make_person()
    address = stop_page(person, "meeting")
    page = client.get(address)
    assert page.status_code == 200
    assert "Vergaderingen" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert preferences.liking_of(person).timing(kind("meeting")) == Timing.NOW, "asked only"
    done = client.post(address, data={"kinds": "meeting"})
    assert done.status_code == 200
    assert "U krijgt geen mails meer over" in done.text
    assert preferences.liking_of(person).timing(kind("meeting")) == Timing.NEVER
    assert client.post(address, data={"kinds": "meeting"}).status_code == 200, "twice is once"
    rows = select(JournalEntry).where(JournalEntry.action == "person.stop-mail")
    assert [entry.fields for entry in db.session.scalars(rows)] == [["meeting"]]


def test_a_mail_program_stops_all_of_a_bundle_in_one_click(
    app: Flask, client: CheckingClient
) -> None:
    person = make_person()
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        done = client.post(
            stop_page(person, "meeting", "pack"), data={"List-Unsubscribe": "One-Click"}
        )
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert done.status_code == 200, "no cookie, no token of a form (RFC 8058, 3.2)"
    liking = preferences.liking_of(person)
    assert liking.timing(kind("meeting")) == liking.timing(kind("pack")) == Timing.NEVER
    assert liking.timing(kind("handover")) == Timing.NOW


def test_of_a_bundle_one_chooses_what_stops(app: Flask, client: CheckingClient) -> None:
    person = make_person(language="en")
    address = stop_page(person, "meeting", "pack")
    page = client.get(address).text
    assert 'lang="en"' in page
    assert "Meetings" in page
    assert client.post(address).status_code == 422
    assert client.post(address, data={"kinds": "handover"}).status_code == 422
    client.post(address, data={"kinds": "pack"})
    liking = preferences.liking_of(person)
    assert liking.timing(kind("pack")) == Timing.NEVER
    assert liking.timing(kind("meeting")) == Timing.NOW


def test_a_token_that_is_not_ours_leads_nowhere(app: Flask, client: CheckingClient) -> None:
    person = make_person()
    good = token_for(person.id, ["meeting"])
    for token in ("x", good[:-1], good + "x", token_for(987_654, ["meeting"])):
        page = client.get(f"/messages/unsubscribe/{token}")
        assert page.status_code == 404
        assert "Kijk of u hem helemaal hebt overgenomen" in page.text
        assert client.post(f"/messages/unsubscribe/{token}").status_code == 404
    assert find_stopped(token_for(person.id, ["account"])) is None


def test_every_kind_that_can_be_stopped_stops(app: Flask, mails: Path) -> None:
    person = make_person("alderman", "officer", "coordinator")
    keys = [one.key for one in KINDS]
    preferences.stop(person.id, keys)
    for key in keys:
        tell([person.id], f"test-{key}", "Bericht.", "/", kind=key)
    jobs.run_pending()
    by_mail = select(Message.kind).where(Message.mail_at.is_not(None))
    assert db.session.scalars(by_mail).all() == ["account"]
    assert len(list(mails.iterdir())) == 1
