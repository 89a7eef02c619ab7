"""Planning a year and moving a meeting, by keyboard, on a desk and on a phone."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from app.core import clock
from tests.browser.looking import Looker

pytestmark = pytest.mark.browser

SECRETARY = "Bestuurssecretariaat"
PARTNERSHIP = "Veiligheidsregio Groningen (VRG)"
OFFICER = "Beleidsmedewerker veiligheid"


@pytest.fixture(params=[1440, 390], ids=lambda width: f"{width}px")
def wide(request: pytest.FixtureRequest, looker: Looker) -> int:
    """How wide the screen is."""
    width = int(request.param)
    looker.page.set_viewport_size({"width": width, "height": 900})
    return width


def reach(page: Page, name: str, role: Literal["button", "link"] = "button") -> None:
    """Go to a control with the tab key alone."""
    wanted = page.get_by_role(role, name=name, exact=True).first
    for _press in range(400):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{name} cannot be reached with the tab key")


def no_sideways(page: Page) -> None:
    """Nothing sticks out at the side."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")


def test_planning_a_year_by_keyboard(looker: Looker, wide: int) -> None:
    page = looker.page
    looker.sign_in_as(SECRETARY)
    looker.follow("Samenwerkingsverbanden")
    looker.follow(PARTNERSHIP)
    looker.follow("Vergaderschema maken")
    looker.follow("Plakken")
    year = clock.today().year + (2 if wide == 1440 else 1)
    hour = "13.30" if wide == 1440 else "16.30"
    looker.choose("Overleg", "Algemeen bestuur")
    looker.choose("Jaar", str(year))
    page.get_by_label("Vergaderschema").focus()
    page.keyboard.insert_text(
        f"Vergaderschema {year}\n"
        f"3 februari {hour} uur, De Klabbers\n10 maart en 14 april, telkens om {hour} uur\n"
        f"31 april {hour} uur\n27 april {hour} uur\nMet vriendelijke groet"
    )
    reach(page, "Voorstel bekijken")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Voorstel voor het vergaderschema")
    looker.look()
    no_sideways(page)
    assert f"De datum 31-4-{year} bestaat niet." in looker.text
    assert "Koningsdag" in looker.text
    question = page.locator(".schedule__questions .proposal").nth(1)
    question.get_by_label("Dag").fill(f"{year}-05-12")
    while not page.evaluate("document.activeElement.type === 'checkbox'"):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    holiday = page.locator(".proposal", has_text="Koningsdag").get_by_role("checkbox")
    holiday.focus()
    page.keyboard.press("Space")
    expect(holiday).not_to_be_checked()
    reach(page, "Aangevinkte vergaderingen plannen")
    page.keyboard.press("Enter")
    expect(page.get_by_text("4 vergaderingen zijn gepland.")).to_be_visible()
    looker.look()
    assert "De Klabbers" in _place_of(looker, date(year, 2, 3))


def _place_of(looker: Looker, day: date) -> str:
    """What the page of the meeting on a day says."""
    looker.page.locator(f"li.meeting-row:has(time[datetime^='{day.isoformat()}']) a").first.click()
    looker.look()
    return looker.text


def test_moving_a_meeting_by_keyboard(looker: Looker, wide: int) -> None:
    page = looker.page
    looker.sign_in_as(SECRETARY)
    looker.open("/meetings/?level=official&status=planned")
    looker.page.get_by_role("heading", level=3).get_by_role("link").first.click()
    looker.look()
    meeting = page.url
    looker.open(f"{meeting}/edit")
    old = date.fromisoformat(page.get_by_label("Dag", exact=True).input_value())
    new = old + timedelta(days=1)
    page.get_by_label("Dag", exact=True).fill(new.isoformat())
    reach(page, "Wijzigingen opslaan")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Dit is nog niet opgeslagen.")).to_be_visible()
    looker.look()
    no_sideways(page)
    assert re.search(r"(Deze persoon krijgt|mensen krijgen) bericht", looker.text)
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    reach(page, "Wijzigingen opslaan")
    page.keyboard.press("Enter")
    expect(page.get_by_text("De vergadering is gewijzigd.")).to_be_visible()
    assert new.isoformat() in page.content()
    looker.open(f"{meeting}/cancel")
    assert re.search(r"(Deze persoon krijgt|mensen krijgen) bericht", looker.text)
