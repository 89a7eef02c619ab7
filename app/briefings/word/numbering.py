"""Lists of a Word document with levels, each with its own count (ECMA-376, 17.9)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

#: Lists within lists go so deep in Word; what is deeper stands at the last level.
DEEPEST = 5
_INDENT = 360
_BULLETS = ("•", "–", "▪")


@dataclass
class Numbering:
    """The lists of one document; python-docx knows only its template's, which have one level."""

    document: WordDocument

    def new_list(self, *, ordered: bool, start: int = 1) -> int:
        """The number of a new list."""
        numbers = self.document.part.numbering_part.element
        number = numbers.add_num(self._numbered if ordered else self._bulleted)
        if ordered:
            for level in range(DEEPEST):
                number.add_lvlOverride(level).add_startOverride(1 if level else start)
        return int(number.numId)

    def place(self, paragraph: Paragraph, list_number: int, depth: int) -> None:
        """Make a paragraph an item of a list, at a depth from 1."""
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = min(depth, DEEPEST) - 1
        properties.get_or_add_numId().val = list_number

    @cached_property
    def _bulleted(self) -> int:
        return self._define("bullet", [_BULLETS[level % 3] for level in range(DEEPEST)])

    @cached_property
    def _numbered(self) -> int:
        return self._define("decimal", [f"%{level}." for level in range(1, DEEPEST + 1)])

    def _define(self, kind: str, signs: list[str]) -> int:
        numbers = self.document.part.numbering_part.element
        before = numbers.findall(qn("w:abstractNum"))
        number = 1 + max((int(one.get(qn("w:abstractNumId"))) for one in before), default=-1)
        definition = _element("w:abstractNum", abstractNumId=number)
        definition.append(_element("w:multiLevelType", val="multilevel"))
        definition.extend(_level(kind, at, sign) for at, sign in enumerate(signs))
        numbers.insert(len(before), definition)  # definitions come before the lists
        return number


def _level(kind: str, at: int, sign: str) -> Any:
    level = _element("w:lvl", ilvl=at)
    level.append(_element("w:start", val=1))
    level.append(_element("w:numFmt", val=kind))
    level.append(_element("w:lvlText", val=sign))
    level.append(_element("w:lvlJc", val="left"))
    properties = _element("w:pPr")
    properties.append(_element("w:ind", left=_INDENT * (at + 1), hanging=_INDENT))
    level.append(properties)
    return level


def _element(name: str, **values: Any) -> Any:
    element = OxmlElement(name)
    for key, value in values.items():
        element.set(qn(f"w:{key}"), str(value))
    return element
