"""Two texts sentence by sentence: only what changed, and how many sentences that are."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.briefings.comparing.lines import read
from app.briefings.since.sentences import changed_sentences, sentences_of


def told(older: str, newer: str) -> list[str]:
    """The changed sentences with their pieces marked: [gone] and {come}."""
    marks = {"gone": "[{}]", "come": "{{{}}}", "same": "{}"}
    return [
        " ".join(
            marks[piece.kind].format(piece.text) for line in found.lines for piece in line.pieces
        )
        for found in changed_sentences(read(older), read(newer))
    ]


def test_only_the_changed_sentence_is_left_and_its_words() -> None:
    older = "Wij stemmen in. De kosten zijn twee ton. Dat past."
    newer = "Wij stemmen in. De kosten zijn drie ton. Dat past."
    assert told(older, newer) == ["De kosten zijn [twee] {drie} ton."]


def test_added_and_struck_sentences_count_each() -> None:
    assert told("Eén ding.", "Eén ding. Nog iets heel anders.") == ["{Nog iets heel anders.}"]
    assert told("Eén ding. Nog iets heel anders.", "Eén ding.") == ["[Nog iets heel anders.]"]


def test_a_sentence_that_says_something_else_is_shown_as_replaced() -> None:
    assert told("Wij kopen het pand.", "Huren heeft nu voordeel.") == [
        "[Wij kopen het pand.] {Huren heeft nu voordeel.}"
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
    assert len(sentences_of(read(text))) == count


def test_the_same_text_has_no_changes_however_it_is_set() -> None:
    assert told("Een.\n\nTwee.", "Een. Twee.") == []
    assert told("Een **zin**.", "Een zin.") == []


def test_a_row_is_a_sentence_with_its_cells() -> None:
    older = "| Gemeente | Deel |\n| --- | --- |\n| Haren | 3%. En |"
    (found,) = changed_sentences(read(older), read(older.replace("3%", "4%")))
    (row,) = found.lines
    assert [[piece.text for piece in cell] for cell in row.cells] == [
        ["Haren"],
        ["3%.", "4%.", "En"],
    ]


_TEXTS = st.lists(
    st.sampled_from(["Wij gaan mee.", "De prijs is hoog.", "Ja.", "Niet nu.", "De prijs daalt."])
).map(" ".join)


@given(_TEXTS, _TEXTS)
def test_the_newer_words_stand_in_the_changes_or_were_there_before(older: str, newer: str) -> None:
    before, after = sentences_of(read(older)), sentences_of(read(newer))
    changes = told(older, newer)
    for sentence in after:
        words = " ".join(word.text for word in sentence.words)
        assert any(words in _come(one) for one in changes) or sentence in before
    assert (changes == []) == (before == after)


def _come(change: str) -> str:
    """What a change says now."""
    return " ".join(re.sub(r"\[[^\]]*\]|[{}]", "", change).split())


def test_forty_pages_are_compared_in_seconds() -> None:
    older = " ".join(f"Zin nummer {number} zegt iets over het geld." for number in range(2500))
    begun = time.process_time()
    assert changed_sentences(read(older), read(older.replace("geld", "recht")))
    assert time.process_time() - begun < 10
