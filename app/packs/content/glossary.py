"""The glossary of a pack: the words of this work that stand in it, each in one sentence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from app.packs.content.layout import PackDocument, Term

_FILE = Path(__file__).with_name("glossary.toml")


class _Entry(NamedTuple):
    """A term, the pattern of its words, and the part of a note that has it above it, if any."""

    term: Term
    sign: re.Pattern[str]
    part: str | None


def glossary(document: PackDocument) -> tuple[Term, ...]:
    """The terms that stand somewhere in the pack, by name."""
    found = list(_texts("", document))
    text = "\n".join(words for _part, words in found)
    filled = {part for part, _words in found}
    return tuple(one.term for one in _entries() if one.part in filled or one.sign.search(text))


def _texts(part: str, value: object) -> Iterator[tuple[str, str]]:
    """Every text within a value, with the fields that it stands in."""
    if isinstance(value, str):
        if value:
            yield part, value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(part, one)
    elif is_dataclass(value):
        yield part, ""
        for field in fields(value):
            yield from _texts(field.name, getattr(value, field.name))


@lru_cache(maxsize=1)
def _entries() -> tuple[_Entry, ...]:
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["term"]
    return tuple(
        _Entry(Term(row["word"], row["meaning"]), re.compile(row["sign"]), row.get("part"))
        for row in rows
    )
