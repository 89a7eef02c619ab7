"""An officer fills in where everybody stands, calls somebody with one tap, and takes it back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import Looker

pytestmark = pytest.mark.browser

OFFICER = "Beleidsmedewerker openbare ruimte en recreatie"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SIZES = pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["desk", "phone"])


def _fits(page: Page) -> None:
    assert page.evaluate(OVERFLOW) <= 0, f"{page.url} is wider than the screen"


@SIZES
def test_the_field_of_forces_of_an_item(looker: Looker, size: tuple[int, int]) -> None:
    page = looker.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    looker.sign_in_as(OFFICER)
    looker.open("/overview/preparedness?weeks=4")
    looker.follow("Uitgangspunten uittreding en verdeling van bezittingen")
    looker.follow("Krachtenveld invullen")
    _fits(page)
    expect(page.get_by_role("img", name="Naar stemmen")).to_be_visible()
    stances = page.get_by_label("Standpunt van")
    expect(stances.first).to_be_visible()
    for number in range(stances.count()):
        stances.nth(number).select_option(label="onbekend")
    stances.first.select_option(label="oneens")
    page.get_by_role("checkbox", name="zeker").first.uncheck()
    page.get_by_label("Waarom").first.fill(f"Vindt {size[0]} dagen te lang.")
    page.get_by_role("button", name="Standpunten opslaan").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    looker.look()
    expect(page.get_by_text("opgeslagen.")).to_be_visible()
    expect(page.get_by_text("1 vermoedelijk tegen").first).to_be_visible()
    looker.press("Gebeld, steunt ons")
    expect(page.get_by_text("Het gesprek is vastgelegd.")).to_be_visible()
    expect(page.get_by_text("gebeld op").first).to_be_visible()
    looker.press("Ongedaan maken")
    expect(page.get_by_text("Het gesprek is teruggenomen.")).to_be_visible()
    looker.follow("Alles wijzigen")
    _fits(page)
    looker.fill("Bron", "Wethouder van een buurgemeente")
    looker.press("Standpunt opslaan")
    looker.follow("Naar de annotatie")
    expect(page.locator("#positions")).to_contain_text("Wethouder van een buurgemeente")
    _fits(page)


@SIZES
def test_how_far_meetings_have_been_prepared(looker: Looker, size: tuple[int, int]) -> None:
    page = looker.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    looker.sign_in_as("Coördinator regio")
    looker.open("/overview/preparedness")
    for name in ("Per persoon", "Per samenwerkingsverband", "Per portefeuille"):
        looker.follow(name, page.locator(".ready-ways"))
        expect(page.get_by_role("img").first).to_be_visible()
        _fits(page)
    looker.follow("12 weken", page.locator(".ready-ways"))
    page.locator("summary", has_text="punten").first.click()
    looker.look()
    looker.open("/portfolios/")
    looker.follow("Voorbereiding Ruimte, economie en openbare ruimte")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ruimte, economie")
    page.locator(".ready-group a").first.click()
    looker.look()
    expect(page.locator(".panel", has_text="Voorbereiding per vergadering")).to_be_visible()
    _fits(page)
