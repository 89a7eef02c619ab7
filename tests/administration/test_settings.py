"""Limits and terms: chosen by an administrator, within bounds, and really what holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.administration.settings_actions import change_settings, settings_version
from app.core import settings
from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.core.journal import JournalEntry
from app.core.settings import SettingValue
from app.people import links
from app.people.models import Person, SignInLink, SignInSession
from app.people.sessions import start_session
from tests.client import CheckingClient, Statements
from tests.conftest import NOW
from tests.factories import make_person
from tests.people.accounts import PASSWORD, make_member


@pytest.fixture
def administrator(app: Flask) -> Person:
    """Who may choose."""
    return make_person("administrator")


def choose(person: Person, **values: int | None) -> None:
    """Choose these settings."""
    change_settings(person, values, settings_version())
    db.session.commit()


def test_what_is_chosen_holds(administrator: Person) -> None:
    choose(administrator, session_hours=2, link_days=3)
    start_session(administrator)
    links.make_link(administrator, None)
    db.session.commit()
    assert db.session.scalars(select(SignInSession.expires_at)).one() == NOW + timedelta(hours=2)
    assert db.session.scalars(select(SignInLink.expires_at)).one() == NOW + timedelta(days=3)
    choose(administrator, session_hours=None)
    assert settings.get(settings.SESSION_HOURS) == settings.SESSION_HOURS.default


def test_fewer_wrong_passwords_may_be_tried(client: CheckingClient, administrator: Person) -> None:
    choose(administrator, password_attempts=3)
    person = make_member()
    wrong = {"email": person.email, "password": "een verkeerd wachtwoord"}
    assert [client.post("/sign-in", data=wrong).status_code for _turn in range(4)] == [
        *(422, 422, 422),
        429,
    ]
    right = {"email": person.email, "password": PASSWORD}
    assert client.post("/sign-in", data=right).status_code == 429


def test_a_new_partnership_starts_with_the_chosen_lead(
    client: CheckingClient, administrator: Person
) -> None:
    choose(administrator, note_lead_days=9)
    client.sign_in(make_person("coordinator"))
    page = client.get("/partnerships/new").text
    field = page.partition('name="note_lead_days"')[2].partition(">")[0]
    assert 'value="9"' in field


def test_the_environment_is_the_upper_bound_of_a_paper(app: Flask, administrator: Person) -> None:
    assert settings.get(settings.LARGEST_PAPER) == 2
    with pytest.raises(RuleBroken, match="van 1 tot en met 2"):
        choose(administrator, largest_paper=3)
    choose(administrator, largest_paper=2)
    app.config["MAX_PAPER_MB"] = 1
    try:
        assert settings.get(settings.LARGEST_PAPER) == 1
    finally:
        app.config["MAX_PAPER_MB"] = 2


def test_only_administrators_choose(app: Flask) -> None:
    with pytest.raises(NotAllowed):
        choose(make_person("secretary"), session_hours=2)


def test_the_page_saves_names_mistakes_and_shows_both_texts(
    client: CheckingClient, administrator: Person
) -> None:
    client.sign_in(administrator)
    assert client.get("/administration/settings").status_code == 200
    mistakes = {"version": "0", "session_hours": "99", "link_days": "vijf"}
    wrong = client.post("/administration/settings", data=mistakes)
    assert wrong.status_code == 422
    assert "Kies een getal van 1 tot en met 72." in wrong.text
    assert 'value="vijf"' in wrong.text
    empty = {setting.key: "" for setting in settings.SETTINGS}
    chosen = {**empty, "version": "0", "session_hours": "8"}
    good = client.post("/administration/settings", data=chosen)
    assert good.status_code == 302
    stale = client.post("/administration/settings", data={"version": "0", "session_hours": "9"})
    assert stale.status_code == 409
    assert "intussen gewijzigd" in stale.text
    assert db.session.scalars(select(SettingValue.value)).all() == [8]
    entry = db.session.scalars(
        select(JournalEntry).where(JournalEntry.action == "settings.change")
    ).one()
    assert entry.fields == ["session_hours"]


def test_all_settings_cost_one_statement(app: Flask, statements: Statements) -> None:
    settings.forget()
    with statements.counted() as found:
        for setting in settings.SETTINGS:
            settings.get(setting)
    assert found.count == 1
