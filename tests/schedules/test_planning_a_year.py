"""From a rule or a pasted text to a preview, and from there to planned meetings: all or none."""

from __future__ import annotations

import time as stopwatch
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.database import db
from app.core.journal import JournalEntry
from app.days.models import DayKind, Period
from app.meetings.models import Body, BodyMember, Meeting
from app.people.models import Absence, Person
from app.register.portfolio_models import OfficerSubject
from tests.client import CheckingClient, Statements
from tests.factories import (
    carries,
    make_body,
    make_meeting,
    make_partnership,
    make_person,
    moment,
)
from tests.schedules.pages import fields_of, row_of, ticked

NEW, PLAN = "/schedules/new", "/schedules/"


@pytest.fixture
def secretary(app: Flask, client: CheckingClient) -> Person:
    """Somebody who plans, signed in."""
    person = make_person("secretary")
    client.sign_in(person)
    return person


@pytest.fixture
def body(app: Flask) -> Body:
    """An official body whose partnership an officer carries."""
    found = make_body(name="Algemeen bestuur", kind="general_board", place="Haren")
    carries(make_person("officer", name="Carla"), found.partnership)
    return found


def pasted(body: Body, text: str, **fields: str) -> dict[str, str]:
    """The form of a paste, for 2027."""
    return {
        "way": "paste",
        "body_id": str(body.id),
        "partnership": str(body.partnership_id),
        "year": "2027",
        "start": "09:30",
        "text": text,
        "pattern": "weeks",
        "weekday": "3",
        "nth": "1",
        "months": "every",
        "avoiding": "skip",
        "lead_unit": "days",
        **fields,
    }


def planned() -> list[tuple[str, str]]:
    """Every planned meeting: name and begin."""
    rows = db.session.scalars(select(Meeting).order_by(Meeting.starts_at, Meeting.id))
    return [(one.name, one.starts_at.strftime("%Y-%m-%d %H:%M")) for one in rows]


def test_a_year_by_rule(client: CheckingClient, secretary: Person, body: Body) -> None:
    db.session.add(
        Period(
            kind=DayKind.RECESS,
            name="Zomerreces",
            first_day=date(2027, 7, 10),
            last_day=date(2027, 8, 22),
        )
    )
    db.session.commit()
    assert "Vergaderschema maken" in client.get(f"{NEW}?body={body.id}").text
    form = pasted(body, "", way="rule", avoid_recess="y", pattern="nth_weekday", avoiding="next")
    page = client.post(NEW, data=form | {"nth": "1", "weekday": "3"})
    assert page.status_code == 200
    fields = fields_of(page)
    days = ticked(fields)
    assert len(days) == 11
    assert "2027-08-05" not in days
    assert "Overgeslagen: Zomerreces." in page.text
    assert "2027-05-07" in days, "6 May is Ascension Day: the next working day"
    assert not planned()
    answer = client.post(PLAN, data=fields)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/bodies/{body.id}"
    assert len(planned()) == 11
    meeting = db.session.scalars(select(Meeting)).first()
    assert meeting is not None
    assert meeting.officer is not None
    assert (meeting.officer.name, meeting.place) == ("Carla", "Haren")
    actions = db.session.scalars(select(JournalEntry.action)).all()
    assert actions.count("meeting.plan") == 11
    assert actions.count("schedule.plan") == 1


