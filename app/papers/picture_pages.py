"""Pages of a PDF with one picture each: a scan at its own size, a photograph on A4."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pikepdf import Dictionary, Name, Object, Pdf, Stream

from app.papers.limits import Limits

POINTS = 72.0
#: Width and height in points, with a hair's breadth of room.
A5, A4 = (417.0, 592.0), (595.28, 841.89)
#: The largest side of a page that every reader and archive takes.
LARGEST = Limits().largest_side
_MARGIN = 28.35


@dataclass(frozen=True)
class Picture:
    """A picture as it goes into a PDF."""

    data: bytes
    width: int
    height: int
    filter: str
    grey: bool
    bits: int = 8
    #: How the camera was held (EXIF 0x0112): 1 is upright, 6 a quarter turn.
    turned: int = 1
    parameters: Mapping[str, int | bool] | None = None
    #: Dots an inch, where the file says so in earnest.
    dpi: float | None = None

    @property
    def seen(self) -> tuple[int, int]:
        """Width and height as it is seen."""
        return (self.height, self.width) if self.turned >= 5 else (self.width, self.height)


#: From the unit square to the picture as it is seen, by how the camera was held.
_TURNS = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}


def add_page(pdf: Pdf, picture: Picture) -> None:
    """A page with this picture, upright."""
    page_width, page_height, width, height = _layout(*picture.seen, picture.dpi)
    page = pdf.add_blank_page(page_size=(round(page_width, 2), round(page_height, 2)))
    left, bottom = (page_width - width) / 2, (page_height - height) / 2
    a, b, c, d, e, f = _TURNS[picture.turned]
    matrix = (a * width, b * height, c * width, d * height, left + e * width, bottom + f * height)
    drawing = f"q {' '.join(f'{value:.4f}' for value in matrix)} cm /Im0 Do Q"
    page.obj.Resources = Dictionary(XObject=Dictionary(Im0=_image(pdf, picture)))
    page.obj.Contents = Stream(pdf, drawing.encode("ascii"))


def _image(pdf: Pdf, picture: Picture) -> Object:
    image = Stream(pdf, picture.data)
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height, image.BitsPerComponent = picture.width, picture.height, picture.bits
    image.ColorSpace = Name.DeviceGray if picture.grey else Name.DeviceRGB
    image.Filter = Name(picture.filter)
    if picture.parameters:
        image.DecodeParms = Dictionary(
            {f"/{key}": value for key, value in picture.parameters.items()}
        )
    return pdf.make_indirect(image)


def _layout(width: int, height: int, dpi: float | None) -> tuple[float, float, float, float]:
    """The page and the picture on it, in points: a scan at its own size, a photograph on A4."""
    page_width, page_height = (A4[1], A4[0]) if width > height else A4
    room = (page_width - 2 * _MARGIN, page_height - 2 * _MARGIN)
    scale = min(room[0] / width, room[1] / height)
    if dpi is not None:
        points = POINTS / dpi
        own = min(points, LARGEST / max(width, height))
        if min(width, height) * own >= A5[0] and max(width, height) * own >= A5[1]:
            return width * own, height * own, width * own, height * own
        scale = min(scale, points)  # a receipt or a cutting, at its own size on a sheet
    return page_width, page_height, width * scale, height * scale
