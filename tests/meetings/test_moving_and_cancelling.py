"""Moving or cancelling shows first what changes, then does it, and tells whom it concerns: once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.briefings.models import NoteWriter
from app.core import clock, jobs
from app.core.database import db
from app.days.models import DayKind, Period
from app.meetings.actions import cancel_meeting, change_meeting, take_step
from app.meetings.models import Attendance, Meeting
from app.messages.models import Message
from app.people.models import Person, Serving
from tests.client import CheckingClient
from tests.factories import (
    make_body,
    make_item,
    make_meeting,
    make_note,
    make_person,
    moment,
)
from tests.meetings.test_consequences import fields, hidden
from tests.meetings.test_planning import details
from tests.packs.meeting_files import asked

#: A Monday three weeks from now, and a Thursday after New Year.
OLD, NEW = "2026-12-14", "2027-01-07"


@pytest.fixture
def secretary(app: Flask) -> Person:
    """Who plans."""
    return make_person("secretary", name="Planner")


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    """An official meeting with an officer, an alderman and a note that somebody else writes too."""
    officer, alderman = make_person(name="Ofra"), make_person("alderman", name="Alie")
    found = make_meeting(
        starts_at=moment(f"{OLD}T09:30"), officer=officer, alderman=alderman, title="Bestuur"
    )
    make_note(make_item(found), author=officer)
    return found


def told() -> dict[str, str]:
    """Who was told what."""
    rows = db.session.execute(
        select(Person.name, Message.text)
        .join(Message, Message.person_id == Person.id)
        .where(Message.url.like("/meetings/%"))
    ).all()
    assert len({name for name, _text in rows}) == len(rows), "somebody was told twice"
    return {row[0]: row[1] for row in rows}


def move(meeting: Meeting, actor: Person, day: str, **more: object) -> None:
    """Move a meeting to another day at the same hour."""
    start = moment(f"{day}T09:30")
    change_meeting(
        meeting,
        details(
            meeting.body,
            starts_at=start,
            ends_at=start + timedelta(minutes=90),
            title=meeting.title,
            officer_id=meeting.officer_id,
            alderman_id=meeting.alderman_id,
            restricted=meeting.restricted,
            circle_ids=frozenset(row.person_id for row in meeting.circle),
            **more,
        ),
        actor,
        meeting.version,
    )
    db.session.commit()


def test_everyone_concerned_is_told_once_and_the_planner_not(
    meeting: Meeting, secretary: Person
) -> None:
    writer, guest, aide = (
        make_person(name="Wim"),
        make_person(name="Gijs"),
        make_person("secretary", name="Suus"),
    )
    gone, dutch = make_person(name="Thuis"), make_person(name="English", language="en")
    note = make_note(make_item(meeting), author=writer)
    db.session.add(NoteWriter(note_id=note.id, person_id=guest.id))
    db.session.add(
        Serving(secretary=aide, alderman_id=meeting.alderman_id, valid_from=date(2020, 1, 1))
    )
    meeting.attendances += [
        *(Attendance(person=dutch), Attendance(person=gone, going=False)),
    ]
    db.session.commit()
    move(meeting, secretary, NEW)
    found = told()
    assert set(found) == {"Ofra", "Alie", "Wim", "Gijs", "Suus", "English"}
    name = meeting.body.partnership.name
    assert found["Alie"] == (
        f"Bestuur ({name}) van ma 14 december, 09.30 is nu op do 7 januari 2027, 09.30–11.00."
    )
    assert "is now on Thu 7 January 2027" in found["English"]


def test_moving_twice_tells_twice_and_a_place_tells_nobody(
    meeting: Meeting, secretary: Person
) -> None:
    move(meeting, secretary, NEW)
    move(meeting, secretary, "2027-01-14")
    count = len(db.session.scalars(select(Message)).all())
    assert count == 4
    move(meeting, secretary, "2027-01-14", place="Zaal 3")
    assert len(db.session.scalars(select(Message)).all()) == count


def test_cancelling_and_taking_place_after_all_are_told(
    meeting: Meeting, secretary: Person
) -> None:
    cancel_meeting(meeting, secretary)
    db.session.commit()
    assert told()["Ofra"].endswith("van ma 14 december, 09.30 gaat niet door.")
    db.session.execute(db.delete(Message))
    take_step(meeting, "reopen", secretary)
    db.session.commit()
    assert told()["Ofra"].endswith("gaat toch door.")


def test_who_was_replaced_in_the_same_change_hears_of_it_too(
    meeting: Meeting, secretary: Person
) -> None:
    new = make_person("alderman", name="Nieuw")
    start = moment(f"{NEW}T09:30")
    change_meeting(
        meeting,
        details(
            meeting.body,
            starts_at=start,
            ends_at=start + timedelta(hours=1),
            officer_id=meeting.officer_id,
            alderman_id=new.id,
        ),
        secretary,
        meeting.version,
    )
    db.session.commit()
    assert set(told()) == {"Ofra", "Alie", "Nieuw"}


def test_of_a_restricted_meeting_only_its_circle_hears_and_no_name(
    app: Flask, secretary: Person
) -> None:
    insider, outsider = make_person(name="Binnen"), make_person(name="Buiten")
    found = make_meeting(
        starts_at=moment(f"{OLD}T09:30"), title="Geheim", circle=(secretary, insider)
    )
    note = make_note(make_item(found), author=insider)
    db.session.add(NoteWriter(note_id=note.id, person_id=outsider.id))
    db.session.commit()
    move(found, secretary, NEW)
    assert told() == {"Binnen": "Een vergadering met een beperkte kring is verplaatst."}


def test_what_was_and_stays_in_the_past_is_told_to_nobody(
    meeting: Meeting, secretary: Person
) -> None:
    meeting.starts_at, meeting.ends_at = moment("2026-11-02T09:30"), moment("2026-11-02T11:00")
    db.session.commit()
    move(meeting, secretary, "2026-11-03")
    assert told() == {}


def test_the_page_shows_deadlines_notes_packs_days_and_who_hears(
    meeting: Meeting, secretary: Person, client: CheckingClient
) -> None:
    asked(meeting, secretary)
    jobs.run_pending()
    db.session.add(
        Period(
            kind=DayKind.RECESS,
            name="Kerstreces",
            first_day=date(2026, 12, 19),
            last_day=date(2027, 1, 10),
        )
    )
    db.session.commit()
    client.sign_in(secretary)
    address = f"/meetings/{meeting.id}/edit"
    data = fields(client.get(address).text, meeting, day=NEW, officer_id=str(meeting.officer_id))
    answer = client.post(address, data=data)
    assert answer.status_code == 422
    for text in (
        "Die dag is het: Kerstreces.",
        "1 agendapunt: 1 concept.",
        "Annotatie bij de portefeuillehouder: uiterlijk di 29 december, dat was vr 4 december.",
        "Deze vergadermap is dan verouderd",
        "Voor Planner, gemaakt op",
        "Deze 2 mensen krijgen bericht",
        "Alie, Ofra",
        "verschuift de vergadering vanzelf",
    ):
        assert text in answer.text, text
    assert told() == {}
    data["warned_of"] = hidden(answer.text, "warned_of")
    assert client.post(address, data=data).status_code == 302
    assert set(told()) == {"Alie", "Ofra"}


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-11-20", "Dit moment is al geweest."),
        ("2026-11-20", "De vergadering is dan al geweest: wat nog niet klaar is, kan niet meer."),
        ("2026-11-26", "1 annotatie is dan te laat (3 werkdagen te laat)."),
        ("2026-12-21", "Dit overleg heeft dan al een vergadering: ma 21 december, 10.00."),
    ],
)
def test_into_the_past_onto_itself_and_too_late(
    meeting: Meeting, secretary: Person, client: CheckingClient, day: str, sentence: str
) -> None:
    make_meeting(body=meeting.body, starts_at=moment("2026-12-21T10:00"))
    client.sign_in(secretary)
    address = f"/meetings/{meeting.id}/edit"
    data = fields(client.get(address).text, meeting, day=day)
    answer = client.post(address, data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert clock.local(meeting.starts_at).date().isoformat() == OLD


def test_an_administrative_meeting_that_would_come_too_late(
    meeting: Meeting, secretary: Person, client: CheckingClient
) -> None:
    body = make_body(level="administrative", partnership=meeting.body.partnership)
    before = make_meeting(body=body, starts_at=moment("2026-12-07T09:30"), prepares=meeting)
    client.sign_in(secretary)
    address = f"/meetings/{before.id}/edit"
    data = fields(client.get(address).text, before, day=NEW, prepares_id=str(meeting.id))
    assert "Dit komt dan te laat om Bestuur van" in client.post(address, data=data).text


def test_cancelling_shows_what_it_means_before(
    meeting: Meeting, secretary: Person, client: CheckingClient
) -> None:
    body = make_body(level="administrative", partnership=meeting.body.partnership)
    before = make_meeting(body=body, starts_at=moment("2026-12-07T09:30"), prepares=meeting)
    client.sign_in(secretary)
    page = client.get(f"/meetings/{meeting.id}/cancel").text
    for text in (
        "Het ambtelijk overleg van ma 7 december, 09.30 bereidt dan niets meer voor.",
        "1 agendapunt: 1 concept.",
        "termijnen vervallen.",
        "Alie, Ofra",
    ):
        assert text in page, text
    page = client.get(f"/meetings/{before.id}/cancel").text
    assert "Bestuur van ma 14 december, 09.30 wordt dan niet ambtelijk voorbereid." in page
    assert client.post(f"/meetings/{meeting.id}/cancel", data={}).status_code == 302
    assert set(told()) == {"Alie", "Ofra"}


def test_a_restricted_note_names_nobody_to_a_planner_outside_its_circle(
    meeting: Meeting, secretary: Person, client: CheckingClient
) -> None:
    hidden_writer = make_person(name="Verborgen")
    make_note(make_item(meeting), author=hidden_writer, circle=(hidden_writer,))
    client.sign_in(secretary)
    assert "Verborgen" not in client.get(f"/meetings/{meeting.id}/cancel").text
    cancel_meeting(meeting, secretary)
    db.session.commit()
    assert "Verborgen" in told()


def test_a_link_brings_the_moment_to_move_to(
    meeting: Meeting, secretary: Person, client: CheckingClient
) -> None:
    client.sign_in(secretary)
    page = client.get(f"/meetings/{meeting.id}/edit?day={NEW}&start=13:00&end=14:30").text
    assert f'value="{NEW}"' in page
    assert 'value="13:00"' in page
    assert 'value="14:30"' in page
    odd = client.get(f"/meetings/{meeting.id}/edit?day=gisteren&start=x")
    assert odd.status_code == 200
    assert f'value="{OLD}"' in odd.text
