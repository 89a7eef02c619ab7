"""What a PDF weighs once it is unpacked, found out without unpacking it: bombs are refused here."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from app.papers.limits import Limits
from app.papers.unusable import PaperUnusable

#: So much is unpacked at a time, and forgotten.
PIECE = 1024 * 1024
#: Filters that hold a picture: their weight is its width times its height.
PICTURES = frozenset({"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"})
_SHORT = {"/Fl": "/FlateDecode", "/A85": "/ASCII85Decode", "/AHx": "/ASCIIHexDecode"}


def require_light(pdf: Pdf, limits: Limits) -> None:
    """Refuse a file that holds more, or would take more, than a paper does."""
    if len(pdf.objects) > limits.objects:
        raise PaperUnusable("too_heavy")
    drawn = {part.objgen for page in pdf.pages for part in _contents(page.obj)}
    left, left_drawn = limits.unpacked_bytes, limits.drawn_bytes
    for thing in pdf.objects:
        if not isinstance(thing, Stream):
            continue
        is_picture = thing.get("/Subtype") == Name.Image
        if is_picture:
            _check_picture(thing, limits)
        is_drawn = thing.objgen in drawn or thing.get("/Subtype") == Name.Form
        # a picture may be large; drawings, fonts and tables of anybody honest are not
        most = left if is_picture else min(left, left_drawn if is_drawn else limits.drawn_bytes)
        size = unpacked(thing, most)
        if size > most:
            raise PaperUnusable("too_heavy")
        left -= size
        left_drawn -= size if is_drawn else 0


def _contents(page: Dictionary) -> list[Object]:
    found = page.get("/Contents")
    parts = list(found) if isinstance(found, Array) else [found]
    return [part for part in parts if isinstance(part, Stream)]


def _check_picture(picture: Stream, limits: Limits) -> None:
    sides = (picture.get("/Width", 0), picture.get("/Height", 0))
    if all(isinstance(side, int) for side in sides) and sides[0] * sides[1] > limits.pixels:
        raise PaperUnusable("too_many_pixels")


def unpacked(stream: Object, most: int) -> int:
    """How many bytes a stream becomes; stops counting just beyond `most`."""
    pieces: Iterable[bytes] = (stream.read_raw_bytes(),)
    for name in _filters(stream):
        if name in PICTURES:
            break
        if name == "/FlateDecode":
            pieces = _inflated(pieces)
        elif name == "/ASCII85Decode":
            pieces = (_from_ascii85(b"".join(pieces)),)
        elif name == "/ASCIIHexDecode":
            pieces = (_from_hex(b"".join(pieces)),)
        else:  # LZW and run lengths: seldom met, and let unpack under the limit of the process
            return len(stream.read_bytes(pikepdf.StreamDecodeLevel.generalized))
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            break
    return size


def _filters(stream: Object) -> list[str]:
    found = stream.get("/Filter")
    names = list(found) if isinstance(found, Array) else [found]
    return [_SHORT.get(str(name), str(name)) for name in names if isinstance(name, Name)]


def _inflated(pieces: Iterable[bytes]) -> Iterable[bytes]:
    """What comes out of Flate, piece by piece; where it is broken, as far as it goes."""
    unpacking = zlib.decompressobj()
    for packed in pieces:
        waiting = packed
        while waiting and not unpacking.eof:
            try:
                yield unpacking.decompress(waiting, PIECE)
            except zlib.error:
                return
            waiting = unpacking.unconsumed_tail


def _from_ascii85(text: bytes) -> bytes:
    try:
        return base64.a85decode(text.strip().removesuffix(b"~>").removeprefix(b"<~"))
    except ValueError:
        return text


def _from_hex(text: bytes) -> bytes:
    digits = b"".join(text.split()).removesuffix(b">")
    try:
        return binascii.unhexlify(digits + b"0" * (len(digits) % 2))
    except ValueError:
        return text
