"""Files of other kinds than PDF, as they may be sent: pictures, letters, spreadsheets."""

from __future__ import annotations

import io
from typing import Any

import docx
import openpyxl
from PIL import Image, ImageDraw

from app.core import files
from app.papers.kinds import KINDS

MARK = (200, 30, 30)


def picture(size: tuple[int, int] = (1200, 800), mode: str = "RGB") -> Image.Image:
    """A picture with a red mark in its upper left corner."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill=MARK)
    return image.convert(mode)


def packed(image: Image.Image, format: str, **options: Any) -> bytes:
    """A picture as a file."""
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def photograph(turned: int = 1) -> bytes:
    """A JPEG of a camera that was held this way (EXIF), with the place where it was taken."""
    undo = {
        3: Image.Transpose.ROTATE_180,
        6: Image.Transpose.ROTATE_90,
        8: Image.Transpose.ROTATE_270,
    }
    image = picture()
    if turned in undo:
        image = image.transpose(undo[turned])
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010E] = "Woonadres van de wethouder"
    return packed(image, "JPEG", exif=exif, quality=90)


def fax(pages: int = 3) -> bytes:
    """A scan in black and white, of several pages of A4."""
    page = picture((2480, 3508), "1")
    more = [page.copy() for _number in range(pages - 1)]
    options = {"compression": "group4", "dpi": (300, 300)}
    return packed(page, "TIFF", save_all=True, append_images=more, **options)


def letter(text: str = "De waterplanten worden gemaaid") -> bytes:
    """A Word document with a heading, a paragraph and a table."""
    document = docx.Document()
    document.core_properties.title = "Aanbiedingsbrief"
    document.add_heading("Aanbiedingsbrief", 1)
    document.add_paragraph(text)
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "Programma"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def sheet(cells: dict[str, Any]) -> bytes:
    """An Excel workbook with these cells."""
    book = openpyxl.Workbook()
    first = book.create_sheet("Cijfers", 0)
    for place, value in cells.items():
        first[place] = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def kept(content: bytes, kind: str) -> files.StoredFile:
    """A file of a kind, in the store."""
    return files.keep(io.BytesIO(content), KINDS[kind].media_type)
