"""A text without blanks costs no more than another: what people upload must not stop the worker."""

from __future__ import annotations

import time

import pytest

from app.core.search.entries import text_words
from app.core.search.fitting import Fitting
from app.core.search.questions import question_of
from app.core.search.reading import LONGEST_TEXT

#: Far more than it takes, far less than the minutes that a quadratic search takes.
SECONDS = 10


@pytest.mark.parametrize("letters", ["a", "begr", "1", "1.", "a-", "Ab."])
def test_a_paper_that_is_one_long_word_is_taken_up_and_searched(letters: str) -> None:
    text = (letters * LONGEST_TEXT)[:LONGEST_TEXT]
    begin = time.process_time()
    text_words(text)
    Fitting(question_of("begroting zienswijze 2.500")).piece(text)
    assert time.process_time() - begin < SECONDS


def test_a_word_inside_a_longer_one_is_still_marked() -> None:
    piece = Fitting(question_of("begroting 2.500")).piece("De ontwerpbegroting is 2.500 euro.")
    assert piece == "De <mark>ontwerpbegroting</mark> is <mark>2.500</mark> euro."
