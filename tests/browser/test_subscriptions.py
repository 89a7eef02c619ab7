"""A secretary's calendars and an alderman's phone, as they would go about it."""

from __future__ import annotations

import re
from urllib.request import urlopen

from icalendar import Calendar
from playwright.sync_api import Locator, Page

from tests.browser.looking import Looker

OF_ALDERMAN = "Vergaderingen van Wethouder sociaal domein"


def test_a_secretary_makes_a_calendar_for_each_alderman(looker: Looker) -> None:
    page = looker.page
    looker.sign_in_as("Bestuurssecretariaat")
    looker.open("/meetings/")
    looker.follow("In uw eigen agenda")
    looker.follow("Nieuw abonnement")
    had = page.get_by_label(re.compile("^Vergaderingen van Wethouder .* hebt u al$"))
    assert had.count() == 2
    for number in range(2):
        assert not had.nth(number).is_checked()
        had.nth(number).check()
    page.get_by_label("Elk een eigen agenda").check()
    looker.unfold("Naam, kleur en herinnering")
    looker.fill("Naam van de agenda", "Bestuur")
    looker.press("Abonnement maken")
    assert page.get_by_label(OF_ALDERMAN).is_checked()
    assert "kan alleen bij één agenda" in page.locator("#error-summary").inner_text()
    looker.fill("Naam van de agenda", "")
    looker.press("Abonnement maken")
    codes = page.locator("svg.qr")
    assert codes.count() == 2
    _is_whole(page, codes.first.evaluate("code => code.getBoundingClientRect().width"))
    address = page.get_by_label(f"Adres van {OF_ALDERMAN}").input_value()
    with urlopen(address) as answer:
        calendar = Calendar.from_ical(answer.read())
    assert len(calendar.walk("VEVENT")) > 3
    assert str(calendar["X-WR-CALNAME"]).endswith(OF_ALDERMAN)
    looker.follow("Klaar: naar uw abonnementen")
    assert address.split("/")[4] not in page.content()


def test_an_alderman_on_a_phone_by_keyboard(phone: Looker) -> None:
    page = phone.page
    phone.sign_in_as("Wethouder sociaal domein")
    phone.open("/feeds/new")
    assert not page.get_by_label(re.compile("^Mijn vergaderingen.* hebt u al$")).is_checked()
    for words in ("Mijn vergaderingen", "Deadlines van annotaties"):
        _tab_to(page, page.get_by_label(words))
        page.keyboard.press("Space")
    _tab_to(page, page.get_by_role("button", name="Abonnement maken"))
    page.keyboard.press("Enter")
    page.wait_for_selector("svg.qr")
    phone.look()
    _is_whole(page, 100)
    link = page.get_by_role("link", name="Openen in agendaprogramma")
    assert str(link.get_attribute("href")).startswith("webcal://")
    phone.open("/feeds/how")
    _is_whole(page, 100)
    phone.open("/feeds/")
    row = page.get_by_role("row", name=re.compile("^Mijn vergaderingen \\+ Deadlines"))
    phone.follow(re.compile("^Wijzigen"), row)
    page.get_by_label("Deadlines van annotaties").uncheck()
    phone.fill("Naam van de agenda", "Bestuur")
    phone.press("Abonnement opslaan")
    row = page.get_by_role("row", name=re.compile("^Bestuur"))
    phone.follow(re.compile("^Adres vernieuwen"), row)
    phone.press("Adres vernieuwen")
    assert page.locator("svg.qr").count() == 1
    phone.open("/feeds/")
    phone.follow(re.compile("^Beëindigen"), page.get_by_role("row", name=re.compile("^Bestuur")))
    phone.press("Abonnement beëindigen")
    assert page.get_by_role("row", name=re.compile("^Bestuur")).count() == 0


def test_the_page_of_an_address_at_320_pixels_in_colours_of_the_reader_and_on_paper(
    looker: Looker,
) -> None:
    page = looker.page
    looker.sign_in_as("Coördinator regio")
    looker.open("/feeds/new?part=all")
    looker.press("Abonnement maken")
    page.set_viewport_size({"width": 320, "height": 640})
    _is_whole(page, page.locator("svg.qr").evaluate("code => code.getBoundingClientRect().width"))
    page.emulate_media(forced_colors="active")
    assert page.locator("svg.qr").evaluate("code => getComputedStyle(code).forcedColorAdjust") == (
        "none"
    )
    page.emulate_media(forced_colors="none", media="print")
    printed = page.locator(".address__printed")
    assert printed.is_visible()
    assert printed.inner_text() == page.locator("#address").input_value()
    assert page.locator("svg.qr").is_visible()
    assert not page.get_by_role("button", name="Adres kopiëren").is_visible()


def _is_whole(page: Page, width: float) -> None:
    """Nothing is cut off at the side, and a code is large enough for a camera."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert width >= 100


def _tab_to(page: Page, target: Locator) -> None:
    """Walk by the tab key until this has the focus."""
    for _step in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError("it cannot be reached by the tab key")
