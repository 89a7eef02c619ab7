"""Reading a pasted agenda: every notation, every line accounted for, hostile text in no time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.meetings.agenda_models import ItemType
from app.meetings.agenda_paste.cleaning import MOST_LINES, TooMuch, lines_of
from app.meetings.agenda_paste.drafts import LONGEST_TITLE, Pasted, PastedItem, Why
from app.meetings.agenda_paste.reading import read_agenda
from app.meetings.agenda_paste.standing import standing_type
from tests.meetings.pasted_agendas import AGENDAS

#: What agendas are made of, to be strewn about.
PIECES = (
    *("1.", "2)", "3 ", "3.1 ", "a)", "IV. ", "- ", "• ", "\t", "|", "\n", "\n\n", " ", "  ", "("),
    *(")", "[B]", "(10 min)", "09.30", "09.45-10.00 uur", "ter informatie", "Hamerstukken", '"'),
    *("Bijlage: ", "Gevraagd besluit: ", "Opening", "Rondvraag", "Ontwerpbegroting 2027", "van"),
    *("Met vriendelijke groet,", "pagina 1 van 2", "Nr\tOnderwerp\tB/I/D\n", ":", ",", "\u202e"),
    *("\u00a0", "\u2028", "\x0c", "> ", "…", "\ufeff", "ß", "İ", "\U0001f600"),
)


def told(pasted: Pasted) -> list[str]:
    """What was read, as the table of agendas writes it."""
    return [_item(one) for one in pasted.items] + [
        f"- {one.line} {one.why}" for one in pasted.left_out
    ]


def _item(item: PastedItem) -> str:
    minutes = f" {item.minutes}" if item.minutes else ""
    kind = f"{item.type} {item.handling}{minutes}"
    parts = [f"{part}: {text}" for part, text in item.parts]
    return " | ".join([item.number, item.title, kind, *parts]).strip()


@pytest.mark.parametrize("name", AGENDAS)
def test_every_notation(name: str) -> None:
    text, expected = AGENDAS[name]
    assert told(read_agenda(text)) == expected.splitlines()


@pytest.mark.parametrize("name", AGENDAS)
@pytest.mark.parametrize("change", ["\r\n", "nbsp", "marks"])
def test_the_way_it_was_copied_makes_no_difference(name: str, change: str) -> None:
    text, expected = AGENDAS[name]
    if change == "nbsp":
        text = text.replace("  ", " \u00a0")
    elif change == "marks":
        text = "\ufeff" + text.replace(" ", " \u200e\u202e\u2069").replace("\n", "\x01\n")
    else:
        text = text.replace("\n", "\r\n")
    assert told(read_agenda(text)) == expected.splitlines()


@given(st.lists(st.sampled_from(PIECES), max_size=120).map("".join) | st.text(max_size=400))
def test_no_line_disappears(text: str) -> None:
    pasted = read_agenda(text)
    wanted = {line.number for line in lines_of(text)}
    items = {number for item in pasted.items for number in item.lines}
    assert items | {one.line for one in pasted.left_out} == wanted
    for item in pasted.items:
        assert item.title == item.title.strip() != ""
        assert len(item.title) <= LONGEST_TITLE
        assert len(item.number) <= 20
        assert item.minutes is None or 1 <= item.minutes <= 600
        assert item.title.isprintable()


def test_a_row_of_bars_and_empty_cells_is_named() -> None:
    pasted = read_agenda('"a\t"a\n1. Opening\n|\t|\t\t\n2. Begroting\n3. Sluiting')
    assert [one.title for one in pasted.items] == ["Opening", "Begroting", "Sluiting"]
    assert 3 in {one.line for one in pasted.left_out}


@pytest.mark.parametrize(
    "text", ["\n".join(["1. Opening"] * (MOST_LINES + 1)), "x" * 200_001, "é" * 100_001]
)
def test_more_than_an_agenda_is_refused(text: str) -> None:
    with pytest.raises(TooMuch):
        read_agenda(text)


def test_blank_lines_do_not_count() -> None:
    text = "\n\n\n".join(f"{number}. Onderwerp" for number in range(1, MOST_LINES // 5))
    assert len(read_agenda(text).items) == MOST_LINES // 5 - 1


def test_one_endless_line_is_named() -> None:
    pasted = read_agenda("1. Opening\n" + "x" * 150_000 + "\n2. Sluiting")
    assert [one.title for one in pasted.items] == ["Opening", "Sluiting"]
    assert [(one.line, one.why, len(one.text)) for one in pasted.left_out] == [(2, Why.LONG, 200)]


def test_a_long_title_is_cut_and_nothing_of_it_is_lost() -> None:
    title = "Vaststellen van de " + "zeer lange " * 40 + "regeling"
    item = read_agenda(f"1. {title}").items[0]
    assert len(item.title) == LONGEST_TITLE
    assert item.title.removesuffix(" …") + item.parts[0][1].removeprefix("… ") == title


@pytest.mark.parametrize(
    "line",
    [
        *("1." * 450, "(" * 900, "opening en " * 80, "mededelingen, en, " * 50, "1 " * 450),
        *("- " * 400, "." * 900, "|" * 900, "\t" * 900, "bijlage 1, 2, " * 60, "x," * 450),
        *("(1" * 400, "ter bespreking en " * 50, "1.1." * 200, "I" * 900, "09.30-" * 150),
        *("verslag van de " * 60, "concept-" * 100 + "agenda", "rondje langs " * 60),
        *('"a\t' * 300, "1. a " * 180, "van\t" * 240, "(a, " * 240),
    ],
)
def test_no_text_takes_long(line: str) -> None:
    started = time.monotonic()
    read_agenda("\n".join([line] * 200))
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Opening", "inform"),
        ("Welkom en opening door de voorzitter", "inform"),
        ("Opening en vaststelling agenda", "inform"),
        ("Vaststellen agenda", "decide"),
        ("Mededelingen en ingekomen stukken", "inform"),
        ("Verslag vorige vergadering", "decide"),
        ("Concept-verslag d.d. 1 oktober 2026", "decide"),
        ("Besluitenlijst AB 1 oktober 2026", "decide"),
        ("Notulen en actielijst", "decide"),
        ("Rondvraag en sluiting", "inform"),
        ("W.v.t.t.k.", "inform"),
        ("Pauze", "inform"),
        ("Jaarverslag 2025", None),
        ("Verslag van de accountant", None),
        ("Regionale agenda wonen", None),
        ("Opening nieuw gemeentehuis", None),
        ("Sluiting zwembad De Wijert", None),
        ("Agenda", None),
        ("", None),
    ],
)
def test_items_that_ask_for_no_note(title: str, kind: str | None) -> None:
    assert standing_type(title) == kind


@pytest.mark.parametrize(
    "title", ["Sluiting 11.30 uur", "Opening (9.30 uur)", "Rondvraag en sluiting, 12.00u"]
)
def test_a_time_behind_a_standing_item_asks_for_no_preparation(title: str) -> None:
    assert standing_type(title) == ItemType.INFORM


def test_a_time_behind_another_item_makes_it_no_standing_item() -> None:
    assert standing_type("Begroting 2027 11.30 uur") is None
