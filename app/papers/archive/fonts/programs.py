"""The font program inside a font dictionary: found, read by its kind, and put back."""

from __future__ import annotations

from pikepdf import Dictionary, Name, Object, Pdf, Stream

from app.papers.archive.fonts.cff import Cff
from app.papers.archive.fonts.faults import FontUnreadable
from app.papers.archive.fonts.sfnt import Sfnt, table_of
from app.papers.archive.fonts.type1 import Type1

Program = Cff | Sfnt | Type1
KEYS = ("/FontFile", "/FontFile2", "/FontFile3")


def embedded(font: Object) -> Stream | None:
    """The stream with the font program, or None where the paper lacks it."""
    descriptor = font.get("/FontDescriptor")
    if not isinstance(descriptor, Dictionary):
        return None
    listed = [descriptor.get(key) for key in KEYS]
    found = [one for one in listed if isinstance(one, Stream)]
    if len(found) > 1:
        raise FontUnreadable("more than one program")
    return found[0] if found else None


def read(font: Object) -> Program:
    """The program of an embedded font, told by its first bytes and not by its key."""
    stream = embedded(font)
    if stream is None:
        raise FontUnreadable("no program")
    data = stream.read_bytes()
    if data[:4] in (b"\0\1\0\0", b"true"):
        return Sfnt(data)
    if data[:4] == b"OTTO":
        return Cff(table_of(data, "CFF "))
    if data[:1] == b"\x80" or data.lstrip()[:2] == b"%!":
        return Type1(data)
    if data[:1] == b"\x01":
        return Cff(data)
    raise FontUnreadable("a program of another kind")


def is_in_place(font: Object, program: Program, *, wide: bool) -> bool:
    """Whether the program stands under the key, and with the kind, that go with it."""
    descriptor = font.FontDescriptor
    kind = font.get("/Subtype")
    if isinstance(program, Sfnt):
        wanted = Name.CIDFontType2 if wide else Name.TrueType
        return "/FontFile2" in descriptor and kind == wanted
    if isinstance(program, Type1):
        stream = descriptor.get("/FontFile")
        if not isinstance(stream, Stream) or kind not in (Name.Type1, Name.MMType1) or wide:
            return False
        return program.is_plain(int(stream.get("/Length1", 0)))
    stream = descriptor.get("/FontFile3")
    wanted, own = (Name.CIDFontType0, Name.CIDFontType0C) if wide else (Name.Type1, Name.Type1C)
    if not isinstance(stream, Stream) or stream.read_bytes()[:1] != b"\x01":
        return False
    return stream.get("/Subtype") == own and kind in (wanted, Name.MMType1)


def put(pdf: Pdf, font: Object, program: Program, *, wide: bool) -> None:
    """Put a mended program in the font, under the key that goes with its kind."""
    descriptor = pdf.make_indirect(Dictionary(_facts(font.FontDescriptor)))
    if isinstance(program, Sfnt):
        data = program.compile()
        stream = Stream(pdf, data)
        stream.Length1 = len(data)
        descriptor.FontFile2 = pdf.make_indirect(stream)
        font.Subtype = Name.CIDFontType2 if wide else Name.TrueType
    elif isinstance(program, Type1):
        data, clear, locked, zeros = program.compile()
        stream = Stream(pdf, data)
        stream.Length1, stream.Length2, stream.Length3 = clear, locked, zeros
        descriptor.FontFile = pdf.make_indirect(stream)
        font.Subtype = Name.Type1
    else:
        stream = Stream(pdf, program.compile())
        stream.Subtype = Name.CIDFontType0C if wide else Name.Type1C
        descriptor.FontFile3 = pdf.make_indirect(stream)
        font.Subtype = Name.CIDFontType0 if wide else Name.Type1
    font.FontDescriptor = descriptor


def _facts(descriptor: Object) -> dict[str, Object]:
    dropped = (*KEYS, "/CIDSet", "/CharSet")
    return {key: value for key, value in descriptor.items() if key not in dropped}
