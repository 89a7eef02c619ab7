"""Packs as one asks for them: options, order by drag and by keyboard, also without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, expect

from app import create_app
from app.core.database import db
from app.meetings.models import Meeting
from tests.browser.looking import PHONE_WIDTH, Looker
from tests.browser.servers import Installation, person_called
from tests.engines import configuration
from tests.factories import make_item, make_meeting
from tests.packs.meeting_files import make_pack

pytestmark = pytest.mark.browser

SECRETARY, ALDERMAN = "Bestuurssecretariaat", "Wethouder sociaal"
TITLES = ("Opening", "Gemeenteraadsvergaderingsvoorbereiding", "Sluiting")
OPTIONS = "Punten kiezen, volgorde"
WIDTHS = pytest.mark.parametrize("width", [1440, PHONE_WIDTH])


@pytest.fixture(scope="module")
def meeting_id(installation: Installation) -> int:
    """A meeting of this alderman with three items, without notes or papers."""
    app = create_app(configuration(installation.database_url, installation.data_dir))
    with app.app_context():
        alderman = person_called(ALDERMAN)
        meeting = make_meeting(alderman=alderman, days=16)
        for number, title in enumerate(TITLES, start=1):
            make_item(meeting, number=str(number), title=title)
        db.session.commit()
        found = meeting.id
        db.session.remove()
        db.engine.dispose()
    return found


def _fits(looker: Looker, width: int) -> None:
    looker.look()
    assert looker.page.evaluate("document.documentElement.scrollWidth") <= width


def _order(looker: Looker) -> list[str]:
    rows = looker.page.locator("[data-order-row] label").all_text_contents()
    return [row.split()[-1] for row in rows]


def _moving(looker: Looker, title: str, way: str) -> Locator:
    return looker.page.get_by_role("button", name=f"{title} {way}")


@WIDTHS
def test_a_pack_is_asked_for_with_its_options(looker: Looker, meeting_id: int, width: int) -> None:
    page = looker.page
    page.set_viewport_size({"width": width, "height": 900})
    looker.sign_in_as(SECRETARY)
    looker.open(f"/meetings/{meeting_id}/packs")
    looker.unfold(OPTIONS)
    _fits(looker, width)
    button = _moving(looker, TITLES[0], "omlaag")
    button.focus()
    page.keyboard.press("Enter")
    assert _order(looker) == [TITLES[1], TITLES[0], TITLES[2]]
    expect(button).to_be_focused()
    expect(page.get_by_text(f"{TITLES[0]}: plaats 2 van 3")).to_be_attached()
    page.get_by_label(TITLES[2]).uncheck()
    page.get_by_label("Watermerk op elke bladzijde").check()
    page.get_by_label("Elk punt begint rechts").check()
    looker.press("Vergadermap maken")
    expect(
        page.get_by_text("2 gekozen punten, watermerk, punten op een rechterbladzijde")
    ).to_be_visible()
    _fits(looker, width)


def test_items_are_dragged_into_order(looker: Looker, meeting_id: int) -> None:
    looker.sign_in_as(SECRETARY)
    looker.open(f"/meetings/{meeting_id}/packs")
    looker.unfold(OPTIONS)
    rows = looker.page.locator("[data-order-row]")
    rows.nth(2).locator("[data-order-grip]").drag_to(rows.nth(0), target_position={"x": 60, "y": 3})
    assert _order(looker) == [TITLES[2], TITLES[0], TITLES[1]]
    expect(looker.page.get_by_text(f"{TITLES[2]}: plaats 1 van 3")).to_be_attached()
    expect(_moving(looker, TITLES[2], "omhoog")).to_be_hidden()
    looker.look()


def test_items_are_put_in_order_without_script(
    chromium: Browser, installation: Installation, meeting_id: int
) -> None:
    context = chromium.new_context(
        base_url=installation.url, locale="nl-NL", java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_role("button", name=re.compile(SECRETARY)).click()
    page.goto(f"/meetings/{meeting_id}/packs")
    page.locator("summary", has_text=OPTIONS).click()
    page.get_by_label(TITLES[0]).uncheck()
    button = page.get_by_role("button", name=f"{TITLES[2]} omhoog")
    button.focus()
    page.keyboard.press("Enter")
    rows = page.locator("[data-order-row] label")
    order = (TITLES[0], TITLES[2], TITLES[1])
    expect(rows).to_have_text([re.compile(f"{title}$") for title in order])
    expect(page.get_by_label(TITLES[0])).not_to_be_checked()
    page.get_by_role("button", name="Vergadermap maken", exact=True).last.click()
    expect(page.get_by_text("2 gekozen punten")).to_be_visible()
    context.close()


@WIDTHS
def test_the_making_of_a_pack_is_followed_and_stopped(
    looker: Looker, installation: Installation, meeting_id: int, width: int
) -> None:
    """A pack of which no job is there waits, so that there is time to stop it."""
    app = create_app(configuration(installation.database_url, installation.data_dir))
    with app.app_context():
        people = person_called(ALDERMAN), person_called(SECRETARY)
        pack = make_pack(db.session.get_one(Meeting, meeting_id), *people, variant="card")
        db.session.commit()
        pack_id = pack.id
        db.session.remove()
        db.engine.dispose()
    looker.page.set_viewport_size({"width": width, "height": 900})
    looker.sign_in_as(SECRETARY)
    looker.open(f"/packs/{pack_id}")
    expect(looker.page.get_by_role("progressbar", name="Voortgang")).to_be_visible()
    _fits(looker, width)
    looker.press("Maken stoppen")
    expect(looker.page.get_by_role("status")).to_have_text("Het maken is gestopt.")
    expect(looker.page.locator("tr", has_text="Spreekkaart").first).to_contain_text("gestopt")
    _fits(looker, width)
