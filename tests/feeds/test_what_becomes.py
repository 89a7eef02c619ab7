"""What becomes of subscriptions when an account closes, a role ends, or work is handed over."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core import clock
from app.core.database import db
from app.core.errors import RuleBroken
from app.feeds import actions
from app.feeds.parts import Wanted
from app.feeds.queries import deadlines_in
from app.people.account_actions import activate_account, change_account, deactivate_account
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting, make_note, make_person, make_serving
from tests.feeds.calendars import events_in, fetch, make_feed, make_feed_of, make_subscription
from tests.handover.desk import make_desk


def test_a_closed_account_gives_nothing_and_an_opened_one_the_same_again(
    app: Flask, client: CheckingClient
) -> None:
    administrator, officer = make_person("administrator"), make_person()
    meeting = make_meeting(officer=officer)
    address = make_feed(officer)
    assert set(events_in(fetch(client, address))) == {meeting.uid}
    deactivate_account(administrator, officer)
    db.session.commit()
    assert events_in(fetch(client, address)) == {}
    with pytest.raises(RuleBroken):
        actions.subscribe(officer, [Wanted("mine")], actor=None)
    activate_account(administrator, officer)
    db.session.commit()
    assert set(events_in(fetch(client, address))) == {meeting.uid}


def test_whose_role_ends_keeps_their_own_meetings_only(app: Flask, client: CheckingClient) -> None:
    administrator, secretary = make_person("administrator"), make_person("secretary")
    alderman = make_person("alderman")
    make_serving(secretary, alderman)
    own, theirs = make_meeting(officer=secretary), make_meeting(alderman=alderman)
    secret = make_meeting(alderman=alderman, circle=(alderman,))
    address = make_feed_of(secretary, Wanted("mine"), Wanted("person", of_person_id=alderman.id))
    assert set(events_in(fetch(client, address))) >= {own.uid, theirs.uid}
    change_account(
        administrator,
        secretary,
        secretary.version,
        email=secretary.email,
        name=secretary.name,
        title="",
        role_names=["officer"],
    )
    db.session.commit()
    body = fetch(client, address)
    assert set(events_in(body)) == {own.uid}
    assert secret.uid.encode() not in body


def test_an_alderman_who_left_is_followed_by_no_secretary(
    app: Flask, client: CheckingClient
) -> None:
    administrator, secretary = make_person("administrator"), make_person("secretary")
    alderman = make_person("alderman")
    make_serving(secretary, alderman)
    meeting = make_meeting(alderman=alderman)
    address = make_feed(secretary, "person", of_person_id=alderman.id)
    assert set(events_in(fetch(client, address))) == {meeting.uid}
    deactivate_account(administrator, alderman)
    db.session.commit()
    assert events_in(fetch(client, address)) == {}


def test_work_that_is_handed_over_moves_from_one_calendar_to_the_other(
    app: Flask, client: CheckingClient
) -> None:
    desk = make_desk(app)
    of_giver, of_receiver = make_feed(desk.giver), make_feed(desk.receiver)
    assert desk.coming.uid in events_in(fetch(client, of_giver))
    url = f"/people/{desk.giver.id}/hand-over?partnership={desk.partnership.id}"
    assert desk.hand(desk.giver, url).status_code == 302
    assert desk.coming.uid not in events_in(fetch(client, of_giver))
    assert desk.coming.uid in events_in(fetch(client, of_receiver))


def test_a_secretary_has_the_deadlines_of_an_alderman_as_far_as_their_own_rights_go(
    app: Flask,
) -> None:
    secretary, alderman = make_person("secretary"), make_person("alderman")
    serving = make_serving(secretary, alderman)
    meeting = make_meeting(alderman=alderman)
    make_note(make_item(meeting), state="with_alderman")
    make_note(make_item(meeting), state="concept")
    secret = make_meeting(alderman=alderman, circle=(alderman,))
    make_note(make_item(secret), state="with_alderman")
    calendar = make_subscription(secretary, "deadlines", of_person_id=alderman.id)
    found = [
        (day.person_id, day.meeting, day.kind, day.count)
        for day in deadlines_in(calendar, clock.today())
    ]
    assert found == [(alderman.id, meeting, "decide", 1)]
    serving.valid_to = clock.today().replace(year=2000)
    db.session.commit()
    assert deadlines_in(calendar, clock.today()) == []
