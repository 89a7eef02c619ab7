"""One story: late papers, a note, a word, a debrief, and the next note's "vorige keer"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from app.core import clock
from app.core.database import db
from app.people.models import Installation as Installed
from tests.browser.looking import Looker
from tests.browser.servers import Installation, free_port
from tests.conftest import MakeApp
from tests.factories import carries, make_body, make_item, make_meeting, make_person, moment
from tests.packs import pdf_files

pytestmark = pytest.mark.browser

OFFICER, ALDERMAN = "Beleidsmedewerker water", "Wethouder water"
TOPIC = "Gemeenteraadsvergaderingsbijdrage aan het waterschap"
PROMISE = "Onze cijfers over de vaarwegen sturen"
WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
TWO_DAYS_BEFORE, DAY_AFTER = "2026-11-23T09:00:00+01:00", "2026-11-26T08:30:00+01:00"


@dataclass
class Place:
    """Where the story happens: an installation with two meetings of one body."""

    installation: Installation
    first: int
    second: int

    def at(self, when: str) -> None:
        """Let it be another moment."""
        self.installation.stop()
        self.installation.fixed_now = when
        self.installation.start()


@pytest.fixture
def place(make_app: MakeApp, tmp_path: Path) -> Iterator[Place]:
    """A body that meets on Wednesday and three weeks later, with one topic on the first agenda."""
    app = make_app()
    with app.app_context():
        officer = make_person("officer", name=OFFICER, title="beleidsambtenaar")
        alderman = make_person("alderman", name=ALDERMAN, title="wethouder")
        body = make_body(name="Algemeen bestuur")
        carries(officer, body.partnership)
        people: dict[str, Any] = {
            "body": body,
            "officer": officer,
            "alderman": alderman,
            "status": "confirmed",
        }
        starts = (moment("2026-11-25T13:30"), moment("2026-12-16T13:30"))
        first, second = (
            make_meeting(starts_at=start, ends_at=start.replace(minute=59), **people)
            for start in starts
        )
        make_item(first, number="1", title=TOPIC, minutes=20)
        make_item(second, number="1", title=f"{TOPIC} (vervolg)", minutes=20)
        db.session.add(Installed(id=1, sample=True))
        db.session.commit()
        url, ids = app.config["SQLALCHEMY_DATABASE_URI"], (first.id, second.id)
    clock.stop_at(None)
    running = Installation(url, tmp_path, free_port(), [], TWO_DAYS_BEFORE)
    running.start()
    try:
        yield Place(running, *ids)
    finally:
        running.stop()


@pytest.fixture
def walker(chromium: Browser, place: Place) -> Iterator[Looker]:
    """Somebody who looks at this installation; every page is checked by axe."""
    context = chromium.new_context(
        base_url=place.installation.url, locale="nl-NL", timezone_id="Europe/Amsterdam"
    )
    context.set_default_timeout(30_000)
    yield Looker(context.new_page())
    context.close()


def test_from_late_papers_to_the_next_last_time(
    walker: Looker, place: Place, tmp_path: Path
) -> None:
    walker.page.set_viewport_size(WIDE)
    walker.sign_in_as(OFFICER)
    _add_papers(walker, place, tmp_path)
    note = _write(walker, place)
    walker.sign_out()
    walker.page.set_viewport_size(PHONE)
    _agree(walker, note)
    walker.sign_out()
    place.at(DAY_AFTER)
    walker.sign_in_as(OFFICER)
    _debrief(walker, place)
    walker.sign_out()
    walker.sign_in_as(ALDERMAN)
    _judge(walker, place)
    walker.sign_out()
    walker.page.set_viewport_size(WIDE)
    walker.sign_in_as(OFFICER)
    _next_time(walker, place, note)


def _send(walker: Looker, button: str | re.Pattern[str]) -> None:
    """Press a button that sends a form, wait for the answer, and look."""
    with walker.page.expect_navigation():
        walker.page.get_by_role("button", name=button).first.click()
    walker.look()


def _add_papers(walker: Looker, place: Place, tmp_path: Path) -> None:
    """The papers come two days before the meeting."""
    paper = tmp_path / "1. Voorstel bijdrage.pdf"
    paper.write_bytes(pdf_files.paper(2))
    walker.open(f"/meetings/{place.first}")
    walker.follow(re.compile("Stukken toevoegen"))
    walker.page.get_by_label("Bestanden").set_input_files([paper])
    walker.press("Stukken toevoegen")
    expect(walker.page.get_by_role("link", name="1. Voorstel bijdrage", exact=True)).to_be_visible()


def _write(walker: Looker, place: Place) -> str:
    """What stands in the papers becomes a note; gives its address."""
    walker.open(f"/meetings/{place.first}")
    walker.follow(re.compile("Annotatie schrijven"))
    walker.fill("Gevraagd besluit", "Instemmen met een hogere bijdrage.")
    walker.choose("Ons standpunt", "eens mits")
    walker.fill("Aanleiding en kern", "De bijdrage stijgt met 4 procent.")
    _send(walker, "Annotatie opslaan")
    address = walker.page.url
    _send(walker, "Annotatie aanbieden")
    assert "bij wethouder" in walker.text
    walker.open(f"/meetings/{place.first}/steer")
    assert "Instemmen met een hogere bijdrage." in walker.text
    return address


def _agree(walker: Looker, note: str) -> None:
    walker.sign_in_as(ALDERMAN)
    walker.open(note)
    _send(walker, re.compile("^Akkoord$"))
    assert "afgestemd" in walker.text


def _debrief(walker: Looker, place: Place) -> None:
    """The day after, on a phone: the start page leads to one page, saved once."""
    page = walker.page
    walker.follow(re.compile("Afloop vastleggen"))
    assert page.url.endswith(f"/meetings/{place.first}/debrief")
    why = page.get_by_label("Waarom ging het anders?").first
    expect(why).to_be_hidden()
    page.get_by_label("Deels").first.check()
    expect(why).to_be_visible()
    why.fill("De meerderheid wilde niet wachten.")
    walker.fill("Besluit in één regel", "Bijdrage met 3 procent verhoogd.")
    walker.unfold("Actie of toezegging toevoegen")
    walker.fill("Wat is er afgesproken?", PROMISE)
    walker.choose("Soort", "toezegging")
    walker.choose(re.compile("^Wie van ons$"), OFFICER)
    walker.fill("Wanneer klaar", "2026-12-09")
    walker.choose("Hoort bij", "1. Gemeente")
    walker.look()
    _send(walker, "Terugkoppeling opslaan")
    assert "is compleet" in walker.text
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    walker.follow("Vandaag")
    assert PROMISE in walker.text
    walker.follow(re.compile("Acties"))
    _send(walker, re.compile("Gedaan"))
    assert PROMISE not in page.locator(".todo, .empty").first.inner_text()


def _judge(walker: Looker, place: Place) -> None:
    """Who was at the table says whether the note helped."""
    walker.open(f"/meetings/{place.first}/debrief")
    walker.page.get_by_label("ja", exact=True).check()
    walker.fill("Wat kan beter?", "Het kon korter.")
    _send(walker, "Terugkoppeling opslaan")


def _next_time(walker: Looker, place: Place, note: str) -> None:
    """The writer learns that it helped; the next note begins with what came of it."""
    walker.open("/messages/")
    assert "Uw annotatie was nuttig" in walker.text
    walker.open(note)
    assert "afgerond" in walker.text
    assert "Het kon korter." in walker.text
    walker.open(f"/meetings/{place.second}")
    walker.follow(re.compile("Annotatie schrijven"))
    for words in ("Deels", "Bijdrage met 3 procent verhoogd.", "De meerderheid wilde", PROMISE):
        assert words.lower() in walker.text.lower(), words
    walker.page.get_by_role("button", name=re.compile("Invoegen bij Kader")).click()
    expect(walker.page.locator("[name=frame]")).to_have_value(re.compile(PROMISE))
    walker.fill("Gevraagd besluit", "Instemmen met de vervolgstap.")
    _send(walker, "Annotatie opslaan")
    assert PROMISE in walker.text
