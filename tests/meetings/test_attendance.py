"""Who of ours goes, who stands in where somebody is absent, and afterwards who was there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.core import clock
from app.core.database import db
from app.core.errors import NotAllowed, NotFound, RuleBroken
from app.meetings import attendance_actions as actions
from app.meetings.models import BodyMember, Meeting
from app.meetings.queries import get_meeting
from app.people.models import Absence, Person
from tests.client import CheckingClient
from tests.factories import make_meeting, make_person, make_substitution


def going(meeting: Meeting) -> dict[int, bool]:
    db.session.expire_all()
    return {row.person_id: row.going for row in meeting.attendances}


def away_on(meeting: Meeting, person: Person) -> None:
    day = clock.local(meeting.starts_at).date()
    db.session.add(Absence(person_id=person.id, first_day=day, last_day=day + timedelta(days=3)))
    db.session.commit()


def test_a_substitute_is_offered_when_somebody_is_absent(
    app: Flask, client: CheckingClient
) -> None:
    alderman = make_person("alderman", name="Wethouder zorg")
    substitute = make_person("alderman", name="Wethouder wonen")
    member = make_person("alderman", name="Plaatsvervangend lid")
    make_substitution(alderman, substitute)
    meeting = make_meeting(alderman=alderman)
    meeting.body.members = [BodyMember(person=member, substitute=True)]
    db.session.commit()
    client.sign_in(make_person("secretary"))
    address = f"/meetings/{meeting.id}/attendance"
    assert "in de plaats" not in client.get(address).text
    away_on(meeting, alderman)
    page = client.get(address).text
    assert "Wethouder wonen gaat in de plaats" in page
    assert "Plaatsvervangend lid gaat in de plaats" in page
    assert "is op deze dag afwezig" in client.get(f"/meetings/{meeting.id}").text
    data = {"person_id": substitute.id, "in_place_of_id": alderman.id}
    assert client.post(address, data=data).status_code == 302
    assert going(meeting) == {alderman.id: False, substitute.id: True}
    shown = client.get(f"/meetings/{meeting.id}").text
    assert "als plaatsvervanger van Wethouder zorg" in shown
    assert "is op deze dag afwezig" not in shown


def test_somebody_else_may_be_sent(app: Flask, client: CheckingClient) -> None:
    meeting = make_meeting()
    guest = make_person()
    client.sign_in(make_person("coordinator"))
    address = f"/meetings/{meeting.id}/attendance"
    assert client.post(address, data={"person_id": ""}).status_code == 422
    client.post(address, data={"person_id": guest.id})
    assert going(meeting) == {guest.id: True}
    client.post(f"{address}/{guest.id}/keep-home")
    assert going(meeting) == {guest.id: False}
    assert client.post(f"{address}/999999/keep-home").status_code == 409


def test_a_substitute_enters_the_circle(app: Flask) -> None:
    alderman, substitute = make_person("alderman"), make_person("alderman")
    meeting = make_meeting(alderman=alderman, circle=(alderman,))
    with pytest.raises(NotFound):
        get_meeting(meeting.id, substitute)
    actions.send_person(meeting, substitute.id, alderman, alderman.id)
    assert get_meeting(meeting.id, substitute) is meeting


def test_who_was_there_is_recorded_afterwards(app: Flask, client: CheckingClient) -> None:
    alderman, officer = make_person("alderman"), make_person()
    later = make_meeting(alderman=alderman, officer=officer)
    with pytest.raises(RuleBroken, match="begonnen"):
        actions.record_attendance(later, [alderman.id], officer)
    meeting = make_meeting(days=-1, alderman=alderman, officer=officer)
    client.sign_in(alderman)
    answer = client.post(f"/meetings/{meeting.id}/presence", data={"present": [str(officer.id)]})
    assert answer.status_code == 302
    db.session.expire_all()
    assert {row.person_id: row.attended for row in meeting.attendances} == {
        alderman.id: False,
        officer.id: True,
    }
    page = client.get(f"/meetings/{meeting.id}").text
    assert "was er niet" in page
    assert "was erbij" in page


@pytest.mark.parametrize("role", ["officer", "adviser", "clerk", "administrator", "alderman"])
def test_others_only_read(app: Flask, client: CheckingClient, role: str) -> None:
    meeting, person = make_meeting(), make_person(role)
    with pytest.raises(NotAllowed):
        actions.send_person(meeting, person.id, person)
    client.sign_in(person)
    assert client.get(f"/meetings/{meeting.id}/attendance").status_code == 403
    assert f"/meetings/{meeting.id}/attendance" not in client.get(f"/meetings/{meeting.id}").text
