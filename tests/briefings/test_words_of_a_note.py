"""The words of a note: cleaned, compared, laid together; nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.briefings.comparison import compare
from app.briefings.content import NAMES, Content, clean, differing, from_values, merge, points

texts = st.text(alphabet="ab \n*-é", max_size=60)
contents = st.builds(
    from_values,
    st.fixed_dictionaries(
        {},
        optional={
            "ask": texts,
            "core": texts,
            "fallback": texts,
            "stance": st.sampled_from(["agree", "oppose", ""]),
            "marking": texts,
        },
    ),
)


def test_line_ends_and_blanks_are_no_change() -> None:
    assert clean("  Een \r\nTwee\r\n\r\n") == "Een\nTwee"
    assert differing(from_values({"ask": "Een\r\nTwee "}), from_values({"ask": "Een\nTwee"})) == []


def test_empty_parts_are_absent() -> None:
    found = from_values({"ask": "  \r\n ", "core": "Kern", "stance": ""})
    assert found.filled == {"core"}
    assert found.stance is None


def test_speaking_points_lose_their_dashes_and_numbers() -> None:
    text = "- Wij steunen dit.\n2. Wel met een voorwaarde.\n\n* Dank voor het werk.\n2027 is laat."
    assert points(text) == [
        "Wij steunen dit.",
        "Wel met een voorwaarde.",
        "Dank voor het werk.",
        "2027 is laat.",
    ]


def test_length_counts_words_of_all_parts_but_what_comes_afterwards() -> None:
    content = Content(parts={"ask": "een twee", "core": "drie", "afterwards": "niet geteld"})
    assert content.words == 3


def test_marks_of_lists_and_tables_are_no_words() -> None:
    content = Content(parts={"core": "- één\n- **twee**\n\n| a | 3% |\n| --- | --- |\n–"})
    assert content.words == 4


@given(older=texts, newer=texts)
def test_a_comparison_holds_both_texts_whole(older: str, newer: str) -> None:
    pieces = compare(older, newer)
    came = "".join(piece.text for piece in pieces if piece.kind != "gone")
    went = "".join(piece.text for piece in pieces if piece.kind != "come")
    assert came == newer
    assert went.split() == older.split()


def test_a_comparison_marks_words() -> None:
    pieces = compare("Wij zijn voor de begroting.", "Wij zijn tegen de begroting.")
    assert [(piece.kind, piece.text.strip()) for piece in pieces] == [
        ("same", "Wij zijn"),
        ("gone", "voor"),
        ("come", "tegen"),
        ("same", "de begroting."),
    ]


@given(base=contents, theirs=contents, mine=contents)
def test_a_merge_loses_no_change(base: Content, theirs: Content, mine: Content) -> None:
    merged = merge(base, theirs, mine)
    for name in NAMES:
        value = merged.content.value(name)
        if mine.value(name) != base.value(name):
            assert value == mine.value(name)
            if theirs.value(name) not in (base.value(name), mine.value(name)):
                assert name in merged.both
        else:
            assert value == theirs.value(name)
            assert (name in merged.taken) is (theirs.value(name) != base.value(name))


def test_a_monstrous_text_is_compared_in_no_time() -> None:
    empty_lines, one_word = "a" + "\n" * 90_000 + "b", "woord " * 15_000
    assert [piece.kind for piece in compare(empty_lines, one_word)] == ["gone", "come"]
    assert [piece.kind for piece in compare(one_word, one_word + "nog")] == ["gone", "come"]
    assert [piece.kind for piece in compare(empty_lines, empty_lines)] == ["same"]


@pytest.mark.parametrize("between", ["\n", " "])
def test_what_repeats_over_and_over_is_compared_in_no_time(between: str) -> None:
    older, newer = between.join(["a"] * 1990), between.join(["a", "b"] * 990)
    pieces = compare(older, newer)
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == newer
