"""Pictures that are far too large, oddly coloured, cut off, or not what they are called."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

from tests.papers.odd import EITHER, HEALED, REFUSED, SECRET, Odd
from tests.papers.producers import scanned_page

_HEIC = (
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAUJtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAA"
    "AAAAAAAAAAAA5waXRtAAAAAAABAAAAImlsb2MAAAAAREAAAQABAAAAAAFmAAEAAAAAAAAAUQAAACNpaW5mAAAAAAAB"
    "AAAAFWluZmUCAAAAAAEAAGh2YzEAAAAAwmlwcnAAAACkaXBjbwAAAHhodmNDAQNwAAAAAAAAAAAAHvAA/P34+AAADw"
    "MgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQCEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoDCBBZbqSSmubgQEDAgA"
    "AAMACAAAAwAIQCIAAQAHRAHBcrAiQAAAABRpc3BlAAAAAAAAAGAAAABAAAAAEHBpeGkAAAAAAwgICAAAABZpcG1hAA"
    "AAAAAAAAEAAQOBAoMAAABZbWRhdAAAAE0oAa9Y+IXyyb9VretYmPt3pS2CmstAjfEbAAtXXxcHGgj45B9nmb8kexPY"
    "tkFugJwkKE2Z7p+iTjyAWHeAsFqlpHAmlGkXBhVy1voZAQ=="
)


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """The bytes of a picture in a format."""
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def photo(side: int = 600, mode: str = "RGB") -> Image.Image:
    """A gradient, as every camera makes it."""
    return Image.radial_gradient("L").resize((side, side * 2 // 3)).convert(mode)


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """One piece of a PNG."""
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png_bomb(side: int) -> bytes:
    """A picture of a few bytes that says to be very large, and would be, unpacked."""
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(8 * 1024 * 1024), 9)
    parts = (png_chunk(b"IHDR", head), png_chunk(b"IDAT", rows), png_chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def hundred_megapixels() -> bytes:
    """A picture of 10,000 by 10,000 points that unpacks to 300 MB."""
    return saved(Image.new("RGB", (10_000, 10_000), (240, 240, 250)), "PNG")


def wordy_png() -> bytes:
    """A picture with a remark that unpacks to half a gigabyte."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Opmerking", "x" * (500 * 1024 * 1024), zip=True)
    return saved(photo(), "PNG", pnginfo=info)


def thousand_pages() -> bytes:
    """A fax of a thousand pages."""
    pages = [scanned_page(number, "1").resize((413, 584)) for number in range(1, 11)]
    return saved(
        pages[0], "TIFF", save_all=True, append_images=pages[1:] * 111, compression="group4"
    )


def circling_tiff() -> bytes:
    """A TIFF whose next page is its first."""
    content = bytearray(saved(photo(40, "L"), "TIFF"))
    (start,) = struct.unpack_from("<I", content, 4)
    (entries,) = struct.unpack_from("<H", content, start)
    struct.pack_into("<I", content, start + 2 + 12 * entries, start)
    return bytes(content)


def tiff_bomb() -> bytes:
    """A TIFF of a kilobyte that says to be 60,000 points wide and high."""
    content = bytearray(saved(photo(40, "L"), "TIFF"))
    (start,) = struct.unpack_from("<I", content, 4)
    (entries,) = struct.unpack_from("<H", content, start)
    for entry in range(start + 2, start + 2 + 12 * entries, 12):
        if struct.unpack_from("<H", content, entry)[0] in (256, 257, 278):
            struct.pack_into("<HII", content, entry + 2, 4, 1, 60_000)
    return bytes(content)


def cmyk_jpeg() -> bytes:
    """A picture in printer's colours, as an agency sends it."""
    return saved(photo(mode="CMYK"), "JPEG", quality=80)


def profiled_jpeg() -> bytes:
    """A picture with a colour profile that is no profile."""
    return saved(photo(), "JPEG", icc_profile=b"geen profiel" * 20)


