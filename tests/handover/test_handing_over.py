"""Handing over what is open: at once, from a day, with nothing lost and nobody let in unseen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import pytest
from flask import Flask
from sqlalchemy import select

from app.briefings.models import Advice, Note, NoteCircle, NoteWriter
from app.briefings.permissions import ties_of
from app.briefings.queries import due_for_officer
from app.briefings.ties import Tie
from app.core import clock
from app.core.database import db, holds_on
from app.core.errors import NotAllowed
from app.core.journal import JournalEntry
from app.handover.models import Handover
from app.meetings.models import Body, BodyMember, Meeting
from app.messages.models import Message
from app.people.handing_on import hand_on_serving
from app.people.models import Person, Serving, TeamLead
from app.register.models import Partnership, PartnershipArea
from app.register.portfolio_models import OfficerSubject, Portfolio, PortfolioHolder
from app.register.portfolio_queries import responsible_for
from tests.client import CheckingClient
from tests.factories import (
    carries,
    make_area,
    make_body,
    make_item,
    make_meeting,
    make_note,
    make_person,
    make_serving,
    make_team_lead,
)

HIDDEN = re.compile(r'name="(key|seen|version)"[^>]*value="([^"]*)"')


@dataclass
class Desk:
    """An officer with a partnership, meetings, an item and a note of their own."""

    app: Flask
    giver: Person
    receiver: Person
    alderman: Person
    partnership: Partnership
    body: Body
    past: Meeting
    coming: Meeting
    note: Note

    def client(self, person: Person) -> CheckingClient:
        """A browser of this person's own, signed in."""
        return cast(CheckingClient, self.app.test_client()).sign_in(person)

    def hand(self, actor: Person, url: str = "", **fields: Any) -> Any:
        """Fetch the page as this person and send it with these choices."""
        client = self.client(actor)
        path = url or f"/people/{self.giver.id}/hand-over"
        page = client.get(path)
        assert page.status_code == 200
        data = {
            **dict(HIDDEN.findall(page.text)),
            "first_day": clock.today().isoformat(),
            "receiver": str(self.receiver.id),
            **fields,
        }
        return client.post(path, data=data)


@pytest.fixture
def desk(app: Flask) -> Desk:
    """That officer, with a colleague who takes over."""
    giver = make_person("officer", name="Beleidsmedewerker jeugd")
    receiver = make_person("officer", name="Beleidsmedewerker Wmo")
    alderman = make_person("alderman", name="Wethouder sociaal domein")
    body = make_body()
    partnership = db.session.get_one(Partnership, body.partnership_id)
    carries(giver, partnership)
    past = make_meeting(body=body, officer=giver, alderman=alderman, days=-7)
    coming = make_meeting(body=body, officer=giver, alderman=alderman, days=14)
    note = make_note(make_item(coming, title="Begroting 2027"), author=giver)
    return Desk(app, giver, receiver, alderman, partnership, body, past, coming, note)


def _ties(note: Note, person: Person) -> frozenset[Tie]:
    return ties_of([note.id], person)[note.id]


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
    assert Tie.WRITER in _ties(desk.note, desk.receiver)
    assert Tie.WRITER not in _ties(desk.note, desk.giver)
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
    assert Tie.WRITER in _ties(desk.note, desk.giver)


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


def test_carried_by_an_area_only_this_partnership_goes(desk: Desk) -> None:
    db.session.delete(db.session.scalars(select(OfficerSubject)).one())
    area = make_area()
    db.session.add(PartnershipArea(partnership_id=desk.partnership.id, policy_area_id=area.id))
    db.session.add(OfficerSubject(person=desk.giver, policy_area=area))
    db.session.commit()
    url = f"/people/{desk.giver.id}/hand-over?partnership={desk.partnership.id}"
    assert desk.hand(desk.giver, url).status_code == 302
    today = clock.today()
    assert responsible_for(desk.partnership.id, today).officer == desk.receiver
    areas = select(OfficerSubject).where(OfficerSubject.policy_area_id == area.id)
    assert db.session.scalars(areas).one().valid_to is None


def test_everything_else_of_a_person(desk: Desk) -> None:
    led = make_person("officer")
    make_team_lead(desk.giver, led)
    db.session.add(BodyMember(body=desk.body, person=desk.giver))
    area = make_area()
    db.session.add(OfficerSubject(person=desk.giver, policy_area=area))
    own = make_item(
        make_meeting(officer=make_person("officer"), days=9), officer=desk.giver, title="Eigen punt"
    )
    lacking = make_item(desk.past, title="Zonder afloop")
    db.session.commit()
    assert desk.hand(desk.giver).status_code == 302
    db.session.expire_all()
    today = clock.today()
    leads = select(TeamLead.leader_id).where(holds_on(TeamLead, today))
    assert db.session.scalars(leads).all() == [desk.receiver.id]
    members = select(BodyMember.person_id).where(holds_on(BodyMember, today))
    assert db.session.scalars(members).all() == [desk.receiver.id]
    assert (own.officer_id, lacking.officer_id) == (desk.receiver.id, desk.receiver.id)
    assert desk.past.officer_id == desk.giver.id
    yesterday = today - timedelta(days=1)
    assert db.session.scalars(
        select(BodyMember.person_id).where(holds_on(BodyMember, yesterday))
    ).all() == [desk.giver.id]
    carried = select(OfficerSubject.person_id).where(
        OfficerSubject.policy_area_id == area.id, holds_on(OfficerSubject, today)
    )
    assert db.session.scalars(carried).all() == [desk.receiver.id]


