"""What is committed while a calendar is made: it shows all of one moment, and only if that held.

On PostgreSQL, where each statement of an ordinary transaction sees what was committed before it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask

from app.core.database import db
from app.days.models import DayKind, Period
from app.feeds.address import serving
from app.feeds.address.serving import NoAnswer
from app.feeds.address.standing import Standing, find_standing
from app.feeds.content import calendars, facts
from app.meetings.models import Attendance, Meeting
from tests.conftest import MakeApp
from tests.factories import make_item, make_meeting, make_person
from tests.feeds.calendars import events_in, make_feed, meanwhile, titles_in

pytestmark = pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)

SECRET = "Alleen voor de kring"


def once(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, **deeds: Any) -> None:
    """Let a deed be done once, `before` or `after` a function is called for the first time."""
    real = getattr(owner, name)

    def around(*words: Any, **named: Any) -> Any:
        deeds.pop("before", lambda: None)()
        found = real(*words, **named)
        deeds.pop("after", lambda: None)()
        return found

    monkeypatch.setattr(owner, name, around)


def with_a_feed(app: Flask, title: str = "Overleg") -> tuple[str, int]:
    """The address of a calendar of everything, and its one meeting."""
    with app.app_context():
        meeting = make_meeting(title=title)
        return make_feed(make_person(), "all"), meeting.id


def restrict(meeting_id: int) -> None:
    """The meeting becomes one for a circle, with a name of its own."""
    meeting = db.session.get_one(Meeting, meeting_id)
    meeting.restricted, meeting.title = True, SECRET
    db.session.commit()


def test_who_goes_is_of_the_revision_it_is_kept_under(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the event of before is given under the revision of after, for as long as that stands."""
    app = make_app()
    address, meeting_id = with_a_feed(app)

    def go() -> None:
        person = make_person(name="Wie nog gaat")
        db.session.add(Attendance(meeting_id=meeting_id, person_id=person.id, going=True))
        db.session.commit()

    once(monkeypatch, facts, "_papers", after=lambda: meanwhile(app, go))
    app.test_client().get(address).close()
    with app.test_client().get(address) as later:
        (event,) = events_in(later.data).values()
    assert "Wie nog gaat" in event["DESCRIPTION"]


def test_words_of_a_meeting_that_is_just_restricted_are_given_to_nobody(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither when the database then goes away."""
    app = make_app()
    address, meeting_id = with_a_feed(app, "Gewoon")
    secretly = partial(meanwhile, app, lambda: restrict(meeting_id))
    once(monkeypatch, calendars, "facts_of", before=secretly)
    asked = [0]

    def away(token_hash: str) -> Standing | None:
        asked[0] += 1
        if asked[0] == 2:
            raise ConnectionError
        return find_standing(token_hash)

    monkeypatch.setattr(serving, "find_standing", away)
    with pytest.raises(NoAnswer):
        app.test_client().get(address)
    with app.test_client().get(address) as later:
        assert titles_in(later.data) == []


def test_what_was_not_checked_is_not_given_when_the_database_goes_away(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then it is what the address gave last, with its own moment."""
    app = make_app()
    address, meeting_id = with_a_feed(app, "Gewoon")
    before = app.test_client().get(address)
    with app.app_context():
        db.session.get_one(Meeting, meeting_id).title = "Anders"
        db.session.commit()
    monkeypatch.setattr(serving, "find_standing", asked_once())
    during = app.test_client().get(address)
    assert (during.status_code, during.data) == (200, before.data)
    assert during.headers["Last-Modified"] == before.headers["Last-Modified"]
    monkeypatch.undo()
    after = app.test_client().get(address)
    assert titles_in(after.data)[0].startswith("Anders")
    assert after.headers["Last-Modified"] > before.headers["Last-Modified"]


def asked_once() -> Callable[[str], Standing | None]:
    """A database that is away after one question."""
    left = [find_standing]

    def ask(token_hash: str) -> Standing | None:
        if not left:
            raise ConnectionError
        return left.pop()(token_hash)

    return ask


@pytest.mark.parametrize("times", [1, serving.TRIES])
def test_however_often_somebody_writes_a_calendar_is_of_one_moment(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """Restricted while the last try is made: its words are those of before, or none."""
    app = make_app()
    address, meeting_id = with_a_feed(app, "Gewoon")
    done = [0]

    def change() -> None:
        if done[0] == times:
            restrict(meeting_id)
            return
        db.session.get_one(Meeting, meeting_id).place = f"Kamer {done[0]}"
        db.session.commit()

    def facts_of(ids: Any) -> Any:
        if done[0] < times:
            done[0] += 1
            meanwhile(app, change)
        return facts.facts_of(ids)

    monkeypatch.setattr(calendars, "facts_of", facts_of)
    with app.test_client().get(address) as first:
        assert first.status_code == 200
        assert SECRET.encode() not in first.data
    with app.test_client().get(address) as later:
        assert titles_in(later.data) == []


def test_days_that_were_read_for_one_try_are_read_anew_for_the_next(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a deadline stays on a day on which nobody works, until something else changes."""
    app = make_app()
    with app.app_context():
        officer = make_person()
        make_item(make_meeting(officer=officer, days=40))
        address, other = (make_feed(officer, "deadlines") for _number in range(2))
    (due,) = events_in(app.test_client().get(other).data).values()
    day = due["DTSTART"].dt

    def close() -> None:
        db.session.add(Period(kind=DayKind.CLOSED, name="Dicht", first_day=day, last_day=day))
        db.session.commit()

    once(monkeypatch, calendars, "deadline_revisions", before=lambda: meanwhile(app, close))
    app.test_client().get(address).close()
    (later,) = events_in(app.test_client().get(address).data).values()
    assert later["DTSTART"].dt < day