def lab_tiff() -> bytes:
    """A picture in the colours of a laboratory."""
    to_lab = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
    )
    picture = ImageCms.applyTransform(photo(), to_lab)
    assert picture is not None
    return saved(picture, "TIFF")


def lying_photo() -> bytes:
    """A photo of a phone that lay on its side, with the place where it was made."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010E] = SECRET
    return saved(photo(), "JPEG", exif=exif)


def telephone_photo() -> bytes:
    """A small photo of our own as an iPhone sends it; heif-enc of libheif wrote it down once."""
    return base64.b64decode(_HEIC)


def heic_head() -> bytes:
    """A file that says to be a photo of an iPhone, and ends there."""
    return b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00\x00\x00\x20meta" + bytes(60)


def cut_off(content: bytes) -> bytes:
    """The first half of a picture."""
    return content[: len(content) // 2]


def vector_picture() -> bytes:
    """A drawing in text, with a script, that is called a PNG."""
    return f"<svg xmlns='http://www.w3.org/2000/svg'><script>{SECRET}</script></svg>".encode()


def films() -> bytes:
    """A moving picture."""
    first, *rest = (photo(200 + step) for step in range(5))
    return saved(first, "GIF", save_all=True, append_images=rest)


PAPERS = (
    Odd("PNG van honderd megapixels", hundred_megapixels, EITHER, "kaart.png"),
    Odd("PNG van 2,5 miljard punten, ingepakt", lambda: png_bomb(50_000), REFUSED, "kaart.png"),
    Odd("PNG met een opmerking van 500 MB", wordy_png, EITHER, "kaart.png"),
    Odd("PNG met doorzichtigheid", lambda: saved(photo(mode="RGBA"), "PNG"), file_name="logo.png"),
    Odd("PNG, 16 bits grijs", lambda: saved(photo(mode="I;16"), "PNG"), file_name="hoogte.png"),
    Odd("PNG, afgekapt", lambda: cut_off(saved(photo(), "PNG")), EITHER, "kaart.png"),
    Odd("JPEG in drukkleuren (CMYK)", cmyk_jpeg, file_name="affiche.jpg"),
    Odd("JPEG met onzin als kleurprofiel", profiled_jpeg, file_name="foto.jpg"),
    Odd("JPEG op zijn kant", lying_photo, file_name="IMG_0001.JPG"),
    Odd("JPEG, afgekapt", lambda: cut_off(saved(photo(), "JPEG")), EITHER, "foto.jpg"),
    Odd("JPEG die png heet", lambda: saved(photo(), "JPEG"), EITHER, "foto.png"),
    Odd("JPEG van één punt", lambda: saved(photo(3).crop((0, 0, 1, 1)), "JPEG"), EITHER, "x.jpg"),
    Odd("TIFF van duizend bladzijden", thousand_pages, EITHER, "fax.tif"),
    Odd("TIFF die rond loopt", circling_tiff, EITHER, "scan.tif"),
    Odd("TIFF die 3,6 miljard punten belooft", tiff_bomb, REFUSED, "scan.tif"),
    Odd("TIFF in kleuren van een lab", lab_tiff, EITHER, "foto.tif"),
    Odd(
        "TIFF, scan in zwart-wit",
        lambda: saved(scanned_page(1, "1"), "TIFF", compression="group4"),
        HEALED,
        "scan.tiff",
    ),
    Odd("HEIC van een telefoon", telephone_photo, HEALED, "IMG_0002.HEIC"),
    Odd("HEIC, afgekapt", lambda: cut_off(telephone_photo()), REFUSED, "IMG_0004.HEIC"),
    Odd("HEIC, alleen het begin", heic_head, REFUSED, "IMG_0003.HEIC"),
    Odd("SVG met script die png heet", vector_picture, REFUSED, "logo.png"),
    Odd("bewegend beeld (GIF)", films, REFUSED, "film.gif"),
)
