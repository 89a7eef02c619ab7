"""Pictures read for a PDF: upright, not larger than is printed, in colours that are known.

Opened only in a process of its own. A JPEG of ordinary size keeps its own bytes, without what the
camera wrote beside it (place, time, maker).
"""

from __future__ import annotations

import io
import math
import struct
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pi_heif
from PIL import Image, ImageCms, ImageOps, TiffImagePlugin

from app.papers.faxes import own_fax
from app.papers.limits import Limits
from app.papers.picture_pages import Picture
from app.papers.unusable import PaperUnusable

FORMATS = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "tiff": ("TIFF",), "heic": ("HEIF",)}
#: What the decoders raise on pictures that are broken or hostile.
BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    struct.error,
    SyntaxError,
    TypeError,
    ValueError,
    zlib.error,
    Image.DecompressionBombError,
)
#: Beyond it a photograph is made smaller: enough for A4 at 430 dots an inch. What was scanned keeps
#: its dots, for a plan is read with a finger on it.
LONGEST_SIDE = 5000
#: Flat pictures (drawings, screens, letters) stay exact up to this many bytes; others become JPEG.
MOST_EXACT = 4 * 1024 * 1024
QUALITY = 90
#: Dots an inch that a scanner gives; a camera writes 72, which says nothing.
LEAST_DPI = 100
#: Where a camera notes how it worked, and for how long it saw light (EXIF 2.3).
_OF_CAMERA, _EXPOSURE = 0x8769, 0x829A


def measured(path: Path, kind: str, limits: Limits) -> int:
    """How many pictures it holds; their sizes are judged before one is decoded."""
    with _opened(path, kind) as picture:
        frames = _frames(picture)
        if frames > limits.pages:
            raise PaperUnusable("too_many_pages")
        total = 0
        for _frame in _each(picture, frames):
            width, height = picture.size
            total += width * height
            if width * height > limits.pixels or total > limits.pixels_in_all:
                raise PaperUnusable("too_many_pixels")
    return frames


def require_whole(path: Path, kind: str) -> None:
    """Refuse a picture of which the end got lost; of several pages the heads say so already."""
    with _opened(path, kind) as picture:
        if _frames(picture) == 1:
            picture.draft(None, (1, 1))  # a JPEG is read whole, and decoded at an eighth
            picture.load()


def pictures(path: Path, kind: str) -> Iterator[Picture]:
    """The pictures in order, each as it goes into a PDF; raises PaperUnusable."""
    with _opened(path, kind) as picture:
        for _frame in _each(picture, _frames(picture)):
            dpi, longest = _dpi(picture), max(picture.size)
            own = {"jpeg": _own_jpeg, "tiff": own_fax}.get(kind)
            found = (own(path, picture) if own else None) or _drawn(picture)
            kept = max(found.width, found.height) / longest
            yield replace(found, dpi=dpi * kept if dpi else None)


class _opened:
    """A picture as a context; whatever a broken one raises becomes PaperUnusable."""

    def __init__(self, path: Path, kind: str) -> None:
        self.path, self.formats = path, FORMATS[kind]
        self.picture: Image.Image | None = None

    def __enter__(self) -> Image.Image:
        warnings.simplefilter("ignore")
        Image.MAX_IMAGE_PIXELS = None  # we look at the size ourselves, before anything is decoded
        if "HEIF" in self.formats:
            pi_heif.register_heif_opener(thumbnails=False)
        try:
            self.picture = Image.open(self.path, formats=self.formats)
        except BROKEN as error:
            raise PaperUnusable("damaged") from error
        return self.picture

    def __exit__(self, kind: type[BaseException] | None, error: object, _trace: object) -> None:
        if self.picture is not None:
            self.picture.close()
        if kind is not None and issubclass(kind, MemoryError):
            raise PaperUnusable("too_heavy")
        if kind is not None and issubclass(kind, BROKEN):
            raise PaperUnusable("damaged")


def _frames(picture: Image.Image) -> int:
    """How many pages it has; the second picture that a telephone puts in a JPEG is no page."""
    return int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1


def _each(picture: Image.Image, frames: int) -> Iterator[int]:
    for number in range(frames):
        if frames > 1:
            picture.seek(number)
        yield number


def _dpi(picture: Image.Image) -> float | None:
    """Dots an inch, where the file says so in earnest and in both directions alike."""
    found = picture.info.get("dpi")
    if _EXPOSURE in picture.getexif().get_ifd(_OF_CAMERA):
        return None  # a camera knows no size
    try:
        across, down = (float(value) for value in found or ())
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    fits = LEAST_DPI <= across <= 2400 and abs(across - down) <= 1
    return across if fits and math.isfinite(across) else None


