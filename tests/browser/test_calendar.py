"""Finding meetings by keyboard: list, month and week of one selection, wide and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import Looker

pytestmark = pytest.mark.browser

MOST_TABS = 80


def go_to(page: Page, link: Locator) -> None:
    """Press Tab until a link has the focus, and Enter."""
    target = link.first
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"{link} is not reached by Tab")


def follow(looker: Looker, name: str | re.Pattern[str]) -> None:
    """Go to a link in the main part of the page by keyboard, and look."""
    main = looker.page.get_by_role("main")
    go_to(looker.page, main.get_by_role("link", name=name))
    looker.look()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_list_month_and_week_by_keyboard(looker: Looker, width: int, height: int) -> None:
    page = looker.page
    page.set_viewport_size({"width": width, "height": height})
    looker.sign_in_as("Coördinator")
    looker.open("/meetings/?level=official&day=2000-01-01")
    follow(looker, "Maand")
    assert "level=official" in page.url
    follow(looker, re.compile("^Vandaag"))
    month = page.locator("#calendar-title").inner_text()
    follow(looker, re.compile("^Verder naar"))
    assert page.locator("#calendar-title").inner_text() != month
    entry = page.locator(".entry").first
    expect(entry).to_be_visible()
    expect(entry).to_contain_text("bestuurlijk")
    table = page.locator(".month-table thead")
    expect(table).to_be_visible(visible=width > 960)
    headings = page.get_by_role("heading", level=3).all_inner_texts()
    assert headings, "a heading per day with meetings"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    follow(looker, "Week")
    assert "view=week" in page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    follow(looker, re.compile("weghalen"))
    assert "level=" not in page.url
