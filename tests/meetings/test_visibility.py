"""Restricted meetings and papers exist only for their circle."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.core import clock
from app.core.errors import NotFound
from app.meetings import queries
from tests.factories import make_item, make_meeting, make_person


def test_a_restricted_meeting_exists_only_for_its_circle(app: Flask) -> None:
    insider, outsider = make_person(), make_person("coordinator", "secretary")
    meeting = make_meeting(circle=(insider,))
    item = make_item(meeting)
    day = clock.local(meeting.starts_at).date()
    assert queries.get_meeting(meeting.id, insider) is meeting
    assert queries.get_item(item.id, insider) is item
    assert queries.items_of([meeting.id], insider) == {meeting.id: [item]}
    assert queries.meetings_between(insider, day, day) == [meeting]
    with pytest.raises(NotFound):
        queries.get_meeting(meeting.id, outsider)
    with pytest.raises(NotFound):
        queries.get_item(item.id, outsider)
    assert queries.items_of([meeting.id], outsider) == {meeting.id: []}
    assert queries.meetings_between(outsider, day, day) == []


def test_the_next_meetings_leave_out_what_a_person_may_not_see(app: Flask) -> None:
    insider, outsider = make_person(), make_person("coordinator")
    open_meeting = make_meeting(days=20)
    body = open_meeting.body
    hidden = make_meeting(days=10, body=body, circle=(insider,))
    make_meeting(days=5, body=body, status="cancelled")
    number = body.partnership_id
    now = clock.now()
    assert queries.next_meetings([number], insider, now) == {number: {"official": hidden}}
    assert queries.next_meetings([number], outsider, now) == {number: {"official": open_meeting}}


def test_a_meeting_under_way_is_still_the_next(app: Flask) -> None:
    person = make_person()
    meeting = make_meeting(starts_at=clock.now() - timedelta(minutes=30))
    number = meeting.body.partnership_id
    assert queries.next_meetings([number], person, clock.now())[number] == {"official": meeting}
