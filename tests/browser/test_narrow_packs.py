"""No page of packs and papers scrolls sideways on a phone, however long its words are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app import create_app
from app.core import clock
from app.core.database import db
from app.packs.actions import request_period
from app.packs.models import Variant
from tests.browser.looking import PHONE_HEIGHT, Looker
from tests.browser.servers import Installation, person_called
from tests.engines import configuration
from tests.factories import make_item, make_meeting, make_note
from tests.packs.issued import issue_as_is, issued
from tests.packs.meeting_files import add_paper

pytestmark = pytest.mark.browser

ALDERMAN, OFFICER, SECRETARY = "Wethouder sociaal", "Beleidsmedewerker sociaal", "Bestuurssecr"
LONG = "Gemeenteraadsvergaderingsvoorbereidingsafstemming"
WIDTHS = (390, 320)


@pytest.fixture
def addresses(installation: Installation) -> Iterator[list[str]]:
    """Pages about a closed, restricted meeting with long words, in packs of it and of its week."""
    app = create_app(configuration(installation.database_url, installation.data_dir))
    with app.app_context():
        alderman, officer, secretary = map(person_called, (ALDERMAN, OFFICER, SECRETARY))
        meeting = make_meeting(
            alderman=alderman,
            officer=officer,
            circle=(alderman, officer, secretary),
            days=13,
            closed=True,
        )
        item = make_item(meeting, title=f"{LONG} en {LONG.lower()}")
        make_note(item, author=officer)
        paper = add_paper(item, title=LONG, file_name=f"{LONG}.pdf")
        loose = add_paper(meeting, title=LONG, file_name=f"2 {LONG}.pdf", unplaced=True)
        pack = issued(meeting, alderman, secretary)
        today = clock.today()
        days = (today + timedelta(days=6), today + timedelta(days=20))
        period = request_period(*days, alderman, Variant.FULL, secretary)
        db.session.commit()
        period = issue_as_is(period.id)
        found = [
            f"/packs/{pack.id}",
            f"/packs/{pack.id}/send",
            f"/packs/{period.id}",
            f"/packs/{period.id}/read",
            f"/packs/{period.id}/read/{item.id}",
            f"/packs/new?reader_id={alderman.id}&first={days[0]}&last={days[1]}",
            "/packs/print",
            f"/meetings/{meeting.id}/packs",
            f"/meetings/{meeting.id}/papers/new",
            f"/meetings/{meeting.id}/papers/place",
            f"/papers/{paper.id}",
            f"/papers/{loose.id}/edit",
        ]
        db.session.remove()
    yield found
    with app.app_context():
        db.engine.dispose()


def test_nothing_scrolls_sideways(phone: Looker, addresses: list[str]) -> None:
    page, wide = phone.page, []
    phone.sign_in_as(SECRETARY)
    for address in addresses:
        phone.open(address)
        for folded in page.locator("details").all():
            folded.evaluate("fold => { fold.open = true }")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": PHONE_HEIGHT})
            needed = page.evaluate("document.documentElement.scrollWidth")
            if needed > width:
                wide.append((address, width, needed))
    assert wide == []


def test_a_name_in_the_order_list_breaks_between_its_parts_and_not_beside_the_buttons(
    phone: Looker, addresses: list[str]
) -> None:
    phone.sign_in_as(SECRETARY)
    phone.page.set_viewport_size({"width": 390, "height": PHONE_HEIGHT})
    phone.open(next(one for one in addresses if one.endswith("/packs")))
    phone.unfold("Punten kiezen")
    row = phone.page.locator("[data-order-row]").first
    name, buttons = row.locator("label"), row.locator(".choose__moves")
    box, below = name.bounding_box(), buttons.bounding_box()
    assert box is not None
    assert below is not None
    assert below["y"] >= box["y"] + box["height"], "the buttons take nothing of the name's width"
