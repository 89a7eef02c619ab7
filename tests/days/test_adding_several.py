"""Several days at once: by rule or list, seen first, then added."""

from __future__ import annotations

import time as stopwatch
from datetime import date

import pytest
from sqlalchemy import select

from app.core.database import db
from app.days.models import Period
from app.days.recurrence import Span, read_list, weekly
from tests.client import CheckingClient
from tests.factories import make_period, make_person

KEY = "7d5d3c0e-5f7e-4d0f-9f2a-0d6a7f6f0002"
URL = "/days/several?year=2027"


def rule(**changes: object) -> dict[str, object]:
    """Every Tuesday around May 2027."""
    return {
        "key": KEY,
        "kind": "executive",
        "way": "rule",
        "weekday": "1",
        "every": "1",
        "first_day": "2027-04-13",
        "last_day": "2027-05-11",
        "starts": "9.00",
        "ends": "12.00",
        **changes,
    }


@pytest.fixture(autouse=True)
def _signed_in(client: CheckingClient) -> None:
    client.sign_in(make_person("secretary"))


def days() -> list[date]:
    """The days that were added."""
    return list(db.session.scalars(select(Period.first_day).order_by(Period.first_day)))


def test_a_rule_is_shown_first_and_leaves_holidays_and_recess_out(client: CheckingClient) -> None:
    make_period("recess", "2027-05-03", "2027-05-07")
    make_period("executive", "2027-05-11", name="")
    before = len(days())
    shown = client.post(URL, data=rule())
    assert shown.status_code == 200
    assert len(days()) == before
    page = shown.text
    assert "5 dagen: kies wat u toevoegt" in page
    checked = [day for day in ("04-13", "04-20", "04-27", "05-04", "05-11") if _checked(page, day)]
    assert checked == ["04-13", "04-20"]  # King's Day, the recess, and one that is there already
    for word in ("feestdag", "reces", "staat er al"):
        assert word in page
    taken = ["2027-04-13/2027-04-13", "2027-05-04/2027-05-04"]
    for _click in range(2):
        answer = client.post(URL, data=rule(taken=taken, save="1"))
        assert answer.headers["Location"] == "/days/?year=2027"
    added = [row for row in db.session.scalars(select(Period)) if row.starts is not None]
    assert sorted(row.first_day.isoformat() for row in added) == ["2027-04-13", "2027-05-04"]


def _checked(page: str, day: str) -> bool:
    return f'value="2027-{day}/2027-{day}" checked' in page


def test_every_fourth_week_counts_from_the_first_such_day() -> None:
    found = weekly(date(2027, 1, 13), date(2027, 4, 30), 0, 4)
    assert [one.first.isoformat() for one in found] == [
        *("2027-01-18", "2027-02-15", "2027-03-15", "2027-04-12"),
    ]


def test_a_list_is_read_line_by_line() -> None:
    text = """3-12-2027
    do 4 maart
    2027-05-06

    19 december 2027 t/m 3-1-2028
    1.6.2027
    vr. 5 mrt"""
    spans, slips = read_list(text, 2027)
    assert not slips
    assert spans == [
        Span(date(2027, 12, 3), date(2027, 12, 3)),
        Span(date(2027, 3, 4), date(2027, 3, 4)),
        Span(date(2027, 5, 6), date(2027, 5, 6)),
        Span(date(2027, 12, 19), date(2028, 1, 3)),
        Span(date(2027, 6, 1), date(2027, 6, 1)),
        Span(date(2027, 3, 5), date(2027, 3, 5)),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("29 februari", "bestaat niet"),
        ("ma 4 maart", "dag van de week"),
        ("volgende week", "geen datum"),
        ("3-12-2027 t/m 1-12-2027", "vóór de eerste"),
        ("3-12 t/m 4-12 t/m 5-12", "meer dan één keer"),
        ("1-1-2027 t/m 1-6-2029", "langer dan een jaar"),
        ("1-1-1926", "te ver weg"),
        ("4 smart 2027", "bestaat niet"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(
    client: CheckingClient, line: str, reason: str
) -> None:
    form = rule(way="list", days=f"1-12-2027\n{line}", save="1", taken=["2027-12-01/2027-12-01"])
    answer = client.post(URL, data=form)
    assert answer.status_code == 422
    assert "regel 2" in answer.text
    assert reason in answer.text
    assert f"{line}</textarea>" in answer.text
    assert not days()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"last_day": ""}, "Vul de dag in."),
        ({"last_day": "2027-04-01"}, "Kies een laatste dag na de eerste"),
        ({"last_day": "2029-04-01"}, "binnen een jaar"),
        ({"last_day": "2027-04-13", "weekday": "3"}, "Hier valt geen enkele dag in"),
        ({"every": "0"}, "Kies een aantal weken"),
        ({"way": "list"}, "Plak of typ de datums"),
        ({"way": "list", "days": "\n".join(["1-12-2027"] * 201)}, "meer dan 200 dagen"),
        ({"save": "1"}, "Kies ten minste één dag"),
        ({"save": "1", "taken": ["2027-04-14/2027-04-14"]}, "intussen anders opgegeven"),
        ({"save": "1", "ends": "8.00", "taken": ["2027-04-13/2027-04-13"]}, "Het einde ligt"),
        ({"kind": "recess"}, "Kies een van de mogelijkheden"),
    ],
)
def test_what_cannot_be_comes_back_with_a_sentence(
    client: CheckingClient, changes: dict[str, object], sentence: str
) -> None:
    answer = client.post(URL, data=rule(**changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not days()


def test_a_line_of_nothing_but_blanks_between_two_words_is_read_at_once() -> None:
    begin = stopwatch.process_time()
    spans, slips = read_list("1 januari" + " " * 19_980 + "x", 2027)
    assert stopwatch.process_time() - begin < 1
    assert (spans, len(slips)) == ([], 1)
