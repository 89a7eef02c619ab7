"""Searching by keyboard, on a screen and on a phone: from the top bar to what was looked for."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.looking import Looker

pytestmark = pytest.mark.browser

OFFICER = "Beleidsmedewerker veiligheid"


@pytest.mark.parametrize("width", [1440, 390])
def test_from_the_top_bar_to_what_was_looked_for(looker: Looker, width: int) -> None:
    page = looker.page
    page.set_viewport_size({"width": width, "height": 900})
    looker.sign_in_as(OFFICER)
    _tab_to(looker, "search-all")
    page.keyboard.type("VRG begroting")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=VRG**")
    looker.look()
    expect(page.locator("#search-all")).to_have_value("VRG begroting")
    expect(page.locator("mark").first).to_contain_text("begroting")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    first = page.locator(".found__title a").first
    name = first.inner_text()
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/search" not in url)
    looker.look()
    assert name in looker.text


@pytest.mark.parametrize("width", [1440, 390])
def test_slips_filters_and_nothing_found(looker: Looker, width: int) -> None:
    page = looker.page
    page.set_viewport_size({"width": width, "height": 900})
    looker.sign_in_as(OFFICER)
    looker.open("/search")
    looker.follow("begroting 2027")
    looker.open("/search?q=Veiligheidsregoi")
    assert "Bedoelde u ‘veiligheidsregio’?" in looker.text
    page.locator("summary", has_text="Verfijnen").focus()
    page.keyboard.press("Enter")
    looker.fill("Zoeken naar", "veiligheidsregio")
    looker.choose("Waarin", "Vergaderingen")
    page.get_by_role("button", name="Verfijnen").press("Enter")
    page.wait_for_url("**kind=meeting**")
    looker.look()
    expect(page.locator("h2", has_text="Vergaderingen")).to_be_visible()
    assert page.locator(".search-group").count() == 1
    looker.open("/search?q=xyzzy+kwak")
    assert "Niets gevonden" in looker.text
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def _tab_to(looker: Looker, name: str) -> None:
    """Press Tab until the field with this id has the focus."""
    for _press in range(30):
        looker.page.keyboard.press("Tab")
        if looker.page.evaluate("document.activeElement.id") == name:
            return
    raise AssertionError(f"{name} cannot be reached by Tab")
