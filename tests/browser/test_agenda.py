"""One agenda: pasted, corrected, put on the agenda, and twelve papers dropped on it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from app.core import clock
from app.days.working_days import add_working_days
from tests.browser.looking import Looker, drop_files
from tests.packs import pdf_files

pytestmark = pytest.mark.browser

SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
TEXT = """Van: secretariaat
Onderwerp: agenda

Agenda
1. Opening en mededelingen (5 min)
2. Vaststelling verslag vorige vergadering
3. Ontwerpbegroting 2027 en meerjarenraming (besluitvormend, 20 min)
Bijlage: Ontwerpbegroting 2027.pdf
Gevraagd besluit: in te stemmen met de ontwerpbegroting
3a. Zienswijze op de kadernota
4. Samenwerkingsovereenkomst gemeenteraadsvergaderingen (ter bespreking)
5. Hamerstukken
5.1 Benoeming accountant
5.2 Klachtenregeling
6. Rondvraag en sluiting
Met vriendelijke groet,
Het secretariaat
"""
#: Twelve papers: ten know their place, two ask.
PAPERS = (
    "Agenda.pdf",
    "2 Verslag.pdf",
    "03_ontwerpbegroting_v2.pdf",
    "3. Oplegger.pdf",
    "Agendapunt 3a - bijlage 2.pdf",
    "3a Zienswijze.pdf",
    "4 Samenwerkingsovereenkomst.pdf",
    "20261203 5.1 Benoeming.pdf",
    "Klachtenregeling.pdf",
    "5.2 Toelichting.pdf",
    "Presentatie.pdf",
    "Nota van beantwoording.pdf",
)


@pytest.mark.parametrize("size", SIZES)
def test_an_agenda_in_one_paste_with_twelve_papers(
    looker: Looker, size: str, tmp_path: Path
) -> None:
    width, height = SIZES[size]
    looker.page.set_viewport_size({"width": width, "height": height})
    looker.sign_in_as("Bestuurssecretariaat")
    meeting = _plan(looker, 30 if size == "wide" else 31)
    _paste(looker)
    _send_papers(looker, meeting, tmp_path, dropped=size == "wide")
    _place_the_rest(looker, meeting)
    _fits(looker)


def _plan(looker: Looker, days: int) -> str:
    """A meeting without an agenda; gives its address."""
    looker.open("/meetings/choose-body")
    looker.choose("Overleg", "Veiligheidsregio Groningen (VRG) · Ambtelijk veiligheidsoverleg")
    looker.fill("Dag", add_working_days(clock.today(), days).isoformat())
    looker.fill("Begin", "09:30")
    looker.press("Verder met plannen")
    looker.press("Vergadering plannen")
    return looker.page.url


def _paste(looker: Looker) -> None:
    """By keyboard: the page says how to begin, the preview is corrected, and saved with Enter."""
    _tab_to(looker, "Agenda plakken")
    looker.page.keyboard.press("Enter")
    looker.page.get_by_label("Tekst van de agenda").wait_for()
    looker.look()
    _tab_to(looker, "Tekst van de agenda")
    looker.page.keyboard.insert_text(TEXT)
    _tab_to(looker, "Agenda lezen")
    looker.page.keyboard.press("Enter")
    looker.page.get_by_role("heading", name="Agenda controleren").wait_for()
    looker.look()
    _fits(looker)
    assert "8 punten gelezen." in looker.text
    assert "Ontwerpbegroting 2027.pdf" in looker.text
    title = looker.page.get_by_label("Onderwerp, rij 5")
    title.focus()
    looker.page.keyboard.press("End")
    looker.page.keyboard.type(" in de regio")
    looker.page.keyboard.press("Enter")
    looker.page.get_by_text("8 agendapunten zijn toegevoegd.").wait_for()
    looker.look()
    _fits(looker)
    assert "Samenwerkingsovereenkomst gemeenteraadsvergaderingen in de regio" in looker.text
    assert "2 hamerstukken: Opening en mededelingen; Vaststelling verslag" in looker.text


def _send_papers(looker: Looker, meeting: str, folder: Path, dropped: bool) -> None:
    """Dropped on the page, or chosen and sent by keyboard."""
    files: list[Path] = []
    for name in PAPERS:
        path = folder / name
        path.write_bytes(pdf_files.paper(1 + len(files) % 3))
        files.append(path)
    form = looker.page.locator("form[data-drop-files]")
    expect(form).to_be_visible()
    if dropped:
        drop_files(form, files)
    else:
        form.locator("input[type=file]").set_input_files(files)
        _tab_to(looker, "Gekozen stukken versturen")
        looker.page.keyboard.press("Enter")
    looker.page.get_by_text("12 stukken zijn toegevoegd.").wait_for()
    looker.look()
    _fits(looker)
    assert looker.page.url == f"{meeting}/papers/place"
    listed = looker.page.locator(".placing__paper").all_inner_texts()
    assert [re.split(r"\n", one)[0] for one in listed] == list(PAPERS[-2:])


def _place_the_rest(looker: Looker, meeting: str) -> None:
    """Whoever leaves finds them on the page of the meeting, and chooses there by keyboard."""
    looker.open(meeting)
    expect(looker.page.get_by_text("nog niet bij een punt staan")).to_be_visible()
    choice = looker.page.get_by_label("Hoort bij: Presentatie")
    choice.focus()
    looker.page.keyboard.type("4. Samen")
    assert looker.chosen("Hoort bij: Presentatie").startswith("4. Samenwerkingsovereenkomst")
    looker.page.get_by_label("Hoort bij: Nota van beantwoording").focus()
    looker.page.keyboard.type("De vergadering")
    _tab_to(looker, "Stukken bij hun punt zetten")
    looker.page.keyboard.press("Enter")
    looker.page.get_by_text("2 stukken hebben nu een plaats.").wait_for()
    looker.look()
    for fold in looker.page.locator(".agenda__fold summary").all():
        fold.click()
    counts = {
        number: looker.page.locator(".agenda li").filter(has=_number(looker, number)).last
        for number in ("2", "3", "3a", "4", "5.1", "5.2")
    }
    found = {name: line.locator(".agenda__papers li").count() for name, line in counts.items()}
    assert found == {"2": 1, "3": 2, "3a": 2, "4": 2, "5.1": 1, "5.2": 2}
    assert "nog niet bij een punt staan" not in looker.text


def _number(looker: Looker, number: str) -> Any:
    return looker.page.locator(".agenda__number").get_by_text(number, exact=True)


def _tab_to(looker: Looker, name: str) -> None:
    """Press Tab until what has this name has the focus."""
    focused = (
        "() => { const at = document.activeElement; return (at.labels && at.labels.length"
        " ? at.labels[0] : at).textContent.trim(); }"
    )
    for _turn in range(120):
        looker.page.keyboard.press("Tab")
        if str(looker.page.evaluate(focused)).startswith(name):
            return
    raise AssertionError(f"no way by keyboard to {name!r}")


def _fits(looker: Looker) -> None:
    """Nothing sticks out at the side."""
    wider = looker.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0, f"{looker.page.url} is {wider} px too wide"
