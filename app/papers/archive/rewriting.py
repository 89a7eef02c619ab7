"""Drawing instructions written anew where they hold what an archive does not allow."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from app.papers.archive.contents import (
    CATEGORIES,
    INTENTS,
    Content,
    inline_is_allowed,
)
from app.papers.archive.skimming import OPERATORS
from app.papers.archive.walking import looked_up

Instruction = pikepdf.ContentStreamInstruction
AnyInstruction = Instruction | pikepdf.ContentStreamInlineImage
_SPACES = ("/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/Pattern")
_FULL_KEYS = {
    "/W": "/Width",
    "/H": "/Height",
    "/BPC": "/BitsPerComponent",
    "/CS": "/ColorSpace",
    "/F": "/Filter",
    "/DP": "/DecodeParms",
    "/D": "/Decode",
    "/IM": "/ImageMask",
}
_FULL_VALUES = {
    "/G": "/DeviceGray",
    "/RGB": "/DeviceRGB",
    "/CMYK": "/DeviceCMYK",
    "/I": "/Indexed",
    "/AHx": "/ASCIIHexDecode",
    "/A85": "/ASCII85Decode",
    "/LZW": "/LZWDecode",
    "/Fl": "/FlateDecode",
    "/RL": "/RunLengthDecode",
    "/CCF": "/CCITTFaxDecode",
    "/DCT": "/DCTDecode",
}


def rewrite(pdf: Pdf, content: Content) -> None:
    """Write the instructions anew without what cannot be understood or is not allowed."""
    kept = _balanced(list(_kept(pdf, content)))
    data = pikepdf.unparse_content_stream(kept)
    if isinstance(content.holder, Stream):
        content.holder.write(data)
    else:
        content.holder["/Contents"] = Stream(pdf, data)


def _kept(pdf: Pdf, content: Content) -> Iterator[AnyInstruction]:
    for instruction in pikepdf.parse_content_stream(content.holder):
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            allowed = inline_is_allowed(instruction.iimage)
            yield instruction if allowed else _as_xobject(pdf, content, instruction.iimage)
            continue
        operator = str(instruction.operator)
        if operator in OPERATORS:
            mended = _mended(content, operator, instruction)
            if mended is not None:
                yield mended


def _mended(content: Content, operator: str, instruction: Instruction) -> Instruction | None:
    operands = list(instruction.operands)
    name = operands[-1] if operands and isinstance(operands[-1], Name) else None
    if operator == "ri" and (name is None or str(name) not in INTENTS):
        return None
    if name is None or operator not in (*CATEGORIES, "cs", "CS"):
        return instruction
    category = CATEGORIES.get(operator, "/ColorSpace")
    if str(name) in _SPACES or looked_up(content, category, str(name)) is not None:
        return instruction
    if category == "/Properties":
        plain = "BMC" if operator == "BDC" else "MP"
        return Instruction(operands[:1], pikepdf.Operator(plain))
    return None


def _balanced(instructions: list[AnyInstruction]) -> list[AnyInstruction]:
    """Close what is left open, and leave out what closes nothing."""
    depth = 0
    kept: list[AnyInstruction] = []
    for instruction in instructions:
        operator = str(instruction.operator)
        if operator == "Q" and depth == 0:
            continue
        depth += {"q": 1, "Q": -1}.get(operator, 0)
        kept.append(instruction)
    return kept + [Instruction([], pikepdf.Operator("Q"))] * depth


def _as_xobject(pdf: Pdf, content: Content, image: pikepdf.PdfInlineImage) -> Instruction:
    """A picture in the instructions becomes one beside them, which is mended as all others."""
    stream = Stream(pdf, image.read_raw_bytes())
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    for key, value in image.obj.items():
        full = _FULL_KEYS.get(key, key)
        if key == "/I":
            continue
        stream[full] = _full_value(content, full, value)
    things = content.resources.get("/XObject")
    if not isinstance(things, Dictionary):
        content.resources["/XObject"] = things = Dictionary()
    number = len(things)
    while f"/Inline{number}" in things:
        number += 1
    things[f"/Inline{number}"] = pdf.make_indirect(stream)
    content.named.setdefault("/XObject", set()).add(f"/Inline{number}")
    return Instruction([Name(f"/Inline{number}")], pikepdf.Operator("Do"))


def _full_value(content: Content, key: str, value: Object) -> Object:
    if isinstance(value, Array) and key in ("/Filter", "/ColorSpace"):
        return Array([_full_value(content, key, one) for one in value])
    if not isinstance(value, Name):
        return value
    full = _FULL_VALUES.get(str(value), str(value))
    own = looked_up(content, "/ColorSpace", full) if key == "/ColorSpace" else None
    return own if own is not None else Name(full)
