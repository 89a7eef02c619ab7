"""From text as typed (Markdown) to single sentences without markup (pure)."""

from __future__ import annotations

import re

from app.core.markdown import to_plain

BULLET = re.compile(r"^\s*(?:[-*+•]|\d{1,2}[.)])\s+")


def sentences(text: str) -> tuple[str, ...]:
    """One sentence per line, without the bullets or numbers that people type before them."""
    lines = (to_plain(BULLET.sub("", line)) for line in text.splitlines())
    return tuple(line for line in lines if line)


def first_sentence(text: str, most: int = 240) -> str:
    """The first line of a text, whole where it is short enough."""
    line = next(iter(sentences(text)), "")
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + "…"
