"""Signs that nobody sees, by which two texts that look alike would differ."""

from __future__ import annotations

import re

_UNSEEN = re.compile(r"[\u00ad\u200b\u2060\ufeff]")


def without_unseen(text: str) -> str:
    """A text without them."""
    return _UNSEEN.sub("", text)
