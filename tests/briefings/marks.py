"""What a page marks as gone and as come, without the words that say so to screen readers."""

from __future__ import annotations

import re

_SAID = re.compile(r'<span class="visually-hidden">(?:\[(?:vervallen|nieuw): ?|\])</span>')


def marks(page: str) -> str:
    """The page with a plain <del> and <ins> around what changed."""
    return _SAID.sub("", page)
