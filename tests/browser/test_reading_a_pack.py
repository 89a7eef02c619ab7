"""An alderman with a phone on the train reads a pack, decides on two notes, and sees the next."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from app import create_app
from app.briefings.step_actions import take_step
from app.core import clock
from app.core.database import db
from app.packs.models import Pack
from tests.browser.looking import PHONE_WIDTH, Looker
from tests.browser.servers import Installation, person_called
from tests.engines import configuration
from tests.factories import make_item, make_meeting, make_note
from tests.packs.issued import issued
from tests.packs.meeting_files import add_paper

pytestmark = pytest.mark.browser

ALDERMAN, OFFICER, SECRETARY = "Wethouder sociaal", "Beleidsmedewerker sociaal", "Bestuurssecr"
LONG = "Gemeenteraadsvergaderingsvoorbereidingsafstemming"


@pytest.fixture
def pack_id(installation: Installation) -> Iterator[int]:
    """A pack for this alderman with three notes that wait, made by the secretary."""
    app = create_app(configuration(installation.database_url, installation.data_dir))
    with app.app_context():
        alderman, officer, secretary = map(person_called, (ALDERMAN, OFFICER, SECRETARY))
        meeting = make_meeting(alderman=alderman, officer=officer, days=12)
        for number in range(1, 4):
            item = make_item(meeting, number=str(number), title=f"{LONG} {number}")
            table = "| Jaar | Bedrag |\n| --- | --- |\n| 2027 | € 12.500 |"
            note = make_note(item, author=officer, parts={"core": f"De kern.\n\n{table}"})
            db.session.refresh(note)
            take_step(note, "offer", officer, 1)
            db.session.commit()
            add_paper(item, title=f"{LONG}sstuk", must_read=number == 1)
        made: Pack = issued(meeting, alderman, secretary)
        found = made.id
        db.session.remove()
    yield found
    with app.app_context():
        db.engine.dispose()


def _fits(looker: Looker) -> None:
    looker.look()
    assert looker.page.evaluate("document.documentElement.scrollWidth") <= PHONE_WIDTH


def test_a_pack_is_read_and_two_notes_are_decided(phone: Looker, pack_id: int) -> None:
    page = phone.page
    phone.sign_in_as(ALDERMAN)
    phone.open(f"/packs/{pack_id}/read")
    _fits(phone)
    expect(page.get_by_text("3 punten wachten op uw besluit")).to_be_visible()
    page.get_by_role("link", name="Lezen en beslissen").tap()
    for number, word in enumerate(("Akkoord", "Bespreken"), start=1):
        expect(page.get_by_role("heading", level=1)).to_have_text(f"{number}. {LONG} {number}")
        _fits(phone)
        paper = page.get_by_role("link", name=f"{number}.1 {LONG}sstuk")
        box = paper.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        button = page.get_by_role("button", name=word, exact=True)
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        button.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"3. {LONG} 3")
    _fits(phone)
    page.get_by_role("link", name="Vorige").tap()
    expect(page.get_by_text("te bespreken").first).to_be_visible()
    phone.open(f"/packs/{pack_id}/read")
    expect(page.get_by_text("1 punt wacht op uw besluit")).to_be_visible()


def test_the_secretary_sees_who_opened_it_and_sends_and_prints(
    looker: Looker, phone: Looker, pack_id: int
) -> None:
    phone.sign_in_as(ALDERMAN)
    phone.open(f"/packs/{pack_id}/read")
    looker.sign_in_as(SECRETARY)
    looker.open(f"/packs/{pack_id}")
    expect(looker.page.get_by_text("Geopend door Wethouder sociaal")).to_be_visible()
    looker.follow("Versturen")
    looker.press("Map versturen")
    expect(looker.page.get_by_text("Verstuurd door Bestuurssecretariaat").first).to_be_visible()
    day = clock.today()
    year, week, _weekday = day.isocalendar()
    looker.open(f"/packs/print?week={year}-W{week:02}")
    for _week in range(3):
        if looker.page.get_by_role("button", name="Afdrukstapel maken").count():
            break
        looker.follow("Week erna")
    looker.press("Afdrukstapel maken")
    expect(looker.page.get_by_role("heading", name="Afdrukstapel voor week")).to_be_visible()
