"""Two texts as one: what a reader sees, every word once, for any Markdown."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.briefings.comparing.comparison import Comparison, compare
from app.briefings.comparing.lines import Line, plain, read
from app.core.markdown import to_plain

#: All that the editor can make, and what people type by hand.
_BLOCKS = (
    "# Kop",
    "#### Diepe **kop**",
    "Wij zijn voor.",
    "Wij zijn **tegen**, en\ndat *zeggen* we.",
    "***Vet en schuin*** en **half**woord",
    "- een\n- twee\n    - twee a\n    - **twee b**\n        1. diep",
    "* een\n\n  nog van een\n* twee",
    "3. drie\n4. vier",
    "1. een\n2. | geen tabel |",
    "| Gemeente | Bijdrage |\n| --- | --: |\n| Haren | **3%** |\n| Ten Boer |  |",
    "| Gemeente | Jaar | Bijdrage |\n| --- | --- | --- |\n| Haren | 2027 | 4% |",
    "|  | Nieuw |\n| --- | --- |\n| *oud* | [x](https://a.nl/1) |",
    "Zie [de begroting](https://a.nl/begroting) en <https://a.nl/b>.",
    "Zie [de begroting](https://a.nl/anders).",
    "> Aangehaald\n> in twee regels",
    "`code` en\n\n```\neen  regel\n**geen vet**\n```",
    "---",
    "![plaatje](https://a.nl/p.png)",
    "2 \\* 3 < 7 &amp; <b>geen vet</b> <script>",
    "- [ ] taak\n-\n- \n",
    "[x](javascript:alert(1)) [y]: z",
    "een\u00a0spatie\ten tab  \nharde regel",
)
_TYPED = st.text(alphabet="ab *_#|-[]()>`\\1.\n", max_size=40)
_MARKDOWN = st.lists(st.sampled_from(_BLOCKS) | _TYPED, max_size=6).map("\n\n".join)


def words_of(lines: list[Line]) -> list[str]:
    """The words that a reader sees, in order."""
    return [word.text for line in lines for word in line.words if not word.is_address]


def said(found: Comparison, *kinds: str) -> list[str]:
    """The words of the pieces of these kinds, in order, without where links go."""
    return [
        word
        for line in found.lines
        for piece in line.pieces
        if piece.kind in kinds
        for word in "".join(run.text for run in piece.runs if "address" not in run.look).split()
    ]


def told(older: str, newer: str) -> list[str]:
    """The lines of a comparison, with what is [gone] and what {came}; cells between strokes."""
    marks = {"gone": "[{}]", "come": "{{{}}}", "same": "{}"}
    return [
        f"{line.mark} ".lstrip()
        + " / ".join(
            " ".join(marks[piece.kind].format(piece.text) for piece in cell) for cell in line.cells
        )
        for line in compare(read(older), read(newer)).lines
    ]


@given(_MARKDOWN)
def test_a_text_is_read_as_the_page_shows_it(text: str) -> None:
    assert words_of(read(text)) == to_plain(text).split()


@given(_MARKDOWN, _MARKDOWN)
def test_every_word_stands_there_once(older: str, newer: str) -> None:
    before, after = read(older), read(newer)
    found = compare(before, after)
    assert said(found, "same", "come") == words_of(after)
    assert Counter(said(found, "same", "gone")) == Counter(words_of(before))
    assert found.says_the_same == (
        [word.key for line in before for word in line.words]
        == [word.key for line in after for word in line.words]
    )


@given(_MARKDOWN, _MARKDOWN)
def test_each_side_can_be_read_by_itself(older: str, newer: str) -> None:
    found = compare(read(older), read(newer))
    assert Counter(said(found.without("come"), "same", "gone")) == Counter(words_of(read(older)))
    assert said(found.without("gone"), "same", "come") == words_of(read(newer))
    assert all(line.pieces for line in found.without("come").lines)


@given(_MARKDOWN)
def test_the_same_text_says_the_same_in_its_own_lines(text: str) -> None:
    found = compare(read(text), read(text))
    assert found.says_the_same
    assert [(line.kind, line.depth, line.mark) for line in found.lines] == [
        (line.kind, line.depth, line.mark) for line in read(text)
    ]


@pytest.mark.parametrize(
    ("older", "newer", "lines"),
    [
        ("Wij zijn voor.", "Wij zijn tegen.", ["Wij zijn [voor.] {tegen.}"]),
        # a line that was split or joined is the same words
        ("een twee drie vier", "een twee\n\ndrie vier", ["een twee", "drie vier"]),
        ("een twee\n\nnog drie", "een twee drie", ["een twee [nog] drie"]),
        # a line of which nothing is left stands where it stood
        ("een\n\nweg ermee\n\ntwee", "een\n\ntwee", ["een", "[weg ermee]", "twee"]),
        ("weg ermee\n\ntwee", "twee", ["[weg ermee]", "twee"]),
        ("twee\n\nweg ermee", "twee", ["twee", "[weg ermee]"]),
        # lists keep their marks and numbers
        ("- een\n- twee", "- een\n- drie\n- twee", ["• een", "• {drie}", "• twee"]),
        ("1. een\n2. twee", "1. een\n2. drie\n3. twee", ["1. een", "2. {drie}", "3. twee"]),
        ("- een\n  - twee", "- een\n  - twee nu", ["• een", "• twee {nu}"]),
        # a new address of the same words is said, an address that stayed is not
        ("[a](https://x.nl)", "[a](https://y.nl)", ["a [https://x.nl] {https://y.nl}"]),
        ("[a](https://x.nl) b", "[a](https://x.nl) c", ["a [b] {c}"]),
    ],
)
def test_what_went_and_what_came(older: str, newer: str, lines: list[str]) -> None:
    assert told(older, newer) == lines


_TABLE = "| A | B | C |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n| 4 | 5 | 6 |"


@pytest.mark.parametrize(
    ("newer", "lines"),
    [
        (_TABLE.replace("5", "7 8"), ["A / B / C", "1 / 2 / 3", "4 / [5] {7 8} / 6"]),
        (
            "| A | C |\n| --- | --- |\n| 1 | 3 |\n| 4 | 6 |",
            ["A / [B] / C", "1 / [2] / 3", "4 / [5] / 6"],
        ),
        (
            "| B | C |\n| --- | --- |\n| 2 | 3 |\n| 5 | 6 |",
            ["[A] / B / C", "[1] / 2 / 3", "[4] / 5 / 6"],
        ),
        (
            "| A | B | C |\n| --- | --- | --- |\n| 4 | 5 | 6 |\n|  | 8 |  |",
            ["A / B / C", "[1] / [2] / [3]", "4 / 5 / 6", " / {8} / "],
        ),
        ("A B C\n\n1 2 3\n\n4 5 6", ["A B C", "1 2 3", "4 5 6"]),
    ],
)
def test_cells_stay_in_their_column(newer: str, lines: list[str]) -> None:
    assert told(_TABLE, newer) == lines


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("Heel belangrijk.", "Heel **belangrijk**."),
        ("# Kop\n\nTekst", "**Kop**\n\nTekst"),
        ("- een\n- twee", "1. een\n2. twee"),
        ("- een\n- twee", "- een\n    - twee"),
        ("een twee", "een\ntwee"),
        ("| a | b |\n| --- | --- |\n| c | d |", "a b\n\nc d"),
        ("__vet__", "**vet**"),
    ],
)
def test_what_only_looks_otherwise_says_the_same(older: str, newer: str) -> None:
    found = compare(read(older), read(newer))
    assert found.says_the_same
    assert not compare(read(older), read(newer + " erbij")).says_the_same


def test_looks_are_kept_within_a_word() -> None:
    (line,) = read("**on**juist en *schuin*")
    assert [(run.text, sorted(run.look)) for word in line.words for run in word.runs] == [
        ("on", ["strong"]),
        ("juist", []),
        ("en", []),
        ("schuin", ["em"]),
    ]


def test_the_looks_are_those_of_the_newer_text() -> None:
    (line,) = compare(read("een twee drie"), read("een **twee** vier")).lines
    assert [
        (piece.kind, run.text, sorted(run.look)) for piece in line.pieces for run in piece.runs
    ] == [
        ("same", "een ", []),
        ("same", "twee", ["strong"]),
        ("gone", "drie", []),
        ("come", "vier", []),
    ]


def test_signs_in_a_plain_text_are_signs() -> None:
    assert words_of(plain("**Vertrouwelijk** | # 1")) == ["**Vertrouwelijk**", "|", "#", "1"]


def _kinds(older: str, newer: str) -> list[str]:
    found = compare(read(older), read(newer))
    return [piece.kind for line in found.lines for piece in line.pieces]


def test_a_monstrous_text_is_compared_in_no_time() -> None:
    empty_lines, one_word = "a" + "\n" * 90_000 + "b", "woord " * 15_000
    assert _kinds(empty_lines, one_word) == ["gone", "gone", "come"]
    assert _kinds(one_word, one_word + "nog") == ["gone", "come"]
    assert _kinds(empty_lines, empty_lines) == ["same", "same"]


@pytest.mark.parametrize("between", ["\n\n", " "])
def test_what_repeats_over_and_over_is_compared_in_no_time(between: str) -> None:
    older, newer = between.join(["a"] * 1990), between.join(["a", "b"] * 990)
    begun = time.process_time()
    found = compare(read(older), read(newer))
    assert said(found, "same", "come") == newer.split()
    assert time.process_time() - begun < 10
