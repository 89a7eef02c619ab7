"""Planning a meeting in two steps, with everything filled in that is known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core import clock
from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.core.journal import JournalEntry
from app.meetings.details import MeetingDetails
from app.meetings.models import Attendance, BodyMember, Meeting
from app.meetings.planning import plan_meeting
from app.register.portfolio_models import (
    OfficerSubject,
    Portfolio,
    PortfolioHolder,
    PortfolioSubject,
)
from tests.client import CheckingClient
from tests.factories import make_body, make_meeting, make_person, moment

DAY = "2026-12-03"


def details(body: Any, **changes: Any) -> MeetingDetails:
    start = moment("2026-12-03T09:30")
    end = moment("2026-12-03T11:00")
    return MeetingDetails(**{"body_id": body.id, "starts_at": start, "ends_at": end, **changes})


def carry(body: Any, officer: Any, alderman: Any) -> None:
    """Let these people carry the partnership of a body."""
    portfolio = Portfolio(name=f"Portefeuille {body.id}")
    portfolio.holders = [PortfolioHolder(person=alderman)]
    portfolio.subjects = [PortfolioSubject(partnership_id=body.partnership_id)]
    db.session.add_all(
        [portfolio, OfficerSubject(person=officer, partnership_id=body.partnership_id)]
    )
    db.session.commit()


def typed(form_page: str, **changes: str) -> dict[str, str]:
    """What a browser would send, with a key of its own."""
    key = form_page.split('name="key"')[1].split('value="')[1].split('"')[0]
    return {"key": key, "day": DAY, "start": "09:30", "end": "11:00", **changes}


def test_the_form_is_filled_in_from_body_and_portfolios(app: Flask, client: CheckingClient) -> None:
    officer, alderman = make_person(name="Ambtenaar zorg"), make_person("alderman", name="Zorg")
    body = make_body(place="Provinciehuis", minutes=120)
    carry(body, officer, alderman)
    client.sign_in(make_person("secretary"))
    chosen = client.get(
        "/meetings/choose-body", query_string={"body_id": body.id, "day": DAY, "start": "9.30"}
    )
    assert chosen.status_code == 302
    page = client.get(chosen.location).text
    assert 'value="Provinciehuis"' in page
    assert 'value="11:30"' in page
    assert f'<option selected value="{officer.id}">' in page
    assert f'<option selected value="{alderman.id}">' in page


def test_the_first_step_asks_for_what_is_missing(app: Flask, client: CheckingClient) -> None:
    body = make_body()
    client.sign_in(make_person("secretary"))
    page = client.get(
        "/meetings/choose-body", query_string={"body_id": body.id, "day": "morgen", "start": ""}
    ).text
    assert "Vul een datum in als dag-maand-jaar" in page
    assert "Vul in hoe laat het begint." in page
    assert 'value="morgen"' in page


def test_planning_writes_meeting_people_and_journal(app: Flask) -> None:
    secretary, officer, alderman = make_person("secretary"), make_person(), make_person("alderman")
    body = make_body()
    meeting = plan_meeting(details(body, officer_id=officer.id, alderman_id=alderman.id), secretary)
    db.session.commit()
    assert [row.person_id for row in meeting.attendances] == [alderman.id]
    assert (meeting.status, meeting.sequence) == ("planned", 0)
    entry = db.session.scalars(select(JournalEntry)).one()
    assert (entry.action, entry.object_id, entry.actor_id) == (
        "meeting.plan",
        meeting.id,
        secretary.id,
    )


def test_to_an_administrative_meeting_goes_the_officer(app: Flask) -> None:
    officer, alderman = make_person(), make_person("alderman")
    meeting = plan_meeting(
        details(make_body(level="administrative"), officer_id=officer.id, alderman_id=alderman.id),
        make_person("coordinator"),
    )
    assert [row.person_id for row in meeting.attendances] == [officer.id]


def test_our_members_of_the_body_go_before_the_portfolio_holder(app: Flask) -> None:
    mayor, old, alderman = (make_person("alderman") for _ in range(3))
    body = make_body()
    body.members = [
        BodyMember(person=mayor),
        BodyMember(person=old, valid_to=date(2026, 1, 1)),
        BodyMember(person=make_person("alderman"), substitute=True),
    ]
    db.session.commit()
    meeting = plan_meeting(details(body, alderman_id=alderman.id), make_person("secretary"))
    assert [row.person_id for row in meeting.attendances] == [mayor.id]


def test_a_double_click_plans_once(app: Flask, client: CheckingClient) -> None:
    body = make_body()
    client.sign_in(make_person("secretary"))
    page = client.get(f"/bodies/{body.id}/meetings/new?day={DAY}&start=09:30").text
    data = typed(page, title="Extra overleg")
    first = client.post(f"/bodies/{body.id}/meetings/new", data=data)
    second = client.post(f"/bodies/{body.id}/meetings/new", data=data)
    assert first.status_code == second.status_code == 302
    assert first.location == second.location
    assert db.session.scalar(select(func.count()).select_from(Meeting)) == 1
    assert "Extra overleg" in client.get(first.location).text


def test_both_meetings_can_be_planned_at_once(app: Flask, client: CheckingClient) -> None:
    official = make_body(name="Algemeen bestuur", place="Stadhuis", minutes=120)
    body = make_body(level="administrative", partnership=official.partnership)
    client.sign_in(make_person("secretary"))
    page = client.get(f"/bodies/{body.id}/meetings/new?day={DAY}&start=09:30").text
    data = typed(
        page, official_body_id=str(official.id), official_day="2026-12-17", official_start="13:00"
    )
    answer = client.post(f"/bodies/{body.id}/meetings/new", data=data)
    meeting = db.session.get_one(Meeting, int(answer.location.rsplit("/", 1)[1]))
    prepared = meeting.prepares
    assert prepared is not None
    assert prepared.place == "Stadhuis"
    assert clock.local(prepared.ends_at).strftime("%d %H:%M") == "17 15:00"
    assert "Algemeen bestuur" in client.get(answer.location).text


def test_the_official_meeting_needs_a_day_and_a_time(app: Flask, client: CheckingClient) -> None:
    official = make_body()
    body = make_body(level="administrative", partnership=official.partnership)
    client.sign_in(make_person("secretary"))
    page = client.get(f"/bodies/{body.id}/meetings/new?day={DAY}&start=09:30").text
    data = typed(page, official_body_id=str(official.id), official_day="", title="Blijft staan")
    answer = client.post(f"/bodies/{body.id}/meetings/new", data=data)
    assert answer.status_code == 422
    assert "Vul ook de dag en de tijd van dit overleg in." in answer.text
    assert "Blijft staan" in answer.text
    assert db.session.scalar(select(func.count()).select_from(Meeting)) == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"end": "09:00"}, "Het einde moet na het begin liggen."),
        ({"online_url": "javascript:alert(1)"}, "begint met https://"),
        ({"online_url": "https://"}, "begint met https://"),
        ({"day": "31-31-2026"}, "Vul een datum in als dag-maand-jaar"),
        ({"start": "half tien"}, "Vul een tijd in als uur:minuten"),
        ({"last_day": "2027-12-03"}, "hoogstens een week"),
        ({"officer_id": "999999"}, "Kies een van de mogelijkheden in de lijst."),
        ({"title": "x" * 201}, "Dit is te lang"),
    ],
)
def test_mistakes_come_back_at_their_field(
    app: Flask, client: CheckingClient, changes: dict[str, str], message: str
) -> None:
    body = make_body()
    client.sign_in(make_person("secretary"))
    page = client.get(f"/bodies/{body.id}/meetings/new?day={DAY}&start=09:30").text
    answer = client.post(
        f"/bodies/{body.id}/meetings/new", data=typed(page, place="Zaal 1", **changes)
    )
    assert answer.status_code == 422
    assert message in answer.text
    assert "Zaal 1" in answer.text
    assert db.session.scalar(select(func.count()).select_from(Meeting)) == 0


@pytest.mark.parametrize("role", ["officer", "alderman", "adviser", "clerk", "administrator"])
def test_others_do_not_plan(app: Flask, client: CheckingClient, role: str) -> None:
    person = make_person(role)
    body = make_body()
    with pytest.raises(NotAllowed):
        plan_meeting(details(body), person)
    client.sign_in(person)
    assert client.get(f"/bodies/{body.id}/meetings/new?day={DAY}&start=09:30").status_code == 403
    assert "Vergadering plannen" not in client.get("/meetings/").text


def test_only_an_administrative_meeting_prepares_a_later_official_one(app: Flask) -> None:
    secretary = make_person("secretary")
    official, early = make_meeting(days=30), make_meeting(days=1)
    with pytest.raises(RuleBroken, match="Alleen een ambtelijk overleg"):
        plan_meeting(details(make_body(), prepares_id=official.id), secretary)
    administrative = make_body(level="administrative")
    with pytest.raises(RuleBroken, match="na dit ambtelijk overleg"):
        plan_meeting(details(administrative, prepares_id=early.id), secretary)
    hidden = make_meeting(days=30, circle=(make_person(),))
    with pytest.raises(RuleBroken, match="Kies een vergadering uit de lijst"):
        plan_meeting(details(administrative, prepares_id=hidden.id), secretary)


def test_a_body_that_ended_does_not_meet(app: Flask) -> None:
    body = make_body(valid_to=date(2026, 11, 30))
    with pytest.raises(RuleBroken, match="bestaat niet op deze dag"):
        plan_meeting(details(body), make_person("secretary"))


def test_a_clash_warns_and_does_not_stop(app: Flask, client: CheckingClient) -> None:
    alderman, secretary = make_person("alderman"), make_person("secretary")
    start = moment("2026-12-03T10:00")
    make_meeting(starts_at=start, alderman=alderman, title="Andere vergadering")
    hidden = make_meeting(starts_at=start, alderman=alderman, circle=(alderman,), title="Geheim")
    meeting = plan_meeting(details(make_body(), alderman_id=alderman.id), secretary)
    db.session.commit()
    client.sign_in(secretary)
    page = client.get(f"/meetings/{meeting.id}").text
    assert "Op hetzelfde moment" in page
    assert "Andere vergadering" in page
    assert "Bezet" in page
    assert "Geheim" not in page
    assert f"/meetings/{hidden.id}" not in page


def test_the_planner_and_who_is_assigned_are_in_the_circle(app: Flask) -> None:
    secretary, officer, alderman = make_person("secretary"), make_person(), make_person("alderman")
    guest = make_person("adviser")
    meeting = plan_meeting(
        details(
            make_body(),
            restricted=True,
            officer_id=officer.id,
            alderman_id=alderman.id,
            circle_ids=frozenset({guest.id}),
        ),
        secretary,
    )
    assert {row.person_id for row in meeting.circle} == {
        person.id for person in (secretary, officer, alderman, guest)
    }
    assert db.session.scalar(select(func.count()).select_from(Attendance)) == 1
