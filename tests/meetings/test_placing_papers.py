"""To which item a paper belongs, by its name: sure, or asked."""

from __future__ import annotations

import pytest

from app.meetings.paper_placing import Place, Topic, place_of

AGENDA = [
    Topic(1, "1", "Opening en mededelingen"),
    Topic(2, "2", "Vaststelling verslag 1 oktober 2026"),
    Topic(3, "3", "Ontwerpbegroting 2027 en meerjarenraming"),
    Topic(30, "3a", "Zienswijze op de kadernota"),
    Topic(4, "4", "Jaarrekening 2025"),
    Topic(5, "5", "Regiovisie wonen 2030"),
    Topic(6, "VI", "Regionale energiestrategie: stand van zaken"),
    Topic(71, "7.1", "Benoeming accountant"),
    Topic(72, "7.2", "Klachtenregeling"),
    Topic(10, "10", "Rondvraag"),
]


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("3 Ontwerpbegroting.pdf", 3),
        ("3. Ontwerpbegroting.pdf", 3),
        ("03_ontwerpbegroting_v2.pdf", 3),
        ("03.1_ontwerpbegroting_v2.pdf", 3),
        ("03.1 bijlage.pdf", None),  # 3a is below 3: which one is it?
        ("Agendapunt 3a - bijlage 2.pdf", 30),
        ("3a Zienswijze.pdf", 30),
        ("3.a. Zienswijze.pdf", 30),
        ("3-a_zienswijze.pdf", 30),
        ("20261203 3 Ontwerpbegroting.pdf", 3),
        ("2026-12-03 4 Jaarrekening 2025.pdf", 4),
        ("03-12-2026 - 5 - Regiovisie.pdf", 5),
        ("Ontwerpbegroting 2027 (1).pdf", 3),
        ("Begroting 2027.pdf", 3),
        ("2027 begroting.pdf", 3),
        ("Jaarrekening.pdf", 4),
        ("jaarrekening_2025_definitief.pdf", 4),
        ("4.1 Accountantsverslag.pdf", 4),
        ("4b bijlage.pdf", 4),
        ("Bijlage 2 bij agendapunt 5.pdf", 5),
        ("ad 4 toelichting.pdf", 4),
        ("VI. Voortgang.pdf", 6),
        ("Regionale energiestrategie voortgang.pdf", 6),
        ("7.1 Benoeming.pdf", 71),
        ("7.2.pdf", 72),
        ("Z-26-12345 Klachtenregeling.pdf", 72),
        ("KLACHTENREGELING.PDF", 72),
        ("Kläçhtenregeling.pdf", 72),
        ("Verslag AB 1 oktober.pdf", 2),
        ("Kadernota, zienswijze.docx.pdf", 30),
        ("5.pdf", 5),
        # a word that begins as a month or a unit is a word
        ("3 Meicirculaire 2026.pdf", 3),
        ("5 Decentralisaties.pdf", 5),
        ("7.1 Jaarstukken.pdf", 71),
        ("5 Uurtarieven.pdf", 5),
        # asked
        ("2 Ontwerpbegroting 2027 en meerjarenraming.pdf", None),
        ("7 Bijlage.pdf", None),
        ("7.3 Nieuw punt.pdf", None),
        ("12. Nazending.pdf", None),
        ("10 jaar samenwerking.pdf", None),
        ("1e Berap 2026.pdf", None),
        ("2 december toelichting.pdf", None),
        ("Jaarrekening 2024 en Ontwerpbegroting 2027.pdf", None),
        ("Wonen.pdf", None),
        ("Toelichting.pdf", None),
        ("scan0001.pdf", None),
        ("Bijlage 3.pdf", None),
        ("3000 woningen.pdf", None),
        ("", None),
        (".pdf", None),
        ("9" * 300 + ".pdf", None),
        ("\u202e\u2069\x00.pdf", None),
    ],
)
def test_by_name(name: str, item: int | None) -> None:
    found = place_of(name, AGENDA)
    assert (found.item_id, found.whole_meeting) == (item, False)


@pytest.mark.parametrize(
    "name",
    [
        "Agenda AB 3 december.pdf",
        "20261203 Agenda.pdf",
        "0. Agenda.pdf",
        "1. Agenda.pdf",
        "Concept agenda.pdf",
        "Uitnodiging 3 december 2026.pdf",
        "Convocatie.pdf",
        "Totaalbundel vergaderstukken.pdf",
    ],
)
def test_the_agenda_itself_belongs_to_the_meeting(name: str) -> None:
    assert place_of(name, AGENDA) == Place(whole_meeting=True)


def test_an_item_about_an_agenda_is_no_agenda() -> None:
    agenda = [Topic(1, "1", "Agenda landelijk gebied"), Topic(2, "2", "Rondvraag")]
    assert place_of("Agenda landelijk gebied 2030.pdf", agenda).item_id == 1


def test_the_nearest_are_named() -> None:
    assert place_of("2 Ontwerpbegroting 2027 en meerjarenraming.pdf", AGENDA).near == (2, 3)
    assert 5 in place_of("Wonen.pdf", AGENDA).near


def test_two_items_with_one_number_are_asked() -> None:
    agenda = [Topic(1, "1", "Begroting"), Topic(2, "1", "Jaarrekening")]
    assert not place_of("1 Toelichting.pdf", agenda).sure
    assert place_of("1 Begroting.pdf", agenda).item_id == 1


def test_two_items_about_the_same_are_asked() -> None:
    agenda = [Topic(1, "", "Begroting GGD 2027"), Topic(2, "", "Begroting RIGG 2027")]
    assert not place_of("Begroting 2027.pdf", agenda).sure


def test_nothing_on_the_agenda() -> None:
    assert place_of("3 Ontwerpbegroting.pdf", []) == Place()
