"""The glossary of a pack: the words of this work that stand in it, each in one sentence."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from app.packs.content.layout import PackDocument, Term

_FILE = Path(__file__).with_name("glossary.toml")


def glossary(document: PackDocument) -> tuple[Term, ...]:
    """The terms that stand somewhere in the pack, by name."""
    text = repr(document)
    return tuple(term for sign, term in _terms() if sign.search(text))


@lru_cache(maxsize=1)
def _terms() -> tuple[tuple[re.Pattern[str], Term], ...]:
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["term"]
    return tuple((re.compile(row["sign"]), Term(row["word"], row["meaning"])) for row in rows)
