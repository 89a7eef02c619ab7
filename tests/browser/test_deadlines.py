"""Deadlines of a partnership by keyboard, and what late papers made impossible, at both widths."""

from __future__ import annotations

import re

import pytest

from tests.browser.looking import Looker, enter, go_to
from tests.browser.test_days import MOST_TABS

pytestmark = pytest.mark.browser

WIDTHS = (1440, 390)
#: Asks for advice earlier than its papers come.
PARTNERSHIP = "Regio Groningen-Assen (RGA)"


def fits(looker: Looker, width: int) -> None:
    """Nothing is wider than the screen."""
    assert looker.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_a_partnership_gets_other_deadlines_after_a_look(looker: Looker, width: int) -> None:
    page = looker.page
    page.set_viewport_size({"width": width, "height": 900})
    looker.sign_in_as("Bestuurssecretariaat")
    looker.open("/partnerships/")
    looker.follow("GR Zuidlaardermeer")
    looker.follow("Termijnen wijzigen")
    fits(looker, width)
    looker.fill("Advies gegeven", "3")
    go_to(looker, "Dagen bekijken", MOST_TABS)
    enter(looker)
    assert "“Advies gegeven” komt vóór “Teamleider akkoord”." in looker.text
    looker.fill("Advies gegeven", "11")
    looker.fill("Stukken ontvangen", "14")
    go_to(looker, "Dagen bekijken", MOST_TABS)
    enter(looker)
    assert "Wat dit zou geven" in looker.text
    assert "Dit is nog niet opgeslagen." in looker.text
    fits(looker, width)
    go_to(looker, "Termijnen opslaan", MOST_TABS)
    enter(looker)
    looker.unfold("Alle termijnen")
    assert "Advies gegeven: 11 werkdagen ervoor (gewoonlijk 8)" in looker.text
    fits(looker, width)


@pytest.mark.parametrize("width", WIDTHS)
def test_late_papers_say_what_cannot_be_and_offer_a_short_note(looker: Looker, width: int) -> None:
    looker.page.set_viewport_size({"width": width, "height": 900})
    looker.sign_in_as("Beleidsmedewerker ruimte")
    looker.open("/")
    looker.follow(re.compile("Annotatie afmaken en aanbieden: Bereikbaarheid"))
    assert re.search(r"Advies uiterlijk .* kan niet meer: de stukken kwamen pas op", looker.text)
    looker.follow("Stuurgroep")
    assert "Termijnen" in looker.text
    assert "kan niet meer" in looker.text
    fits(looker, width)
    looker.follow("Korte annotatie schrijven")
    assert "Annotatie schrijven" in looker.page.title()
    assert "Korte annotatie schrijven" not in looker.text
    fits(looker, width)
