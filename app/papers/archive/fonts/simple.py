"""A font of one byte per letter: its dictionary in order, and what its codes are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pikepdf import Array, Dictionary, Name, Object, Pdf

from app.papers.archive.fonts.encodings import BASES, STANDARD, base_of, differences

TOLERANCE = 1.0
#: The name of a font that had none, or none that is text.
UNNAMED = Name("/Unnamed")
_SYMBOLIC = 4


class SimpleFont:
    """The dictionary of a simple font, and the codes that are shown in it."""

    def __init__(self, pdf: Pdf, font: Object, used: set[int]) -> None:
        self.pdf = pdf
        self.font = font
        self.used = sorted(used)
        self.widths = _widths(font)
        self.missing = _missing_width(font)

    @property
    def flags(self) -> int:
        """The flags of the descriptor."""
        descriptor = self.font.get("/FontDescriptor", Dictionary())
        return int(descriptor.get("/Flags", 0))

    @property
    def is_symbolic(self) -> bool:
        """Whether the font says that its letters are its own."""
        return bool(self.flags & _SYMBOLIC)

    def names(self, builtin: Mapping[int, str]) -> dict[int, str]:
        """The glyph name of every code, where the program's own encoding is `builtin`."""
        encoding = self.font.get("/Encoding")
        base = BASES.get(base_of(encoding), builtin or STANDARD)
        return dict(base) | differences(encoding)

    def complete_widths(self, own_width: Callable[[int], float]) -> None:
        """See that every code shown has a width in the dictionary; the given ones stay.

        A code that the dictionary leaves out is as wide as the program draws it.
        """
        lacking = [code for code in self.used if code not in self.widths]
        if not lacking and self._is_plain():
            return
        for code in lacking:
            given = self.missing
            self.widths[code] = own_width(code) if given is None else given
        first, last = min(self.widths, default=0), max(self.widths, default=0)
        usual = self.missing or 0
        listed = [self.widths.get(code, usual) for code in range(first, last + 1)]
        self.font.FirstChar, self.font.LastChar = first, last
        self.font.Widths = Array([_tidy(width) for width in listed])

    def _is_plain(self) -> bool:
        """Whether first, last and widths agree (ISO 19005-2, 6.2.11.2)."""
        font = self.font
        if not isinstance(font.get("/Widths"), Array):
            return False
        first, last = font.get("/FirstChar"), font.get("/LastChar")
        if not isinstance(first, int) or not isinstance(last, int):
            return False
        return len(font.Widths) == last - first + 1 and len(self.widths) == len(font.Widths)


def _widths(font: Object) -> dict[int, float]:
    listed, first = font.get("/Widths"), font.get("/FirstChar", 0)
    if not isinstance(listed, Array) or not isinstance(first, int):
        return {}
    found: dict[int, float] = {}
    for index, width in enumerate(listed):
        if 0 <= first + index < 256:
            try:
                found[first + index] = float(width)
            except (TypeError, ValueError):
                continue
    return found


def _missing_width(font: Object) -> float | None:
    descriptor = font.get("/FontDescriptor")
    if not isinstance(descriptor, Dictionary) or "/MissingWidth" not in descriptor:
        return None
    return float(descriptor.MissingWidth)


def _tidy(width: float) -> int | float:
    return int(width) if width == int(width) else round(width, 3)


def is_name(name: Object | None) -> bool:
    """Whether a font's name is there, and is text (ISO 19005-2, 6.1.8)."""
    if not isinstance(name, Name):
        return False
    try:
        return len(str(name)) > 1
    except UnicodeDecodeError:
        return False
