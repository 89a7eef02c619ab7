"""Papers as they may be received, made here byte by byte: good, odd, broken and hostile."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

A4 = (595.28, 841.89)
A4_LANDSCAPE = (841.89, 595.28)
A3_LANDSCAPE = (1190.55, 841.89)


def blank_paper(
    pages: int = 1, size: tuple[float, float] = A4, turn: int = 0, text: str = "Stuk"
) -> Pdf:
    """A paper whose pages read "Stuk blad 1", "Stuk blad 2", …"""
    pdf = Pdf.new()
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    for number in range(1, pages + 1):
        page = pdf.add_blank_page(page_size=size)
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        drawing = f"BT /F1 24 Tf 72 {size[1] - 120} Td ({text} blad {number}) Tj ET"
        page.obj.Contents = Stream(pdf, drawing.encode("ascii"))
        if turn:
            page.obj.Rotate = turn
    return pdf


def as_bytes(pdf: Pdf, **options: Any) -> bytes:
    """The file of a paper."""
    buffer = io.BytesIO()
    pdf.save(buffer, static_id=True, **options)
    return buffer.getvalue()


def paper(
    pages: int = 1, size: tuple[float, float] = A4, turn: int = 0, text: str = "Stuk"
) -> bytes:
    """An ordinary paper as bytes."""
    return as_bytes(blank_paper(pages, size, turn, text))


def encrypted_paper() -> bytes:
    """A paper that opens only with a password."""
    locked = pikepdf.Encryption(owner="eigenaar", user="lezer")
    return as_bytes(blank_paper(), encryption=locked)


def damaged_paper() -> bytes:
    """The first half of a paper."""
    whole = paper(3)
    return whole[: len(whole) // 3]


def acting_paper() -> bytes:
    """A paper with scripts, a program start, an embedded file, and one honest web link."""
    pdf = blank_paper(1)
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert('kanarie')"))
    pdf.Root.OpenAction = script
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
    pdf.attachments["kanarie.exe"] = b"MZ kanarie"
    page = pdf.pages[0]
    page.obj.AA = Dictionary(O=script)
    actions = [
        Dictionary(S=Name.Launch, F=String("cmd.exe")),
        script,
        Dictionary(S=Name.URI, URI=String("javascript:kanarie")),
        Dictionary(S=Name.URI, URI=String("https://www.groningen.nl/"), Next=script),
    ]
    page.obj.Annots = Array([pdf.make_indirect(_link(action)) for action in actions])
    return as_bytes(pdf)


def dead_link() -> bytes:
    """A page with a link that leads nowhere."""
    pdf = blank_paper(1)
    link = _link(Dictionary())
    del link.A
    link.Contents = String("paper-12")
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])
    return as_bytes(pdf)


def paper_with_form() -> bytes:
    """A paper with one filled in text field."""
    pdf = blank_paper(1)
    page = pdf.pages[0]
    look = Stream(pdf, b"/Tx BMC q BT /F1 12 Tf 2 5 Td (Ingevuld) Tj ET Q EMC")
    look.Type, look.Subtype = Name.XObject, Name.Form
    look.BBox = Array([0, 0, 200, 20])
    look.Resources = page.obj.Resources
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("naam"),
            V=String("Ingevuld"),
            DA=String("/F1 12 Tf 0 g"),
            Rect=Array([72, 400, 272, 420]),
            F=4,
            AP=Dictionary(N=pdf.make_indirect(look)),
        )
    )
    page.obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field]), DR=page.obj.Resources, DA=String("/F1 12 Tf 0 g")
    )
    return as_bytes(pdf)


def paper_with_open_state() -> bytes:
    """A paper that leaves the drawing state shifted, and one that closes more than it opened."""
    pdf = blank_paper(2)
    pdf.pages[0].contents_add(b"q q 0.2 0 0 0.2 300 300 cm")
    pdf.pages[1].contents_add(b"Q Q")
    return as_bytes(pdf)


def paper_with_hidden_layer() -> bytes:
    """A paper with a layer that its maker switched off."""
    pdf = blank_paper(1)
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Concept")))
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([layer]))
    )
    pdf.pages[0].obj.Resources[Name.Properties] = Dictionary(MC0=layer)
    pdf.pages[0].contents_add(b"/OC /MC0 BDC BT /F1 12 Tf 72 300 Td (verborgen) Tj ET EMC")
    return as_bytes(pdf)


def enormous_page() -> bytes:
    """A page of thirty metres."""
    pdf = blank_paper(1)
    pdf.pages[0].obj.MediaBox = Array([0, 0, 85_000, 85_000])
    return as_bytes(pdf)


def many_pages(count: int) -> bytes:
    """A file that shows one page object very often."""
    pdf = blank_paper(1)
    kids = pdf.Root.Pages.Kids
    pdf.Root.Pages.Kids = Array([kids[0]] * count)
    pdf.Root.Pages.Count = count
    return as_bytes(pdf)


def paper_with_odd_layers(layers: Any) -> bytes:
    """A paper that opens, with layers of another kind than merging needs."""
    pdf = blank_paper()
    pdf.Root.OCProperties = layers
    return as_bytes(pdf)


def odd_layers() -> list[bytes]:
    """Papers whose lists of layers are no lists of layers."""
    return [
        paper_with_odd_layers(Dictionary(OCGs=5)),
        paper_with_odd_layers(Dictionary(OCGs=Array([5]))),
        paper_with_odd_layers(Dictionary(OCGs=Array(), D=Dictionary(OFF=5))),
        paper_with_odd_layers(Dictionary(OCGs=Array(), D=Dictionary(ON=Array([Name.A])))),
    ]


def odd_turn() -> bytes:
    """A page that is turned by a word."""
    pdf = blank_paper()
    pdf.pages[0].obj.Rotate = Name.Half
    return as_bytes(pdf)


def odd_fonts() -> bytes:
    """A page whose fonts are a number."""
    pdf = blank_paper()
    pdf.pages[0].obj.Resources.Font = 5
    return as_bytes(pdf)


def memory_bomb(megabytes: int) -> bytes:
    """A page whose drawing unpacks to far more than it weighs."""
    pdf = blank_paper(1)
    pdf.pages[0].obj.Contents = Stream(pdf, b"q Q " * (megabytes * 1024 * 256))
    return as_bytes(pdf, compress_streams=True, recompress_flate=True)


def heavy_to_open(megabytes: int) -> bytes:
    """A file of which a list that every reader needs unpacks to far more than it weighs."""
    pdf = blank_paper(1)
    pdf.Root.Pages.Rubbish = String("a" * megabytes * 1024 * 1024)
    return as_bytes(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _link(action: Dictionary) -> Dictionary:
    return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([72, 600, 200, 620]), A=action)
