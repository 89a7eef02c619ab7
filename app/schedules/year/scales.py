"""The sizes of the picture of a year. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.schedules.year.asked import MONTHS

LONGEST_MONTH = 31


@dataclass(frozen=True)
class Scale:
    """The sizes of a picture, in its own units."""

    column: float
    row: float
    head: float
    #: Where the day stands, before what is on it.
    gutter: float
    normal: float
    small: float
    gap: float

    @property
    def width(self) -> float:
        """All twelve months."""
        return MONTHS * self.column

    @property
    def height(self) -> float:
        """Names of months and all days."""
        return self.head + LONGEST_MONTH * self.row

    @property
    def room(self) -> float:
        """How much of a day is free for what is on it."""
        return self.column - self.gutter - self.gap

    @property
    def box(self) -> float:
        """How wide the number of a day may be."""
        return self.normal * 1.4

    @property
    def number(self) -> float:
        """Where the middle of the number of a day is, from its left edge."""
        return self.gutter - 1.3 * self.gap - self.box / 2


#: In points on a sheet of A4 on its side, where no letter is smaller than 7; and in pixels of a
#: window, so wide that they are no smaller where a quarter of the year fills a phone.
PAPER = Scale(column=60.2, row=13.2, head=14, gutter=24.4, normal=7.2, small=7, gap=1.8)
SCREEN = Scale(column=104, row=23, head=26, gutter=42.3, normal=12.4, small=12.1, gap=3.1)
