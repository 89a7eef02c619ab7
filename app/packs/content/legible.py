"""Nothing is printed as an empty box: what the fonts lack becomes a sign they have, or words.

The fonts of the print style hold all of Latin, Greek and Cyrillic, arrows, check marks and money,
and Arabic. Emoji become the word they stand for; what cannot be named is counted.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from flask_babel import ngettext
from fontTools.ttLib import TTFont

_VENDOR = Path(__file__).resolve().parents[3] / "static" / "vendor"
FACES = (
    _VENDOR / "source-sans" / "SourceSans3-Regular.ttf",
    _VENDOR / "noto-naskh-arabic" / "NotoNaskhArabic-Regular.ttf",
)
_SIGNS = Path(__file__).with_name("signs.toml")

#: Stand for something that is filled in later, between the private signs of the print job.
_MARKS = frozenset("\ue000\ue001")
#: How another sign looks, or runs: never printed by themselves.
_UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff\U0001f3fb-\U0001f3ff]"
)
#: Joins and keeps apart Arabic letters, and stays between them.
_JOINER = re.compile("(?<=[\u0600-\u06ff])[\u200c\u200d](?=[\u0600-\u06ff])")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
#: Words in Arabic letters, with the spaces, figures and signs between them.
_LETTER = r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"
_ARABIC = re.compile(rf"{_LETTER}(?:[^<>&A-Za-z\u00c0-\u024f\ue000\ue001]*{_LETTER})?")
#: The words between two tags; those of the title are no text on the page.
_WORDS = re.compile(r"(?<=>)[^<>]+(?=<)(?!</title>)")


def legible(text: str) -> str:
    """The same text in letters that can be printed; markup and filled-in marks stay as they are."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    kept = _JOINER.split(text)
    joiners = _JOINER.findall(text)
    cleaned = [_UNSEEN.sub("", piece) for piece in kept]
    text = "".join(piece + joiner for piece, joiner in zip(cleaned, [*joiners, ""], strict=True))
    if all(map(_is_known, text)):
        return text
    return "".join(_in_known_letters(text))


def spoken(html: str) -> str:
    """The same page with its words in Arabic letters marked as Arabic, so that a screen reader
    changes its voice for them."""
    if not _ARABIC.search(html):
        return html
    return _WORDS.sub(
        lambda words: _ARABIC.sub(
            lambda run: f'<span lang="ar" dir="rtl">{run[0]}</span>', words[0]
        ),
        html,
    )


def runs_from_the_right(text: str) -> bool:
    """Whether the first letter of a text is one of a script that runs from right to left."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction == "L" or direction in _RIGHT_TO_LEFT:
            return direction in _RIGHT_TO_LEFT
    return False


def _in_known_letters(text: str) -> Iterator[str]:
    for known, letters in groupby(text, key=_is_known):
        run = "".join(letters)
        if known:
            yield run
            continue
        for nameless, signs in groupby(map(_named, run), key=lambda sign: sign is None):
            found = list(signs)
            yield _counted(len(found)) if nameless else "".join(sign or "" for sign in found)


def _counted(number: int) -> str:
    return ngettext(
        "[%(num)d teken dat niet gedrukt kan worden]",
        "[%(num)d tekens die niet gedrukt kunnen worden]",
        number,
    )


@lru_cache(maxsize=4096)
def _named(letter: str) -> str | None:
    """What stands for one sign that the fonts lack; None where there is no name for it."""
    if unicodedata.category(letter) in ("Cc", "Cn", "Cs", "Cf"):
        return ""
    signs, words = _substitutes()
    if letter in signs:
        return signs[letter]
    if letter in words:
        return f"({words[letter]})"
    plain = unicodedata.normalize("NFKC", letter)
    if plain != letter and all(map(_is_known, plain)):
        return plain
    return "(emoji)" if unicodedata.category(letter) == "So" else None


def _is_known(letter: str) -> bool:
    code = ord(letter)
    if code < 0x80:
        return code >= 0x20 or letter in "\t\n\r"
    if letter in _MARKS:
        return True
    signs, words = _substitutes()
    return code in _letters() and letter not in words and letter not in signs


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    """Every letter that one of the faces has."""
    found: set[int] = set()
    for face in FACES:
        with TTFont(face, lazy=True) as font:
            found |= set(font.getBestCmap())
    return frozenset(found)


@lru_cache(maxsize=1)
def _substitutes() -> tuple[dict[str, str], dict[str, str]]:
    found = tomllib.loads(_SIGNS.read_text(encoding="utf-8"))
    return found["signs"], found["words"]
