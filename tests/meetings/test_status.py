"""The status of a meeting: which steps may be taken when, and what calendars hear of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.core.errors import NotAllowed, RuleBroken
from app.meetings import actions, workflow
from app.meetings.models import MeetingStatus
from app.meetings.queries import get_meeting
from tests.client import CheckingClient
from tests.conftest import NOW
from tests.factories import make_meeting, make_person

HOUR = timedelta(hours=1)
statuses = st.sampled_from(MeetingStatus)


@given(statuses, st.integers(-500, 500))
def test_a_step_leads_from_its_sources_only(status: MeetingStatus, hours: int) -> None:
    for step in workflow.STEPS.values():
        allowed = workflow.allows(step, status, NOW + hours * HOUR, NOW)
        assert not allowed or status in step.sources
        assert step.target not in step.sources


@pytest.mark.parametrize(
    ("status", "begun", "names"),
    [
        ("planned", False, ["confirm", "cancel"]),
        ("planned", True, ["hold", "cancel"]),
        ("confirmed", False, ["cancel"]),
        ("confirmed", True, ["hold", "cancel"]),
        ("cancelled", False, ["reopen"]),
        ("held", True, ["undo-hold"]),
    ],
)
def test_open_steps(status: str, begun: bool, names: list[str]) -> None:
    start = NOW - HOUR if begun else NOW + HOUR
    assert [step.name for step in workflow.open_steps(status, start, NOW)] == names


def test_confirming_and_cancelling_make_revisions(app: Flask) -> None:
    secretary, meeting = make_person("secretary"), make_meeting()
    actions.take_step(meeting, "confirm", secretary)
    assert (meeting.status, meeting.sequence) == ("confirmed", 1)
    actions.cancel_meeting(meeting, secretary, "  te weinig punten ")
    assert (meeting.status, meeting.sequence) == ("cancelled", 2)
    assert meeting.cancelled_at == clock.now()
    assert meeting.cancel_remark == "te weinig punten"
    actions.take_step(meeting, "reopen", secretary)
    again = get_meeting(meeting.id, secretary)
    assert (again.status, again.cancelled_at, again.cancel_remark) == ("planned", None, "")


def test_a_meeting_is_not_held_before_it_begins(app: Flask) -> None:
    with pytest.raises(RuleBroken):
        actions.take_step(make_meeting(), "hold", make_person("secretary"))


def test_officers_do_not_confirm(app: Flask) -> None:
    officer = make_person()
    with pytest.raises(NotAllowed):
        actions.take_step(make_meeting(officer=officer), "confirm", officer)


def test_confirming_from_the_page(app: Flask, client: CheckingClient) -> None:
    meeting = make_meeting()
    client.sign_in(make_person("secretary"))
    assert "Vergadering bevestigen" in client.get(f"/meetings/{meeting.id}").text
    answer = client.post(f"/meetings/{meeting.id}/steps/confirm")
    assert answer.status_code == 302
    assert meeting.status == "confirmed"
    assert client.post(f"/meetings/{meeting.id}/steps/confirm").status_code == 409
    assert client.post(f"/meetings/{meeting.id}/steps/nonsense").status_code == 404


def test_cancelling_shows_the_consequences_first(app: Flask, client: CheckingClient) -> None:
    meeting = make_meeting()
    client.sign_in(make_person("coordinator"))
    page = client.get(f"/meetings/{meeting.id}/cancel")
    assert "blijven bewaard" in page.text
    client.post(f"/meetings/{meeting.id}/cancel", data={"remark": "Te weinig punten"})
    assert meeting.status == "cancelled"
    shown = client.get(f"/meetings/{meeting.id}").text
    assert "Te weinig punten" in shown
    assert "Toch laten doorgaan" in shown
    assert client.get(f"/meetings/{meeting.id}/cancel").status_code == 404


def test_the_second_who_cancels_reads_why_and_keeps_the_reason(
    app: Flask, client: CheckingClient
) -> None:
    meeting = make_meeting()
    client.sign_in(make_person("coordinator"))
    client.post(f"/meetings/{meeting.id}/cancel", data={"remark": "Te weinig punten"})
    answer = client.post(f"/meetings/{meeting.id}/cancel", data={"remark": "De zaal is dicht"})
    assert answer.status_code == 409
    assert "Bekijk eerst hoe de vergadering er nu voor staat." in answer.text
    assert "De zaal is dicht" in answer.text
