"""A day on which the town hall is closed moves every deadline, at one statement a page."""

from __future__ import annotations

from datetime import date, time, timedelta

from app.briefings.chain.reading import offering_of
from app.core import clock
from app.core.database import db
from app.days import actions
from app.days.actions import PeriodDetails
from app.days.queries import closed_days, facts_between, forget_closed_days
from app.feeds.actions import subscribe
from app.feeds.parts import Wanted
from app.home import tasks
from app.home.page import start_page
from app.insight.preparation import Prepared
from app.people.models import Person
from tests.briefings.counted import Counted
from tests.client import CheckingClient, Statements
from tests.factories import make_item, make_meeting, make_period, make_person, moment

MEETING = moment("2026-12-10T09:30")


def close(text: str, secretary: Person) -> None:
    """Close the town hall on a day."""
    day = date.fromisoformat(text)
    actions.add_period(PeriodDetails("closed", day, day), secretary)
    db.session.commit()


def test_deadlines_of_notes_move(client: CheckingClient) -> None:
    officer, secretary = make_person("officer"), make_person("secretary")
    meeting = make_meeting(starts_at=MEETING, officer=officer, alderman=make_person("alderman"))
    make_item(meeting)
    assert offering_of(meeting).due_on == date(2026, 12, 2)
    close("2026-12-04", secretary)
    assert offering_of(meeting).due_on == date(2026, 12, 1)
    assert offering_of(meeting).words == "over 6 werkdagen"
    page = start_page(officer, clock.now())
    assert page.to_do
    assert (page.to_do[0].due_on, page.to_do[0].days) == (date(2026, 12, 1), 6)
    close("2026-11-26", secretary)
    page = start_page(officer, clock.now())
    assert page.to_do
    assert page.to_do[0].days == 5
    client.sign_in(officer)
    assert "over 5 werkdagen" in client.get("/").text


def test_the_deadlines_in_a_calendar_move(client: CheckingClient) -> None:
    officer, secretary = make_person("officer"), make_person("secretary")
    meeting = make_meeting(starts_at=MEETING, officer=officer)
    make_item(meeting)
    _subscription, token = subscribe(officer, [Wanted("deadlines")], actor=officer)
    db.session.commit()
    address = f"/feeds/{token}/agenda.ics"
    first = client.get(address)
    assert "20261202" in first.text
    close("2026-12-04", secretary)
    second = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert "20261201" in second.text


def test_outcomes_and_packs_count_on_working_days_of_ours(client: CheckingClient) -> None:
    meeting = make_meeting(starts_at=MEETING, alderman=make_person("alderman"))
    item = make_item(meeting)
    closed = frozenset({date(2026, 12, 9), date(2026, 12, 11)})
    due_on = Counted(closed).due_on
    (outcome,) = tasks.outcomes([item], due_on, date(2026, 12, 10), closed)
    assert outcome.due_on == date(2026, 12, 15)
    found = tasks.planning([Prepared(meeting, 1, 1, False)], due_on, date(2026, 12, 7), closed)
    assert [one.due_on for one in found if one.kind == "pack"] == [date(2026, 12, 7)]


def test_a_closed_period_counts_on_all_its_days(client: CheckingClient) -> None:
    make_period("closed", "2026-12-24", "2026-12-31")
    make_period("recess", "2026-12-19", "2027-01-03")
    forget_closed_days()
    first = date(2026, 12, 24)
    assert closed_days() == {first + timedelta(days=number) for number in range(8)}


def test_asking_often_reads_once(client: CheckingClient, statements: Statements) -> None:
    forget_closed_days()
    with statements.counted() as found:
        for _time in range(10):
            closed_days()
    assert found.count == 1


def test_facts_name_everything_in_order(client: CheckingClient) -> None:
    for region in ("north", "south"):
        make_period("school_holiday", "2026-12-19", "2027-01-03", region=region)
    make_period("council", "2026-12-21", starts=time(19, 30), ends=time(22, 30), to_confirm=True)
    found = facts_between(date(2026, 12, 21), date(2026, 12, 25), "north")
    assert [(one.kind, one.name) for one in found] == [
        ("school_holiday", "Schoolvakantie"),
        ("council", "Raadsvergadering"),
        ("holiday", "Eerste kerstdag"),
    ]
    council = found[1]
    assert council.to_confirm
    assert council.touches(date(2026, 12, 21), time(22, 0), time(23, 0))
    assert not council.touches(date(2026, 12, 21), time(22, 30), time(23, 0))
    assert not council.touches(date(2026, 12, 22), time(20, 0), time(21, 0))
    assert found[0].touches(date(2026, 12, 22), time(20, 0), time(21, 0))
