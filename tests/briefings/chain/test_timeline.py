"""The timeline on the pages of note, meeting and moving: what was done, is late, cannot be."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from app.briefings.chain.panels import meeting_terms
from app.briefings.models import Advice, MandateGrant
from app.core import clock
from app.core.database import db
from app.core.markdown import to_plain
from app.meetings.agenda_models import PaperCircle
from app.meetings.models import Meeting
from app.people.models import Absence, Person
from tests.briefings.chain.papers import make_paper
from tests.briefings.stage import Stage
from tests.client import CheckingClient, Statements
from tests.factories import (
    day,
    make_item,
    make_meeting,
    make_note,
    make_person,
    make_team_lead,
    moment,
)


@pytest.fixture
def stage(app: Flask) -> Stage:
    """An item of a meeting on Thursday 10 December."""
    found = Stage.set_up(app)
    place(found.meeting, "2026-12-10")
    return found


def place(meeting: Meeting, on: str) -> None:
    """Put a meeting on a day."""
    meeting.starts_at, meeting.ends_at = moment(f"{on}T09:30"), moment(f"{on}T11:00")
    db.session.commit()


def lines(page: str) -> dict[str, str]:
    """Per step of the timeline on a page: its day and how it stands, in words."""
    listed = page.partition('<ol class="terms">')[2].partition("</ol>")[0]
    found = {}
    for line in listed.split("<li")[1:]:
        plain = [to_plain(re.sub(r"<[^>]+>", " ", one)) for one in line.split("<p ")[1:]]
        texts = [" ".join(one.partition(">")[2].split()) for one in plain]
        found[texts[0]] = " | ".join(texts[1:])
    return found


def note_lines(stage: Stage, person: Person, note_id: int) -> dict[str, str]:
    """The timeline on the page of a note."""
    return lines(stage.client(person).get(f"/notes/{note_id}").text)


def test_a_concept_shows_by_when_what_and_who(stage: Stage) -> None:
    note = stage.note()
    found = note_lines(stage, stage.officer, note.id)
    assert list(found) == [
        "Stukken ontvangen",
        "Advies gegeven",
        "Annotatie bij de portefeuillehouder",
        "Standpunt afgestemd, in het stafoverleg",
        "Vergadermap klaar",
        "Terugkoppeling",
    ]
    offer = found["Annotatie bij de portefeuillehouder"]
    assert "wo 2 december" in offer
    assert "over 7 werkdagen" in offer
    assert stage.officer.name in offer
    assert stage.alderman.name in found["Standpunt afgestemd, in het stafoverleg"]


def test_what_was_done_says_so(stage: Stage) -> None:
    make_paper(stage.item, "2026-11-20")
    note = stage.note("aligned")
    found = note_lines(stage, stage.officer, note.id)
    assert "Advies gegeven" not in found, "nobody was asked"
    for step in ("Stukken ontvangen", "Annotatie bij de portefeuillehouder"):
        assert found[step].endswith("gedaan")
    assert found["Standpunt afgestemd, in het stafoverleg"].endswith("gedaan")
    assert "over" in found["Vergadermap klaar"]


def test_advice_is_done_when_everybody_answered(stage: Stage) -> None:
    note, adviser = stage.note("advice"), make_person("adviser", name="Financiën")
    asked = Advice(
        note_id=note.id,
        adviser_id=adviser.id,
        asked_by_id=stage.officer.id,
        asked_at=clock.now(),
        due_on=day("2026-11-30"),
    )
    db.session.add(asked)
    db.session.commit()
    assert "Financiën" in note_lines(stage, stage.officer, note.id)["Advies gegeven"]
    make_paper(stage.item, "2026-11-30")  # too late for the advice of the chain: not for this one
    waiting = note_lines(stage, stage.officer, note.id)["Advies gegeven"]
    assert waiting.startswith("ma 30 november")
    assert "over 5 werkdagen" in waiting
    asked.kind, asked.given_at = "positive", clock.now()
    asked.given_by_id, asked.version_number = adviser.id, 1
    db.session.commit()
    assert note_lines(stage, stage.officer, note.id)["Advies gegeven"].endswith("gedaan")


def test_a_team_leader_is_a_step_where_the_partnership_asks(stage: Stage) -> None:
    note, leader = stage.note(), make_person(name="Teamleider jeugd")
    make_team_lead(leader, stage.officer)
    assert "Teamleider akkoord" not in note_lines(stage, stage.officer, note.id)
    stage.meeting.body.partnership.asks_team_lead = True
    db.session.add(Absence(person=leader, first_day=day("2026-12-01"), last_day=day("2026-12-01")))
    db.session.commit()
    found = note_lines(stage, stage.officer, note.id)["Teamleider akkoord"]
    assert "ma 30 november" in found
    assert "Teamleider jeugd" in found


def test_the_executive_is_a_step_where_the_mandate_is_exceeded(stage: Stage) -> None:
    note = stage.note(stance="agree", mandate_stance="oppose")
    found = note_lines(stage, stage.officer, note.id)
    assert "het college" in found["Besluit van het college"]
    assert "di 24 november" in found["Voorgelegd aan het college"]
    db.session.add(
        MandateGrant(
            note_id=note.id,
            giver="executive",
            stance="agree",
            given_on=clock.today(),
            recorded_by_id=stage.officer.id,
            recorded_at=clock.now(),
        )
    )
    db.session.commit()
    meeting_page = stage.client(stage.officer).get(f"/meetings/{stage.meeting.id}").text
    for found in (note_lines(stage, stage.officer, note.id), lines(meeting_page)):
        assert found["Besluit van het college"].endswith("gedaan")
        assert found["Voorgelegd aan het college"].endswith("gedaan")


def test_that_a_mandate_is_exceeded_is_told_to_readers_of_the_note_only(stage: Stage) -> None:
    stage.note("concept", stance="agree", mandate_stance="oppose")
    address = f"/meetings/{stage.meeting.id}"
    assert "Besluit van het college" in lines(stage.client(stage.officer).get(address).text)
    for other in (stage.colleague, make_person("secretary"), stage.alderman):
        assert "Besluit van het college" not in lines(stage.client(other).get(address).text)


def test_a_letter_to_the_council_is_a_step_where_the_note_speaks_of_it(stage: Stage) -> None:
    note = stage.note(parts={"council": "Informeren."})
    assert "do 24 december" in note_lines(stage, stage.officer, note.id)["Raadsinformatiebrief"]


@pytest.mark.parametrize("page", ["note", "writing", "meeting", "new"])
def test_late_papers_are_said_plainly_and_a_short_note_is_offered(stage: Stage, page: str) -> None:
    place(stage.meeting, "2026-11-26")  # by 16 November advice, by 18 November the note
    make_paper(stage.item, "2026-11-20")
    note = stage.note() if page != "new" else None
    address = {
        "note": f"/notes/{note.id if note else ''}",
        "writing": f"/notes/{note.id if note else ''}/edit",
        "meeting": f"/meetings/{stage.meeting.id}",
        "new": f"/items/{stage.item.id}/note",
    }[page]
    text = stage.client(stage.officer).get(address).text
    assert (
        "Advies uiterlijk ma 16 november en aanbieden uiterlijk wo 18 november kunnen niet meer: "
        "de stukken kwamen pas op vr 20 november." in text
    )
    wanted = f"/notes/{note.id}/edit?short=1" if note else f"/items/{stage.item.id}/note?short=1"
    assert wanted in text
    if page != "meeting":
        assert "over 0" not in text
        assert "vandaag" not in lines(text).get("Annotatie bij de portefeuillehouder", "")


@pytest.mark.parametrize(
    ("today", "words"),
    [
        ("2026-11-24", "De annotatie zelf kan nog op tijd: aanbieden tot en met"),
        (
            "2026-11-26",
            "De annotatie kan alleen nog te laat worden aangeboden; dat moest uiterlijk op",
        ),
    ],
)
def test_a_day_that_is_over_is_not_still_in_time(stage: Stage, today: str, words: str) -> None:
    place(stage.meeting, "2026-12-02")  # by 20 November advice, by 24 November the note
    make_paper(stage.item, "2026-11-23")
    with clock.at(moment(f"{today}T09:00")):
        text = stage.client(stage.officer).get(f"/items/{stage.item.id}/note").text
    assert words in text
    offered = stage.note(state="with_alderman")
    with clock.at(moment(f"{today}T09:00")):
        text = stage.client(stage.officer).get(f"/notes/{offered.id}").text
    assert "aanbieden tot en met" not in text
    assert "alleen nog te laat" not in text


def test_who_already_writes_short_is_not_offered_it_again(stage: Stage) -> None:
    place(stage.meeting, "2026-11-26")
    make_paper(stage.item, "2026-11-20")
    text = stage.client(stage.officer).get(f"/items/{stage.item.id}/note?short=1").text
    assert "kunnen niet meer" in text
    assert "Korte annotatie schrijven" not in text


def test_what_late_papers_made_impossible_stops_nobody_from_offering(stage: Stage) -> None:
    place(stage.meeting, "2026-11-24")
    make_paper(stage.item, "2026-11-23")
    note = stage.note()
    client = stage.client(stage.officer)
    assert "kan niet meer" in note_lines(stage, stage.officer, note.id)["Vergadermap klaar"]
    answer = client.post(f"/notes/{note.id}/steps/offer", data={"step-version": "1"})
    assert answer.status_code == 302
    db.session.refresh(note)
    assert note.state == "with_alderman"


def test_only_whose_item_it_is_gets_the_link(stage: Stage) -> None:
    place(stage.meeting, "2026-11-26")
    make_paper(stage.item, "2026-11-20")
    for person in (make_person("secretary"), make_person()):
        text = stage.client(person).get(f"/meetings/{stage.meeting.id}").text
        assert "de stukken kwamen pas op vr 20 november" in text
        assert "Korte annotatie schrijven" not in text


def test_a_restricted_paper_is_told_to_its_circle_only(stage: Stage) -> None:
    place(stage.meeting, "2026-11-26")
    circle = [PaperCircle(person=stage.officer)]
    make_paper(stage.item, "2026-11-20", restricted=True, circle=circle)
    inside = stage.client(stage.officer).get(f"/meetings/{stage.meeting.id}").text
    outside = stage.client(stage.colleague).get(f"/meetings/{stage.meeting.id}").text
    assert "vr 20 november" in inside
    assert "de stukken kwamen pas" in inside
    assert "de stukken kwamen pas" not in outside


def test_after_the_meeting_only_what_follows_or_was_missed(stage: Stage) -> None:
    place(stage.meeting, "2026-11-19")
    note = stage.note()
    assert note_lines(stage, stage.officer, note.id) == {
        "Annotatie bij de portefeuillehouder": "wo 11 november woensdag 11 november 2026 "
        "kan niet meer",
        "Standpunt afgestemd, in het stafoverleg": "vr 13 november vrijdag 13 november 2026 "
        "kan niet meer",
        "Terugkoppeling": "ma 23 november maandag 23 november 2026 vandaag | " + stage.officer.name,
    }
    note.state = "aligned"
    db.session.commit()
    assert list(note_lines(stage, stage.officer, note.id)) == ["Terugkoppeling"]


def test_a_cancelled_meeting_and_a_withdrawn_item_have_no_deadlines(stage: Stage) -> None:
    note = stage.note()
    stage.item.withdrawn_at = clock.now()
    db.session.commit()
    assert note_lines(stage, stage.officer, note.id) == {}
    stage.item.withdrawn_at = None
    stage.meeting.status, stage.meeting.cancelled_at = "cancelled", clock.now()
    db.session.commit()
    client = stage.client(stage.officer)
    assert note_lines(stage, stage.officer, note.id) == {}
    assert lines(client.get(f"/meetings/{stage.meeting.id}").text) == {}


def test_a_meeting_is_done_where_every_item_is(stage: Stage) -> None:
    second = make_item(stage.meeting)
    stage.note("aligned")
    make_item(stage.meeting, handling="consent")
    client = stage.client(stage.officer)
    address = f"/meetings/{stage.meeting.id}"
    offer = "Annotatie bij de portefeuillehouder"
    assert "over 7 werkdagen" in lines(client.get(address).text)[offer]
    make_note(second, state="with_alderman")
    found = lines(client.get(address).text)
    assert found[offer].endswith("gedaan")
    assert "over" in found["Standpunt afgestemd, in het stafoverleg"]


def test_without_portfolio_holder_or_agenda_there_is_still_a_chain(app: Flask) -> None:
    bare = make_meeting(level="administrative")
    with app.test_request_context():
        html = str(meeting_terms(bare, make_person("secretary")))
    assert "nog geen beleidsambtenaar" in html
    assert "Vergadermap klaar" not in html
    assert "stafoverleg" not in html


@pytest.mark.parametrize("role", ["clerk", "administrator"])
def test_who_never_reads_notes_sees_no_deadlines(stage: Stage, role: str) -> None:
    text = stage.client(make_person(role)).get(f"/meetings/{stage.meeting.id}").text
    assert "Termijnen" not in text


def moved(client: CheckingClient, meeting: Meeting, on: str) -> str:
    """The page that shows what follows from another day."""
    address = f"/meetings/{meeting.id}/edit"
    page = client.get(address).text
    names = re.findall(r'<(?:input|select|textarea)[^>]*name="([^"]+)"', page)
    values: dict[str, Any] = {
        name: (re.search(rf'name="{name}"[^>]*value="([^"]*)"', page) or ["", ""])[1]
        for name in names
        if name not in ("day", "restricted", "closed", "circle")
    }
    values |= {
        "day": on,
        "start": "09:30",
        "end": "11:00",
        "officer_id": str(meeting.officer_id),
        "alderman_id": str(meeting.alderman_id),
    }
    return client.post(address, data=values).text


def test_moving_shows_every_step_that_moves_or_cannot_be_met(stage: Stage) -> None:
    stage.note("with_alderman")
    client = stage.client(make_person("secretary"))
    text = moved(client, stage.meeting, "2026-12-17")
    assert "Vergadermap klaar: uiterlijk di 15 december, dat was di 8 december." in text
    assert "Terugkoppeling: uiterlijk ma 21 december, dat was ma 14 december." in text
    assert "Annotatie bij de portefeuillehouder: uiterlijk" not in text, "done already"
    text = moved(client, stage.meeting, "2026-11-26")
    assert (
        "Standpunt afgestemd, in het stafoverleg: kan dan niet meer op tijd "
        "(vr 20 november, dat was vr 4 december)." in text
    )
    text = moved(client, stage.meeting, "2026-11-03")
    assert "De vergadering is dan al geweest: wat nog niet klaar is, kan niet meer." in text


def test_the_pages_ask_the_same_however_many_items_came_late(
    stage: Stage, statements: Statements
) -> None:
    place(stage.meeting, "2026-11-26")
    make_paper(stage.item, "2026-11-20")
    client = stage.client(stage.officer)
    counts = []
    for _round in range(2):
        with statements.counted() as found:
            assert client.get(f"/meetings/{stage.meeting.id}").status_code == 200
        counts.append(found.count)
        for _time in range(4):
            make_paper(make_item(stage.meeting), "2026-11-20")
    assert counts[0] == counts[1]
