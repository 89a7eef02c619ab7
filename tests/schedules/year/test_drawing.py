"""The picture of a year: every day in its place, every meeting on its day, no word over an edge."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time

import pytest
from flask import Flask

from app.days.models import DayKind
from app.days.queries import HOLIDAY, DayFact
from app.packs.content.measuring import width
from app.schedules.year.asked import calendar_year, coming_months
from app.schedules.year.drawing import Day, Drawing, draw
from app.schedules.year.entries import Entry
from app.schedules.year.names import Name
from app.schedules.year.scales import PAPER, SCREEN, Scale

LONG = "Gemeenteraadsvergadering-voorbereidingsoverleg"


def entry(
    first: date, last: date | None = None, level: str = "official", **fields: object
) -> Entry:
    starts_at = datetime.combine(first, time(9), UTC)
    known: dict[str, object] = {"id": 1, "level": level, **fields}
    return Entry(starts_at, first, last or first, "09.00–10.30", LONG, **known)  # type: ignore[arg-type]


def drawn(*entries: Entry, facts: tuple[DayFact, ...] = (), scale: Scale = PAPER) -> Drawing:
    return draw(calendar_year(2028), entries, facts, lambda one: Name(one.name), scale)


def day_of(drawing: Drawing, day: date) -> Day:
    return drawing.months[day.month - 1].days[day.day - 1]


@pytest.mark.parametrize("year", [2026, 2027, 2028, 2032])  # 53 weeks, plain, leap, both
def test_every_day_of_a_year_has_its_own_place(app: Flask, year: int) -> None:
    drawing = draw(calendar_year(year), [], [], lambda one: Name(one.name), PAPER)
    days = [day for month in drawing.months for day in month.days]
    assert len(days) == (366 if year % 4 == 0 else 365)
    assert len({(day.x, day.y) for day in days}) == len(days)
    assert [len(month.days) for month in drawing.months] == [
        monthrange(year, number)[1] for number in range(1, 13)
    ]
    assert max(day.y for day in days) + PAPER.row == pytest.approx(PAPER.height)
    assert sum(day.weekend for day in days) in (104, 105, 106)


def test_a_meeting_over_midnight_stands_on_both_days(app: Flask) -> None:
    drawing = drawn(entry(date(2028, 6, 1), date(2028, 6, 2)))
    assert [len(day_of(drawing, date(2028, 6, number)).marks) for number in (1, 2, 3)] == [1, 1, 0]


def test_what_goes_over_new_year_ends_with_the_picture(app: Flask) -> None:
    drawing = drawn(entry(date(2028, 12, 31), date(2029, 1, 1)))
    assert sum(len(day.marks) for month in drawing.months for day in month.days) == 1


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 9])
@pytest.mark.parametrize("scale", [PAPER, SCREEN])
def test_no_word_and_no_shape_runs_over_the_edge_of_its_day(
    app: Flask, count: int, scale: Scale
) -> None:
    day = day_of(drawn(*[entry(date(2028, 6, 1))] * count, scale=scale), date(2028, 6, 1))
    for mark in day.marks:
        size = scale.small if mark.small else scale.normal
        assert mark.text.x + width(mark.text.words, size) <= day.x + scale.column
        assert mark.x - mark.half >= day.x + scale.number + scale.box / 2
        assert day.y <= mark.y - mark.half
        assert mark.y + mark.half <= day.y + scale.row
    shown = 3 if count > 4 else count
    assert len(day.marks) == shown
    assert (day.more.words if day.more else "") == (f"+{count - 3}" if count > 4 else "")


def test_levels_and_a_time_that_is_taken_differ_in_shape(app: Flask) -> None:
    taken = Entry(datetime(2028, 6, 1, tzinfo=UTC), date(2028, 6, 1), date(2028, 6, 1), "", "Bezet")
    drawing = drawn(entry(date(2028, 6, 1)), entry(date(2028, 6, 1), level="administrative"), taken)
    kinds = [mark.kind for mark in day_of(drawing, date(2028, 6, 1)).marks]
    assert kinds == ["official", "administrative", "taken"]
    assert {"official", "administrative", "taken"} <= {item.kind for item in drawing.key}


def test_days_say_what_they_are_and_whether_that_is_certain(app: Flask) -> None:
    recess = DayFact(
        DayKind.RECESS, date(2027, 12, 25), date(2028, 1, 9), "Kerstreces", to_confirm=True
    )
    council = DayFact(DayKind.COUNCIL, date(2028, 2, 7), date(2028, 2, 7), "Raad")
    executive = DayFact(DayKind.EXECUTIVE, date(2028, 2, 8), date(2028, 2, 8), "College")
    feast = DayFact(HOLIDAY, date(2028, 1, 1), date(2028, 1, 1), "Nieuwjaarsdag")
    easter = DayFact(HOLIDAY, date(2028, 4, 16), date(2028, 4, 16), "Pasen")
    drawing = drawn(facts=(easter, recess, council, executive, feast))
    new_year = day_of(drawing, date(2028, 1, 1))
    assert (new_year.free, new_year.number) == ("feast", "1?")
    assert new_year.note is None, "it would not fit whole"
    named = day_of(drawing, date(2028, 4, 16)).note
    assert named is not None
    assert named.words == "Pasen"
    assert [day_of(drawing, date(2028, 1, number)).free for number in (2, 9, 10)] == [
        *("recess", "recess"),
        "",
    ]
    assert day_of(drawing, date(2028, 2, 7)).sits == "council"
    assert day_of(drawing, date(2028, 2, 8)).sits == "executive"
    assert {item.kind for item in drawing.key} == {
        *("official", "administrative", "council", "executive", "recess", "feast", "unsure")
    }


def test_the_key_fits_below_the_months(app: Flask) -> None:
    facts = [
        DayFact(kind, date(2028, 1, number), date(2028, 1, number), "x", to_confirm=True)
        for number, kind in enumerate((DayKind.COUNCIL, DayKind.EXECUTIVE, DayKind.RECESS), 3)
    ]
    feast = DayFact(HOLIDAY, date(2028, 1, 1), date(2028, 1, 1), "Nieuwjaarsdag")
    taken = Entry(datetime(2028, 6, 1, tzinfo=UTC), date(2028, 6, 1), date(2028, 6, 1), "", "Bezet")
    drawing = drawn(entry(date(2028, 6, 1), cancelled=True), taken, facts=(*facts, feast))
    assert len(drawing.key) == 9
    last = drawing.key[-1]
    assert last.text_x + width(last.words, PAPER.normal) <= PAPER.width


def test_months_that_go_over_new_year_name_their_year(app: Flask) -> None:
    drawing = draw(coming_months(date(2026, 11, 23)), [], [], lambda one: Name(one.name), PAPER)
    assert [drawing.months[0].name, drawing.months[-1].name] == ["nov 2026", "okt 2027"]
