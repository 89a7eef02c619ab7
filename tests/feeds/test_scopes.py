"""Which meetings and deadlines a feed holds, and that rights hold in every one."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from app.core import clock
from app.core.database import db
from app.meetings.models import Attendance
from app.register.portfolio_models import Portfolio, PortfolioHolder, PortfolioSubject
from tests.client import CheckingClient
from tests.factories import (
    make_body,
    make_item,
    make_meeting,
    make_note,
    make_person,
    make_substitution,
)
from tests.feeds.calendars import events_in, fetch, make_feed


def test_mine_is_what_i_carry_attend_or_stand_in_for(app: Flask, client: CheckingClient) -> None:
    officer, other = make_person(), make_person()
    carried = make_meeting(officer=officer)
    attended = make_meeting()
    attended.attendances.append(Attendance(person=officer))
    declined = make_meeting()
    declined.attendances.append(Attendance(person=officer, going=False))
    by_item = make_item(make_meeting(), officer=officer).meeting
    stood_in_for = make_meeting(officer=other)
    make_substitution(other, officer)
    make_meeting()
    db.session.commit()
    found = set(events_in(fetch(client, make_feed(officer))))
    assert found == {carried.uid, attended.uid, by_item.uid, stood_in_for.uid}


def test_one_partnership_one_portfolio_and_all(app: Flask, client: CheckingClient) -> None:
    person, alderman = make_person("secretary"), make_person("alderman")
    body = make_body()
    here, there = make_meeting(body=body), make_meeting()
    portfolio = Portfolio(name="Jeugd", holders=[PortfolioHolder(person=alderman)])
    portfolio.subjects = [PortfolioSubject(partnership=there.body.partnership)]
    db.session.add(portfolio)
    db.session.commit()
    of_one = make_feed(person, "partnership", partnership_id=body.partnership_id)
    of_portfolio = make_feed(person, "portfolio", portfolio_id=portfolio.id)
    assert set(events_in(fetch(client, of_one))) == {here.uid}
    assert set(events_in(fetch(client, of_portfolio))) == {there.uid}
    assert set(events_in(fetch(client, make_feed(person, "all")))) == {here.uid, there.uid}


def test_a_restricted_meeting_is_in_feeds_of_its_circle_only(
    app: Flask, client: CheckingClient
) -> None:
    insider, outsider = make_person(), make_person("secretary", "coordinator")
    meeting = make_meeting(circle=(insider,), title="Vertrouwelijk beraad")
    partnership_id = meeting.body.partnership_id
    for scope, ids in (("all", {}), ("partnership", {"partnership_id": partnership_id})):
        assert meeting.uid in events_in(fetch(client, make_feed(insider, scope, **ids)))
        body = fetch(client, make_feed(outsider, scope, **ids))
        assert events_in(body) == {}
        assert b"Vertrouwelijk" not in body


def test_who_leaves_the_circle_loses_the_meeting_in_the_next_poll(
    app: Flask, client: CheckingClient
) -> None:
    insider = make_person()
    meeting = make_meeting(circle=(insider,))
    address = make_feed(insider, "all")
    etag = client.get(address).headers["ETag"]
    meeting.circle.clear()
    db.session.commit()
    after = client.get(address, headers={"If-None-Match": etag})
    assert after.status_code == 200
    assert events_in(after.data) == {}


def test_deadlines_hold_what_is_mine_to_write_or_decide(app: Flask, client: CheckingClient) -> None:
    officer, alderman = make_person(), make_person("alderman")
    meeting = make_meeting(officer=officer, alderman=alderman)
    make_item(meeting)
    make_note(make_item(meeting), author=officer)
    make_note(make_item(meeting), state="with_alderman", author=officer)
    make_note(make_item(meeting), state="aligned", author=officer)
    make_item(make_meeting(officer=make_person()))
    mine = list(events_in(fetch(client, make_feed(officer, "deadlines"))).values())
    theirs = list(events_in(fetch(client, make_feed(alderman, "deadlines"))).values())
    assert [str(event["SUMMARY"]).split(":")[0] for event in mine] == ["2 annotaties aanbieden"]
    assert [str(event["SUMMARY"]).split(":")[0] for event in theirs] == ["Annotatie lezen"]
    assert mine[0]["UID"] != theirs[0]["UID"]
    assert mine[0]["DTSTART"].dt < clock.local(meeting.starts_at).date()


def test_the_window_reaches_three_months_back_and_eighteen_ahead(
    app: Flask, client: CheckingClient
) -> None:
    officer = make_person()
    found = {
        days: make_meeting(officer=officer, starts_at=clock.now() + timedelta(days=days)).uid
        for days in (-120, -60, 500, 600)
    }
    shown = set(events_in(fetch(client, make_feed(officer))))
    assert shown == {found[-60], found[500]}
