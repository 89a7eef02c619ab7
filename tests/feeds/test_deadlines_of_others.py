"""A deadline in two calendars: each reader's own event, which changes only when that does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.core import clock
from app.feeds.parts import Wanted
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import (
    make_item,
    make_meeting,
    make_note,
    make_person,
    make_serving,
    make_substitution,
)
from tests.feeds.calendars import events_in, fetch, make_feed, make_feed_of


def only(client: CheckingClient, address: str) -> Any:
    """The one deadline in a calendar."""
    (event,) = events_in(fetch(client, address)).values()
    return event


@pytest.fixture
def alderman(app: Flask) -> Person:
    """Who decides on one note of a meeting, and on another as a substitute."""
    person, other = make_person("alderman"), make_person("alderman")
    make_substitution(other, person)
    meeting = make_meeting(alderman=person, days=20)
    for holder in (person, other):
        make_note(make_item(meeting, alderman=holder), state="with_alderman")
    return person


@pytest.fixture
def addresses(alderman: Person) -> tuple[str, ...]:
    """The calendars of the alderman, and of two secretaries who work for them."""
    of_others = []
    for _number in range(2):
        secretary = make_person("secretary")
        make_serving(secretary, alderman)
        of_others.append(make_feed_of(secretary, Wanted("deadlines", of_person_id=alderman.id)))
    return (make_feed(alderman, "deadlines"), *of_others)


def test_another_change_changes_neither(client: CheckingClient, addresses: tuple[str, ...]) -> None:
    """They differ in how many notes they speak of, and each goes on saying so."""
    first = [fetch(client, address) for address in addresses]
    assert len(set(first)) == 3
    for _time in range(3):
        clock.stop_at(clock.now() + timedelta(minutes=10))
        make_person()
        assert [fetch(client, address) for address in addresses] == first


def test_each_is_an_event_of_its_own(client: CheckingClient, addresses: tuple[str, ...]) -> None:
    """Who has both calendars in one program sees both, and neither overwrites the other."""
    events = [only(client, address) for address in addresses]
    assert len({event["UID"] for event in events}) == 3
    counts = [str(event["SUMMARY"]).split(":")[0] for event in events]
    assert counts == ["2 annotaties lezen", "Annotatie lezen", "Annotatie lezen"]
