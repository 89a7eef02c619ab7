"""What is printed has a letter for every sign, or words for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale
from fontTools.ttLib import TTFont

from app.packs.content.legible import FACES, legible, runs_from_the_right, spoken
from tests.packs import every_kind

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True, scope="session")

CUTS = ("Regular", "It", "Semibold", "Bold")


@pytest.fixture(autouse=True)
def _in_dutch(session_app: Flask) -> Iterator[None]:
    with session_app.app_context(), force_locale("nl"):
        yield


@pytest.mark.parametrize(
    "text",
    [
        "Gewone woorden, ook ë en ĳ.",
        every_kind.TURKISH,
        every_kind.POLISH,
        every_kind.ARABIC,
        every_kind.SIGNS,
        "می\u200cخواهم",
        "\ue000page:item-3\ue001",
    ],
)
def test_what_the_fonts_have_stays_as_it_is(text: str) -> None:
    assert legible(text) == text


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Akkoord 👍🏽", "Akkoord (duim omhoog)"),
        ("❤️ en ⚠️", "(hart) en (let op)"),
        ("✅ ❌ ⬜ ➡️", "✓ ✗ ☐ →"),
        ("een 🦄", "een (emoji)"),
        ("中文字", "[3 tekens die niet gedrukt kunnen worden]"),
        ("中", "[1 teken dat niet gedrukt kan worden]"),
        ("① en ㎡", "1 en m2"),
        ("ontwerp\u00adbegroting", "ontwerpbegroting"),
        ("e\u0301e\u0301n", "één"),
        ("links\u202erechts\x07", "linksrechts"),
    ],
)
def test_what_they_lack_becomes_a_sign_or_words(text: str, printed: str) -> None:
    assert legible(text) == printed


@pytest.mark.parametrize("cut", CUTS)
def test_every_cut_has_the_same_letters(cut: str) -> None:
    with TTFont(FACES[0]) as regular, TTFont(FACES[0].with_name(f"SourceSans3-{cut}.ttf")) as other:
        assert set(regular.getBestCmap()) <= set(other.getBestCmap())


def test_both_cuts_of_arabic_have_the_same_letters() -> None:
    bold = FACES[1].with_name("NotoNaskhArabic-Bold.ttf")
    with TTFont(FACES[1]) as regular, TTFont(bold) as other:
        assert set(regular.getBestCmap()) == set(other.getBestCmap())


def test_the_first_letter_says_from_which_side_a_text_runs() -> None:
    assert runs_from_the_right(f"2027 {every_kind.ARABIC}")
    assert not runs_from_the_right(f"Zie {every_kind.ARABIC}")
    assert not runs_from_the_right("2027 …")


def test_words_in_arabic_letters_say_that_they_are_arabic() -> None:
    title, words = "<title>هذا</title>", "هذا نص عربي، مع الرقم 2027"
    page = f"{title}<p>Zie {words} in {every_kind.POLISH} en هذا.</p>"
    assert spoken(page) == page.replace(
        words, f'<span lang="ar" dir="rtl">{words[:-5]}</span> 2027'
    ).replace("en هذا.", 'en <span lang="ar" dir="rtl">هذا</span>.')
    assert spoken("<p>Zie 2027</p>") == "<p>Zie 2027</p>"
