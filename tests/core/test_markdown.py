"""Rich text: what people type is shown with its structure, and can never act."""

from __future__ import annotations

import pytest

from app.core.markdown import to_html, to_plain


def test_structure_is_kept_and_headings_stand_below_those_of_the_page() -> None:
    html = to_html("# Kop\n\n- een\n- twee\n\n**let op**\nnieuwe regel")
    assert "<h3>Kop</h3>" in html
    assert html.count("<li>") == 2
    assert "<strong>let op</strong><br" in html


def test_deep_headings_never_leave_the_scale() -> None:
    assert to_html("### Diep\n\n#### Dieper") == "<h5>Diep</h5>\n<h5>Dieper</h5>\n"


def test_a_table_is_a_table() -> None:
    assert "<td>3</td>" in to_html("| stemmen |\n| --- |\n| 3 |")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[klik](javascript:alert(1))",
        "[klik](data:text/html;base64,PHNjcmlwdD4=)",
        "![plaatje](https://elders.example/volgt.png)",
        '<a href="https://elders.example" onclick="alert(1)">klik</a>',
        "<iframe src=https://elders.example></iframe>",
    ],
)
def test_nothing_typed_can_act(text: str) -> None:
    html = to_html(text)
    for element in ("<script", "<img", "<iframe", 'href="javascript', 'href="data', "<a onclick"):
        assert element not in html


def test_a_link_leads_out_without_telling_from_where() -> None:
    html = to_html("[stuk](https://elders.example/stuk)")
    assert 'href="https://elders.example/stuk"' in html
    assert "noreferrer" in html


def test_nothing_gives_nothing() -> None:
    assert to_html(None) == to_html("") == ""
    assert to_plain(None) == ""


def test_plain_text_is_one_line_with_the_letters_that_were_typed() -> None:
    assert to_plain("**Eén**\n\n- twee & drie\n- <vier>") == "Eén twee & drie <vier>"


def test_an_amount_stays_on_one_line() -> None:
    assert "kost €&nbsp;48.000 en € meer" in to_html("Dat kost € 48.000 en € meer.")
