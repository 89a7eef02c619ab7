"""Restricted meetings in a year: nothing of them, or only that somebody is taken, never more."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.core import clock
from app.core.database import db
from app.meetings.models import Attendance, Meeting
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import (
    make_body,
    make_meeting,
    make_person,
    make_serving,
    make_substitution,
)
from tests.packs.reading_back import read_back
from tests.schedules.year.years import fetched, meet

SECRET = "ijsvogelnest"


@pytest.fixture
def alderman(app: Flask) -> Person:
    return make_person("alderman")


@pytest.fixture
def hidden(alderman: Person) -> Meeting:
    """A restricted meeting to which the alderman goes."""
    insider = make_person("officer")
    words: dict[str, Any] = {"title": f"Overleg {SECRET}", "place": SECRET, "remarks": SECRET}
    body = make_body(name=f"Kring {SECRET}")
    return meet(
        body,
        "2026-12-09 13:30",
        alderman=alderman,
        officer=insider,
        circle=(alderman, insider),
        **words,
    )


def seen_by(app: Flask, reader: Person, of: Person, tmp_path: Path) -> tuple[str, str]:
    """The page and the words of the file of somebody's year, as this reader gets them."""
    client: CheckingClient = app.test_client()  # type: ignore[assignment]
    client.sign_in(reader)
    address = f"/schedules/year/person/{of.id}"
    page = client.get(f"{address}?year=2026").get_data(as_text=True)
    with read_back(fetched(client, f"{address}/pdf?year=2026"), tmp_path) as file:
        assert not file.holding(SECRET) or SECRET in page.lower()
        return page.lower(), " ".join(file.texts).lower()


def test_the_circle_sees_it_whole(
    app: Flask, alderman: Person, hidden: Meeting, tmp_path: Path
) -> None:
    page, words = seen_by(app, alderman, alderman, tmp_path)
    assert f"overleg {SECRET}" in page
    assert f"overleg {SECRET}" in words
    assert "beperkt" in words


def test_for_others_there_is_nothing_at_all(
    app: Flask, alderman: Person, hidden: Meeting, tmp_path: Path
) -> None:
    for role in ("officer", "secretary", "coordinator", "clerk", "administrator", "adviser"):
        page, words = seen_by(app, make_person(role), alderman, tmp_path)
        for told in (page, words):
            assert SECRET not in told
            assert "bezet" not in told
            assert "13.30" not in told


def test_who_stands_in_or_works_for_them_knows_when_they_are_taken_and_no_more(
    app: Flask, alderman: Person, hidden: Meeting, tmp_path: Path
) -> None:
    substitute, secretary = make_person("alderman"), make_person("secretary")
    make_substitution(alderman, substitute, first_day=clock.today())
    make_serving(secretary, alderman)
    for reader in (substitute, secretary):
        page, words = seen_by(app, reader, alderman, tmp_path)
        for told in (page, words):
            assert SECRET not in told
            assert "bezet" in told
            assert "wo 9 december" in told
            assert "13.30–15.00" in told
        assert "1 keer bezet" in page
        assert f"/meetings/{hidden.id}" not in page


def test_it_ends_with_the_day_on_which_standing_in_ends(
    app: Flask, alderman: Person, hidden: Meeting, tmp_path: Path
) -> None:
    substitute = make_person("alderman")
    yesterday = clock.today() - timedelta(days=1)
    make_substitution(alderman, substitute, first_day=yesterday, last_day=yesterday)
    page, _words = seen_by(app, substitute, alderman, tmp_path)
    assert "bezet" not in page


def test_a_secretary_of_somebody_else_or_without_the_role_knows_nothing(
    app: Flask, alderman: Person, hidden: Meeting, tmp_path: Path
) -> None:
    other, lapsed = make_person("secretary"), make_person("officer")
    make_serving(other, make_person("alderman"))
    make_serving(lapsed, alderman)
    for reader in (other, lapsed):
        page, _words = seen_by(app, reader, alderman, tmp_path)
        assert "bezet" not in page


def test_a_time_is_taken_only_where_they_go_to_what_is_on(
    app: Flask, alderman: Person, hidden: Meeting, tmp_path: Path
) -> None:
    substitute = make_person("alderman")
    make_substitution(alderman, substitute, first_day=clock.today())
    row = db.session.query(Attendance).filter_by(meeting_id=hidden.id, person_id=alderman.id).one()
    row.going = False
    cancelled = make_meeting(days=9, circle=(alderman,), alderman=alderman, status="cancelled")
    assert cancelled.restricted
    db.session.commit()
    page, _words = seen_by(app, substitute, alderman, tmp_path)
    assert "bezet" not in page


def test_in_ones_own_year_one_is_taken_by_what_one_was_sent_to(
    app: Flask, hidden: Meeting, tmp_path: Path
) -> None:
    sent = make_person("officer")
    db.session.add(Attendance(meeting_id=hidden.id, person_id=sent.id))
    db.session.commit()
    page, words = seen_by(app, sent, sent, tmp_path)
    assert "bezet" in page
    assert "bezet" in words
    assert SECRET not in page


def test_a_preparing_meeting_does_not_name_a_restricted_one(
    app: Flask, alderman: Person, hidden: Meeting, tmp_path: Path
) -> None:
    prior = make_body(level="administrative", partnership=hidden.body.partnership, name="Voor")
    reader = make_person("officer")
    meet(prior, "2026-12-01 09:30", officer=reader, prepares_id=hidden.id)
    page, words = seen_by(app, reader, reader, tmp_path)
    for told in (page, words):
        assert "voor" in told
        assert "bereidt voor" not in told
        assert SECRET not in told