def _own_jpeg(path: Path, picture: Image.Image) -> Picture | None:
    """The JPEG as it came, where nothing has to be changed about the picture itself."""
    plain = picture.format == "JPEG" and picture.mode in ("L", "RGB")
    if not plain or (max(picture.size) > LONGEST_SIDE and _dpi(picture) is None):
        return None
    if picture.info.get("icc_profile") and not _is_srgb(picture.info["icc_profile"]):
        return None
    data = _without_asides(path.read_bytes())
    if data is None:
        return None
    return Picture(
        data,
        *picture.size,
        filter="/DCTDecode",
        grey=picture.mode == "L",
        turned=_turn(picture),
    )


def _without_asides(data: bytes) -> bytes | None:
    """A JPEG without comments and what programs wrote beside it; None where it cannot be told."""
    kept, at = [b"\xff\xd8"], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xFF:
            at += 1
            continue
        if length < 2:
            return None
        aside = 0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)
        if not aside:
            kept.append(data[at : at + 2 + length])
        at += 2 + length
        if marker == 0xDA:  # the picture itself begins here; what follows its end is dropped
            end = data.rfind(b"\xff\xd9")
            return b"".join(kept) + data[at : end + 2] if end >= at else None
    return None


def _turn(picture: Image.Image) -> int:
    found = picture.getexif().get(0x0112, 1)
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def _drawn(picture: Image.Image) -> Picture:
    """The picture decoded, upright, not larger than is printed, in black, grey or sRGB."""
    longest = max(picture.size) if _dpi(picture) else LONGEST_SIDE
    if picture.format in ("JPEG", "MPO"):
        picture.draft(None, (longest, longest))
    upright = ImageOps.exif_transpose(picture)
    plain = _plain(upright, picture.info.get("icc_profile"))
    if plain.mode == "1":
        return _black_and_white(plain)
    if max(plain.size) > longest:
        plain.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    grey = plain.mode == "L"
    if picture.format in ("PNG", "TIFF"):
        exact = zlib.compress(plain.tobytes(), 6)
        if len(exact) <= MOST_EXACT:
            return Picture(exact, *plain.size, filter="/FlateDecode", grey=grey)
    packed = io.BytesIO()
    plain.save(packed, "JPEG", quality=QUALITY, optimize=True)
    return Picture(packed.getvalue(), *plain.size, filter="/DCTDecode", grey=grey)


def _plain(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture without transparency, as mode 1, L or RGB, in sRGB."""
    if picture.mode == "1":
        return picture
    if picture.mode.startswith("I"):  # sixteen bits of grey
        return picture.convert("I").point(lambda value: value / 257).convert("L")
    if picture.mode == "F":
        return picture.convert("L")
    if "A" in picture.getbands() or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        return _in_srgb(Image.alpha_composite(white, seen).convert("RGB"), profile)
    if picture.mode in ("L", "RGB", "CMYK", "LAB"):
        return _in_srgb(picture, profile)
    return picture.convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours that were meant, as far as the file says which."""
    if profile and not (picture.mode == "RGB" and _is_srgb(profile)) and picture.mode != "L":
        try:
            found = ImageCms.profileToProfile(
                picture,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            found = None
        if found is not None:
            return found
    return picture if picture.mode in ("L", "RGB") else picture.convert("RGB")


def _is_srgb(profile: bytes) -> bool:
    return b"sRGB" in profile[:1024]


def _black_and_white(picture: Image.Image) -> Picture:
    """Two colours, as a fax packs them: a scanned page takes some tens of kilobytes."""
    packed = io.BytesIO()
    in_one_strip = (picture.width + 7) // 8 * picture.height
    picture.save(packed, "TIFF", compression="group4", strip_size=in_one_strip)
    with Image.open(packed, formats=("TIFF",)) as again:
        if not isinstance(again, TiffImagePlugin.TiffImageFile):
            raise TypeError("no TIFF")
        offset, count = again.tag_v2[273][0], again.tag_v2[279][0]
    data = packed.getvalue()[offset : offset + count]
    return Picture(
        data,
        *picture.size,
        filter="/CCITTFaxDecode",
        grey=True,
        bits=1,
        parameters={"K": -1, "BlackIs1": True, "Columns": picture.width, "Rows": picture.height},
    )
