"""Changing a meeting: revisions for calendars, two people at once, who is assigned."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.core import clock
from app.core.database import db
from app.core.errors import NotFound, RuleBroken
from app.meetings.actions import change_meeting
from app.meetings.details import COLUMNS, MeetingDetails
from app.meetings.models import Meeting
from app.meetings.queries import get_meeting
from app.meetings.signals import meeting_changed
from tests.client import CheckingClient
from tests.factories import make_body, make_item, make_meeting, make_person, moment


def details(meeting: Meeting, **changes: Any) -> MeetingDetails:
    now = {name: getattr(meeting, name) for name in COLUMNS}
    circle = frozenset(row.person_id for row in meeting.circle)
    return MeetingDetails(**{**now, "circle_ids": circle, **changes})


def form_of(page: str, **changes: str) -> dict[str, str]:
    version = page.split('name="version"')[1].split('value="')[1].split('"')[0]
    typed = {"version": version, "day": "2026-12-14", "start": "09:30", "end": "11:00"}
    return {**typed, **changes}


@pytest.mark.parametrize(
    ("changes", "revision"),
    [
        ({"starts_at": moment("2026-12-14T09:00")}, 1),
        ({"place": "Stadhuis"}, 1),
        ({"online_url": "https://overleg.example/1"}, 1),
        ({"title": "Extra overleg"}, 0),
        ({"remarks": "Graag op tijd"}, 0),
        ({}, 0),
    ],
)
def test_time_and_place_make_a_new_revision(
    app: Flask, changes: dict[str, Any], revision: int
) -> None:
    meeting = make_meeting()
    before = meeting.revised_at
    clock.stop_at(moment("2026-11-23T10:00"))
    change_meeting(meeting, details(meeting, **changes), make_person("secretary"), meeting.version)
    db.session.commit()
    assert meeting.sequence == revision
    assert (meeting.revised_at > before) == bool(changes.keys() - {"remarks"})


def test_who_hears_of_a_change_learns_the_fields(app: Flask) -> None:
    meeting = make_meeting()
    heard: list[list[str]] = []

    def listen(_meeting: Meeting, fields: list[str]) -> None:
        heard.append(fields)

    with meeting_changed.connected_to(listen):
        change_meeting(
            meeting, details(meeting, place="Stadhuis"), make_person("secretary"), meeting.version
        )
    assert heard == [["place"]]


def test_the_second_of_two_sees_both_texts(app: Flask, client: CheckingClient) -> None:
    meeting = make_meeting(place="Zaal 1")
    client.sign_in(make_person("secretary"))
    page = client.get(f"/meetings/{meeting.id}/edit").text
    meeting.place = "Zaal van de ander"
    db.session.commit()
    typed = form_of(page, place="Mijn zaal", title="Mijn titel")
    answer = client.post(f"/meetings/{meeting.id}/edit", data=typed)
    assert answer.status_code == 409
    assert "Zaal van de ander" in answer.text
    assert 'value="Mijn zaal"' in answer.text
    again = form_of(answer.text, place="Mijn zaal", title="Mijn titel")
    assert client.post(f"/meetings/{meeting.id}/edit", data=again).status_code == 302
    assert (meeting.place, meeting.title) == ("Mijn zaal", "Mijn titel")


def test_a_broken_rule_keeps_what_was_typed(app: Flask, client: CheckingClient) -> None:
    meeting = make_meeting()
    client.sign_in(make_person("secretary"))
    page = client.get(f"/meetings/{meeting.id}/edit").text
    answer = client.post(
        f"/meetings/{meeting.id}/edit", data=form_of(page, end="08:00", place="Mijn zaal")
    )
    assert answer.status_code == 422
    assert "Het einde moet na het begin liggen." in answer.text
    assert 'value="Mijn zaal"' in answer.text


def test_another_alderman_goes_in_place_of_the_first(app: Flask) -> None:
    first, second = make_person("alderman"), make_person("alderman")
    meeting = make_meeting(alderman=first)
    change_meeting(
        meeting,
        details(meeting, alderman_id=second.id),
        make_person("secretary"),
        meeting.version,
    )
    assert [row.person_id for row in meeting.attendances] == [second.id]


def test_a_new_officer_enters_the_circle(app: Flask) -> None:
    secretary, officer, other = make_person("secretary"), make_person(), make_person()
    meeting = make_meeting(circle=(secretary,))
    make_item(meeting, officer=other)
    with pytest.raises(NotFound):
        get_meeting(meeting.id, officer)
    change_meeting(meeting, details(meeting, officer_id=officer.id), secretary, meeting.version)
    assert get_meeting(meeting.id, officer) is meeting
    assert {row.person_id for row in meeting.circle} == {secretary.id, officer.id, other.id}


def test_opening_a_restricted_meeting_ends_its_circle(app: Flask) -> None:
    secretary = make_person("secretary")
    meeting = make_meeting(circle=(secretary,))
    change_meeting(meeting, details(meeting, restricted=False), secretary, meeting.version)
    assert meeting.circle == []


def test_a_prepared_meeting_that_one_may_not_see_stays(app: Flask, client: CheckingClient) -> None:
    hidden = make_meeting(days=40, circle=(make_person(),), title="Geheim beraad")
    meeting = make_meeting(body=make_body(level="administrative"), prepares=hidden)
    client.sign_in(make_person("secretary"))
    page = client.get(f"/meetings/{meeting.id}/edit").text
    assert "Geheim beraad" not in page
    answer = client.post(f"/meetings/{meeting.id}/edit", data=form_of(page, place="Zaal 2"))
    assert answer.status_code == 302
    assert meeting.prepares_id == hidden.id
    assert "Geheim beraad" not in client.get(f"/meetings/{meeting.id}").text


def test_a_cancelled_meeting_stays_as_it_was(app: Flask) -> None:
    meeting = make_meeting(status="cancelled")
    with pytest.raises(RuleBroken, match="geannuleerde vergadering"):
        change_meeting(
            meeting, details(meeting, place="X"), make_person("secretary"), meeting.version
        )
