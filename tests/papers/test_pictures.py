"""Pictures as papers: upright, at their own size, without what a camera wrote beside them."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from flask import Flask
from PIL import Image, TiffImagePlugin

from app.core import files
from app.papers import preparing
from app.papers.limits import Limits
from app.papers.preparing import Made
from tests import verapdf
from tests.papers.files import MARK, fax, kept, packed, photograph, picture
from tests.papers.odd_images import telephone_photo


def made_of(content: bytes, kind: str) -> tuple[Made, bytes]:
    made = preparing.make(kept(content, kind))
    assert made.stored is not None, made.failure
    copy = files.StoredFile(sha256=made.stored.sha256, size=made.stored.size)
    return made, files.read(copy)


def looked_at(pdf: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    image: Image.Image = document[0].render(scale=0.5).to_pil().convert("RGB")
    document.close()
    return image


def is_upright(image: Image.Image) -> bool:
    """Whether the mark is at the upper left of the picture on the page, and nowhere else."""
    across, down = image.size
    near = image.getpixel((across // 8, down // 8))
    far = image.getpixel((across * 7 // 8, down * 7 // 8))
    assert isinstance(near, tuple)
    return all(abs(a - b) < 30 for a, b in zip(near, MARK, strict=True)) and far == (255,) * 3


def pictures_in(content: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [
            one.read_raw_bytes() for page in pdf.pages for one in page.Resources.XObject.values()
        ]


@pytest.mark.parametrize("meaning", [0, 1])
def test_a_fax_keeps_its_own_bytes(app: Flask, meaning: int) -> None:
    page = picture((1240, 1754), "1")
    sent = packed(
        page,
        "TIFF",
        compression="group4",
        strip_size=10**6,
        tiffinfo={262: meaning},
        dpi=(150, 150),
    )
    _made, pdf = made_of(sent, "tiff")
    (kept_bytes,) = pictures_in(pdf)
    assert kept_bytes in sent
    seen = looked_at(pdf).convert("L").resize((8, 8))
    assert seen.getpixel((0, 0)) == pytest.approx(
        page.convert("L").resize((8, 8)).getpixel((0, 0)), abs=40
    )
    assert seen.getpixel((7, 7)) == 255


def test_a_fax_without_its_end_is_drawn_anew(app: Flask) -> None:
    sent = packed(picture((1240, 1754), "1"), "TIFF", compression="group4", strip_size=10**6)
    with Image.open(io.BytesIO(sent)) as page:
        assert isinstance(page, TiffImagePlugin.TiffImageFile)
        end = page.tag_v2[273][0] + page.tag_v2[279][0]
    broken = sent[: end - 4] + bytes(4) + sent[end:]
    _made, pdf = made_of(broken, "tiff")
    (drawn,) = pictures_in(pdf)
    assert drawn not in broken


@pytest.mark.parametrize("turned", [1, 3, 6, 8])
def test_a_photograph_comes_upright_however_the_camera_was_held(app: Flask, turned: int) -> None:
    content = photograph(turned)
    made, pdf = made_of(content, "jpeg")
    assert is_upright(looked_at(pdf))
    assert (made.pages, made.grade) == (1, "scan")
    assert b"Woonadres" in content
    assert b"Woonadres" not in pdf


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (packed(picture(), "PNG"), "png"),
        (packed(picture(mode="P"), "PNG"), "png"),
        (packed(picture(mode="CMYK"), "JPEG", quality=95), "jpeg"),
        (packed(picture(), "TIFF"), "tiff"),
        (packed(picture((6000, 4000)), "JPEG", quality=80), "jpeg"),
    ],
)
def test_every_kind_of_picture_comes_in_its_own_colours(
    app: Flask, content: bytes, kind: str
) -> None:
    _made, pdf = made_of(content, kind)
    assert is_upright(looked_at(pdf))


def test_what_is_transparent_is_paper(app: Flask) -> None:
    image = picture()
    image.putalpha(Image.new("L", image.size, 0))
    _made, pdf = made_of(packed(image, "PNG"), "png")
    assert looked_at(pdf).getextrema() == ((255, 255),) * 3


def test_a_scan_keeps_its_pages_and_its_size_and_stays_small(app: Flask) -> None:
    content = fax(3)
    made, pdf = made_of(content, "tiff")
    assert made.pages == 3
    assert len(pdf) < len(content) + 20_000
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        box = [float(value) for value in opened.pages[0].mediabox]
        assert box == pytest.approx([0, 0, 595.2, 841.92], abs=1)
        image = next(iter(opened.pages[0].resources.XObject.values()))
        assert image.Filter == pikepdf.Name.CCITTFaxDecode


def test_a_receipt_stands_on_a_sheet_at_its_own_size(app: Flask) -> None:
    _made, pdf = made_of(packed(picture((600, 900)), "PNG", dpi=(300, 300)), "png")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert [round(float(value)) for value in opened.pages[0].mediabox] == [0, 0, 595, 842]
        drawing = opened.pages[0].Contents.read_bytes()
        assert drawing.startswith(b"q 144.0003 0.0000 0.0000 216.0004 ")


@pytest.mark.parametrize(
    ("content", "kind", "failure"),
    [
        (packed(Image.new("1", (10_000, 10_000)), "PNG"), "png", "too_many_pixels"),
        (photograph()[:9000], "jpeg", "damaged"),
        (packed(picture(), "PNG")[:500], "png", "damaged"),
        (b"II*\0" + b"\xff" * 200, "tiff", "damaged"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 300, "heic", "damaged"),
    ],
)
def test_a_picture_that_is_too_large_or_broken_is_refused(
    app: Flask, content: bytes, kind: str, failure: str
) -> None:
    assert preparing.make(kept(content, kind), Limits()).failure == failure


def test_a_photograph_of_a_telephone_in_heic_can_be_read(app: Flask) -> None:
    made, _pdf = made_of(telephone_photo(), "heic")
    assert (made.pages, made.grade) == (1, "scan")


def test_pictures_hold_both_standards(app: Flask, tmp_path: Path) -> None:
    for content, kind in ((photograph(6), "jpeg"), (fax(2), "tiff")):
        made, pdf = made_of(content, kind)
        assert (made.accessible, made.archivable) == (True, True)
        verapdf.assert_holds(pdf, tmp_path)


def test_a_plan_that_was_scanned_keeps_its_size_and_its_dots(app: Flask) -> None:
    """A1 at 220 dots an inch, in black and white and in grey."""
    for mode in ("1", "L"):
        plan = picture((7283, 5145), mode)
        _made, pdf = made_of(packed(plan, "TIFF", dpi=(220, 220)), "tiff")
        with pikepdf.open(io.BytesIO(pdf)) as copy:
            page = copy.pages[0]
            assert [round(float(side)) for side in page.mediabox[2:]] == [2384, 1684]
            (image,) = page.Resources.XObject.values()
            assert (int(image.Width), int(image.Height)) == (7283, 5145)


def test_a_scan_larger_than_a_page_may_be_is_made_to_fit(app: Flask) -> None:
    _made, pdf = made_of(packed(picture((24_000, 1200), "1"), "TIFF", dpi=(100, 100)), "tiff")
    with pikepdf.open(io.BytesIO(pdf)) as copy:
        assert max(float(side) for side in copy.pages[0].mediabox) == 14_400


def test_a_camera_knows_no_size(app: Flask) -> None:
    """Cameras write 300 dots an inch; a photograph is printed on A4 all the same."""
    taken = Image.Exif()
    taken.get_ifd(0x8769)[0x829A] = 0.01
    content = packed(picture((6000, 4000)), "JPEG", dpi=(300, 300), exif=taken)
    _made, pdf = made_of(content, "jpeg")
    with pikepdf.open(io.BytesIO(pdf)) as copy:
        assert [round(float(side)) for side in copy.pages[0].mediabox[2:]] == [842, 595]