def test_a_pasted_text_comes_back_as_rows_and_questions(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    text = "Schema 2027\ndo 14 januari 9.30 uur, De Klabbers\nvrijdag 11 februari\n29 februari\n"
    page = client.post(NEW, data=pasted(body, text))
    fields = fields_of(page)
    assert ticked(fields) == ["2027-01-14"]
    assert "De tekst zegt vrijdag, maar 11 februari 2027 is een donderdag." in page.text
    assert "De datum 29-2-2027 bestaat niet." in page.text
    assert "regel 4" in page.text
    assert "1 regel niet gebruikt" in page.text
    again = client.post(PLAN, data=fields | {"check": "1"}).text
    assert "1 regel niet gebruikt" in again
    assert "Schema 2027" in again
    for odd in ("{", "[" * 5000, "[1]", '{"a": 1}', '[[1, "x", "zzz"]]'):
        page = client.post(PLAN, data=fields | {"check": "1", "unused": odd})
        assert page.status_code == 200
        assert "niet gebruikt" not in page.text
    answered = fields | {row_of(fields, "2027-02-11") + "take": "y"}
    assert client.post(PLAN, data=answered).status_code == 302
    assert [day for _name, day in planned()] == ["2027-01-14 08:30", "2027-02-11 08:30"]
    assert {one.place for one in db.session.scalars(select(Meeting))} == {"De Klabbers", "Haren"}


def test_a_ticked_row_without_a_day_comes_back_and_nothing_is_planned(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    fields = fields_of(client.post(NEW, data=pasted(body, "14 januari\n29 februari")))
    wrong = row_of(fields, "")
    answer = client.post(PLAN, data=fields | {wrong + "take": "y", wrong + "place": "Zaal 9"})
    assert answer.status_code == 422
    assert "Vul de dag in." in answer.text
    assert "Zaal 9" in answer.text
    assert not planned()


def test_a_moved_row_is_checked_again(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    db.session.add(
        Period(
            kind=DayKind.COUNCIL,
            first_day=date(2027, 1, 21),
            last_day=date(2027, 1, 21),
        )
    )
    db.session.commit()
    fields = fields_of(client.post(NEW, data=pasted(body, "14 januari")))
    row = row_of(fields, "2027-01-14")
    page = client.post(PLAN, data=fields | {row + "day": "2027-01-21", "check": "1"})
    assert page.status_code == 200
    assert "Raadsvergadering" in page.text
    assert "donderdag" in page.text
    assert not planned()
    assert client.post(PLAN, data=fields_of(page)).status_code == 302
    assert planned() == [("Algemeen bestuur", "2027-01-21 08:30")]


def test_what_stands_in_the_way_is_marked(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    alderman = make_person("alderman", name="Zwart")
    db.session.add(BodyMember(body=body, person=alderman))
    start = moment("2027-01-14T09:00")
    make_meeting(starts_at=start, alderman=alderman, title="Andere vergadering")
    make_meeting(
        starts_at=moment("2027-01-21T10:00"), alderman=alderman, title="Geheim", circle=(alderman,)
    )
    day = date(2027, 1, 28)
    db.session.add(Absence(person=alderman, first_day=day, last_day=day))
    db.session.commit()
    text = "14 januari\n21 januari\n28 januari\n27 april\n3 januari\n"
    page = client.post(NEW, data=pasted(body, text)).text
    assert "Zwart: Andere vergadering, 09.00" in page
    assert "Zwart is bezet" in page
    assert "Geheim" not in page
    assert "afwezig" in page
    assert "Koningsdag" in page
    assert "weekend" in page


def test_who_is_wanted_twice_within_the_schedule_is_marked(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    other = make_body(partnership=body.partnership, name="Stuurgroep Noord")
    text = (
        "AB 14 januari 9.30-11.00 uur\nStuurgroep Noord 14 januari 10.00-12.00 uur\n"
        "Stuurgroep Noord 21 januari 11.00-12.00 uur\nAB 21 januari 9.30-11.00 uur\n"
    )
    page = client.post(NEW, data=pasted(body, text, body_id=""))
    assert "Carla: Stuurgroep Noord, 10.00" in page.text
    assert "Carla: Algemeen bestuur, 09.30" in page.text
    assert page.text.count("Carla: ") == 2
    fields = fields_of(page)
    assert len(ticked(fields)) == 4
    of_other = next(
        name for name in fields if name.endswith("body_id") and fields[name] == str(other.id)
    )
    del fields[of_other.removesuffix("body_id") + "take"]
    again = client.post(PLAN, data=fields | {"check": "1"})
    assert "Carla: " not in again.text


def test_a_question_does_not_untick_the_same_moment_below_it(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    fields = fields_of(client.post(NEW, data=pasted(body, "wo 14 januari\ndo 14 januari")))
    assert ticked(fields) == ["2027-01-14"]
    assert client.post(PLAN, data=fields).status_code == 302
    assert len(planned()) == 1


def test_pasting_twice_leaves_what_stands_already(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    form = pasted(body, "14 januari\n11 februari\n14 januari")
    fields = fields_of(client.post(NEW, data=form))
    assert ticked(fields) == ["2027-01-14", "2027-02-11"]
    assert client.post(PLAN, data=fields).status_code == 302
    page = client.post(NEW, data=form)
    assert ticked(fields_of(page)) == []
    assert page.text.count("Deze vergadering staat er al.") == 3
    again = fields_of(page)
    wrong = again | {row_of(again, "2027-01-14") + "take": "y"}
    answer = client.post(PLAN, data=wrong)
    assert answer.status_code == 422
    assert "Deze vergadering staat er al. Haal het vinkje weg" in answer.text
    assert len(planned()) == 2


def test_a_double_click_plans_once(client: CheckingClient, secretary: Person, body: Body) -> None:
    fields = fields_of(client.post(NEW, data=pasted(body, "14 januari")))
    first, second = client.post(PLAN, data=fields), client.post(PLAN, data=fields)
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert len(planned()) == 1


def test_one_row_that_cannot_be_planned_stops_them_all(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    body.valid_to = date(2027, 6, 30)
    db.session.commit()
    fields = fields_of(client.post(NEW, data=pasted(body, "14 januari\n9 september")))
    assert ticked(fields) == ["2027-01-14"]
    answer = client.post(PLAN, data=fields | {row_of(fields, "2027-09-09") + "take": "y"})
    assert answer.status_code == 422
    assert "Dit overleg bestaat niet op deze dag." in answer.text
    assert not planned()


def test_the_administrative_meeting_comes_with_each_official_one(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    administrative = make_body(
        partnership=body.partnership, level="administrative", name="Ambtelijk overleg", minutes=60
    )
    lead = {"lead_body_id": str(administrative.id), "lead_count": "10", "lead_start": "14:00"}
    fields = fields_of(client.post(NEW, data=pasted(body, "14 januari\n11 maart", **lead)))
    # ten working days before 14 January: New Year's Day is none
    assert ticked(fields) == ["2026-12-30", "2027-01-14", "2027-02-25", "2027-03-11"]
    assert client.post(PLAN, data=fields).status_code == 302
    rows = db.session.scalars(select(Meeting).order_by(Meeting.starts_at)).all()
    assert [one.prepares_id for one in rows] == [rows[1].id, None, rows[3].id, None]


def test_an_administrative_meeting_alone_is_asked_about(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    administrative = make_body(partnership=body.partnership, level="administrative")
    lead = {"lead_body_id": str(administrative.id), "lead_count": "2", "lead_start": "14:00"}
    form = pasted(body, "14 januari", lead_unit="weeks", **lead)
    fields = fields_of(client.post(NEW, data=form))
    del fields[row_of(fields, "2027-01-14") + "take"]
    answer = client.post(PLAN, data=fields)
    assert answer.status_code == 422
    assert "Vink beide aan, of geen van beide." in answer.text
    assert not planned()


def test_bodies_in_a_column_are_matched_or_asked(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    other = make_body(partnership=body.partnership, name="Stuurgroep Noord")
    text = "Overleg\tDatum\nAB\t14-1-2027\nstuurgroep noord\t21-1-2027\nWerkgroep\t28-1-2027"
    page = client.post(NEW, data=pasted(body, text, body_id=""))
    assert "Welk overleg is “Werkgroep”?" in page.text
    fields = fields_of(page)
    row = row_of(fields, "2027-01-28")
    chosen = {row + "take": "y", row + "body_id": str(other.id)}
    assert client.post(PLAN, data=fields | chosen).status_code == 302
    assert [name for name, _day in planned()] == [
        *("Algemeen bestuur", "Stuurgroep Noord", "Stuurgroep Noord")
    ]


def test_a_body_that_meets_usually_at_one_gives_that_time(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    make_meeting(body=body, starts_at=moment("2026-10-08T13:00"))
    fields = fields_of(client.post(NEW, data=pasted(body, "14 januari", start="")))
    row = row_of(fields, "2027-01-14")
    assert (fields[row + "start"], fields[row + "end"]) == ("13:00", "14:30")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Plak hier de regels van het vergaderschema."),
        ("Beste collega,\nHierbij niets.", "Hierin staat geen enkele datum."),
        ("x\n" * 10_000, "Deze tekst is te lang: plak hoogstens"),
        ("x" * 1_000_001, "Deze tekst is te groot: plak hoogstens 1 miljoen tekens tegelijk."),
    ],
)
def test_a_text_that_is_no_schedule_is_refused_with_a_sentence(
    client: CheckingClient, secretary: Person, body: Body, text: str, sentence: str
) -> None:
    answer = client.post(NEW, data=pasted(body, text))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert text[:30].strip() in answer.text


def test_a_rule_without_a_day_is_refused_filled_in(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    form = pasted(body, "", way="rule", pattern="nth_weekday", months="chosen")
    answer = client.post(NEW, data=form)
    assert answer.status_code == 422
    assert "Kies ten minste één maand." in answer.text
    form |= {"chosen_months": "3", "first": "2027-04-01", "last": "2027-12-31"}
    answer = client.post(NEW, data=form)
    assert "geen enkele dag" in answer.text
    assert 'value="2027-04-01"' in answer.text


def test_only_planners_make_schedules(client: CheckingClient, body: Body) -> None:
    client.sign_in(make_person("officer"))
    assert client.get(NEW).status_code == 403
    assert client.post(PLAN, data={}).status_code == 403
    assert "Vergaderschema maken" not in client.get("/meetings/").text


def test_the_way_in_stands_on_the_list_the_body_and_the_partnership(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    for address in ("/meetings/", f"/bodies/{body.id}", f"/partnerships/{body.partnership_id}"):
        assert "Vergaderschema maken" in client.get(address).text


def test_without_bodies_the_page_says_how_to_begin(
    client: CheckingClient, secretary: Person
) -> None:
    partnership = make_partnership()
    page = client.get(f"{NEW}?partnership={partnership.id}").text
    assert "Er is nog geen overleg vastgelegd" in page
    assert f"/partnerships/{partnership.id}/bodies/new" in page


def test_a_preview_of_400_rows_asks_as_much_as_one_of_4(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    alderman = make_person("alderman")
    db.session.add(BodyMember(body=body, person=alderman))
    db.session.commit()
    for number in range(3):
        make_meeting(starts_at=moment(f"2027-0{number + 1}-14T09:00"), alderman=alderman)
    days = [f"{n % 28 + 1}-{n // 28 % 12 + 1}-2027 {9 + n // 336}.30 uur" for n in range(400)]
    counts = []
    for rows in (["14-1-2027", "28-12-2027", "14-2-2027", "14-3-2027"], days):
        with Statements.of(db.engines[None]) as found:
            page = client.post(NEW, data=pasted(body, "\n".join(rows)))
        assert len([name for name in fields_of(page) if name.endswith("-day")]) == len(rows)
        counts.append(found.count)
    assert counts[0] == counts[1]


def test_400_meetings_are_planned_at_once(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    days = [f"{n % 28 + 1}-{n // 28 % 12 + 1}-2027 {9 + n // 336}.30 uur" for n in range(400)]
    fields = fields_of(client.post(NEW, data=pasted(body, "\n".join(days))))
    assert client.post(PLAN, data=fields).status_code == 302
    assert db.session.scalar(select(func.count(Meeting.id))) == 400


def test_who_answers_is_asked_per_day(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    first = db.session.scalars(select(OfficerSubject)).one()
    first.valid_to = date(2027, 1, 31)
    later = OfficerSubject(
        person=make_person("officer", name="Daan"),
        partnership_id=body.partnership_id,
        valid_from=date(2027, 2, 1),
    )
    db.session.add(later)
    db.session.commit()
    fields = fields_of(client.post(NEW, data=pasted(body, "14 januari\n11 februari")))
    assert client.post(PLAN, data=fields).status_code == 302
    rows = db.session.scalars(select(Meeting).order_by(Meeting.starts_at))
    assert [one.officer.name for one in rows if one.officer] == ["Carla", "Daan"]


@pytest.mark.parametrize("number", ["9" * 5000, "²", "-1", "", "0x1"])
def test_a_row_whose_number_was_tampered_with_does_not_exist(
    client: CheckingClient, secretary: Person, body: Body, number: str
) -> None:
    fields = fields_of(client.post(NEW, data=pasted(body, "14 januari 2027")))
    answer = client.post(PLAN, data={**fields, f"rows-{number}-take": "y"})
    assert answer.status_code == 302
    assert db.session.scalar(select(func.count()).select_from(Meeting)) == 1


def test_ten_thousand_rows_are_refused_before_they_are_read(
    client: CheckingClient, secretary: Person, body: Body
) -> None:
    begin = stopwatch.monotonic()
    answer = client.post(PLAN, data={f"rows-{number}-take": "y" for number in range(10_000)})
    assert stopwatch.monotonic() - begin < 10
    assert answer.status_code == 409
    assert "Plan het in delen" in answer.text
