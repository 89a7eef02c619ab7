"""Two texts sentence by sentence: only what changed, and how many sentences that are."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.briefings.since.sentences import changed_sentences, sentences_of


def told(older: str, newer: str) -> list[str]:
    """The changed sentences with their pieces marked: [gone] and {come}."""
    marks = {"gone": "[{}]", "come": "{{{}}}", "same": "{}"}
    return [
        "".join(marks[piece.kind].format(piece.text) for piece in sentence)
        for sentence in changed_sentences(older, newer)
    ]


def test_only_the_changed_sentence_is_left_and_its_words() -> None:
    older = "Wij stemmen in. De kosten zijn twee ton. Dat past."
    newer = "Wij stemmen in. De kosten zijn drie ton. Dat past."
    assert told(older, newer) == ["De kosten zijn [twee ]{drie }ton."]


def test_added_and_struck_sentences_count_each() -> None:
    assert told("Eén ding.", "Eén ding. Nog iets heel anders.") == ["{Nog iets heel anders.}"]
    assert told("Eén ding. Nog iets heel anders.", "Eén ding.") == ["[Nog iets heel anders.]"]


def test_a_sentence_that_says_something_else_is_shown_as_replaced() -> None:
    assert told("Wij kopen het pand.", "Huren heeft nu voordeel.") == [
        "[Wij kopen het pand. ]{Huren heeft nu voordeel.}"
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Eerst o.a. het geld. Dan de rest.", 2),
        ("Volgens art. 5 mag het.", 1),
        ("- een\n- twee\n\n| a | b |", 3),
        ("Kan dat? Ja! **Zeker.** «Ook» nu.", 4),
        ("", 0),
    ],
)
def test_where_a_sentence_ends(text: str, count: int) -> None:
    assert len(sentences_of(text)) == count


def test_the_same_text_has_no_changes_however_it_is_set() -> None:
    assert changed_sentences("Een.\n\nTwee.", "Een. Twee.") == []


_TEXTS = st.lists(
    st.sampled_from(["Wij gaan mee.", "De prijs is hoog.", "Ja.", "Niet nu.", "De prijs daalt."])
).map(" ".join)


@given(_TEXTS, _TEXTS)
def test_the_newer_words_stand_in_the_changes_or_were_there_before(older: str, newer: str) -> None:
    changes = changed_sentences(older, newer)
    come = " ".join("".join(piece.text for piece in one if piece.kind != "gone") for one in changes)
    for sentence in sentences_of(newer):
        assert sentence in come or sentence in sentences_of(older)
    assert (changes == []) == (sentences_of(older) == sentences_of(newer))


def test_forty_pages_are_compared_in_seconds() -> None:
    older = " ".join(f"Zin nummer {number} zegt iets over het geld." for number in range(2500))
    begun = time.monotonic()
    assert changed_sentences(older, older.replace("geld", "recht"))
    assert time.monotonic() - begun < 10
