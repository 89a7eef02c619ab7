"""The contract of search: forty Dutch questions and what each finds first, on both engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.search.corpus import ask, first, make_corpus

VRG = ("partnership", "Veiligheidsregio Groningen (VRG)")
ODG = ("partnership", "Omgevingsdienst Groningen (ODG)")
PGZ = ("partnership", "GR Publieke Gezondheid en Zorg (PG&Z)")
BUDGET = ("item", "Ontwerpbegroting 2027 en meerjarenraming")
CHANGE = ("item", "Begrotingswijziging: brandweerkazerne")
ACCOUNTS = ("item", "Jaarrekening 2025 en resultaatbestemming")
DECISIONS = ("item", "Besluitenlijst van de vorige vergadering")
LEAVING = ("item", "Uittreding van een deelnemer")
HOUSES = ("item", "Huisvesting: twee nieuwe huizen voor beschermd wonen")
MONEY = ("item", "Financiën en coördinatie van de regio")
CARE = ("item", "Inkoop van jeugdhulp: tarieven 2027")
ROOM = ("item", "Meldkamer: bezetting in de nacht")
RULES = ("item", "Vaststelling van het handhavingsbeleid")
PAPER = ("paper", "Notitie toetreding en uittreding")
LETTER = ("paper", "Aanbiedingsbrief")
NOTE = ("note", "Ontwerpbegroting 2027 en meerjarenraming")
BOARD = ("body", "Algemeen bestuur")
MEETING = ("meeting", "Algemeen bestuur")

#: What is typed, and kind and title of what must stand first.
QUESTIONS: list[tuple[str, tuple[str, str]]] = [
    # abbreviations and names
    ("VRG", VRG),
    ("vrg", VRG),
    ("PG&Z", PGZ),
    ("pgz", PGZ),
    ("Omgevingsdienst", ODG),
    ("provincie Drenthe", ("organisation", "Drenthe")),
    ("noorderzijlvest", ("organisation", "Waterschap Noorderzijlvest")),
    # beginnings
    ("veiligh", VRG),
    ("omgev", ODG),
    ("meldk", ROOM),
    # accents and capitals
    ("financien", MONEY),
    ("FINANCIËN", MONEY),
    ("coordinatie", MONEY),
    ("Sudwest-Fryslan", ("organisation", "Súdwest-Fryslân")),
    # forms of words
    ("jaarrekeningen", ACCOUNTS),
    ("besluitenlijsten", DECISIONS),
    ("huis beschermd", HOUSES),
    ("uittredingen", LEAVING),
    ("uittreden", LEAVING),
    ("tarief jeugdhulp", CARE),
    ("gewijzigde begroting", CHANGE),
    ("vastgesteld handhavingsbeleid", RULES),
    ("gemeenten Haren", ("organisation", "Haren")),
    # compounds
    ("begroting", BUDGET),
    ("begrotingen", BUDGET),
    ("kazerne", CHANGE),
    ("handhaving beleid", RULES),
    # typing errors
    ("Veiligheidsregoi", VRG),
    ("Omgevingsdiesnt", ODG),
    ("Publeike Gezondhied", PGZ),
    ("VGR", VRG),
    # several words, phrases, exclusion
    ("VRG december", MEETING),
    ("algemeen bestuur maart 2027", MEETING),
    ('"algemeen bestuur"', BOARD),
    ("begroting -ontwerpbegroting", CHANGE),
    # numbers and codes
    ("Wgr 34b", PAPER),
    ("3.1", LEAVING),
    ("tarieven 2027", CARE),
    # text of papers and notes
    ("zienswijze raad inspraak", LETTER),
    ("indexering gemaximeerd", NOTE),
    ("deskundige", LEAVING),
]


@pytest.fixture
def answers(app: Flask) -> Iterator[dict[str, tuple[str, str]]]:
    """What each question finds first."""
    corpus = make_corpus()
    with app.test_request_context():
        yield {typed: first(ask(corpus.officer, typed)) for typed, _wanted in QUESTIONS}


def test_each_question_finds_first_what_it_must(answers: dict[str, tuple[str, str]]) -> None:
    assert len(QUESTIONS) >= 40
    wrong = {
        typed: f"{answers[typed]} instead of {wanted}"
        for typed, wanted in QUESTIONS
        if answers[typed] != wanted
    }
    assert not wrong, "\n".join(f"{typed}: {found}" for typed, found in wrong.items())
