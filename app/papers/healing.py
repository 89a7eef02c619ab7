"""A clean paper made as readable as it can be, in place: what is lacking is added or named.

Runs in a process of its own, on an open PDF that `sanitising` has cleaned.
"""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf

from app.papers import archive, tags
from app.papers.grades import Grade


@dataclass(frozen=True)
class Healed:
    """How the paper reads now, and what it holds: PDF/UA-1, and PDF/A-2a at once."""

    grade: str
    reasons: tuple[str, ...]
    accessible: bool
    archivable: bool


def heal(pdf: pikepdf.Pdf, title: str, mark: str = "") -> Healed:
    """Embed what is missing, then tag; says nothing that was not looked at.

    `mark` goes before the names of its tags: no other paper has the same.
    """
    kept = archive.bring(pdf)
    tagged = tags.tag(pdf, title, mark)
    accessible = not tagged.problems and not kept.font_problems
    every = (*tagged.reasons, *tagged.problems, *kept.font_problems, *kept.problems)
    return Healed(
        grade=_read_aloud(tagged.grade, kept.font_problems),
        reasons=tuple(dict.fromkeys(every)),
        accessible=accessible,
        archivable=accessible and not kept.problems,
    )


def _read_aloud(grade: str, font_problems: tuple[str, ...]) -> str:
    """The grade of the tags, unless they hold letters that nobody knows."""
    has_words = grade in (Grade.OWN, Grade.BASIC)
    return Grade.NONE if has_words and "characters_unknown" in font_problems else grade
