"""Advice is asked, or asked again, and given: by keyboard, at both widths; pages are looked at."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.looking import Looker

pytestmark = pytest.mark.browser

SAID = "Leg dit eerst uit aan de omwonenden."


def _go(looker: Looker, target: Locator) -> None:
    """Press a link or button as the keyboard does, and look at the page that comes."""
    target.focus()
    expect(target).to_be_focused()
    with looker.page.expect_navigation():
        target.press("Enter")
    looker.look()


def _tick(target: Locator) -> None:
    target.focus()
    target.press("Space")
    expect(target).to_be_checked()


def _open_note(looker: Looker, width: int, height: int) -> None:
    """The officer's note that is out for advice."""
    looker.page.set_viewport_size({"width": width, "height": height})
    looker.sign_in_as("Beleidsmedewerker ruimte")
    looker.open("/notes/?state=advice")
    _go(looker, looker.page.get_by_role("table").get_by_role("link").first)


def _give(looker: Looker, adviser: str, kind: str) -> None:
    """An adviser finds the question on the start page, and answers it."""
    page = looker.page
    looker.sign_out()
    looker.sign_in_as(adviser)
    _go(looker, page.get_by_role("link", name=re.compile("^Advies geven")).first)
    _go(looker, page.get_by_role("button", name="Advies geven"))
    expect(page.get_by_text("Kies wat u adviseert.").first).to_be_visible()
    _tick(page.get_by_role("radio", name=kind, exact=True))
    page.get_by_label("Toelichting").first.fill(SAID)
    _go(looker, page.get_by_role("button", name="Advies geven"))
    expect(page.get_by_text(SAID).first).to_be_visible()
    fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert page.evaluate(fits), "the page is wider than the screen"


def test_advice_is_asked_and_given(looker: Looker) -> None:
    page = looker.page
    _open_note(looker, 1440, 900)
    _go(looker, page.get_by_role("link", name="Advies vragen"))
    _go(looker, page.get_by_role("button", name="Advies vragen"))
    expect(page.get_by_text("Kies aan wie u advies vraagt.").first).to_be_visible()
    _tick(page.get_by_role("checkbox", name="Juridisch adviseur"))
    page.get_by_label("Uw vraag aan de adviseurs").fill("Wat moeten wij vooraf melden?")
    _go(looker, page.get_by_role("button", name="Advies vragen"))
    expect(page.get_by_text("Er is 1 advies gevraagd.")).to_be_visible()
    _give(looker, "Juridisch adviseur", "negatief")


def test_advice_that_is_out_of_date_is_asked_again(looker: Looker) -> None:
    page = looker.page
    _open_note(looker, 390, 844)
    _go(looker, page.get_by_role("button", name=re.compile("^Opnieuw vragen")))
    expect(page.get_by_text("Het advies is opnieuw gevraagd.")).to_be_visible()
    _give(looker, "Financieel adviseur", "positief met opmerkingen")
