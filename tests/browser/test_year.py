"""A year from the list of meetings to paper: by keyboard, at a desk and on phones."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from app.core import clock
from tests.browser.looking import Looker, enter, go_to

pytestmark = pytest.mark.browser

ALDERMAN = "Wethouder sociaal domein"
SECRETARY = "Bestuurssecretariaat"
MOST_TABS = 60


@pytest.mark.parametrize("width", [1440, 390, 320])
def test_my_year_is_read_by_keyboard(looker: Looker, width: int) -> None:
    page = looker.page
    page.set_viewport_size({"width": width, "height": 900})
    looker.sign_in_as(ALDERMAN)
    looker.open("/meetings/")
    go_to(looker, "Mijn jaar", MOST_TABS)
    enter(looker)
    assert f"Mijn jaar: {clock.today().year}" in looker.text
    go_to(looker, "Komende twaalf maanden", MOST_TABS)
    enter(looker)
    picture = page.locator(".year-figure__picture").bounding_box()
    rows = page.locator(".year-row").first.bounding_box()
    assert picture
    assert rows
    assert (picture["y"] < rows["y"]) == (width > 640), "on a phone the list comes first"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    first = page.locator(".year-row__name a").first
    named = first.inner_text()
    go_to(looker, named, MOST_TABS)
    focused = page.evaluate("document.activeElement.closest('.year-row') !== null")
    assert focused, "the picture holds no stop of its own: its list does"
    enter(looker)
    assert named in page.locator("h1").inner_text()


def test_a_shape_leads_to_its_meeting(looker: Looker) -> None:
    page = looker.page
    page.set_viewport_size({"width": 1440, "height": 900})
    looker.sign_in_as(ALDERMAN)
    looker.open("/meetings/")
    looker.follow("Mijn jaar")
    looker.follow("Komende twaalf maanden")
    page.locator(".year-svg a .label").first.click()
    page.wait_for_url(re.compile("/meetings/[0-9]+$"))


def test_the_year_of_a_partnership_comes_as_a_file_and_prints_well_from_the_browser(
    looker: Looker,
) -> None:
    page = looker.page
    looker.sign_in_as(SECRETARY)
    looker.open("/partnerships/1")
    looker.follow("Vergaderschema van het jaar")
    looker.follow("Komende twaalf maanden")
    address = page.get_by_role("link", name="PDF openen").get_attribute("href")
    answer = page.request.get(str(address))
    assert answer.headers["content-type"] == "application/pdf"
    file = PdfReader(io.BytesIO(answer.body()))
    assert "Vergaderschema" in file.pages[0].extract_text()
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    sheet = paper.pages[0].mediabox
    assert sheet.width > sheet.height
    assert "bestuurlijk" in paper.pages[0].extract_text()
    assert len(paper.pages) >= 2
