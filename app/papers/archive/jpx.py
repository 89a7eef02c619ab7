"""JPEG 2000 pictures: only those whose colours are told in one way (ISO 19005-2, 6.2.8.3)."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from pikepdf import Name, Object, Pdf
from PIL import Image

from app.papers.archive.notes import Notes

_SIGNATURE = b"\0\0\0\x0cjP  \r\n\x87\n"
_CIE_JAB = 19
_GRAY = Name.DeviceGray
_PLAIN = (_GRAY, Name.DeviceRGB)
_MOST_PIXELS = 60_000_000


def mend_jpx(pdf: Pdf, image: Object, notes: Notes) -> None:
    """Leave a picture that is allowed, and store another as plain pixels."""
    data = image.read_raw_bytes()
    try:
        if is_allowed(data, has_space="/ColorSpace" in image):
            return
        if image.get("/SMaskInData", 0) or image.get("/ColorSpace", _GRAY) not in _PLAIN:
            notes.add("images", "JPX with a mask or with other colours")
            return
        _as_pixels(image, data)
    except (OSError, ValueError, struct.error, Image.DecompressionBombError) as error:
        notes.add("images", f"JPX: {error}")


def is_allowed(data: bytes, *, has_space: bool) -> bool:
    """Whether the boxes of a JPEG 2000 file are as PDF/A-2 wants them."""
    if not data.startswith(_SIGNATURE):
        return False
    boxes = list(_boxes(data, 0, len(data)))
    header = next((body for kind, body in boxes if kind == b"jp2h"), b"")
    inner = list(_boxes(header, 0, len(header)))
    if any(kind == b"bpcc" for kind, _body in inner):
        return False
    sizes = [body for kind, body in inner if kind == b"ihdr"]
    if len(sizes) != 1 or struct.unpack_from(">H", sizes[0], 8)[0] not in (1, 3):
        return False
    if sizes[0][10] & 0x7F > 37:
        return False
    colours = [body for kind, body in inner if kind == b"colr"]
    return len(colours) == 1 and (has_space or _is_known(colours[0]))


def _is_known(colour: bytes) -> bool:
    if colour[0] == 1:
        return bool(struct.unpack_from(">I", colour, 3)[0] != _CIE_JAB)
    return colour[0] == 2


def _boxes(data: bytes, place: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    while place + 8 <= end:
        length, kind = struct.unpack_from(">I4s", data, place)
        start = place + 8
        if length == 1:
            length = struct.unpack_from(">Q", data, start)[0]
            start += 8
        length = length or end - place
        if length < 8:
            return
        yield kind, data[start : min(place + length, end)]
        place += length


def _as_pixels(image: Object, data: bytes) -> None:
    with Image.open(io.BytesIO(data)) as picture:
        if picture.width * picture.height > _MOST_PIXELS:
            raise ValueError("too large")
        if picture.mode not in ("L", "RGB"):
            raise ValueError(f"mode {picture.mode}")
        gray = picture.mode == "L"
        pixels = picture.tobytes()
        image.Width, image.Height = picture.size
    image.write(pixels)
    image.BitsPerComponent = 8
    image.ColorSpace = Name.DeviceGray if gray else Name.DeviceRGB
    for key in ("/Decode", "/SMaskInData"):
        if key in image:
            del image[key]
