"""PDFs that are locked, broken, or far too large: made here, byte by byte."""

from __future__ import annotations

import random
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from tests.packs import pdf_files
from tests.packs.pdf_files import as_bytes, blank_paper
from tests.papers.odd import EITHER, REFUSED, Odd

MEGABYTE = 1024 * 1024


def owner_locked() -> bytes:
    """Opens for everybody, but its owner allows no copying and no changes."""
    locked = pikepdf.Encryption(
        owner="eigenaar", user="", allow=pikepdf.Permissions(extract=False, modify_other=False)
    )
    return as_bytes(blank_paper(), encryption=locked)


def bits_flipped(seed: int, share: float) -> bytes:
    """A paper of which some bits turned over on the way."""
    content = bytearray(pdf_files.paper(5))
    chance = random.Random(seed)
    for _flip in range(max(3, int(len(content) * share))):
        content[chance.randrange(20, len(content))] ^= 1 << chance.randrange(8)
    return bytes(content)


def without_end() -> bytes:
    """A paper whose last hundred bytes were not sent."""
    return pdf_files.paper(3)[:-100]


def after_rubbish() -> bytes:
    """A paper behind a page of HTML, as a portal sends it."""
    return b"<!doctype html><title>Download</title>\n" * 10 + pdf_files.paper()


def stated_pages(count: int) -> bytes:
    """A file that says to have very many pages, and has one."""
    pdf = blank_paper()
    pdf.Root.Pages.Count = count
    return as_bytes(pdf)


def odd_size(*box: float) -> bytes:
    """A page with a box that is no page."""
    pdf = blank_paper()
    pdf.pages[0].obj.MediaBox = Array([*box])
    return as_bytes(pdf)


def no_size() -> bytes:
    """A page that does not say how large it is."""
    pdf = blank_paper()
    del pdf.pages[0].obj.MediaBox
    return as_bytes(pdf)


def huge_unit() -> bytes:
    """A page of a usual size, in units of a metre."""
    pdf = blank_paper()
    pdf.pages[0].obj.UserUnit = 2834
    return as_bytes(pdf)


def packed(megabytes: int, times: int = 1) -> bytes:
    """Spaces, packed as often as asked."""
    packer = zlib.compressobj(9)
    block = b" " * MEGABYTE
    content = b"".join(packer.compress(block) for _each in range(megabytes)) + packer.flush()
    for _again in range(times - 1):
        content = zlib.compress(content, 9)
    return content


