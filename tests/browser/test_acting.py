"""A secretary records what an alderman says; an officer hands a partnership over: by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import Looker

pytestmark = pytest.mark.browser

SIZES = [pytest.param((1440, 900), id="1440"), pytest.param((390, 844), id="390")]
RECORDED = re.compile("vastgelegd door Bestuurssecretariaat namens Wethouder")


def _enter(target: Locator) -> None:
    """Press a summary as the keyboard does."""
    target.focus()
    expect(target).to_be_focused()
    target.press("Enter")


def _go(looker: Looker, target: Locator) -> None:
    """Press a link or button as the keyboard does, and look at the page that comes."""
    with looker.page.expect_navigation():
        _enter(target)
    looker.look()


def _pick(page: Page, label: str, option: str) -> None:
    """Choose from a list by typing the beginning of the words."""
    field = page.get_by_label(label, exact=True).first
    field.focus()
    page.keyboard.type(option)
    chosen = field.evaluate("list => list.selectedOptions[0].textContent")
    assert str(chosen).strip().startswith(option), chosen


@pytest.mark.parametrize("size", SIZES)
def test_a_secretary_records_an_agreement(looker: Looker, size: tuple[int, int]) -> None:
    page = looker.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    looker.sign_in_as("Bestuurssecretariaat")
    wanted = "Wethouder sociaal domein" if size[0] > 600 else "Wethouder ruimte en economie"
    _pick(page, "Ik werk nu voor", wanted)
    _go(looker, page.get_by_role("button", name="Kiezen"))
    expect(page.get_by_role("banner")).to_contain_text(f"werkt nu voor {wanted}")
    _go(looker, page.get_by_role("link", name=re.compile("Bekijken en vastleggen")).first)
    _enter(page.locator("summary", has_text="Mondeling akkoord vastleggen namens"))
    record = page.get_by_role("button", name=re.compile("Vastleggen namens")).first
    _go(looker, record)  # not said yet what was said
    expect(page.get_by_text("Schrijf op wat er is gezegd").first).to_be_visible()
    page.get_by_label("Wat is er gezegd?").first.fill(
        "Akkoord, mits het binnen de begroting blijft."
    )
    _go(looker, record)  # and not confirmed
    expect(page.get_by_text("Bevestig eerst namens wie u dit vastlegt").first).to_be_visible()
    box = page.get_by_label(re.compile("Ik leg dit akkoord vast namens"))
    box.focus()
    box.press("Space")
    expect(box).to_be_checked()
    _go(looker, record)
    expect(page.get_by_text(RECORDED).first).to_be_attached()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size[0], "the page is wider than the screen"


@pytest.mark.parametrize("size", SIZES)
def test_an_officer_hands_a_partnership_over(looker: Looker, size: tuple[int, int]) -> None:
    page = looker.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    giver = (
        "Beleidsmedewerker jeugd en onderwijs" if size[0] > 600 else "Beleidsmedewerker veiligheid"
    )
    looker.sign_in_as(giver)
    looker.open("/people/me")
    _go(looker, page.get_by_role("link", name="Mijn werk overdragen aan een collega"))
    partnership = page.locator(".handover__group h3 a").first
    name = str(partnership.text_content()).strip()
    _go(looker, partnership)
    _go(looker, page.get_by_role("link", name="Overdragen aan een collega"))
    expect(page.get_by_text(f"nu bij {giver}").first).to_be_visible()
    _go(looker, page.get_by_role("button", name="Overdragen", exact=True))  # nobody chosen yet
    expect(page.get_by_text("Er is niets gekozen").first).to_be_visible()
    _pick(page, "Aan wie?", "Beleidsmedewerker sociaal domein")
    _go(looker, page.get_by_role("button", name="Overdragen", exact=True))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Overgedragen aan")
    expect(page.get_by_role("link", name=name).first).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size[0], "the page is wider than the screen"
    looker.sign_out()
    looker.sign_in_as("Beleidsmedewerker sociaal domein")
    looker.open("/handovers/")
    _go(looker, page.get_by_role("link", name=re.compile(f"Van {giver}")).first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Overgedragen aan u")
