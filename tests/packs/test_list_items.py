"""List items hold lines and lists, whatever was typed in them."""

from __future__ import annotations

import re

import pytest

from app.core.markdown import to_html
from app.packs.content.list_items import flattened
from app.packs.content.wording import prose

BLOCKS = ("<p", "<blockquote", "<table", "<h3", "<h4", "<pre", "<tr", "<td")


def squeezed(html: str) -> str:
    return re.sub(r"\s+", " ", html).replace("> <", "><")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("- een\n- twee", "<ul><li>een</li><li>twee</li></ul>"),
        ("- een\n\n  nog", "<ul><li> een <br>nog </li></ul>"),
        ("- een\n  - twee", "<ul><li>een <ul><li>twee</li></ul></li></ul>"),
        ("1. # kop\n   tekst", "<ol><li><strong>kop</strong><br> tekst</li></ol>"),
        ("- een\n\n  > citaat", "<ul><li> een <br>citaat </li></ul>"),
        ("- a < b & c", "<ul><li>a &lt; b &amp; c</li></ul>"),
        ("- [x](https://a.example/?b=1&c=2)", "<ul><li>"),
    ],
)
def test_blocks_become_lines(typed: str, printed: str) -> None:
    assert squeezed(flattened(str(to_html(typed)))).strip().startswith(printed)


def test_a_table_in_a_list_becomes_lines_of_cells() -> None:
    html = squeezed(flattened(str(to_html("- k\n\n  | a | b |\n  | --- | --- |\n  | 1 | 2 |"))))
    assert not any(block in html for block in BLOCKS)
    assert re.search(r"k <br>a · b <br>1 · 2", html)


def test_what_stands_outside_lists_is_untouched() -> None:
    html = str(to_html("Alinea\n\n| a |\n| --- |\n| 1 |\n\n- punt\n\n> citaat"))
    assert squeezed(flattened(html)) == squeezed(html)


def test_links_keep_their_address() -> None:
    html = flattened(str(to_html("- [x](https://a.example/?b=1&c=2)")))
    assert 'href="https://a.example/?b=1&amp;c=2"' in html


def test_columns_of_figures_are_set_to_the_right() -> None:
    html = str(prose("| Wie | Bedrag | Deel |\n| --- | --- | --- |\n| A | € 1.200,50 | ≥ 3% |"))
    assert html.count('class="figure"') == 4
    assert '<th class="figure" scope="col">Bedrag' in html
    assert "<td>A</td>" in html


def test_a_table_without_rows_or_with_words_is_left_alone() -> None:
    assert "figure" not in str(prose("| Wie | Wat |\n| --- | --- |\n| 3 | twee |\n| een | 2 |"))
    assert "figure" not in str(prose("| Wie | Wat |\n| --- | --- |"))


def test_arabic_runs_from_the_right_in_its_own_block_only() -> None:
    html = str(prose("Nederlands\n\nهذا نص\n\n- هذا\n- dit"))
    assert '<p dir="rtl">هذا نص' in html
    assert '<li dir="rtl">هذا' in html
    assert "<p>Nederlands" in html
    assert "<li>dit" in html
