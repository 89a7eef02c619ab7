"""When two names are the same for certain: blanks, capitals, apostrophes and unicode apart."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = str.maketrans("’‘`´‑–—", "''''---")


def tidy(text: str) -> str:
    """The text in one form of unicode, without blanks around it or double ones inside."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def key(name: str) -> str:
    """What is equal for two spellings of one name, and for nothing else."""
    plain = unicodedata.normalize("NFKC", name).translate(_APOSTROPHES)
    return re.sub(r"\s+", " ", plain).strip().casefold()