def drawing_bomb(megabytes: int, times: int = 1) -> bytes:
    """A page whose drawing unpacks to gigabytes."""
    pdf = blank_paper()
    drawing = Stream(pdf, packed(megabytes, times))
    drawing.Filter = Array([Name.FlateDecode] * times)
    pdf.pages[0].obj.Contents = drawing
    return as_bytes(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def picture_bomb(side: int) -> bytes:
    """A picture in the page that weighs a few kilobytes and is billions of points large."""
    pdf = blank_paper()
    picture = Stream(pdf, packed(8))
    picture.Type, picture.Subtype = Name.XObject, Name.Image
    picture.Width = picture.Height = side
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceRGB, 8
    picture.Filter = Name.FlateDecode
    pdf.pages[0].obj.Resources.XObject = Dictionary(Im0=picture)
    pdf.pages[0].contents_add(b"q 400 0 0 400 50 50 cm /Im0 Do Q")
    return as_bytes(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def font_bomb() -> bytes:
    """A letter type whose program unpacks to a gigabyte."""
    pdf = blank_paper()
    program = Stream(pdf, packed(1000))
    program.Filter, program.Length1 = Name.FlateDecode, 1000 * MEGABYTE
    font = pdf.pages[0].obj.Resources.Font.F1
    font.Subtype, font.BaseFont = Name.TrueType, Name("/ABCDEF+Groot")
    font.FirstChar, font.LastChar, font.Widths = 32, 33, Array([500, 500])
    font.FontDescriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=font.BaseFont,
        Flags=32,
        FontBBox=Array([0, 0, 1000, 1000]),
        ItalicAngle=0,
        Ascent=800,
        Descent=-200,
        CapHeight=700,
        StemV=80,
        FontFile2=program,
    )
    return as_bytes(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def many_steps() -> bytes:
    """A page drawn in two million small steps."""
    pdf = blank_paper()
    pdf.pages[0].contents_add(b"0 0 m 9 9 l S\n" * 700_000)
    return as_bytes(pdf, compress_streams=True, recompress_flate=True)


def many_links() -> bytes:
    """A page with twenty thousand links on top of each other."""
    pdf = blank_paper()
    target = Dictionary(S=Name.URI, URI=String("https://www.groningen.nl/"))
    pdf.pages[0].obj.Annots = Array(
        [
            pdf.make_indirect(
                Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=target)
            )
            for _each in range(20_000)
        ]
    )
    return as_bytes(pdf)


def many_objects() -> bytes:
    """A file with a quarter of a million things that nothing uses."""
    pdf = blank_paper()
    pdf.Root.Los = Array([pdf.make_indirect(Dictionary(N=n)) for n in range(250_000)])
    return as_bytes(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def nested_lists() -> bytes:
    """A drawing with lists in lists, fifty thousand deep."""
    pdf = blank_paper()
    pdf.pages[0].contents_add(b"[" * 50_000 + b"]" * 50_000 + b" TJ")
    return as_bytes(pdf)


def many_updates() -> bytes:
    """A file that was added to six hundred times."""
    content = pdf_files.paper()
    start = content.rindex(b"startxref")
    before = int(content[start:].split()[1])
    pieces, length = [content], len(content)
    for _each in range(600):
        entry = b"xref\n0 0\ntrailer\n<< /Size 9 /Root 1 0 R /Prev %d >>\n" % before
        piece = entry + b"startxref\n%d\n%%%%EOF\n" % length
        pieces.append(piece)
        before, length = length, length + len(piece)
    return b"".join(pieces)


def odd_pictures() -> bytes:
    """Pictures in packings that few programs read, filled with rubbish."""
    pdf = blank_paper(text="Gewone tekst")
    pictures = Dictionary()
    for number, kind in enumerate(("JPXDecode", "JBIG2Decode", "DCTDecode", "CCITTFaxDecode")):
        picture = Stream(pdf, b"\x00\xffgeen beeld" * 40)
        picture.Type, picture.Subtype = Name.XObject, Name.Image
        picture.Width, picture.Height, picture.BitsPerComponent = 40, 40, 8
        picture.ColorSpace, picture.Filter = Name.DeviceGray, Name(f"/{kind}")
        pictures[f"/Im{number}"] = picture
        pdf.pages[0].contents_add(f"q 40 0 0 40 50 {50 * number} cm /Im{number} Do Q".encode())
    pdf.pages[0].obj.Resources.XObject = pictures
    return as_bytes(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def unfinished_drawing() -> bytes:
    """A drawing that stops in the middle of a word, with orders that do not exist."""
    pdf = blank_paper(text="Gewone tekst")
    pdf.pages[0].contents_add(b"q BT /F1 12 Tf /Weg 3 Tf EMC EMC Q Q ET dansen (open (haak")
    return as_bytes(pdf)


def no_pages() -> bytes:
    """A whole file without a page."""
    return as_bytes(Pdf.new())


PAPERS = (
    Odd("met wachtwoord", pdf_files.encrypted_paper, REFUSED, "begroting.pdf"),
    Odd("met rechten beperkt door de maker", owner_locked, keeps="Stuk blad 1"),
    Odd("na een derde afgekapt", pdf_files.damaged_paper, REFUSED),
    Odd("de laatste honderd bytes ontbreken", without_end, REFUSED),
    Odd("leeg", lambda: b"", REFUSED),
    Odd("tekst die pdf heet", lambda: b"Geen PDF maar tekst.", REFUSED),
    Odd("programma dat pdf heet", lambda: b"MZ\x90\x00" + bytes(4000), REFUSED),
    Odd("bits omgevallen, weinig", lambda: bits_flipped(7, 0.001), EITHER),
    Odd("bits omgevallen, veel", lambda: bits_flipped(11, 0.02), EITHER),
    Odd("achter een bladzijde HTML", after_rubbish, EITHER),
    Odd("zonder bladzijden", no_pages, REFUSED),
    Odd("zegt 200.000 bladzijden te hebben", lambda: stated_pages(200_000), EITHER),
    Odd("200.000 keer dezelfde bladzijde", lambda: pdf_files.many_pages(200_000), REFUSED),
    Odd("bladzijde van dertig meter", pdf_files.enormous_page, REFUSED),
    Odd("bladzijde in eenheden van een meter", huge_unit, REFUSED),
    Odd("bladzijde zonder oppervlak", lambda: odd_size(0, 0, 0, 0), REFUSED),
    Odd("bladzijde ondersteboven gemeten", lambda: odd_size(595, 842, 0, 0), keeps="Stuk blad 1"),
    Odd("bladzijde zonder maat", no_size, keeps="Stuk blad 1"),
    Odd("tekening van 4 GB, ingepakt", lambda: drawing_bomb(4000), REFUSED),
    Odd("tekening drie keer ingepakt", lambda: drawing_bomb(2000, 3), REFUSED),
    Odd("beeld van 3,6 miljard punten", lambda: picture_bomb(60_000), REFUSED),
    Odd("lettertype van 1 GB, ingepakt", font_bomb, REFUSED),
    Odd("twee miljoen tekenstappen", many_steps, EITHER),
    Odd("20.000 koppelingen op een bladzijde", many_links, EITHER),
    Odd("250.000 losse objecten", many_objects, keeps="Stuk blad 1"),
    Odd("lijsten, 50.000 diep", nested_lists, REFUSED),
    Odd("600 keer aangevuld", many_updates, EITHER),
    Odd("beelden met onzin erin", odd_pictures, EITHER),
    Odd("tekening breekt af", unfinished_drawing, keeps="Gewone tekst blad 1"),
)
