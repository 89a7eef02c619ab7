"""The words of a note: cleaned, compared, laid together; nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

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
