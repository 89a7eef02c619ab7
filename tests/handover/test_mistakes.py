"""Nothing changes hands by a mistake, twice, or by somebody who may not."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.briefings.ties import Tie
from app.core import clock
from app.core.database import db
from app.handover.models import Handover
from tests.factories import (
    make_meeting,
    make_person,
)
from tests.handover.desk import HIDDEN, Desk, ties


def test_a_receiver_without_the_role_changes_nothing(desk: Desk) -> None:
    clerk = make_person("clerk", name="Griffier")
    answer = desk.hand(desk.giver, receiver=str(clerk.id))
    assert answer.status_code == 422
    assert "Griffier heeft niet de rol beleidsambtenaar" in answer.text
    gone = make_person("officer", active=False)
    assert desk.hand(desk.giver, receiver=str(gone.id)).status_code == 422
    assert desk.hand(desk.giver, receiver=str(desk.giver.id)).status_code == 422
    assert desk.hand(desk.giver, receiver="").status_code == 422
    db.session.expire_all()
    assert desk.coming.officer_id == desk.giver.id
    assert not db.session.scalars(select(Handover)).all()


@pytest.mark.parametrize("day", ["2026-11-22", "2029-01-01", "", "30 februari"])
def test_a_day_that_cannot_be(desk: Desk, day: str) -> None:
    answer = desk.hand(desk.giver, first_day=day)
    assert answer.status_code == 422
    assert not db.session.scalars(select(Handover)).all()


def test_what_changed_meanwhile_is_a_conflict_with_choices_kept(desk: Desk) -> None:
    client = desk.client(desk.giver)
    url = f"/people/{desk.giver.id}/hand-over"
    data = dict(HIDDEN.findall(client.get(url).text))
    data |= {"first_day": clock.today().isoformat(), "receiver": str(desk.receiver.id)}
    make_meeting(body=desk.body, officer=desk.giver, days=20, title="Extra overleg")
    answer = client.post(url, data=data)
    assert answer.status_code == 409
    assert "Intussen is hierin iets veranderd" in answer.text
    assert "Extra overleg" in answer.text
    assert f'<option selected value="{desk.receiver.id}">' in answer.text
    again = data | dict(HIDDEN.findall(answer.text))
    assert client.post(url, data=again).status_code == 302


def test_a_double_click_hands_over_once(desk: Desk) -> None:
    client = desk.client(desk.giver)
    url = f"/people/{desk.giver.id}/hand-over"
    data = dict(HIDDEN.findall(client.get(url).text))
    data |= {"first_day": clock.today().isoformat(), "receiver": str(desk.receiver.id)}
    first, second = client.post(url, data=data), client.post(url, data=data)
    assert first.status_code == 302
    assert db.session.scalars(select(Handover)).one()
    assert second.location == first.location


def test_who_may(desk: Desk) -> None:
    url = f"/people/{desk.giver.id}/hand-over"
    for role, expected in (
        ("officer", 404),
        ("secretary", 404),
        ("clerk", 404),
        ("coordinator", 200),
        ("administrator", 200),
    ):
        assert desk.client(make_person(role)).get(url).status_code == expected, role


def test_an_administrator_hands_over_without_seeing_notes(desk: Desk) -> None:
    administrator = make_person("administrator")
    page = desk.client(administrator).get(f"/people/{desk.giver.id}/hand-over").text
    assert desk.coming.name in page
    assert "Annotaties die worden geschreven" not in page
    assert desk.hand(administrator).status_code == 302
    db.session.expire_all()
    assert desk.coming.officer_id == desk.receiver.id
    assert Tie.WRITER in ties(desk.note, desk.receiver)  # by the meeting
