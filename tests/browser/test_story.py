"""The main job, end to end: from the register to a pack in the bag and a meeting on the phone."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path
from urllib.request import urlopen

import pytest
from icalendar import Calendar
from playwright.sync_api import expect
from pypdf import PdfReader

from app.core import clock
from app.days.working_days import add_working_days
from tests.browser.looking import Looker
from tests.browser.servers import Installation
from tests.packs import pdf_files

pytestmark = pytest.mark.browser

SECRETARY = "Bestuurssecretariaat"
OFFICER = "Beleidsmedewerker veiligheid"
ALDERMAN = "Burgemeester"
LEADER = "Teamleider bestuur en ruimte"
COLLEAGUE = "Beleidsmedewerker ruimte"
PARTNERSHIP = "Veiligheidsregio Groningen (VRG)"
TOPIC = "Meldkamer: bezetting in de nacht"
ASK = "Instemmen met een vaste bezetting van vier centralisten in de nacht."


@pytest.fixture
def days() -> tuple[date, date]:
    """Days for the administrative meeting and the official one; its note is due soon."""
    today = clock.today()
    return add_working_days(today, 4), add_working_days(today, 11)


def test_from_the_register_to_a_pack_and_a_phone(
    looker: Looker, installation: Installation, days: tuple[date, date], tmp_path: Path
) -> None:
    looker.sign_in_as(SECRETARY)
    official = _plan(looker, days)
    _fill_agenda(looker, official, tmp_path)
    looker.sign_out()
    note = _write_note(looker, official)
    looker.sign_out()
    _pass_on(looker, note)
    looker.sign_out()
    _agree(looker, note)
    looker.sign_out()
    looker.sign_in_as(SECRETARY)
    _print_pack(looker, official)
    _subscribe(looker, days[1])
    looker.sign_out()
    installation.restart()
    looker.sign_in_as(OFFICER)
    looker.open(note)
    assert ASK in looker.text
    assert "afgestemd" in looker.text


def _plan(looker: Looker, days: tuple[date, date]) -> str:
    """Plan both meetings from the register; gives the address of the official one."""
    looker.follow("Samenwerkingsverbanden")
    # the sample's twenty, and what an import in another test may have added
    expect(looker.page.get_by_text(re.compile(r"^\s*2\d samenwerkingsverbanden"))).to_be_visible()
    looker.follow(PARTNERSHIP)
    looker.open("/meetings/choose-body")
    looker.choose("Overleg", f"{PARTNERSHIP} · Ambtelijk veiligheidsoverleg")
    looker.fill("Dag", days[0].isoformat())
    looker.fill("Begin", "09:30")
    looker.press("Verder met plannen")
    assert looker.chosen("Beleidsambtenaar").startswith(OFFICER)
    assert looker.chosen("Portefeuillehouder").startswith(ALDERMAN)
    looker.unfold("Staat het er nog niet?")
    looker.choose("Bestuurlijk overleg", "Algemeen bestuur")
    looker.fill("Dag van het bestuurlijk overleg", days[1].isoformat())
    looker.fill("Begin van het bestuurlijk overleg", "13:30")
    looker.press("Vergadering plannen")
    looker.follow("Algemeen bestuur")
    assert ALDERMAN in looker.text
    return looker.page.url


def _fill_agenda(looker: Looker, meeting: str, tmp_path: Path) -> None:
    """Two items, one carried by a colleague; papers, of which a damaged one is refused by name."""
    looker.follow("Agendapunt toevoegen")
    looker.fill("Nummer", "1")
    looker.fill("Onderwerp", TOPIC)
    looker.choose("Type", "besluitvormend")
    looker.press("Toevoegen en volgende")
    looker.fill("Nummer", "2")
    looker.fill("Onderwerp", "Huisvesting van de meldkamer")
    looker.unfold("Eigen mensen en eigen inbreng")
    looker.choose("Eigen beleidsambtenaar", COLLEAGUE)
    looker.press("Toevoegen en klaar")
    assert COLLEAGUE in looker.text
    good, bad = tmp_path / "1. Notitie bezetting.pdf", tmp_path / "2. Kapot.pdf"
    good.write_bytes(pdf_files.paper(2))
    bad.write_bytes(b"%PDF-1.7 this is not a whole file")
    looker.follow("Stukken toevoegen")
    looker.page.get_by_label("Bestanden").set_input_files([good, bad])
    looker.choose("Hoort bij", f"1. {TOPIC}")
    looker.press("Stukken toevoegen")
    expect(looker.page.get_by_text("2. Kapot.pdf")).to_be_visible()
    looker.open(meeting)
    assert "Notitie bezetting" in looker.text
    assert "Kapot" not in looker.text


def _write_note(looker: Looker, meeting: str) -> str:
    """The officer sees on the start page what is due, writes it and offers it."""
    looker.sign_in_as(OFFICER)
    looker.page.get_by_role("link", name=re.compile(TOPIC)).first.wait_for()
    assert re.search(r"over \d+ werkdagen", looker.text)
    looker.follow(re.compile(TOPIC))
    if looker.page.url == meeting:
        looker.follow(re.compile("Annotatie schrijven"))
    looker.fill("Gevraagd besluit", ASK)
    looker.choose("Ons standpunt", "eens mits")
    looker.fill(
        "Aanleiding en kern", "Nu zijn er drie centralisten. Dat is in het weekend te weinig."
    )
    looker.fill("Spreekpunten", "Vier is het minimum.\nWij betalen naar inwonertal.")
    looker.fill("Als het ter sprake komt", "**Kan het met drie?** Alleen doordeweeks.")
    looker.fill("Terugvaloptie", "Vier in het weekend, drie doordeweeks.")
    looker.press("Annotatie opslaan")
    note = looker.page.url
    looker.press("Voorleggen aan teamleider")
    assert "bij teamleider" in looker.text
    return note


def _pass_on(looker: Looker, note: str) -> None:
    """The team leader, whom this partnership asks first, finds it and passes it on."""
    looker.sign_in_as(LEADER)
    looker.page.get_by_role("link", name=re.compile(TOPIC)).first.wait_for()
    looker.open(note)
    looker.press("Doorgeven aan portefeuillehouder")
    assert "bij wethouder" in looker.text


def _agree(looker: Looker, note: str) -> None:
    """The portfolio holder finds it on the start page, leaves a remark and agrees."""
    looker.sign_in_as(ALDERMAN)
    expect(looker.page.get_by_text(ASK).first).to_be_visible()
    looker.open(note)
    looker.unfold("Opmerking maken")
    looker.fill("Uw opmerking", "Wat kost de vierde centralist?")
    looker.press("Opmerking plaatsen")
    assert "Wat kost de vierde centralist?" in looker.text
    looker.press(re.compile("^Akkoord$"))
    assert "afgestemd" in looker.text


def _print_pack(looker: Looker, meeting: str) -> None:
    """One PDF with cover, steer, contents, notes and papers, numbered throughout."""
    looker.open(meeting)
    looker.press(f"Vergadermap voor {ALDERMAN} maken")
    link = looker.page.get_by_role("link", name="Vergadermap openen")
    link.wait_for(timeout=60_000)
    looker.look()
    answer = looker.page.request.get(str(link.get_attribute("href")))
    pdf = PdfReader(io.BytesIO(answer.body()))
    pages = [page.extract_text() for page in pdf.pages]
    whole = "\n".join(pages)
    for words in ("Algemeen bestuur", "Oplegger", "Inhoud", TOPIC, "Vier is het minimum."):
        assert words in whole
    count = len(pages)
    for number, text in enumerate(pages, start=1):
        assert re.search(rf"{number}\s*/\s*{count}", text), f"page {number} has no number"
    titles = str(pdf.outline)
    assert TOPIC in titles
    assert "Notitie bezetting" in titles


def _subscribe(looker: Looker, day: date) -> None:
    """The calendar with all meetings; a program without any session reads it."""
    looker.open("/feeds/new")
    looker.page.get_by_label(re.compile("^Alle vergaderingen")).check()
    looker.press("Abonnement maken")
    address = looker.page.get_by_label("Adres", exact=True).input_value()
    with urlopen(address) as answer:
        calendar = Calendar.from_ical(answer.read())
    starts = {
        event.decoded("dtstart").date()
        for event in calendar.walk("VEVENT")
        if "Algemeen bestuur" in str(event["summary"])
    }
    assert day in starts
