"""A received paper brought to PDF/A-2a, all but its tags, and what could not be brought."""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf

from app.papers.archive.annotations import heal_annotations
from app.papers.archive.catalog import check_limits, heal_catalog
from app.papers.archive.colours import Colours
from app.papers.archive.fonts.healing import heal_fonts
from app.papers.archive.graphics import Graphics, check_filters
from app.papers.archive.layers import heal_layers
from app.papers.archive.notes import FONT_PROBLEMS, PROBLEMS, Notes
from app.papers.archive.rewriting import rewrite
from app.papers.archive.walking import Walk


@dataclass(frozen=True)
class Archive:
    """What keeps the paper from PDF/A-2a; the fonts keep it from PDF/UA-1 as well."""

    font_problems: tuple[str, ...]
    problems: tuple[str, ...]


def bring(pdf: pikepdf.Pdf) -> Archive:
    """Mend in place what can be mended without changing how a page looks, and name the rest.

    Says that nothing is wrong only where every rule was looked at; what is not understood counts
    as a problem.
    """
    notes = look_and_mend(pdf)
    return Archive(notes.among(FONT_PROBLEMS), notes.among(PROBLEMS))


def look_and_mend(pdf: pikepdf.Pdf) -> Notes:
    """The same, with the reason of each problem for who mends this program."""
    notes = Notes()
    heal_catalog(pdf, notes)
    heal_layers(pdf, notes)
    heal_annotations(pdf, notes)
    walk = Walk(pdf, notes)
    walk.run()
    for content in walk.contents:
        if content.mendable and not content.faults:
            rewrite(pdf, content)
        for fault in content.faults:
            notes.add("pages_odd", fault)
    graphics = Graphics(pdf, Colours(pdf, notes), notes)
    for content in walk.contents:
        graphics.mend(content)
    heal_fonts(pdf, list(walk.fonts.values()), notes)
    check_filters(pdf, notes)
    check_limits(pdf, notes)
    return notes
