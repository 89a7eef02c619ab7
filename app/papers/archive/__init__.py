"""What an archive asks of a paper: fonts inside, colours that are known, nothing from outside."""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf


@dataclass(frozen=True)
class Archive:
    """What keeps the paper from PDF/A-2a; the fonts keep it from PDF/UA-1 as well."""

    font_problems: tuple[str, ...]
    problems: tuple[str, ...]


def bring(pdf: pikepdf.Pdf) -> Archive:
    """Nothing is looked at yet, so nothing is claimed."""
    return Archive((), ("archive_not_looked_at",))
