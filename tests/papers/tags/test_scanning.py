"""The words of a content stream, alike on every Python that we support."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import app
from app.papers.tags.scanning import Unreadable, skim, steps

PAGE = (
    b"q\n/Span\n<</MCID 0>>\nBDC\n/a1.0 gs\nBT\n1 0 0 -1 90.7 102.8 Tm\n/F 29 Tf\n"
    b"[<000d>0<0024>16 (a(b)\\)c)] TJ\nET\nEMC\nQ\n"
)
#: A group that is repeated possessively, or that is atomic.
_GROUP = re.compile(r"\)(?:[*+?]|\{\d*,?\d*\})\+|\(\?>")
_SET = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)


def _skimmed(data: bytes, *, inside: bool) -> list[bytes]:
    found, position = [], 0
    while (step := skim(data, position, inside=inside)) is not None:
        found.append(step.operator)
        position = step.end
    return found


def test_the_words_of_a_page() -> None:
    assert [step.operator for step in steps(PAGE)] == (
        [b"q", b"BDC", b"gs", b"BT", b"Tm", b"Tf", b"TJ", b"ET", b"EMC", b"Q"]
    )
    assert _skimmed(PAGE, inside=True) == [b"BDC", b"EMC"]
    assert _skimmed(PAGE, inside=False) == [b"BDC", b"TJ", b"EMC"]


def test_every_mark_is_found_after_any_number_of_other_instructions() -> None:
    lines = b"0 0 m 1 1 l S\n" * 700
    assert _skimmed(lines * 3 + PAGE, inside=True)[-2:] == [b"BDC", b"EMC"]
    assert set(_skimmed(lines * 3, inside=True)) <= {b"m", b"l", b"S"}


@pytest.mark.parametrize(
    "damage", [b"(" * 9, b"(a" * 9, b"0 " * 200_000, b"[" * 200_000, b"(" + b"\\a" * 200_000]
)
def test_what_has_no_end_is_damage(damage: bytes) -> None:
    with pytest.raises(Unreadable):
        list(steps(damage))


def test_no_pattern_repeats_a_group_possessively() -> None:
    """CPython issue 106052: before 3.11.5 such a group gives up what it should keep."""
    patterns = 0
    for found in pkgutil.walk_packages(app.__path__, "app."):
        for name, value in vars(importlib.import_module(found.name)).items():
            if isinstance(value, re.Pattern):
                patterns += 1
                text = value.pattern
                text = text.decode("latin-1") if isinstance(text, bytes) else text
                assert not _GROUP.search(_SET.sub("[x]", text)), f"{found.name}.{name}"
    assert patterns > 50
