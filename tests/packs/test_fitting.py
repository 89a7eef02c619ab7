"""A steer is one page, and a speaking card one sheet, whatever was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from app.briefings.steers.drawing import Contact
from app.packs.content.cards import card_of
from app.packs.content.fitting import ROOM, height, on_one_page
from app.packs.content.layout import MeetingPart, PackDocument
from app.packs.content.measuring import clipped, lines, width
from app.packs.content.meeting_parts import Decision, Steer
from app.packs.content.note_parts import Fact
from app.packs.content.sheets import print_job
from app.packs.models import Variant
from app.packs.press.pressroom import print_pack
from tests.packs.every_kind import LONG_WORD, SENTENCE
from tests.packs.whole_document import ALIGNED, NOTE, whole_document

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True, scope="session")


@pytest.fixture(autouse=True)
def _in_dutch(session_app: Flask) -> Iterator[None]:
    with session_app.app_context(), force_locale("nl"):
        yield


def steer(rows: int, words: int, *, consent: bool = False) -> Steer:
    """A steer of so many rows, with texts of so many sentences."""
    text = (SENTENCE * words).strip()
    decisions = tuple(
        Decision(
            key=f"item-{number}",
            number=f"{number}a",
            topic=f"{LONG_WORD} {text}".strip(),
            ask=text,
            stance="Eens mits",
            minutes="10",
            state=ALIGNED,
            is_consent=consent and number % 2 == 0,
            depth="misschien aan de orde",
        )
        for number in range(1, rows + 1)
    )
    return Steer(
        why=text,
        achieve=(text,) * 3,
        decisions=decisions,
        speak_to=(Contact(f"Gemeente {LONG_WORD}", text),) * 4,
        actions=(text,) * 3,
        top_risk=text,
    )


def printed_pages(document: PackDocument, key: str) -> int:
    job = print_job(document)
    part = next(part for part in job.parts if part.key == key)
    return print_pack(replace(job, parts=(part,)), [], lambda done, total: True).pages


def with_meeting(document: PackDocument, **fields: Any) -> PackDocument:
    return replace(document, meetings=(replace(document.meetings[0], **fields),))


@pytest.mark.parametrize(
    ("rows", "words", "consent"),
    [(0, 0, False), (1, 1, False), (8, 1, False), (8, 3, True), (17, 2, True), (60, 9, True)],
)
def test_a_steer_is_one_page(rows: int, words: int, consent: bool) -> None:
    body = "Portefeuillehoudersoverleg volksgezondheid en jeugdgezondheidszorg"
    fitted = on_one_page(steer(rows, words, consent=consent), body)
    document = with_meeting(whole_document(papers=False), steer=fitted, body=body)
    assert printed_pages(document, "steer-1") == 1


def test_a_steer_is_as_full_as_the_page_allows() -> None:
    """What is measured is not much higher than what is printed: no page stays half empty."""
    for rows, words in product((6, 12, 60), (1, 4)):
        found = on_one_page(steer(rows, words), "Algemeen bestuur")
        assert ROOM * 0.8 < height(found, "Algemeen bestuur") <= ROOM


def test_what_fits_is_left_as_it_is() -> None:
    short = Steer("Waarom.", ("Eén.",), steer(2, 0).decisions, top_risk="Risico.")
    assert on_one_page(short, "Algemeen bestuur") == short


def test_consent_items_go_first_and_the_rest_is_counted() -> None:
    found = on_one_page(steer(60, 2, consent=True), "Algemeen bestuur")
    assert found.consent.startswith("Hamerstukken: 2a, 4a")
    assert len(found.decisions) + found.left == 30
    assert found.decisions


def test_a_text_is_shortened_at_a_word() -> None:
    assert clipped("een twee drie", 1, 1000, 10) == "een twee drie"
    short = clipped(SENTENCE * 5, 2, 200, 10)
    assert short.endswith(" …")
    assert lines(short, 200, 10) == 2
    assert lines(clipped("w" * 900, 1, 200, 10), 200, 10) == 1
    assert clipped("", 1, 200, 10) == ""


def test_lines_are_counted_by_the_width_of_their_letters() -> None:
    assert lines("", 100, 10) == 0
    assert lines("iii iii", width("iii iii", 10) + 0.01, 10) == 1
    assert lines("iii iii", width("iii iii", 10) - 0.01, 10) == 2
    assert lines("m" * 30, width("m" * 10, 10) + 0.01, 10) == 3


def meeting_with(count: int, points: int = 3, sentence: str = "") -> MeetingPart:
    """A meeting of so many items with so many points each."""
    said = sentence or "Wij stemmen in, mits de indexering apart zichtbaar wordt in het besluit."
    note = replace(NOTE, speaking_points=(said,) * points)
    first = whole_document(Variant.CARD, papers=False).meetings[0]
    items = tuple(
        replace(
            first.items[1],
            key=f"item-{number}",
            number=str(number),
            title=f"Vaststelling van onderwerp {number} van de uitvoeringsagenda",
            note=note,
        )
        for number in range(1, count + 1)
    )
    return replace(first, items=items, facts=(Fact("Plaats", "Groningen"),))


@pytest.mark.parametrize(("items", "sheets"), [(0, 1), (1, 1), (4, 1), (8, 1), (30, 2)])
def test_a_card_is_one_sheet_up_to_eight_items(items: int, sheets: int) -> None:
    meeting = meeting_with(items, points=5)
    card = card_of(meeting)
    document = replace(whole_document(Variant.CARD, papers=False), meetings=(meeting,))
    pages = printed_pages(document, "card-1")
    assert pages == 2 if sheets == 1 else pages > 2
    assert card.sheets == -(-pages // 2)
    assert all(len(turn.points) <= 3 for turn in card.turns)


def test_type_is_as_large_as_the_items_allow() -> None:
    assert [card_of(meeting_with(count)).size for count in (2, 5, 8)] == [1, 2, 3]


def test_the_overview_says_how_many_items_it_leaves_out() -> None:
    card = card_of(meeting_with(60))
    assert len(card.overview) + card.left == 60
    assert card.left > 0
