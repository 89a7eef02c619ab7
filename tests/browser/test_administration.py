"""An administrator looks whether all is well, words a mail and sets a limit, by keyboard."""

from __future__ import annotations

import pytest

from tests.browser.looking import Looker


def tab_to(looker: Looker, words: str) -> None:
    """Go with Tab to the link, button or field of these words."""
    for _step in range(80):
        looker.page.keyboard.press("Tab")
        found = looker.page.evaluate(
            "() => { const one = document.activeElement;"
            " return (one.labels && one.labels[0] ? one.labels[0] : one).innerText || '' }"
        )
        if str(found).strip().startswith(words):
            return
    raise AssertionError(f"Tab does not reach {words!r} on {looker.page.url}")


def press_enter(looker: Looker) -> None:
    """Follow or press what has the focus, and look."""
    with looker.page.expect_navigation():
        looker.page.keyboard.press("Enter")
    looker.look()


@pytest.mark.browser
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize("width", [1440, 390])
def test_texts_and_limits_by_keyboard(looker: Looker, width: int) -> None:
    looker.page.set_viewport_size({"width": width, "height": 900})
    looker.sign_in_as("eheerder")
    looker.open("/administration/")
    assert "Is alles in orde?" in looker.text
    tab_to(looker, "Teksten van mails")
    press_enter(looker)
    tab_to(looker, "Tekst wijzigen")
    press_enter(looker)
    tab_to(looker, "Onderwerp")
    looker.page.keyboard.press("End")
    looker.page.keyboard.type(" voor {wie}")
    press_enter(looker)
    assert "{wie} bestaat niet." in looker.text
    looker.fill("Onderwerp", "Vooroverleg: {bericht}")
    tab_to(looker, "Voorbeeld bekijken")
    press_enter(looker)
    assert "Vooroverleg: Er ligt een annotatie voor u klaar" in looker.text
    tab_to(looker, "Tekst opslaan")
    press_enter(looker)
    assert "eigen tekst" in looker.text
    tab_to(looker, "Tekst wijzigen")
    press_enter(looker)
    tab_to(looker, "Gewone tekst herstellen")
    press_enter(looker)
    looker.open("/administration/settings")
    tab_to(looker, "Aangemeld blijven")
    looker.page.keyboard.press("Control+A")
    looker.page.keyboard.type("99")
    press_enter(looker)
    assert "Kies een getal van 1 tot en met 72." in looker.text
    looker.fill("Aangemeld blijven", "10")
    tab_to(looker, "Grenzen en termijnen opslaan")
    press_enter(looker)
    assert "De grenzen en termijnen zijn opgeslagen." in looker.text
    looker.open("/bodies/")
    wide = looker.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
