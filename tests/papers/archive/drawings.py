"""What an archive does not allow in drawings and can be mended, one paper each."""

from __future__ import annotations

import io
from collections.abc import Mapping

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String
from PIL import Image

from tests.papers.archive.drawn import Build, drawn, form, mark, named, picture, state

_BOX = b"20 20 200 120 re f"
_CMYK_SHADES = bytes(range(0, 256, 4))


def _tint(pdf: Pdf, end: list[float]) -> Object:
    return pdf.make_indirect(
        Dictionary(
            FunctionType=2, Domain=Array([0, 1]), N=1, C0=Array([0] * len(end)), C1=Array(end)
        )
    )


def _cmyk_instructions() -> Pdf:
    return drawn(b"0.2 0.8 0.1 0 k " + _BOX + b" /DeviceCMYK CS 1 0 0 0 SC 3 w 10 10 m 90 90 l S")


def _cmyk_in_a_form() -> Pdf:
    pdf = drawn(b"/Fm Do")
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)
    return named(pdf, "/XObject", "/Fm", form(pdf, b"0 1 1 0 k " + _BOX, Group=group))


def _cmyk_picture() -> Pdf:
    pdf = drawn(b"200 0 0 120 20 20 cm /Im Do")
    return named(pdf, "/XObject", "/Im", picture(pdf, _CMYK_SHADES, Name.DeviceCMYK))


def _overprinted_cmyk() -> Pdf:
    return drawn(b"/GS gs 0.4 0 0 0 k " + _BOX, ExtGState=state(OP=True, op=True, OPM=1))


def _two_inks_of_one_name() -> Pdf:
    pdf = drawn(b"/A cs 1 sc 10 10 50 50 re f /B cs 1 sc 90 10 50 50 re f")
    for name, end in (("/A", [1.0, 0, 0, 0]), ("/B", [0, 0, 1.0, 0])):
        ink = Array([Name.Separation, Name("/Huisstijl"), Name.DeviceCMYK, _tint(pdf, end)])
        named(pdf, "/ColorSpace", name, ink)
    return pdf


def mixed_inks(end: list[float]) -> Pdf:
    """A paper in an ink of a house style, alone and mixed with black; `end` is how it looks."""
    pdf = drawn(b"/A cs 0.5 1 sc 10 10 50 50 re f /B cs 1 sc 90 10 50 50 re f")
    house, both = Name("/Huisstijl"), Array([Name("/Huisstijl"), Name.Black])
    own = Array([Name.Separation, house, Name.DeviceCMYK, _tint(pdf, end)])
    black = Array([Name.Separation, Name.Black, Name.DeviceCMYK, _tint(pdf, [0, 0, 0, 1.0])])
    mixed = Stream(pdf, b"{ pop dup 0 mul exch dup 0 mul exch dup 0 mul exch }")
    mixed.FunctionType, mixed.Domain = 4, Array([0, 1, 0, 1])
    mixed.Range = Array([0, 1] * 4)
    facts = Dictionary(
        Colorants=Dictionary(Huisstijl=own, Black=black),
        MixingHints=Dictionary(Solidities=Dictionary(Huisstijl=0.5)),
    )
    space = [Name.DeviceN, both, Name.DeviceCMYK, pdf.make_indirect(mixed), facts]
    named(pdf, "/ColorSpace", "/A", Array(space))
    return named(pdf, "/ColorSpace", "/B", own)


def _unusable_profile() -> Pdf:
    pdf = drawn(b"/C cs 0.2 0.4 0.9 sc " + _BOX)
    profile = Stream(pdf, b"no profile at all")
    profile.N = 3
    return named(pdf, "/ColorSpace", "/C", Array([Name.ICCBased, pdf.make_indirect(profile)]))


def _state_for_presses() -> Pdf:
    halftone = Dictionary(HalftoneType=1, Frequency=60, Angle=45, SpotFunction=Name.Round)
    facts = state(HT=halftone, TR=Name.Identity, HTP=Array([0, 0]), RI=Name("/Perfect"))
    return drawn(b"/GS gs 0 0.5 0 rg " + _BOX, ExtGState=facts)


def _unknown_blending() -> Pdf:
    glow = state(BM=Name("/Glow"))
    return drawn(b"1 1 0 rg " + _BOX + b" /GS gs 0 1 1 rg " + _BOX, ExtGState=glow)


def _soft_mask_that_ends() -> Pdf:
    pdf = drawn(b"q /GS gs 1 0 0 rg 0 0 300 200 re f /None gs 0 0 1 rg 150 0 150 200 re f Q")
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    mask = Dictionary(S=Name.Luminosity, G=form(pdf, b"1 g 0 0 60 200 re f", Group=group))
    named(pdf, "/ExtGState", "/GS", Dictionary(SMask=mask))
    return named(pdf, "/ExtGState", "/None", Dictionary(SMask=Name("/None")))


