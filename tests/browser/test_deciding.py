"""An alderman with a phone clears ten items, two taps an item at most: by keys, and by touch."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from app import create_app
from app.briefings.deciding.queries import queue_for
from app.briefings.step_actions import take_step
from app.core import clock
from app.core.database import db
from tests.browser.looking import PHONE_HEIGHT, PHONE_WIDTH, Looker
from tests.browser.servers import Installation, person_called
from tests.engines import configuration
from tests.factories import make_item, make_meeting, make_note

pytestmark = pytest.mark.browser

ALDERMAN, OFFICER = "Wethouder ruimte", "Beleidsmedewerker ruimte"
ITEMS, CONSENT = 10, 3
LONG = "Gemeenteraadsvergaderingsvoorbereidingsafstemming"


@pytest.fixture
def ten_items(installation: Installation) -> Iterator[None]:
    """Ten notes wait for this alderman, of which three are consent items."""
    app = create_app(configuration(installation.database_url, installation.data_dir))
    with app.app_context():
        alderman, officer = (person_called(name) for name in (ALDERMAN, OFFICER))
        waiting = len(queue_for(alderman, clock.now()).cards)
        assert waiting <= ITEMS - CONSENT - 1
        meeting = make_meeting(alderman=alderman, officer=officer, days=10)
        for number in range(ITEMS - waiting):
            handling = "consent" if number < CONSENT else "discussion"
            item = make_item(meeting, title=f"{LONG} {number}", handling=handling)
            points = "\n".join(f"Punt {place} om te zeggen." for place in range(1, 5))
            parts = {"ask": f"Instemmen met voorstel {number}.", "speaking_points": points}
            note = make_note(item, author=officer, parts=parts)
            db.session.refresh(note)
            take_step(note, "offer", officer, 1)
            db.session.commit()
        assert len(queue_for(alderman, clock.now()).cards) == ITEMS
        db.session.remove()
    yield
    with app.app_context():
        db.engine.dispose()


def _clear(looker: Looker, decide: Callable[[Page, int], int]) -> list[int]:
    """Decide on everything that waits; gives how many taps each screen took."""
    page = looker.page
    taps: list[int] = []
    while True:
        looker.look()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE_WIDTH
        expect(page.locator("#item")).to_be_focused()
        if page.locator("#item").inner_text() == "U bent bij":
            return taps
        assert len(taps) < ITEMS, "an item came back"
        with page.expect_navigation():
            taps.append(decide(page, len(taps)))


def _by_keyboard(page: Page, number: int) -> int:
    """Agree, or on the second item discuss; the buttons come right after the heading."""
    discusses = number == 1
    keys = ["Tab", "Tab", "Enter"] if discusses else ["Tab", "Enter"]
    for key in keys[:-1]:
        page.keyboard.press(key)
    focused = page.evaluate("document.activeElement.innerText.trim()")
    expected = "^Bespreken$" if discusses else "^Akkoord$|hamerstukken akkoord$"
    assert re.search(expected, focused), focused
    page.keyboard.press(keys[-1])
    return keys.count("Enter")


def _by_touch(page: Page, number: int) -> int:
    """Agree, or discuss, or give the third back with a question; the buttons are in reach."""
    if number == 2:
        page.get_by_text("Teruggeven met vraag").first.tap()
        page.get_by_label("Uw vraag aan de schrijver").fill("Wat kost het?")
        page.get_by_role("button", name="Teruggeven met vraag").tap()
        return 2
    name = "^Bespreken$" if number == 1 else "^Akkoord$|hamerstukken akkoord$"
    button = page.get_by_role("button", name=re.compile(name))
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert 0 <= box["y"] <= PHONE_HEIGHT - box["height"], "without scrolling"
    button.tap()
    return 1


@pytest.mark.usefixtures("ten_items")
@pytest.mark.parametrize("decide", [_by_keyboard, _by_touch], ids=["keyboard", "touch"])
def test_ten_items_are_cleared(phone: Looker, decide: Callable[[Page, int], int]) -> None:
    phone.sign_in_as(ALDERMAN)
    expect(phone.page.get_by_role("heading", name=f"Voor u: {ITEMS} punten")).to_be_visible()
    phone.page.get_by_role("link", name="Een voor een beslissen").focus()
    phone.page.keyboard.press("Enter")
    phone.page.wait_for_url("**/notes/to-decide#item")
    taps = _clear(phone, decide)
    assert max(taps) <= 2
    assert len(taps) == ITEMS - CONSENT + 1, "the consent items go together"
    assert sum(taps) <= ITEMS
    phone.open("/")
    expect(phone.page.get_by_text("Er ligt niets te wachten")).to_be_visible()
