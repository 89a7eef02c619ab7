"""What is stamped on finished pages: number, foot, tab of a paper, margin bar, watermark.

All of it is marked as artefact: seen by the eye, passed over by a screen reader.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, count

from pikepdf import Dictionary, Name, Page, Pdf

from app.packs.press.stampfont import REGULAR, SEMIBOLD, StampFont
from app.papers.pages import own_resources, upright

MM = 72 / 25.4
#: Ink for small print and the petrol of the theme; both print as clear grey in black and white.
INK = "0.29 0.31 0.32 rg"
PETROL = "0.06 0.30 0.36 rg"
WHITE = "1 1 1 rg"
#: A watermark is light enough to read through; on a paper, which may be a picture all over, it
#: is drawn over the page as the outline of its letters, so that nothing below is hidden.
PALE = "0.90 0.91 0.91 rg"
PALE_LINE = "0.72 0.74 0.75 RG"

_WIDTH_OF_A4 = 595.28
_FOOT = "/Artifact << /Type /Pagination /Subtype /Footer >> BDC\n"
_HEAD = "/Artifact << /Type /Pagination /Subtype /Header >> BDC\n"
_ACROSS = "/Artifact << /Type /Pagination /Subtype /Watermark >> BDC\n"
_LAYOUT = "/Artifact << /Type /Layout >> BDC\n"


@dataclass(frozen=True)
class Stamp:
    """What one page carries: its foot, its number, and the tab on a paper's first page."""

    number: str
    foot: str = ""
    tab: str = ""
    tab_title: str = ""
    on_paper: bool = False
    #: The word beside a bar in the outer margin, for what is new since the earlier version.
    changed: str = ""
    watermark: str = ""
    #: What a page without anything else says in its middle.
    middle: str = ""
    #: On a left-hand page the outer margin is the left one.
    left_hand: bool = False

    def letters(self) -> str:
        """Every letter that is stamped."""
        return "".join(
            (
                *(self.number, self.foot, self.tab, self.tab_title),
                *(self.changed, self.watermark, self.middle),
            )
        )


@dataclass(frozen=True)
class _Sheet:
    """A page as it is seen; `scale` makes a stamp as large beside it as on A4."""

    width: float
    height: float
    scale: float

    def mm(self, length: float) -> float:
        """A length of the design on A4, here."""
        return length * MM * self.scale