def _smoothed_picture() -> Pdf:
    pdf = drawn(b"200 0 0 120 20 20 cm /Im Do")
    other = Array([Dictionary(Image=picture(pdf, bytes(16), Name.DeviceGray))])
    image = picture(pdf, bytes(range(16)), Name.DeviceGray, Alternates=other)
    image.Interpolate, image.Intent = True, Name("/Perfect")
    return named(pdf, "/XObject", "/Im", image)


def _smoothed_inline_picture() -> Pdf:
    head = b"200 0 0 120 20 20 cm BI /W 4 /H 4 /BPC 8 /CS /G /I true /F /AHx ID "
    return drawn(head + bytes(range(0, 256, 16)).hex().encode() + b"> EI")


def _jpeg_2000_without_boxes() -> Pdf:
    pdf = drawn(b"200 0 0 120 20 20 cm /Im Do")
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((32, 32)).save(buffer, "JPEG2000", no_jp2=True)
    image = picture(pdf, buffer.getvalue(), Name.DeviceGray, Filter=Name.JPXDecode)
    image.Width, image.Height = 32, 32
    return named(pdf, "/XObject", "/Im", image)


def _odd_instructions() -> Pdf:
    return drawn(b"q 0 0 1 rg /Perfect ri blink " + _BOX + b"%remark\n Q Q q /Gone Do /Gone gs")


def _postscript_and_references() -> Pdf:
    pdf = drawn(b"/Fm Do /PS Do")
    other = Dictionary(F=String("elders.pdf"), Page=0)
    named(pdf, "/XObject", "/Fm", form(pdf, b"1 0 0 rg " + _BOX, Ref=other, OPI=Dictionary()))
    program = Stream(pdf, b"showpage")
    program.Type, program.Subtype = Name.XObject, Name.PS
    return named(pdf, "/XObject", "/PS", pdf.make_indirect(program))


def _names_of_the_page_around() -> Pdf:
    pdf = drawn(b"/Fm Do", ExtGState=state(ca=0.5))
    return named(pdf, "/XObject", "/Fm", form(pdf, b"/GS gs " + _BOX, Resources=Dictionary()))


def _marks_without_a_look() -> Pdf:
    pdf = drawn(b"0.9 g " + _BOX)
    corners = Array([60, 110, 240, 110, 60, 60, 240, 60])
    red = Array([1, 0, 0])
    for kind in ("Highlight", "Underline", "StrikeOut"):
        mark(pdf, kind, C=red, QuadPoints=corners)
    mark(pdf, "Square", C=red, F=3)
    mark(pdf, "Circle", C=red, IC=Array([0, 1, 0]))
    mark(pdf, "Ink", C=red, InkList=Array([Array([60, 60, 100, 110, 200, 60])]))
    return mark(pdf, "Line", C=red, L=Array([60, 60, 240, 110]))


def _marks_that_act() -> Pdf:
    pdf = drawn(_BOX)
    program = Dictionary(S=Name.Launch, F=String("cmd.exe"))
    mark(pdf, "Link", A=program, AA=Dictionary(E=program))
    mark(pdf, "Link", A=Dictionary(S=Name.URI, URI=String("https://www.groningen.nl/")))
    mark(pdf, "Screen", A=program)
    pdf.Root.OpenAction = program
    pdf.attachments["kanarie.txt"] = b"kanarie"
    return pdf


def _hidden_layer() -> Pdf:
    pdf = drawn(b"/OC /Off BDC 1 0 0 rg " + _BOX + b" EMC 0 0 1 rg 5 5 20 20 re f")
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Concept")))
    rule = Dictionary(Event=Name.View, OCGs=Array([layer]), Category=Array([Name.View]))
    usual = Dictionary(OFF=Array([layer]), AS=Array([rule]), Order=Array([]))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=usual)
    return named(pdf, "/Properties", "/Off", layer)


#: By what is wrong with it.
MENDED: Mapping[str, Build] = {
    "CMYK in instructions": _cmyk_instructions,
    "CMYK in a form": _cmyk_in_a_form,
    "CMYK in a picture": _cmyk_picture,
    "overprinted CMYK": _overprinted_cmyk,
    "two inks of one name": _two_inks_of_one_name,
    "a profile of no use": _unusable_profile,
    "a state for presses": _state_for_presses,
    "unknown blending": _unknown_blending,
    "a soft mask that ends": _soft_mask_that_ends,
    "a smoothed picture": _smoothed_picture,
    "a smoothed inline picture": _smoothed_inline_picture,
    "JPEG 2000 without boxes": _jpeg_2000_without_boxes,
    "odd instructions": _odd_instructions,
    "PostScript and references": _postscript_and_references,
    "names of the page around": _names_of_the_page_around,
    "marks without a look": _marks_without_a_look,
    "marks that act": _marks_that_act,
    "a hidden layer": _hidden_layer,
}
#: These are drawn by some readers and not by others, or in colours of their own.
LOOKS_CHANGE = ("CMYK", "ink", "marks without", "smoothed inline")
