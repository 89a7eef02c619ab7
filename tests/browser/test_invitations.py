"""Invitations dropped on the page, taken over, moved and undone: with script or without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.core import clock
from tests.browser.looking import Looker, drop_files
from tests.browser.servers import Installation
from tests.invitations.dialects import Message, apple, google, outlook

pytestmark = pytest.mark.browser
SECRETARY = "Bestuurssecretariaat"
#: Every journey has weeks of its own: the installation is that of all of them.
WEEKS = (1440, 390, 1441, 391, 2)


def _start(width: int) -> datetime:
    """A morning beyond all that the sample plans; another for each width."""
    day = datetime(clock.today().year + 2, 2, 1) + timedelta(weeks=8 * WEEKS.index(width))  # noqa: DTZ001
    return day + timedelta(hours=9, minutes=30)


def _written(folder: Path, width: int) -> dict[str, Path]:
    """What three secretariats send, and a file that is none."""
    board = Message(
        uid=f"vrg-{width}@vrg.example",
        title="AB Veiligheidsregio Groningen",
        start=_start(width),
        organiser="secretariaat@vrg.example",
        organiser_name="Secretariaat VRG",
    )
    series = Message(
        uid=f"odg-{width}@odg.example",
        title="Accounthoudersoverleg ODG",
        start=_start(width) + timedelta(days=1),
        recurrence="FREQ=WEEKLY;COUNT=6",
        organiser="planning@odg.example",
    )
    unknown = Message(
        uid=f"x-{width}@bureau.example",
        title="Gemeenteraadsvergaderingvoorbereidingsbijeenkomst",
        start=_start(width) + timedelta(days=2),
        organiser=f"planning-{width}@bureau.example",
        organiser_name="",
    )
    later = board.dtstamp + timedelta(days=3)
    moved = Message(
        **{
            **vars(board),
            "sequence": 1,
            "dtstamp": later,
            "start": _start(width) + timedelta(days=1, hours=4),
            "place": "Digitaal",
        }
    )
    contents = {
        "bestuur.ics": outlook(board),
        "reeks.ics": google(series),
        "onbekend.ics": apple(unknown),
        "verplaatst.ics": outlook(moved),
        "brief.ics": b"Geachte heer, mevrouw",
    }
    found = {}
    for name, content in contents.items():
        found[name] = folder / name
        found[name].write_bytes(content)
    return found


def _fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")


def _counted(words: str, text: str) -> int:
    """The number in a sentence of the page."""
    found = re.search(words, text)
    assert found, words
    return int(found[1])


@pytest.mark.parametrize("width", [1440, 390], ids=["1440px", "390px"])
def test_files_are_dropped_looked_at_and_taken_over(
    looker: Looker, tmp_path: Path, width: int
) -> None:
    page = looker.page
    page.set_viewport_size({"width": width, "height": 900})
    files = _written(tmp_path, width)
    looker.sign_in_as(SECRETARY)
    looker.follow("Vergaderingen")
    looker.follow("Uitnodigingen")
    drop_files(
        page.locator("form[data-drop-files]"),
        [files[one] for one in ("bestuur.ics", "reeks.ics", "onbekend.ics", "brief.ics")],
    )
    expect(page.get_by_text("1 bestand is niet gelezen")).to_be_visible()
    looker.look()
    _fits(page)
    assert "brief.ics" in looker.text
    assert "Kies bij welk overleg deze vergadering hoort" in looker.text
    looker.open("/")
    assert _counted(r"(\d+) uitnodigingen wachten op u", looker.text) >= 3  # the sample has some
    looker.follow(re.compile(r"\d+ uitnodigingen wachten op u"))
    looker.press(re.compile(r"Alle \d+ zonder vraag overnemen"))
    assert _counted(r"(\d+) uitnodigingen zijn overgenomen", looker.text) >= 2
    ours = page.get_by_role("listitem").filter(has_text="Gemeenteraadsvergadering")
    looker.follow("Vraag beantwoorden", ours.first)
    _fits(page)
    looker.choose("Overleg", "ODG · Accounthoudersoverleg")
    page.get_by_role("button", name="Overnemen", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("De uitnodiging is overgenomen: 1 gepland.")).to_be_visible()
    looker.look()
    assert "Onthouden: uitnodigingen van" in looker.text
    looker.open("/invitations/rules")
    assert f"planning-{width}@bureau.example" in looker.text
    _fits(page)


@pytest.mark.parametrize("width", [1440, 390], ids=["1440px", "390px"])
def test_a_change_shows_old_and_new_and_is_undone(
    looker: Looker, tmp_path: Path, width: int
) -> None:
    page = looker.page
    page.set_viewport_size({"width": width, "height": 900})
    files = _written(tmp_path, width + 1)
    looker.sign_in_as(SECRETARY)
    for name in ("bestuur.ics", "verplaatst.ics"):
        looker.open("/invitations/")
        page.locator("#invitation-files").set_input_files(files[name])
        looker.press("Uitnodigingen lezen")
        expect(page.get_by_role("heading", level=1)).to_contain_text("AB Veiligheidsregio")
        looker.look()
        _fits(page)
        if name == "verplaatst.ics":
            assert page.locator(".changes del").first.inner_text().strip()
            assert "Digitaal" in page.locator(".changes ins").last.inner_text()
            assert "bericht" in looker.text
        page.get_by_role("button", name="Overnemen", exact=True).click()
        expect(page.get_by_text("De uitnodiging is overgenomen")).to_be_visible()
        looker.look()
    looker.press("Ongedaan maken")
    assert "teruggezet" in looker.text
    looker.follow("AB Veiligheidsregio Groningen", page.locator(".done-lines"))
    assert "Uit de uitnodiging van" in looker.text
    assert "Digitaal" not in looker.text


@pytest.fixture
def plain(chromium: Browser, installation: Installation) -> Iterator[Page]:
    """A browser without script."""
    context = chromium.new_context(
        base_url=installation.url, locale="nl-NL", java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def test_without_script(plain: Page, tmp_path: Path) -> None:
    files = _written(tmp_path, 2)
    plain.goto("/sign-in")
    plain.get_by_role("button", name=re.compile(SECRETARY)).first.click()
    plain.goto("/invitations/")
    plain.locator("#invitation-files").set_input_files([files["reeks.ics"]])
    plain.get_by_role("button", name="Uitnodigingen lezen").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Accounthoudersoverleg ODG")
    plain.locator(".occurrences summary").click()
    plain.locator(".occurrence__tick input[type=checkbox]").nth(1).uncheck()
    plain.get_by_role("button", name="Overnemen", exact=True).click()
    expect(plain.get_by_text("De uitnodiging is overgenomen: 5 gepland.")).to_be_visible()