class Stamper:
    """Stamps the pages of one file, upright as seen, whatever their rotation or size."""

    def __init__(self, pdf: Pdf, stamps: list[tuple[Page, Stamp]]) -> None:
        letters = "".join(sorted(set().union(*(stamp.letters() for _page, stamp in stamps))))
        taken = {name for page, _stamp in stamps for name in _fonts_of(page)}
        self._regular = StampFont(pdf, REGULAR, letters, _free("/VOregular", taken))
        self._strong = StampFont(pdf, SEMIBOLD, letters, _free("/VOstrong", taken))

    def stamp(self, page: Page, stamp: Stamp) -> list[float] | None:
        """Draw the stamp; gives the rectangle of the tab in page units, where there is one."""
        width, height, matrix = upright(page)
        scale = min(max(min(width, height) / _WIDTH_OF_A4, 0.5), 3.0)
        sheet = _Sheet(width, height, scale)
        over = []
        tab, box = self._tab(stamp, sheet)
        if tab:
            over += [_HEAD, tab, "EMC\n"]
        if stamp.changed:
            over += [_LAYOUT, self._bar(stamp, sheet), "EMC\n"]
        if stamp.middle:
            over += [_LAYOUT, self._middle(stamp, sheet), "EMC\n"]
        under = ""
        if stamp.watermark:
            across = _ACROSS + self._across(stamp, sheet) + "EMC\n"
            if stamp.on_paper:
                over.append(across)
            else:
                under = across
        over += [_FOOT, self._foot(stamp, sheet), "EMC\n"]  # last, so that its text ends the page
        turned = f"q {' '.join(f'{value:.4f}' for value in matrix)} cm\n"
        self._write(page, turned + under + "Q\n" if under else "", turned + "".join(over) + "Q\n")
        return _transformed(matrix, box) if box else None

    def _foot(self, stamp: Stamp, sheet: _Sheet) -> str:
        scale, size, strong = sheet.scale, 8 * sheet.scale, 8.5 * sheet.scale
        left, base = sheet.mm(24), sheet.mm(10)
        right = sheet.width - sheet.mm(12 if stamp.on_paper else 18)
        number_width = self._strong.width(stamp.number, strong)
        out, foot = "", self._regular.known(stamp.foot)
        if stamp.on_paper:
            base = sheet.mm(6)
            label = foot + "   " if foot else ""
            whole = self._regular.width(label, size) + number_width
            out += _plate(
                right - whole - 6 * scale, base - 4 * scale, whole + 12 * scale, 14 * scale
            )
            out += self._regular.show(label, size, right - whole, base, INK)
        else:
            foot = self._regular.fitting(foot, size, right - left - number_width - 12 * scale)
            out += self._regular.show(foot, size, left, base, INK)
        return out + self._number(stamp.number, strong, right - number_width, base, sheet.width)

    def _number(self, number: str, size: float, x: float, base: float, edge: float) -> str:
        """The number of the page, as the last words of it.

        Whoever reads a page from its picture puts lines in order by where they stand, takes
        single figures that are evenly apart for one word, and would read what stands in the
        margin after it: hence the words themselves, over all the width to the edge.
        """
        space = self._strong.width(" ", size)
        gap = max(edge - x - self._strong.width(number, size) - space, 0) / size * 1000
        codes, end = self._strong.codes(number), self._strong.codes(" ")
        return _said(
            number,
            f"{self._strong.name} {size:.2f} Tf {INK} {x:.2f} {base:.2f} Td "
            f"[{codes} {-gap:.1f} {end}] TJ",
        )

    def _tab(self, stamp: Stamp, sheet: _Sheet) -> tuple[str, list[float] | None]:
        if not stamp.tab:
            return "", None
        size, high = 9 * sheet.scale, sheet.mm(7)
        number = self._strong.known(stamp.tab)
        tab_width = max(self._strong.width(number, size) + 12 * sheet.scale, sheet.mm(12))
        left, bottom = sheet.width - sheet.mm(12) - tab_width, sheet.height - high
        small, gap = 8 * sheet.scale, 6 * sheet.scale
        known = self._regular.known(stamp.tab_title)
        title = self._regular.fitting(known, small, max(left - sheet.mm(12), 0))
        title_width = self._regular.width(title, small)
        base = bottom + sheet.mm(2.4)
        out = _plate(left - title_width - 2 * gap, bottom, title_width + 2 * gap, high)
        out += self._regular.show(title, small, left - title_width - gap, base, INK)
        out += f"{PETROL} {left:.2f} {bottom:.2f} {tab_width:.2f} {high:.2f} re f\n"
        text_left = left + (tab_width - self._strong.width(number, size)) / 2
        out += self._strong.show(number, size, text_left, base, WHITE)
        return out, [left - title_width - 2 * gap, bottom, left + tab_width, sheet.height]

    def _bar(self, stamp: Stamp, sheet: _Sheet) -> str:
        """A bar along the outer margin with its word beside it, read from below."""
        size = 8 * sheet.scale
        word = self._strong.known(stamp.changed)
        long = self._strong.width(word, size)
        left = sheet.mm(7) if stamp.left_hand else sheet.width - sheet.mm(8)
        low, high = sheet.mm(22), sheet.height - sheet.mm(20)
        base_x = left + (sheet.mm(4.2) if stamp.left_hand else -sheet.mm(1.6))
        out = f"{PETROL} {left:.2f} {low:.2f} {sheet.mm(1):.2f} {high - low:.2f} re f\n"
        gap = 4 * sheet.scale
        if stamp.on_paper:
            out += _plate(base_x - size, high - long - 2 * gap, size * 1.4, long + 2 * gap)
        return out + _said(
            word,
            f"{self._strong.name} {size:.2f} Tf {INK} 0 1 -1 0 {base_x:.2f} "
            f"{high - long - gap:.2f} Tm {self._strong.codes(word)} Tj",
        )

    def _middle(self, stamp: Stamp, sheet: _Sheet) -> str:
        size, word = 9 * sheet.scale, self._regular.known(stamp.middle)
        left = (sheet.width - self._regular.width(word, size)) / 2
        return self._regular.show(word, size, left, sheet.height / 2, INK)

    def _across(self, stamp: Stamp, sheet: _Sheet) -> str:
        """For whom and when, from the lower left to the upper right."""
        text = self._strong.known(stamp.watermark)
        angle = math.atan2(sheet.height, sheet.width)
        room = math.hypot(sheet.width, sheet.height) * 0.78
        unit = self._strong.width(text, 1) or 1
        size = min(room / unit, 54 * sheet.scale)
        cos, sin, long = math.cos(angle), math.sin(angle), unit * size
        x = sheet.width / 2 - cos * long / 2 + sin * size * 0.33
        y = sheet.height / 2 - sin * long / 2 - cos * size * 0.33
        look = f"{PALE_LINE} {0.5 * sheet.scale:.2f} w 1 Tr" if stamp.on_paper else f"{PALE} 0 Tr"
        return _said(
            text,
            f"{self._strong.name} {size:.2f} Tf {look} {cos:.4f} {sin:.4f} {-sin:.4f} "
            f"{cos:.4f} {x:.2f} {y:.2f} Tm {self._strong.codes(text)} Tj 0 Tr",
        )

    def _write(self, page: Page, under: str, over: str) -> None:
        """Add the drawings below and above what is on the page."""
        own_resources(page)
        page.add_resource(self._regular.object, Name.Font, self._regular.name)
        page.add_resource(self._strong.object, Name.Font, self._strong.name)
        page.contents_add(f"{under}q\n".encode("ascii"), prepend=True)
        page.contents_add(f"\nQ\n{over}".encode("ascii"))


def _fonts_of(page: Page) -> Iterable[str]:
    fonts = page.resources.get("/Font")
    return fonts.keys() if isinstance(fonts, Dictionary) else ()


def _free(name: str, taken: set[str]) -> Name:
    """A name that stands for no other font on any page: a paper can be a pack itself."""
    numbered = (f"{name}{number}" for number in count(2))
    return Name(next(one for one in chain([name], numbered) if one not in taken))


def _said(words: str, drawing: str) -> str:
    """Letters that are read as these words, whatever their places and their slant seem to say.

    Upright again at the end: by that it is judged which way the page is read.
    """
    said = words.encode("utf-16-be").hex().upper()
    return f"/Span << /ActualText <FEFF{said}> >> BDC\nBT {drawing} 1 0 0 1 0 0 Tm ET\nEMC\n"


def _plate(x: float, y: float, width: float, height: float) -> str:
    return f"{WHITE} {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f\n"


def _transformed(matrix: tuple[float, ...], box: list[float]) -> list[float]:
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x, y in ((box[0], box[1]), (box[2], box[3]))]
    ys = [b * x + d * y + f for x, y in ((box[0], box[1]), (box[2], box[3]))]
    return [min(xs), min(ys), max(xs), max(ys)]