@pytest.mark.parametrize(("first", "last"), [(None, 10), (3, 10), (3, None), (None, None)])
def test_who_had_it_for_a_while_has_it_for_good(
    app: Flask, first: int | None, last: int | None
) -> None:
    """A colleague who stood in for a while, or begins later, gets it whole: nobody is left out."""
    giver, receiver, alderman = (
        make_person(role) for role in ("secretary", "secretary", "alderman")
    )
    today = clock.today()
    given = make_serving(giver, alderman)
    make_serving(
        receiver,
        alderman,
        valid_from=None if first is None else today + timedelta(days=first),
        valid_to=None if last is None else today + timedelta(days=last),
    )
    hand_on_serving(given, "secretary", receiver, today, make_person("administrator"))
    for days in (0, 5, 20):
        day = today + timedelta(days=days)
        served = select(Serving.secretary_id).where(holds_on(Serving, day))
        assert db.session.scalars(served).all() == [receiver.id], day


def test_a_secretary_does_not_choose_who_records_in_an_aldermans_name(app: Flask) -> None:
    giver, receiver, alderman = (
        make_person(role) for role in ("secretary", "secretary", "alderman")
    )
    given = make_serving(giver, alderman)
    with pytest.raises(NotAllowed):
        hand_on_serving(given, "secretary", receiver, clock.today(), giver)
    hand_on_serving(given, "secretary", receiver, clock.today(), alderman)


def test_after_a_change_of_the_executive(desk: Desk) -> None:
    successor = make_person("alderman", name="Wethouder ruimte")
    secretary = make_person("secretary")
    make_serving(secretary, desk.alderman)
    portfolio = Portfolio(name="Sociaal domein", holders=[PortfolioHolder(person=desk.alderman)])
    db.session.add(portfolio)
    db.session.commit()
    coordinator = make_person("coordinator")
    answer = desk.hand(
        coordinator,
        f"/people/{desk.alderman.id}/hand-over",
        receiver=str(successor.id),
        **{"to-serving-alderman": str(successor.id)},
    )
    assert answer.status_code == 302
    db.session.expire_all()
    assert (desk.coming.alderman_id, desk.past.alderman_id) == (successor.id, desk.alderman.id)
    today = clock.today()
    served = select(Serving.alderman_id).where(holds_on(Serving, today))
    assert db.session.scalars(served).all() == [successor.id]
    held = select(PortfolioHolder.person_id).where(holds_on(PortfolioHolder, today))
    assert db.session.scalars(held).all() == [successor.id]
    desk.note.state = "with_alderman"
    db.session.commit()
    assert Tie.HOLDER in _ties(desk.note, successor)
    assert Tie.HOLDER not in _ties(desk.note, desk.alderman)


def test_an_alderman_does_not_give_the_portfolio_away(desk: Desk) -> None:
    successor = make_person("alderman")
    db.session.add(Portfolio(name="Zorg", holders=[PortfolioHolder(person=desk.alderman)]))
    db.session.commit()
    url = f"/people/{desk.alderman.id}/hand-over"
    assert desk.hand(desk.alderman, url, receiver=str(successor.id)).status_code == 403
    kept = {"receiver": str(successor.id), "to-portfolios": "0"}
    assert desk.hand(desk.alderman, url, **kept).status_code == 302


def test_asked_advice_goes_to_an_adviser(desk: Desk) -> None:
    adviser, other = make_person("adviser"), make_person("adviser")
    advice = Advice(
        note_id=desk.note.id,
        adviser_id=adviser.id,
        asked_by_id=desk.giver.id,
        asked_at=clock.now(),
        due_on=clock.today(),
    )
    db.session.add(advice)
    db.session.commit()
    url = f"/people/{adviser.id}/hand-over"
    answer = desk.hand(adviser, url)  # the default receiver is an officer, no adviser
    assert answer.status_code == 422
    assert "heeft niet de rol adviseur" in answer.text
    assert desk.hand(adviser, url, receiver=str(other.id)).status_code == 302
    db.session.refresh(advice)
    assert advice.adviser_id == other.id


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
    assert Tie.WRITER in _ties(desk.note, desk.receiver)  # by the meeting


