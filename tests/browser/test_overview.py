"""The coordinator looks over the whole field and reminds somebody, on a desk and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.looking import Looker

pytestmark = pytest.mark.browser

PAGES = (
    "Voorbereiding",
    "Wie moet nog wat",
    "Nog niet compleet",
    "Niemand van ons",
    "Werk per persoon",
)


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["desk", "phone"])
def test_the_whole_field_and_one_nudge(looker: Looker, size: tuple[int, int]) -> None:
    page = looker.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    looker.sign_in_as("Coördinator regio")
    looker.open("/overview/")
    links = page.get_by_role("navigation", name="Overzicht")
    for name in PAGES:
        with page.expect_navigation():
            links.get_by_role("link", name=name).click()
        looker.look()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(overflow) <= 0, f"{name} is wider than the screen"
    looker.open("/overview/chase-list")
    page.get_by_role("button", name="Herinneren").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    looker.look()
    expect(page.get_by_text("is herinnerd.")).to_be_visible()
    expect(page.get_by_text("net herinnerd").first).to_be_visible()
