"""How far coming meetings have been prepared: who sees what, in groups, as a bar with its list."""

from __future__ import annotations

from typing import Any, cast

import pytest
from flask import Flask

from app.core import clock
from app.core.database import db
from app.insight.preparedness.asked import Asked, By, asked_for
from app.insight.preparedness.groups import Group, Line
from app.insight.preparedness.queries import groups
from app.meetings.agenda_models import AgendaItem
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import (
    make_item,
    make_meeting,
    make_note,
    make_person,
    make_substitution,
    make_team_lead,
)


def _client(app: Flask, person: Person) -> CheckingClient:
    return cast(CheckingClient, app.test_client()).sign_in(person)


def _found(person: Person, **asked: Any) -> list[Group]:
    with db.session.no_autoflush:
        return groups(person, clock.now(), Asked(**asked))


def _titles(found: list[Group]) -> set[str]:
    return {line.item.title for group in found for line in group.lines}


def _item(
    officer: Person, alderman: Person, title: str, state: str = "", days: int = 21
) -> AgendaItem:
    item = make_item(make_meeting(officer=officer, alderman=alderman, days=days), title=title)
    if state:
        make_note(item, state=state, author=officer)
    return item


def test_the_coordinator_sees_all_and_everybody_else_their_own_part(app: Flask) -> None:
    officer, other = make_person("officer"), make_person("officer")
    alderman, substitute, leader = (
        make_person(role) for role in ("alderman", "alderman", "officer")
    )
    make_substitution(alderman, substitute)
    make_team_lead(leader, other)
    _item(officer, alderman, "Begroting", "concept")
    _item(other, make_person("alderman"), "Rekening", "aligned")
    with app.test_request_context():
        assert _titles(_found(make_person("coordinator"))) == {"Begroting", "Rekening"}
        for person in (officer, alderman, substitute):
            assert _titles(_found(person)) == {"Begroting"}
        for person in (other, leader):
            assert _titles(_found(person)) == {"Rekening"}
        for role in ("adviser", "clerk", "administrator"):
            assert _found(make_person(role)) == []


def test_it_is_grouped_four_ways_over_the_weeks_asked_for(app: Flask) -> None:
    officer, alderman = make_person("officer"), make_person("alderman")
    _item(officer, alderman, "Begroting", "with_alderman", days=10)
    far = _item(officer, alderman, "Rekening", days=50)
    make_item(far.meeting, title="Mededelingen", handling="consent")
    coordinator = make_person("coordinator")
    with app.test_request_context():
        near = _found(coordinator, weeks=4)
        assert _titles(near) == {"Begroting"}, "and consent items without a note ask for none"
        by_meeting = _found(coordinator)
        assert [dict(group.counts) for group in by_meeting] == [
            {"with_alderman": 1},
            {"missing": 1},
        ]
        people = _found(coordinator, by=By.PERSON)
        assert {(one.name, len(one.lines)) for one in people} == {
            (officer.name, 2),
            (alderman.name, 2),
        }
        assert len(_found(coordinator, by=By.PARTNERSHIP)) == 2
        portfolios = _found(coordinator, by=By.PORTFOLIO)
        assert [(one.name, len(one.lines)) for one in portfolios] == [("Zonder portefeuille", 2)]
        narrowed = _found(coordinator, partnership_id=far.meeting.body.partnership_id)
        assert _titles(narrowed) == {"Rekening"}
        assert _found(coordinator, person_id=coordinator.id) == []


def test_the_bar_is_whole_and_in_order(app: Flask) -> None:
    item = _item(make_person("officer"), make_person("alderman"), "Begroting")
    states = ("aligned", "missing", "concept", "aligned", "locked")
    group = Group(1, "Alles", "", "", tuple(Line(item, state, None) for state in states))
    assert [part.state for part in group.parts] == ["missing", "concept", "aligned", "locked"]
    assert sum(part.count for part in group.parts) == len(states)
    assert group.parts[0].start == 0
    last = group.parts[-1]
    assert last.start + last.width == pytest.approx(100)
    assert group.done == 3


def test_a_restricted_meeting_is_silent_outside_its_circle(app: Flask) -> None:
    officer, alderman = make_person("officer"), make_person("alderman")
    meeting = make_meeting(officer=officer, alderman=alderman, circle=(officer, alderman))
    make_item(meeting, title="Kanarie")
    for role in ("coordinator", "secretary", "officer", "alderman"):
        client = _client(app, make_person(role))
        for by in By:
            assert "Kanarie" not in client.get(f"/overview/preparedness?by={by}").text
    assert "Kanarie" in _client(app, officer).get("/overview/preparedness").text


def test_the_page_says_in_words_what_the_bar_shows(app: Flask) -> None:
    officer, alderman = make_person("officer"), make_person("alderman")
    item = _item(officer, alderman, "Begroting", "aligned")
    make_item(item.meeting, title="Rekening")
    client = _client(app, officer)
    page = client.get("/overview/preparedness").text
    assert "1 van 2 afgestemd" in page
    assert "nog geen annotatie 1, afgestemd 1." in " ".join(page.split())
    assert "nog geen stukken" in page
    assert "Wie moet nog wat" not in page, "the other pages are for who oversees it all"
    meeting = client.get(f"/meetings/{item.meeting_id}").text
    assert "1 van 2 afgestemd" in meeting
    partnership = client.get(f"/partnerships/{item.meeting.body.partnership_id}").text
    assert "1 van 2 afgestemd" in partnership


def test_what_an_address_cannot_mean_is_not_asked() -> None:
    assert asked_for({"by": "mood", "weeks": "3", "person": "x", "portfolio": "9" * 12}) == Asked()
    assert asked_for({"by": "person", "weeks": "12", "person": "4"}) == Asked(
        By.PERSON, 12, person_id=4
    )
