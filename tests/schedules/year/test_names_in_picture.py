"""What meetings are called in the picture of a year: whole words or a number, never a cut word."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from flask import Flask

from app.days.models import DayKind
from app.days.queries import HOLIDAY, DayFact
from app.packs.content.measuring import width
from app.schedules.year.asked import calendar_year
from app.schedules.year.drawing import Drawing, draw
from app.schedules.year.entries import Entry, taken_entry
from app.schedules.year.names import Name
from app.schedules.year.scales import PAPER, SCREEN, Scale

SERVICE = "Gemeenschappelijke Regeling Regionale Uitvoeringsdienst Noordoost-Gelderland"
CARE = Name("Regionale kerngroep zorg-onderwijs (Passend Onderwijs)")
REPORTING = Name("Regionale meld- en coördinatiefunctie")
REGION = Name("Veiligheidsregio Groningen (VRG)", "VRG")
#: So many points are a CSS pixel.
POINTS = 0.75
#: The smallest letter on paper, and on a phone.
SMALLEST = 7.0


def entries(*named: tuple[Name, int]) -> list[Entry]:
    """A meeting of each of these on this day of June 2028."""
    found = []
    for number, (name, day) in enumerate(named, start=1):
        at = datetime.combine(date(2028, 6, day), time(9), UTC)
        entry = Entry(
            at,
            at.date(),
            at.date(),
            "09.00–10.30",
            "Algemeen bestuur",
            id=number,
            partnership=name.full,
            short=name.short,
            level="official",
        )
        found.append(entry)
    return found


def drawn(found: list[Entry], scale: Scale = PAPER, facts: tuple[DayFact, ...] = ()) -> Drawing:
    return draw(
        calendar_year(2028),
        found,
        facts,
        lambda one: Name(one.partnership or one.name, one.short),
        scale,
    )


def words_of(drawing: Drawing, day: int) -> list[str]:
    return [mark.text.words for mark in drawing.months[5].days[day - 1].marks]


@pytest.mark.parametrize("scale", [PAPER, SCREEN])
def test_a_name_without_a_short_one_is_a_number_that_is_explained(app: Flask, scale: Scale) -> None:
    drawing = drawn(
        entries((Name(SERVICE), 1), (CARE, 2), (REPORTING, 5), (CARE, 6), (REGION, 7)), scale
    )
    assert [(one.number, one.words) for one in drawing.names] == [
        (1, SERVICE),
        (2, CARE.full),
        (3, REPORTING.full),
    ]
    assert [words_of(drawing, day) for day in (1, 2, 5, 6, 7)] == [
        *(["1"], ["2"], ["3"], ["2"]),
        ["VRG"],
    ]


def test_where_a_short_name_has_no_room_its_number_stands_and_both_are_explained(
    app: Flask,
) -> None:
    crowded = Name("Regionale Inkooporganisatie", "RIGG"), Name("VNG"), Name("Bedrijf")
    drawing = drawn(entries((crowded[0], 1), *((name, 8) for name in crowded)))
    assert words_of(drawing, 1) == ["RIGG"]
    assert "RIGG: Regionale Inkooporganisatie" in [one.words for one in drawing.names]
    assert all(words.isdigit() or words == "VNG" for words in words_of(drawing, 8))


def test_two_of_the_same_short_name_are_told_apart(app: Flask) -> None:
    first, second = Name("Regio Noord", "RN"), Name("Raad Nijkerk", "RN")
    drawing = drawn(entries((first, 1), (second, 2)))
    assert [words_of(drawing, day) for day in (1, 2)] == [["2"], ["1"]]
    assert [one.words for one in drawing.names] == ["RN: Raad Nijkerk", "RN: Regio Noord"]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 9])
@pytest.mark.parametrize("scale", [PAPER, SCREEN])
def test_no_shape_stands_without_words_and_no_word_is_cut(
    app: Flask, count: int, scale: Scale
) -> None:
    names = [Name(SERVICE), CARE, REPORTING, REGION, *(Name(f"Overleg {n}") for n in range(30))]
    at = datetime(2028, 6, 1, 9, tzinfo=UTC)
    found = [taken_entry(at, at), *entries(*((name, 1) for name in names[: count - 1]))]
    found += entries(*((name, 2 + place % 27) for place, name in enumerate(names)))
    feast = DayFact(HOLIDAY, date(2028, 6, 12), date(2028, 6, 12), "Tweede pinksterdag-en-meer")
    recess = DayFact(DayKind.RECESS, date(2028, 7, 1), date(2028, 8, 9), "Zomerreces van de raad")
    drawing = drawn(found, scale, (feast, recess))
    for day in (day for month in drawing.months for day in month.days):
        for mark in day.marks:
            assert mark.text.words
            assert "…" not in mark.text.words
            size = scale.small if mark.small else scale.normal
            assert mark.text.x + width(mark.text.words, size) <= day.x + scale.column
        assert day.note is None or "…" not in day.note.words


def test_letters_are_never_smaller_than_seven_points() -> None:
    assert min(PAPER.small, PAPER.normal) >= SMALLEST
    # a quarter of the year fills a phone of 320 pixels, but for its margins
    shown = (320 - 2 * 16) / (3 * SCREEN.column)
    assert min(SCREEN.small, SCREEN.normal) * shown * POINTS >= SMALLEST


def test_lines_of_one_day_do_not_run_into_each_other(app: Flask) -> None:
    drawing = drawn(entries((REGION, 1), (CARE, 1)))
    upper, lower = drawing.months[5].days[0].marks
    assert lower.text.y - upper.text.y >= PAPER.small * 0.85
