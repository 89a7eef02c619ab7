"""What keeps a paper from an archive, by code; app/papers has a sentence for each."""

from __future__ import annotations

#: Whatever is wrong with letters: it keeps a paper from PDF/UA-1 as well.
FONT_PROBLEMS = (
    "fonts_not_embedded",
    "fonts_damaged",
    "fonts_unusual",
    "characters_unknown",
)
PROBLEMS = (
    "colours",
    "images",
    "pages_odd",
    "annotations",
    "layers",
    "too_large_for_archive",
    "too_complex",
)


class Notes:
    """The codes found so far, each once, in the order in which they were found."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {}

    def add(self, code: str, why: str = "") -> None:
        """Note a problem; `why` is for who mends this program, not for readers."""
        if code not in (*FONT_PROBLEMS, *PROBLEMS):
            raise ValueError(code)
        self._found.setdefault(code, []).append(why)

    def among(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """The problems found that are among these."""
        return tuple(code for code in self._found if code in codes)

    @property
    def reasons(self) -> dict[str, list[str]]:
        """Every problem with what was seen."""
        return self._found
