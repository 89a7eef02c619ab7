"""The days that the picture of a year marks, in words."""

from __future__ import annotations

from datetime import date

from flask import Flask

from app.days.models import DayKind
from app.days.queries import HOLIDAY, DayFact
from app.schedules.year.asked import calendar_year, coming_months
from app.schedules.year.days_in_words import days_in_words

FACTS = [
    DayFact(DayKind.RECESS, date(2026, 12, 19), date(2027, 1, 3), "Kerstreces", to_confirm=True),
    DayFact(HOLIDAY, date(2027, 1, 1), date(2027, 1, 1), "Nieuwjaarsdag"),
    DayFact(DayKind.COUNCIL, date(2027, 1, 11), date(2027, 1, 11), "Raad"),
    DayFact(DayKind.COUNCIL, date(2027, 1, 25), date(2027, 1, 25), "Raad", to_confirm=True),
    DayFact(DayKind.COUNCIL, date(2027, 2, 8), date(2027, 2, 8), "Raad"),
]


def test_named_days_have_their_name_and_others_their_dates(app: Flask) -> None:
    found = days_in_words(FACTS, calendar_year(2027))
    assert [(one.title, one.words) for one in found] == [
        ("Feestdagen", "Nieuwjaarsdag, vr 1 januari"),
        ("Reces van de raad", "Kerstreces, za 19 december – zo 3 januari?"),
        ("Raadsvergaderingen", "11, 25? januari; 8 februari"),
    ]


def test_over_new_year_every_day_has_its_year(app: Flask) -> None:
    found = days_in_words(FACTS, coming_months(date(2026, 11, 23)))
    assert found[0].words == "Nieuwjaarsdag, vr 1 januari 2027"
    assert found[2].words == "11, 25? jan 2027; 8 feb 2027"


def test_of_days_of_which_nothing_is_known_nothing_is_said(app: Flask) -> None:
    assert days_in_words([], calendar_year(2027)) == []