def test_what_is_restricted_needs_to_be_said(desk: Desk) -> None:
    hidden = make_meeting(
        body=desk.body, circle=(desk.giver, desk.alderman), officer=desk.giver, days=9
    )
    answer = desk.hand(desk.giver)
    assert answer.status_code == 422
    assert "zit niet in de kring" in answer.text
    db.session.expire_all()
    assert (hidden.officer_id, desk.coming.officer_id) == (desk.giver.id, desk.giver.id)
    assert desk.hand(desk.giver, take_in="y").status_code == 302
    db.session.expire_all()
    assert hidden.officer_id == desk.receiver.id
    assert desk.receiver.id in {row.person_id for row in hidden.circle}


def test_a_restricted_note_changes_circle_with_its_writer(desk: Desk) -> None:
    desk.note.restricted = True
    desk.note.circle = [NoteCircle(person=desk.giver), NoteCircle(person=desk.alderman)]
    db.session.commit()
    assert desk.hand(desk.giver).status_code == 422
    assert desk.hand(desk.giver, take_in="y").status_code == 302
    db.session.refresh(desk.note)
    assert {row.person_id for row in desk.note.circle} == {desk.receiver.id, desk.alderman.id}
    assert desk.client(desk.giver).get(f"/notes/{desk.note.id}").status_code == 404


def test_who_is_outside_the_circle_sees_nothing_and_the_circle_hears(desk: Desk) -> None:
    hidden = make_meeting(
        body=desk.body,
        circle=(desk.giver, desk.alderman),
        officer=desk.giver,
        days=9,
        title="Vertrouwelijk overleg",
    )
    coordinator = make_person("coordinator")
    client = desk.client(coordinator)
    page = client.get(f"/people/{desk.giver.id}/hand-over").text
    assert "Vertrouwelijk overleg" not in page
    assert "beperkt" not in page
    desk.hand(coordinator)
    db.session.expire_all()
    assert hidden.officer_id == desk.giver.id
    rows = db.session.scalars(select(Message).where(Message.key.startswith("left-behind"))).all()
    assert {row.person_id for row in rows} == {desk.giver.id, desk.alderman.id}
    assert {row.url for row in rows} == {f"/meetings/{hidden.id}"}
    assert all("Vertrouwelijk" not in row.text for row in rows)


def test_a_restricted_note_out_of_sight_is_not_orphaned_in_silence(desk: Desk) -> None:
    desk.note.restricted = True
    desk.note.circle = [NoteCircle(person=desk.giver), NoteCircle(person=desk.alderman)]
    db.session.commit()
    desk.hand(make_person("coordinator"))
    rows = db.session.scalars(select(Message).where(Message.key.startswith("left-behind"))).all()
    assert {row.person_id for row in rows} == {desk.giver.id, desk.alderman.id}
    assert desk.client(desk.receiver).get(f"/notes/{desk.note.id}").status_code == 404


def test_one_note_to_a_colleague(desk: Desk) -> None:
    url = f"/notes/{desk.note.id}/hand-over"
    assert "Annotatie overdragen" in desk.client(desk.giver).get(f"/notes/{desk.note.id}").text
    answer = desk.hand(desk.giver, url)
    assert answer.status_code == 302
    db.session.expire_all()
    assert desk.note.item.officer_id == desk.receiver.id
    assert desk.coming.officer_id == desk.giver.id  # the meeting stays
    assert Tie.WRITER in _ties(desk.note, desk.receiver)
    assert Tie.WRITER not in _ties(desk.note, desk.giver)
    assert desk.note.created_by_id == desk.giver.id  # history keeps who started it


def test_who_writes_along_hands_on_that_part(desk: Desk) -> None:
    along = make_person("officer")
    db.session.add(NoteWriter(note_id=desk.note.id, person_id=along.id))
    db.session.commit()
    assert desk.hand(along, f"/notes/{desk.note.id}/hand-over").status_code == 302
    db.session.expire_all()
    assert {row.person_id for row in desk.note.writers} == {desk.receiver.id}
    assert Tie.WRITER in _ties(desk.note, desk.giver)
    assert _ties(desk.note, along) & {Tie.WRITER} == frozenset()


def test_a_note_is_handed_on_by_its_writers_and_the_coordinator_only(desk: Desk) -> None:
    desk.note.state = "aligned"
    db.session.commit()
    url = f"/notes/{desk.note.id}/hand-over"
    for person in (desk.alderman, make_person("secretary"), desk.receiver):
        assert desk.client(person).get(url).status_code == 404
    assert desk.client(make_person("coordinator")).get(url).status_code == 200
    client = desk.client(desk.giver)
    data = dict(HIDDEN.findall(client.get(url).text)) | {"receiver": str(desk.receiver.id)}
    desk.note.state = "concept"  # somebody takes a step meanwhile
    db.session.commit()
    assert client.post(url, data=data).status_code == 409


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
