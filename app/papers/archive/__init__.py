"""What an archive asks of a paper: fonts inside, colours that are known, nothing from outside."""

from __future__ import annotations

from app.papers.archive.bringing import Archive, bring

__all__ = ["Archive", "bring"]
