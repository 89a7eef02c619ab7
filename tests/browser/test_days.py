"""Filling the days of a year, and one staff meeting, by keyboard, at a desk and on a phone."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from app.core import clock
from tests.browser.looking import Looker, enter, go_to

pytestmark = pytest.mark.browser

WIDTHS = (1440, 390)
SECRETARY = "Bestuurssecretariaat"
ALDERMAN = "Wethouder sociaal domein"
MOST_TABS = 120


@pytest.mark.parametrize("width", WIDTHS)
def test_a_year_is_filled_by_keyboard(looker: Looker, width: int) -> None:
    page, year = looker.page, clock.today().year + (2 if width == WIDTHS[0] else 3)
    page.set_viewport_size({"width": width, "height": 900})
    looker.sign_in_as(SECRETARY)
    looker.open("/meetings/")
    looker.follow("Dagen en reces")
    looker.open(f"/days/several?year={year}")
    looker.choose("Wat zijn het", "Collegevergadering")
    looker.fill("Vanaf", f"{year}-04-24")
    looker.fill("Tot en met", f"{year}-05-12")
    go_to(looker, "Dagen bekijken", MOST_TABS)
    enter(looker)
    assert "dagen: kies wat u toevoegt" in looker.text
    go_to(looker, "Gekozen dagen toevoegen", MOST_TABS)
    enter(looker)
    assert f"Dagen van {year}" in looker.text
    assert "Collegevergaderingen" in looker.text
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_a_staff_meeting_is_prepared_by_keyboard(looker: Looker, width: int) -> None:
    page = looker.page
    page.set_viewport_size({"width": width, "height": 900})
    looker.sign_in_as(ALDERMAN)
    looker.follow(re.compile("^Stafoverleg"))
    subject = f"Gesprek met de gemeenteraadswerkgroep, {width}"
    go_to(looker, "Punt toevoegen", MOST_TABS)
    enter(looker)
    looker.fill("Waar gaat het over", subject)
    go_to(looker, "Punt toevoegen", MOST_TABS)
    enter(looker)
    assert subject in looker.text
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    looker.open("/staff-meetings/")
    past = page.get_by_role("link", name=re.compile(", " + ALDERMAN))
    past.first.focus()
    enter(looker)
    looker.follow(re.compile("Uitkomst wijzigen"))
    page.get_by_label("Besproken, zonder besluit").focus()
    page.keyboard.press("Space")
    looker.fill("Toelichting", f"Nog eens gezien op {width}.")
    go_to(looker, "Uitkomst opslaan", MOST_TABS)
    enter(looker)
    assert f"Nog eens gezien op {width}." in looker.text


def test_twelve_points_fit_one_page_of_paper(looker: Looker) -> None:
    page = looker.page
    looker.sign_in_as(ALDERMAN)
    looker.follow(re.compile("^Stafoverleg"))
    agenda = page.url
    count = page.locator(".staff-agenda > li").count()
    for number in range(12 - count):
        page.goto(f"{agenda}/points/new")
        looker.fill("Waar gaat het over", f"Gemeenteraadsvergadering voorbereiden, deel {number}")
        page.get_by_label("Agendapunt van een vergadering").select_option(index=number + 1)
        page.get_by_role("button", name="Punt toevoegen").click()
        page.wait_for_url(agenda)
    assert page.locator(".staff-agenda > li").count() >= 12
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(PdfReader(io.BytesIO(paper)).pages) == 1
