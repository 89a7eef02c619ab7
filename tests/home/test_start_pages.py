"""What each role sees on its start page: its own, and nothing of others."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.briefings.models import Advice
from app.core import clock, files
from app.core.database import db
from app.followup.models import Action
from app.meetings.models import Meeting
from app.messages.models import Message
from app.packs.models import Pack
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import (
    make_item,
    make_meeting,
    make_note,
    make_partnership,
    make_person,
    make_substitution,
    make_team_lead,
)
from tests.packs.meeting_files import make_pack

ROLES = ("officer", "alderman", "adviser", "secretary", "coordinator", "clerk", "administrator")


def page_of(client: CheckingClient, person: Person) -> str:
    """The start page of a person."""
    response = client.sign_in(person).get("/")
    assert response.status_code == 200
    return response.text


def meeting(
    officer: Person | None = None, alderman: Person | None = None, **fields: Any
) -> Meeting:
    """A confirmed meeting with these people."""
    return make_meeting(officer=officer, alderman=alderman, **{"status": "confirmed", **fields})


@pytest.mark.parametrize("role", ROLES)
def test_an_empty_house_tells_how_it_will_fill(
    app: Flask, client: CheckingClient, role: str
) -> None:
    text = page_of(client, make_person(role))
    assert "Vandaag" in text
    assert "maandag 23 november 2026" in text


def test_an_officer_sees_what_to_write_in_order_of_deadline(
    app: Flask, client: CheckingClient
) -> None:
    officer = make_person()
    make_item(meeting(officer, days=24), title="Kaderbrief")
    make_item(meeting(officer, days=8), title="Jaarrekening")
    make_item(meeting(make_person(), days=8), title="Van een ander")
    make_item(meeting(officer, days=8), title="Opening", handling="consent")
    text = page_of(client, officer)
    assert text.index("Annotatie schrijven: Jaarrekening") < text.index("Kaderbrief")
    assert "1 werkdag te laat" in text or "vandaag" in text or "over" in text
    assert "Van een ander" not in text
    assert "Annotatie schrijven: Opening" not in text


def test_an_officer_sees_concepts_outcomes_and_what_waits_for_others(
    app: Flask, client: CheckingClient
) -> None:
    officer, alderman = make_person(), make_person("alderman", name="Wethouder zorg")
    make_note(make_item(meeting(officer, alderman), title="Begonnen"), author=officer)
    make_note(
        make_item(meeting(officer, alderman), title="Aangeboden"),
        state="with_alderman",
        author=officer,
    )
    past = clock.now() - timedelta(days=7)
    held = meeting(officer, starts_at=past, status="held")
    make_item(held, title="Besproken")
    make_item(held, title="Al vastgelegd", outcome="as_asked")
    text = page_of(client, officer)
    assert "Annotatie afmaken en aanbieden: Begonnen" in text
    assert "Afloop vastleggen: Besproken" in text
    assert "Al vastgelegd" not in text
    waiting = text[text.index("Wacht op anderen") :]
    assert "Aangeboden" in waiting
    assert "Wacht op akkoord van Wethouder zorg" in waiting


def test_what_was_heard_is_enough_for_an_administrative_meeting(
    app: Flask, client: CheckingClient
) -> None:
    officer, past = make_person(), clock.now() - timedelta(days=7)
    held = meeting(officer, starts_at=past, status="held", level="administrative")
    make_item(held, title="Gehoord", heard="Men kan zich erin vinden.")
    make_item(held, title="Nog niets gehoord")
    text = page_of(client, officer)
    assert "Afloop vastleggen: Nog niets gehoord" in text
    assert "Afloop vastleggen: Gehoord" not in text


def test_an_alderman_decides_from_the_card(app: Flask, client: CheckingClient) -> None:
    officer, alderman = make_person(), make_person("alderman")
    item = make_item(meeting(officer, alderman, days=3), title="Tarieven")
    note = make_note(
        item,
        state="with_alderman",
        author=officer,
        parts={"ask": "Instemmen met 4 procent.", "speaking_points": "Een\nTwee\nDrie\nVier"},
        stance="agree_if",
    )
    hidden = make_note(
        make_item(meeting(officer, alderman)), author=officer, parts={"ask": "Nog een concept."}
    )
    other = make_note(
        make_item(meeting(officer, make_person("alderman"))),
        state="with_alderman",
        author=officer,
        parts={"ask": "Voor een ander."},
    )
    text = page_of(client, alderman)
    assert "Voor u: 1 punt, 1 minuut" in text
    assert "Instemmen met 4 procent." in text
    assert "eens mits" in text
    assert "<li>Drie</li>" in text
    assert "<li>Vier</li>" not in text
    assert hidden.current.parts["ask"] not in text
    assert other.current.parts["ask"] not in text
    assert f'action="/notes/{note.id}/steps/agree"' in text
    form = {"step-version": "1", "next": "/"}
    done = client.post(f"/notes/{note.id}/steps/agree", data=form)
    assert (done.status_code, done.location) == (302, "/")
    db.session.refresh(note)
    assert note.state == "aligned"
    assert "Er ligt niets te wachten" in client.get("/").text


def test_who_has_a_decision_to_take_is_not_done(app: Flask, client: CheckingClient) -> None:
    officer, alderman = make_person(), make_person("alderman")
    item = make_item(meeting(officer, alderman, days=3))
    note = make_note(item, state="with_alderman", author=officer, stance="agree")
    db.session.add(
        Action(
            key="far",
            meeting_id=item.meeting_id,
            words="Pas over twee maanden",
            owner_id=alderman.id,
            due_on=clock.today() + timedelta(days=60),
            added_by_id=officer.id,
            added_at=clock.now(),
        )
    )
    db.session.commit()
    text = page_of(client, alderman)
    assert "Behalve wat hierboven op uw besluit wacht" in text
    assert "U bent bij" not in text
    client.post(f"/notes/{note.id}/steps/agree", data={"step-version": "1", "next": "/"}).close()
    assert "U bent bij" in client.get("/").text


def test_who_stands_in_gets_the_cards_with_the_name(app: Flask, client: CheckingClient) -> None:
    mayor, alderman = make_person("alderman", name="Burgemeester"), make_person("alderman")
    make_note(make_item(meeting(make_person(), mayor)), state="with_alderman")
    make_substitution(mayor, alderman)
    text = page_of(client, alderman)
    assert "Voor u: 1 punt" in text
    assert "als plaatsvervanger van Burgemeester" in text
    assert "u vervangt Burgemeester" in text


def test_an_aldermans_week_has_no_administrative_meetings(
    app: Flask, client: CheckingClient
) -> None:
    alderman = make_person("alderman")
    meeting(alderman=alderman, days=2, title="Bestuurlijk beraad")
    administrative = meeting(days=2, title="Ambtelijk beraad", level="administrative")
    administrative.alderman = alderman
    db.session.commit()
    text = page_of(client, alderman)
    assert "Komende zeven dagen" in text
    assert "Bestuurlijk beraad" in text
    assert "nog geen vergadermap" in text
    assert "Ambtelijk beraad" not in text


def test_a_secretary_sees_what_meetings_still_need(app: Flask, client: CheckingClient) -> None:
    officer, alderman = make_person(), make_person("alderman")
    make_meeting(days=14, title="Kaal")
    make_meeting(days=40, title="Ver weg")
    make_item(meeting(officer, alderman, days=3, title="Binnenkort"))
    text = page_of(client, make_person("secretary"))
    to_do = text[text.index("Nu te doen") : text.index("Komende vier weken")]
    assert "Vergadering bevestigen en aanvullen: beleidsambtenaar, portefeuillehouder" in to_do
    assert "Vergadermap maken en afdrukken" in to_do
    assert to_do.index("Binnenkort") < to_do.index("Kaal")
    assert "Ver weg" not in text
    assert "Deze agenda op uw telefoon" in text
    assert "Vergadering plannen" in text


def finished(of: Meeting, reader: Person, asker: Person, number: int = 1) -> Pack:
    """A finished pack."""
    file = files.keep(io.BytesIO(b"%PDF-1.7"), "application/pdf")
    issued_at = clock.now() + timedelta(minutes=number)
    fields = {"state": "ready", "file": file, "pages": 12, "issued_at": issued_at}
    pack = make_pack(of, reader, asker, number=number, **fields)
    db.session.commit()
    return pack


def test_a_finished_pack_is_read_by_the_alderman_and_printed_by_the_secretary(
    app: Flask, client: CheckingClient
) -> None:
    officer, alderman = make_person(), make_person("alderman", name="Wethouder zorg")
    secretary = make_person("secretary")
    of = make_item(meeting(officer, alderman, days=3)).meeting
    finished(of, alderman, secretary)
    newest = finished(of, alderman, secretary, number=2)
    text = page_of(client, alderman)
    assert f'href="/packs/{newest.id}/file"' in text
    text = page_of(client, secretary)
    assert text.count("Vergadermap voor Wethouder zorg") == 1
    assert f'href="/packs/{newest.id}"' in text
    assert "Vergadermap maken" not in text
    assert "Vergadermap" not in page_of(client, make_person("secretary")).replace(
        "Vergadermap maken en afdrukken", ""
    )


def test_a_coordinator_sees_figures_and_late_notes_without_a_word_of_them(
    app: Flask, client: CheckingClient
) -> None:
    officer, alderman = make_person(name="Medewerker jeugd"), make_person("alderman")
    late = meeting(officer, alderman, days=3, title="Te laat voorbereid")
    make_item(late)
    make_note(make_item(late), author=officer, parts={"ask": "Het geheime woord."})
    make_note(make_item(late), author=officer, state="with_alderman")
    make_item(meeting(officer, alderman, days=25), title="Ruim op tijd")
    make_partnership()
    text = page_of(client, make_person("coordinator"))
    assert "2 annotaties zijn nog niet aangeboden" in text
    assert "Van: Medewerker jeugd" in text
    assert "Het geheime woord" not in text
    for address in ("/partnerships/", "/partnerships/?gap=any", "/meetings/?period=weeks"):
        assert f'href="{address}"' in text
        assert client.get(address).status_code == 200


def test_an_adviser_sees_where_advice_was_asked(app: Flask, client: CheckingClient) -> None:
    adviser, officer = make_person("adviser"), make_person()
    note = make_note(make_item(meeting(officer), title="Begroting"), author=officer)
    assert "Er is nu geen advies van u gevraagd" in page_of(client, adviser)
    asked = Advice(
        note_id=note.id,
        adviser=adviser,
        asked_by_id=officer.id,
        asked_at=clock.now(),
        due_on=clock.today() + timedelta(days=2),
    )
    db.session.add(asked)
    db.session.commit()
    text = client.get("/").text
    assert "Advies geven: Begroting" in text
    assert "over 2 werkdagen" in text
    asked.given_at, asked.kind = clock.now(), "positive"
    db.session.commit()
    assert "Advies geven" not in client.get("/").text


def test_a_clerk_sees_official_meetings_and_nothing_of_notes(
    app: Flask, client: CheckingClient
) -> None:
    officer, alderman = make_person(), make_person("alderman")
    official = meeting(officer, alderman, title="Bestuurlijk beraad")
    make_note(make_item(official, title="Een punt"), state="aligned", author=officer)
    meeting(officer, title="Ambtelijk beraad", level="administrative")
    text = page_of(client, make_person("clerk"))
    assert "Bestuurlijk beraad" in text
    assert "Ambtelijk beraad" not in text
    assert "afgestemd" not in text
    assert "Een punt" not in text


def test_an_administrator_sees_accounts_and_no_meetings(app: Flask, client: CheckingClient) -> None:
    meeting(title="Bestuurlijk beraad")
    make_person(name="Nieuwe collega")
    make_person(name="Oude collega", active=False)
    text = page_of(client, make_person("administrator"))
    assert "Accounts zonder aanmelding" in text
    assert "Nieuwe collega" in text
    assert "Oude collega" not in text
    assert "Bestuurlijk beraad" not in text
    assert "Komende vier weken" not in text


def test_a_team_leader_sees_what_the_team_offered(app: Flask, client: CheckingClient) -> None:
    leader, officer = make_person(), make_person(name="Medewerker zorg")
    alderman = make_person("alderman")
    offered = make_item(meeting(officer, alderman), title="Door het team aangeboden")
    make_note(offered, state="with_alderman", author=officer)
    make_note(make_item(meeting(officer, alderman), title="Nog een concept"), author=officer)
    stranger = make_item(meeting(make_person(), alderman), title="Van een ander team")
    make_note(stranger, state="with_alderman")
    make_team_lead(leader, officer)
    text = page_of(client, leader)
    team = text[text.index("Aangeboden door uw team") :]
    assert "Door het team aangeboden" in team
    assert "Medewerker zorg" in team
    assert "Nog een concept" not in text
    assert "Van een ander team" not in text


def test_several_roles_bring_each_section_once(app: Flask, client: CheckingClient) -> None:
    person = make_person("officer", "secretary", "coordinator", "alderman", "clerk")
    double = meeting(person, days=3, title="Dubbel overleg")
    double.alderman = person
    make_item(double)
    text = page_of(client, person)
    for heading in ("Nu te doen", "Komende vier weken", "Voor u", "Komende zeven dagen"):
        assert text.count(f">{heading}<") == 1
    to_do = text[text.index(">Nu te doen<") : text.index(">Komende zeven dagen<")]
    assert to_do.count("Annotatie schrijven") == 1
    assert to_do.count("Vergadermap maken") == 1


def test_a_restricted_meeting_is_on_no_page_outside_its_circle(
    app: Flask, client: CheckingClient
) -> None:
    officer, alderman = make_person(), make_person("alderman")
    hidden = meeting(officer, alderman, days=3, circle=(officer, alderman), title="Geheim beraad")
    make_note(make_item(hidden, title="Geheim punt"), state="with_alderman", author=officer)
    make_item(hidden, title="Nog te schrijven")
    assert "Geheim beraad" in page_of(client, officer)
    assert "Geheim beraad" in page_of(client, alderman)
    leader = make_person()
    make_team_lead(leader, officer)
    for person in [leader, *(make_person(role) for role in ROLES)]:
        text = page_of(client, person)
        assert "Geheim" not in text
        assert "0 annotaties te laat" not in text
        assert "nog niet aangeboden" not in text


def test_cancelled_meetings_ask_for_nothing(app: Flask, client: CheckingClient) -> None:
    officer = make_person("officer", "secretary")
    make_item(meeting(officer, title="Gaat niet door", status="cancelled"))
    assert "Gaat niet door" not in page_of(client, officer)


def test_unread_messages_are_announced(app: Flask, client: CheckingClient) -> None:
    person = make_person()
    for number in range(2):
        db.session.add(
            Message(person=person, key=f"m{number}", text="Bericht", url="/", made_at=clock.now())
        )
    db.session.commit()
    text = page_of(client, person)
    assert "2 ongelezen berichten" in text
    assert 'href="/messages/"' in text


def test_a_long_list_folds_and_loses_nothing(app: Flask, client: CheckingClient) -> None:
    officer = make_person()
    for number in range(18):
        make_item(meeting(officer, days=10), title=f"Punt met nummer {number}.")
    make_item(meeting(officer, days=90), title="Pas over een kwartaal")
    text = page_of(client, officer)
    folded = text[text.index("Nog 4 taken") :]
    assert "Pas over een kwartaal" in folded
    assert "Pas over een kwartaal" not in text[: text.index("Nog 4 taken")]
    for number in range(18):
        assert text.count(f"Punt met nummer {number}.") == 1
