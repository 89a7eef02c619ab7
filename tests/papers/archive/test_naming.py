"""What cannot be brought to an archive is named, also where the paper was made to do harm."""

from __future__ import annotations

from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from app.papers.archive import bring
from app.papers.archive.bringing import look_and_mend
from app.papers.archive.fonts.codemaps import to_unicode
from app.papers.archive.fonts.sfnt import Sfnt
from app.papers.archive.notes import FONT_PROBLEMS, PROBLEMS
from app.papers.words import reason
from tests.papers.archive.drawn import drawn, form, mark, named
from tests.papers.archive.lettered import composite, descriptor, lacking, truetype, written


def _symbols_of_an_unknown_font() -> Pdf:
    return lacking("Huisstijl-Pictogrammen", FontDescriptor=Dictionary(Flags=4))


def _chinese_by_name_only() -> Pdf:
    inner = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name("/STSong"))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/STSong"))
    font.Encoding, font.DescendantFonts = Name("/UniGB-UCS2-H"), Array([inner])
    return written(font, b"<4E2D6587>")


def _broken_program() -> Pdf:
    pdf = truetype(encoding=Name.WinAnsiEncoding)
    font = pdf.pages[0].obj.Resources.Font.F
    font.FontDescriptor = descriptor(pdf, "FontFile2", b"\0\1\0\0" + bytes(400), 32)
    return pdf


def _letters_that_nobody_knows() -> Pdf:
    pdf = composite("Zienswijze")
    _forget_names(pdf)
    return pdf


def _some_letters_that_nobody_knows(lost: str) -> Pdf:
    """A text in which these letters have a number that says nothing to others."""
    text = "Zienswijze op de begroting"
    pdf = composite(text)
    font = pdf.pages[0].obj.Resources.Font.F
    glyphs = Sfnt(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()).maps[(3, 1)]
    letters = {
        glyphs[ord(one)].to_bytes(2, "big"): "\ue000" if one in lost else one for one in text
    }
    font.ToUnicode = to_unicode(pdf, letters)
    _forget_names(pdf)
    return pdf


def _forget_names(pdf: Pdf) -> None:
    inner = pdf.pages[0].obj.Resources.Font.F.DescendantFonts[0]
    program = bytearray(inner.FontDescriptor.FontFile2.read_bytes())
    for tag in (b"cmap", b"post"):
        place = program.index(tag)
        program[place : place + 4] = b"zzzz"
    inner.FontDescriptor.FontFile2 = Stream(pdf, bytes(program))


def _map_without_end() -> Pdf:
    pdf = composite()
    endless = b"1 begincodespacerange <0000> <FFFF> endcodespacerange " + (
        b"1 begincidrange <00000000> <FFFFFFFF> 1 endcidrange "
    )
    pdf.pages[0].obj.Resources.Font.F.Encoding = Stream(pdf, endless)
    return pdf


def _drawing_that_holds_itself() -> Pdf:
    pdf = drawn(b"/Fm Do")
    loop = form(pdf, b"/Fm Do")
    loop.Resources = Dictionary(XObject=Dictionary(Fm=loop))
    return named(pdf, "/XObject", "/Fm", loop)


def _drawings_in_drawings() -> Pdf:
    pdf = drawn(b"q /Fm Do Q")
    inner = form(pdf, b"0 0 5 5 re f")
    for _level in range(40):
        inner = form(pdf, b"q /Fm Do Q", Resources=Dictionary(XObject=Dictionary(Fm=inner)))
    return named(pdf, "/XObject", "/Fm", inner)


def _unknown_ink() -> Pdf:
    pdf = drawn(b"/C cs 1 0 sc 20 20 100 100 re f")
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1)
    names = Array([Name("/Goud"), Name("/Zilver")])
    return named(pdf, "/ColorSpace", "/C", Array([Name.DeviceN, names, Name.DeviceRGB, tint]))


def _long_string() -> Pdf:
    return _with_root(Remark=String("a" * 40_000))


def _form_fields() -> Pdf:
    return _with_root(AcroForm=Dictionary(Fields=Array([Dictionary(T=String("naam"))])))


def _with_root(**facts: pikepdf.Object) -> Pdf:
    pdf = drawn(b"0 0 10 10 re f")
    for key, value in facts.items():
        pdf.Root[f"/{key}"] = value
    return pdf


NAMED: dict[str, tuple[Callable[[], Pdf], str]] = {
    "symbols of an unknown font": (_symbols_of_an_unknown_font, "fonts_not_embedded"),
    "Chinese by name only": (_chinese_by_name_only, "fonts_damaged"),
    "a broken program": (_broken_program, "fonts_damaged"),
    "letters that nobody knows": (_letters_that_nobody_knows, "characters_unknown"),
    "e, n and i that nobody knows": (
        lambda: _some_letters_that_nobody_knows("eni"),
        "characters_unknown",
    ),
    "one letter that nobody knows": (
        lambda: _some_letters_that_nobody_knows("b"),
        "characters_unknown",
    ),
    "a map without end": (_map_without_end, "fonts_damaged"),
    "a drawing that holds itself": (_drawing_that_holds_itself, "pages_odd"),
    "drawings in drawings": (_drawings_in_drawings, "pages_odd"),
    "text without a font": (lambda: drawn(b"BT /F 12 Tf (a) Tj ET"), "pages_odd"),
    "a huge number": (lambda: drawn(b"99999999999 w 0 0 10 10 re f"), "pages_odd"),
    "an unknown ink": (_unknown_ink, "colours"),
    "a stamp without a look": (lambda: mark(drawn(b""), "Stamp"), "annotations"),
    "a highlight of nothing": (lambda: mark(drawn(b""), "Highlight"), "annotations"),
    "fields of a form": (_form_fields, "annotations"),
    "layers without a state": (lambda: _with_root(OCProperties=Dictionary()), "layers"),
    "a long string": (_long_string, "too_large_for_archive"),
}


@pytest.mark.parametrize(("build", "code"), NAMED.values(), ids=list(NAMED))
def test_what_cannot_be_brought_is_named(build: Callable[[], Pdf], code: str) -> None:
    """The code of what stands in the way is given, and no other of its kind hides it."""
    noted = look_and_mend(build())
    assert noted.reasons[code]
    assert code in noted.among((*FONT_PROBLEMS, *PROBLEMS))


def test_problems_of_fonts_stand_apart() -> None:
    """What is wrong with letters keeps a paper from being accessible as well."""
    assert bring(_broken_program()).font_problems == ("fonts_damaged",)
    assert bring(_unknown_ink()).font_problems == ()


@pytest.mark.parametrize("code", [*FONT_PROBLEMS, *PROBLEMS])
def test_every_problem_has_a_sentence(code: str, app: object) -> None:
    """Whoever sent the paper reads what is wrong with it."""
    with app.test_request_context():  # type: ignore[attr-defined]
        assert reason(code)
