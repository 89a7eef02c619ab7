"""Writing a note in a browser: what is typed stays, whatever happens to connection and session."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from app import create_app
from app.core.database import db
from tests.browser.looking import Looker
from tests.browser.servers import Installation
from tests.browser.two_writers import Writer, play, shared_note
from tests.engines import configuration

pytestmark = pytest.mark.browser

OFFICER, COLLEAGUE = "Beleidsmedewerker ruimte", "Beleidsmedewerker veiligheid"
#: What the browser itself says of a lost connection or an ended session is no fault of a script.
AWAY = re.compile("ERR_INTERNET_DISCONNECTED|status of 40[01]")
SET = """([name, text]) => {
  const field = document.getElementById(name);
  field.value = text;
  field.dispatchEvent(new CustomEvent("text:set", { detail: { text } }));
  field.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def _type(page: Page, name: str, text: str) -> None:
    page.evaluate(SET, [name, text])


def _status(page: Page, words: str) -> None:
    expect(page.locator("[data-draft-status]")).to_contain_text(words, timeout=20_000)


def _forgive(looker: Looker) -> None:
    looker.faults = [fault for fault in looker.faults if not AWAY.search(fault)]


def _concept(looker: Looker) -> str:
    """The address of the form of a note of ours that is a concept."""
    looker.open("/notes/")
    looker.follow(re.compile("Annotatie afmaken"))
    looker.follow(re.compile("Verder schrijven|Annotatie bewerken"))
    return looker.page.url


def _throw_away(looker: Looker) -> None:
    """Throw away every draft that the form offers."""
    offers = looker.page.get_by_role("button", name=re.compile("Weggooien"))
    while offers.count():
        looker.press(re.compile("Weggooien"))


def test_what_was_typed_survives_connection_session_and_laptop(looker: Looker) -> None:
    looker.sign_in_as(OFFICER)
    address = _concept(looker)
    _throw_away(looker)  # what other tests left in this installation
    looker.open(address)
    page, context = looker.page, looker.page.context
    _type(page, "fallback", "Eerst getypt.")
    _status(page, "Tekst bewaard om")
    assert page.evaluate("localStorage.length") == 0
    context.set_offline(True)
    _type(page, "fallback", "Eerst getypt. Zonder verbinding.")
    _status(page, "Geen verbinding: uw tekst staat in deze browser")
    assert "Zonder verbinding" in page.evaluate("Object.values(localStorage).join()")
    _forgive(looker)
    page.close()  # the laptop is closed, and opened again the next day with a connection
    context.set_offline(False)
    again = Looker(context.new_page())
    again.open(address)
    expect(again.page.get_by_text("tekst getypt die nog niet is opgeslagen")).to_have_count(1)
    again.look()
    again.follow("Vergelijken")
    assert "Zonder verbinding" in again.text
    again.follow("Verder schrijven")
    assert again.page.locator("#fallback").input_value() == "Eerst getypt. Zonder verbinding."
    assert again.page.evaluate("localStorage.length") == 0
    _session_ends(again)
    again.press("Annotatie opslaan")
    expect(again.page.get_by_role("heading", name="Terugvaloptie")).to_be_visible()
    assert "En na het aanmelden." in again.text
    again.open(address)
    assert "tekst getypt" not in again.text
    again.sign_out()


def _session_ends(looker: Looker) -> None:
    """The session ends while somebody types; they sign in again in another tab."""
    page, context = looker.page, looker.page.context
    context.clear_cookies()
    _type(page, "fallback", "Eerst getypt. Zonder verbinding. En na het aanmelden.")
    _status(page, "Uw sessie is verlopen: meld u aan in een ander tabblad")
    looker.faults = [fault for fault in looker.faults if not AWAY.search(fault)]
    looker.look()
    with context.expect_page() as opened:
        page.get_by_role("link", name="Aanmelden in een ander tabblad").click()
    tab = opened.value
    tab.get_by_role("button", name=re.compile(OFFICER)).first.click()
    tab.wait_for_url("**/")
    tab.close()
    page.bring_to_front()
    _status(page, "Tekst bewaard om")
    _forgive(looker)


def test_a_save_without_a_connection_goes_through_later(looker: Looker) -> None:
    looker.sign_in_as("Beleidsmedewerker sociaal domein")
    _concept(looker)
    page = looker.page
    page.context.set_offline(True)
    _type(page, "fallback", "Bewaard tot het weer kan.")
    page.get_by_role("button", name="Annotatie opslaan").click()
    _status(page, "Nog niet opgeslagen: uw tekst staat in deze browser")
    assert page.locator("#fallback").input_value() == "Bewaard tot het weer kan."
    page.context.set_offline(False)
    expect(page.get_by_text("De annotatie is opgeslagen.")).to_be_visible(timeout=20_000)
    _forgive(looker)
    looker.look()
    assert "Bewaard tot het weer kan." in looker.text


def test_who_signs_out_leaves_no_text_behind(looker: Looker) -> None:
    looker.sign_in_as(OFFICER)
    _concept(looker)
    page = looker.page
    page.evaluate("localStorage.setItem('draft:1:2:x', '{}')")
    page.get_by_role("button", name="Afmelden").click()
    page.wait_for_url("**/sign-in")
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("width", [1440, 390])
def test_the_page_around_the_field_helps(looker: Looker, width: int) -> None:
    page = looker.page
    page.set_viewport_size({"width": width, "height": 900})
    looker.sign_in_as(OFFICER)
    _concept(looker)
    needed = page.locator("[data-needed]")
    _type(page, "ask", "")
    expect(needed).to_contain_text("het gevraagde besluit", use_inner_text=True)
    _type(page, "ask", "Eens of - oneens | 3.")
    expect(needed).not_to_contain_text("het gevraagde besluit", use_inner_text=True)
    before = page.locator("[data-length] .meter__label").inner_text()
    _type(page, "fallback", "een twee drie " * 200)
    after = page.locator("[data-length] .meter__label").inner_text()
    assert int(after.split()[0]) >= 600 > int(before.split()[0])
    expect(page.locator("[data-too-long]")).to_be_visible()
    _type(page, "fallback", "")
    insert = page.get_by_role("button", name="Vraag invoegen")
    insert.focus()
    page.keyboard.press("Enter")
    asked = page.locator("#ask").input_value()
    assert asked.startswith("Eens of - oneens | 3.\n\n")
    page.keyboard.press("Enter")
    assert page.locator("#ask").input_value() == "Eens of - oneens | 3."
    _type(page, "ask", asked)
    page.keyboard.press("Tab")
    insert.click()  # once more what stands there already: it is not doubled
    assert page.locator("#ask").input_value() == asked
    expect(page.get_by_role("button", name="Deze tekst staat er al")).to_be_visible()
    page.get_by_role("button", name="Afloop invoegen").click()
    assert "Stuurgroep" in page.locator("#history").input_value()
    expect(page.locator("details:has(#history)")).to_have_attribute("open", "")
    page.locator("#depth").select_option("short")
    page.locator("#depth").select_option("full")
    looker.look()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="Annuleren").click()
    page.wait_for_load_state()


def test_two_people_who_lose_their_connection_lose_no_word(
    chromium: Browser, installation: Installation
) -> None:
    app = create_app(configuration(installation.database_url, installation.data_dir))
    writers = (
        Writer.sign_in(chromium, installation.url, OFFICER, "a"),
        Writer.sign_in(chromium, installation.url, COLLEAGUE, "b"),
    )
    note_id = shared_note(writers[0].page, COLLEAGUE)
    counts = play(writers, app, note_id, edits=12, seed=4)
    assert sum(counts.values()) == 12
    for writer in writers:
        writer.context.close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
