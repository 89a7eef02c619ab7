"""Handing over what is open: at once, from a day, with nothing lost and everybody told."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from flask import Flask
from sqlalchemy import select

from app.briefings.queries import due_for_officer
from app.briefings.ties import Tie
from app.core import clock
from app.core.database import db
from app.core.journal import JournalEntry
from app.handover.models import Handover
from app.messages.models import Message
from app.register.portfolio_queries import responsible_for
from tests.client import CheckingClient
from tests.factories import (
    make_body,
    make_item,
    make_meeting,
    make_person,
)
from tests.handover.desk import Desk, ties


def test_the_page_shows_what_is_open(desk: Desk) -> None:
    make_item(desk.past, title="Jaarrekening 2025")
    page = desk.client(desk.giver).get(f"/people/{desk.giver.id}/hand-over").text
    for words in (desk.partnership.name, "Begroting 2027", "Jaarrekening 2025", desk.coming.name):
        assert words in page
    assert "Afloop die nog moet worden vastgelegd" in page


def test_a_partnership_goes_with_everything_that_is_open(desk: Desk) -> None:
    url = f"/people/{desk.giver.id}/hand-over?partnership={desk.partnership.id}"
    answer = desk.hand(desk.giver, url)
    assert answer.status_code == 302
    today = clock.today()
    for day, officer in ((today, desk.receiver), (today - timedelta(days=1), desk.giver)):
        assert responsible_for(desk.partnership.id, day).officer == officer
    db.session.expire_all()
    assert (desk.coming.officer_id, desk.past.officer_id) == (desk.receiver.id, desk.giver.id)
    going = {row.person_id for row in desk.coming.attendances if row.going}
    assert desk.giver.id not in going
    assert Tie.WRITER in ties(desk.note, desk.receiver)
    assert Tie.WRITER not in ties(desk.note, desk.giver)
    assert [due.item.title for due in due_for_officer(desk.receiver, clock.now())] == [
        "Begroting 2027"
    ]
    assert due_for_officer(desk.giver, clock.now()) == []
    assert desk.client(desk.giver).get(f"/notes/{desk.note.id}").status_code == 404
    assert desk.client(desk.receiver).get(f"/notes/{desk.note.id}/edit").status_code == 200


def test_both_are_told_and_the_receiver_sees_what_came(desk: Desk) -> None:
    coordinator = make_person("coordinator")
    desk.hand(coordinator)
    handover = db.session.scalars(select(Handover)).one()
    told = {row.person_id: row.url for row in db.session.scalars(select(Message))}
    assert told == {one.id: f"/handovers/{handover.id}" for one in (desk.giver, desk.receiver)}
    page = desk.client(desk.receiver).get(f"/handovers/{handover.id}").text
    for words in ("Overgedragen aan u", desk.partnership.name, "Begroting 2027"):
        assert words in page
    assert "over 3 werkdagen" in page or "over 4 werkdagen" in page  # the note's deadline
    assert desk.client(desk.alderman).get(f"/handovers/{handover.id}").status_code == 404
    assert "Begroting 2027" not in desk.client(desk.giver).get(f"/handovers/{handover.id}").text
    assert f"/handovers/{handover.id}" in desk.client(desk.receiver).get("/handovers/").text


def test_the_journal_says_who_handed_over_what(desk: Desk) -> None:
    coordinator = make_person("coordinator", name="Coördinator regio")
    desk.hand(coordinator)
    deeds = {
        row.action: row.actor_id
        for row in db.session.scalars(select(JournalEntry))
        if "hand-over" in row.action or row.action == "handover.make"
    }
    assert deeds == dict.fromkeys(
        (
            "handover.make",
            "note.hand-over",
            "meeting.hand-over",
            "officer.hand-over",
            "partnership.hand-over",
        ),
        coordinator.id,
    )
    page = desk.client(coordinator).get(f"/meetings/{desk.coming.id}").text
    assert "Vergadering overgedragen aan een collega" in page


def test_from_a_later_day_what_is_before_stays(desk: Desk) -> None:
    later = clock.today() + timedelta(days=20)
    after = make_meeting(body=desk.body, officer=desk.giver, alderman=desk.alderman, days=30)
    assert desk.hand(desk.giver, first_day=later.isoformat()).status_code == 302
    db.session.expire_all()
    assert (desk.coming.officer_id, after.officer_id) == (desk.giver.id, desk.receiver.id)
    day_before = later - timedelta(days=1)
    assert responsible_for(desk.partnership.id, day_before).officer == desk.giver
    assert responsible_for(desk.partnership.id, later).officer == desk.receiver
    assert Tie.WRITER in ties(desk.note, desk.giver)


def test_a_group_can_go_elsewhere_or_stay(desk: Desk) -> None:
    third = make_person("officer", name="Beleidsmedewerker onderwijs")
    other = make_body()
    stays = make_meeting(body=other, officer=desk.giver, days=10)
    elsewhere = make_body()
    goes = make_meeting(body=elsewhere, officer=desk.giver, days=10)
    choices = {
        f"to-p{other.partnership_id}": "0",
        f"to-p{elsewhere.partnership_id}": str(third.id),
    }
    assert desk.hand(desk.giver, **choices).status_code == 302
    db.session.expire_all()
    assert (stays.officer_id, goes.officer_id, desk.coming.officer_id) == (
        desk.giver.id,
        third.id,
        desk.receiver.id,
    )
    assert len(db.session.scalars(select(Handover)).all()) == 2


def test_with_nothing_open_the_page_says_so(app: Flask) -> None:
    person = make_person("officer")
    client = cast(CheckingClient, app.test_client()).sign_in(person)
    assert "Er ligt niets open" in client.get(f"/people/{person.id}/hand-over").text
    assert "Er is nog niets overgedragen" in client.get("/handovers/").text


def test_the_partnership_page_leads_here(desk: Desk) -> None:
    url = f"/partnerships/{desk.partnership.id}"
    link = f"/people/{desk.giver.id}/hand-over?partnership={desk.partnership.id}"
    assert link in desk.client(desk.giver).get(url).text
    assert link in desk.client(make_person("coordinator")).get(url).text
    assert link not in desk.client(desk.receiver).get(url).text
