"""The rich text editor of a note: pasting, round trips, and everything by keyboard."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from app.administration.sample.calendar import read_story
from app.core.markdown import to_html
from tests.browser import word_pastes
from tests.browser.looking import Looker

pytestmark = pytest.mark.browser

WRITER = "Beleidsmedewerker ruimte"
PASTE = """(field, [html, text]) => {
  const carried = new DataTransfer();
  if (html) { carried.setData("text/html", html); }
  if (text) { carried.setData("text/plain", text); }
  field.focus();
  field.dispatchEvent(new ClipboardEvent("paste", {
    clipboardData: carried, bubbles: true, cancelable: true,
  }));
}"""
#: What people type in a plain field: each must come back to the letter, and mean the same.
TYPED = (
    "",
    "Eén regel.",
    "Regel\nmet een nieuwe regel\n\n\nen wit  ",
    "# Kop\n## Tussenkop\n### Diep\ntekst er meteen onder",
    "- een\n  - half\n    1. diep\n- twee\n\n  hoort bij twee",
    "* ster\n* ster\n\n1) een\n2) twee\n\n7. zeven\n8. acht",
    "| a | b |\n|:--|--:|\n| **vet** | [link](https://www.haren.nl/) |",
    "> citaat\n> verder\n\n---\n\n    code\n\n```\nmeer `code`\n```",
    "**vet *en schuin* samen** en `code` en ***alles***",
    "[naam], 5 * 3, a_b_c, <b>, &amp;, 1 | 2, € 12.500 (incl. btw) \\* \\_",
    "<https://www.haren.nl> en https://www.haren.nl en [x]: y",
    "[ref]\n\n[ref]: https://www.haren.nl",
    "1. een\n\ntussen\n\n2. twee\n===\nslot\n---",
    "![plaatje](https://elders.example/x.png)",
    "-\n-  \n+ plus\n\n#\n\n| geen tabel",
)


def _write(looker: Looker, width: int = 1440) -> Page:
    """The form of a concept of ours; what was typed there before is thrown away."""
    page = looker.page
    page.set_viewport_size({"width": width, "height": 900})
    page.on("dialog", lambda dialog: dialog.accept())
    looker.sign_in_as(WRITER)
    looker.open("/notes/")
    looker.follow(re.compile("Annotatie afmaken"))
    looker.open(re.sub(r"(/notes/\d+).*", r"\1/edit", page.url))
    return page


def _text(page: Page, key: str) -> Locator:
    """The editor over a field."""
    return page.locator(f"#{key} + .editor .editor__text")


def _clear(page: Page, key: str) -> None:
    _text(page, key).press("Control+a")
    page.keyboard.press("Delete")


def _paste(page: Page, key: str, html: str, text: str = "") -> str:
    """Paste in an empty field; gives what its form would send."""
    _clear(page, key)
    _text(page, key).evaluate(PASTE, [html, text])
    return page.locator(f"#{key}").input_value()


@pytest.mark.parametrize("width", [1440, 390])
def test_what_comes_from_other_programs_keeps_its_structure(looker: Looker, width: int) -> None:
    page = _write(looker, width)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    assert _paste(page, "if_raised", word_pastes.WORD) == word_pastes.WORD_AS_MARKDOWN
    expect(page.get_by_text("Eén afbeelding is niet overgenomen")).to_be_visible()
    expect(_text(page, "if_raised").locator("h3")).to_have_text("Advies")
    expect(_text(page, "if_raised").locator("tr").nth(1).locator("td")).to_have_count(3)
    for program, (html, markdown) in word_pastes.OTHERS.items():
        assert _paste(page, "fallback", html) == markdown, program
    points = _paste(page, "speaking_points", word_pastes.WORD).split("\n")
    assert points[3:7] == [
        "De kosten stijgen",
        "in 2027 met 3 %",
        "De raad is verdeeld",
        "Eerst dit",
    ]
    assert _paste(page, "fallback", "", "• een\n• twee") == "- een\n- twee"
    assert not [one for one in asked if "elders.example" in one]
    assert page.evaluate("window.ranWhilePasting") is None
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    looker.look()


def test_five_megabytes_of_word_become_readable_text_at_once(looker: Looker) -> None:
    page = _write(looker)
    html = word_pastes.heavy()
    assert len(html) > 5_000_000
    took = page.evaluate(
        """html => {
            const began = performance.now();
            noteEditor.clean(html);
            return performance.now() - began;
        }""",
        html,
    )
    text = _paste(page, "if_raised", html)
    assert text.startswith("**Regel 0**\n\n- **over de begroting**\n\n**Regel 1**")
    assert text.endswith("- **over de begroting**")
    assert text.count("Regel ") == 1500
    assert took < 10_000, f"{took} ms"
    _clear(page, "if_raised")


def test_hostile_markup_takes_as_long_as_it_is_long(looker: Looker) -> None:
    """What takes parsers the square of its length: four times as much may not take ten times."""
    page = _write(looker)
    pieces = (
        "<",
        "<!-- ",
        "<style>a ",
        "<p a=\"><p b='>",
        "<ul><li>a ",
        "<table><tr><td>a ",
        "<div>a ",
    )
    slow = page.evaluate(
        """pieces => pieces.map((piece) => {
            const took = (times) => {
                const began = performance.now();
                noteEditor.clean(piece.repeat(times));
                return performance.now() - began;
            };
            took(2000);
            return [piece, took(20000), took(80000)];
        }).filter(([, small, large]) => large > 1500 && large > 10 * small)""",
        list(pieces),
    )
    assert not slow


def test_what_was_typed_comes_back_to_the_letter(looker: Looker) -> None:
    """Every text of the sample and of people who type signs: read, written, and a part changed."""
    page = _write(looker)
    sample = _texts_of_the_sample()
    assert len(sample) > 50
    texts = [*TYPED, *sample]
    found = page.evaluate(
        """texts => texts.map((text) => {
            const { parse, write, schema } = noteEditor.kinds.rich;
            const again = (one) => write(schema.nodeFromJSON(parse(one).toJSON()));
            return [write(parse(text)), again(text), again(again(text))];
        })""",
        texts,
    )
    for text, (kept, anew, twice) in zip(texts, found, strict=True):
        assert kept == text.strip()
        assert twice == anew, text
        if "![" not in text and "[ref]" not in text and "    code" not in text:
            assert _meaning(anew) == _meaning(text), text


def _meaning(text: str) -> str:
    """What a reader sees of a text, whatever signs it was typed with."""
    html = re.sub(r"</?p>|<ul></ul>|\s", "", str(to_html(text)))
    return html.replace("<h3></h3>", "").replace("<li></li>", "")


def _texts_of_the_sample() -> list[str]:
    def texts(value: Any) -> list[str]:
        if isinstance(value, str):
            return [value.strip()]
        inside = (
            value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        )
        return [text for one in inside for text in texts(one)]

    return sorted({text for text in texts(read_story()) if " " in text})


def test_a_note_that_nobody_changed_makes_no_version(looker: Looker) -> None:
    page = _write(looker)
    before = page.locator("#core").input_value()
    _text(page, "core").press("Control+End")
    page.keyboard.type(" Met [haken] erbij.")
    assert page.locator("#core").input_value() == before + " Met [haken] erbij."
    page.evaluate("document.querySelectorAll('#core + .editor [data-command=undo]')[0].click()")
    assert page.locator("#core").input_value() == before
    looker.press("Annotatie opslaan")
    assert "Er was niets gewijzigd." in looker.text


@pytest.mark.parametrize("width", [1440, 390])
def test_the_editor_by_keyboard(looker: Looker, width: int) -> None:
    page = _write(looker, width)
    page.locator("label[for=fallback]").click()
    expect(_text(page, "fallback")).to_be_focused()
    _clear(page, "fallback")
    page.keyboard.type("eerst ")
    page.keyboard.press("Control+b")
    page.keyboard.type("vet")
    page.keyboard.press("Alt+F10")
    bar = page.get_by_role("toolbar", name="Opmaak van Terugvaloptie")
    bold = bar.get_by_role("button", name="Vet")
    expect(bold).to_be_focused()
    expect(bold).to_have_attribute("aria-pressed", "true")
    for _step in range(5):
        page.keyboard.press("ArrowRight")
    bullets = bar.get_by_role("button", name="Opsomming")
    expect(bullets).to_be_focused()
    assert bar.locator("[tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    expect(bullets).to_have_attribute("aria-pressed", "true")
    looker.look()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.keyboard.type("zie ")
    _add_link(page)
    assert page.locator("#fallback").input_value() == (
        "- eerst **vet**\n- zie <https://www.haren.nl/>"
    )
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    _add_table(page, bar)
    assert (
        page.locator("#fallback")
        .input_value()
        .endswith("\n\n| Voor | Tegen |\n| --- | --- |\n| ja | nee |\n|  |  |")
    )
    page.keyboard.press("Tab")  # nobody is caught in a table
    assert page.evaluate("document.activeElement.closest('.editor__text') === null")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    looker.look()


def _add_link(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("geen adres")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="geen webadres")).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type("www.haren.nl")
    page.keyboard.press("Enter")


def _add_table(page: Page, bar: Locator) -> None:
    page.keyboard.press("Alt+F10")
    page.keyboard.press("Home")
    for _step in range(9):
        page.keyboard.press("ArrowRight")
    expect(bar.get_by_role("button", name="Tabel invoegen")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    for word in ("Voor", "Tegen", "ja", "nee"):
        page.keyboard.type(word)
        page.keyboard.press("Tab")
    expect(bar.get_by_role("button", name="Rij eronder")).to_be_visible()
    page.keyboard.press("Tab")


def test_enter_in_a_cell_goes_down_and_out_of_the_table(looker: Looker) -> None:
    _write(looker)
    page = looker.page
    _clear(page, "fallback")
    bar = page.get_by_role("toolbar", name="Opmaak van Terugvaloptie")
    bar.get_by_role("button", name="Tabel invoegen").click()
    for word, key in (("Voor", "Enter"), ("ja", "Shift+Enter"), ("nee", "Enter")):
        page.keyboard.type(word)
        page.keyboard.press(key)
    page.keyboard.type("Verder.")
    assert page.locator("#fallback").input_value() == (
        "| Voor |  |\n| --- | --- |\n| ja |  |\n| nee |  |\n\nVerder."
    )


def test_without_script_the_field_is_a_field(looker: Looker) -> None:
    browser = looker.page.context.browser
    assert browser is not None
    _write(looker)
    context = browser.new_context(
        base_url=looker.page.url,
        java_script_enabled=False,
        storage_state=looker.page.context.storage_state(),
    )
    page = context.new_page()
    page.goto(looker.page.url)
    assert page.locator("#fallback").is_visible()
    assert page.locator(".editor").count() == 0
    expect(page.get_by_text("**vet**")).to_be_visible()
    context.close()
