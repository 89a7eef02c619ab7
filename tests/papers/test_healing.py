"""How a paper reads is said of its words, not of its tags alone."""

from __future__ import annotations

from app.papers.healing import heal
from tests.papers.archive.test_naming import NAMED


def test_words_of_letters_that_nobody_knows_are_not_praised() -> None:
    build, code = NAMED["letters that nobody knows"]
    healed = heal(build(), "Zienswijze")
    assert code in healed.reasons
    assert (healed.grade, healed.accessible) == ("none", False)
