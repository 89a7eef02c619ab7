"""Small papers with one thing that an archive does not allow, drawn here by instruction."""

from __future__ import annotations

from collections.abc import Callable

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

Build = Callable[[], Pdf]
SIZE = (300.0, 200.0)


def drawn(drawing: bytes, **resources: dict[str, Object]) -> Pdf:
    """A paper of one page with these instructions and resources."""
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=SIZE)
    page.obj.Contents = Stream(pdf, drawing)
    page.obj.Resources = Dictionary(
        {f"/{key}": Dictionary(value) for key, value in resources.items()}
    )
    return pdf


def form(pdf: Pdf, drawing: bytes, **facts: Object) -> Object:
    """A drawing within a drawing."""
    stream = Stream(pdf, drawing)
    stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 200])
    for key, value in facts.items():
        stream[f"/{key}"] = value
    return pdf.make_indirect(stream)


def state(**facts: Object | float | bool) -> dict[str, Object]:
    """A drawing state by the name GS."""
    return {"/GS": Dictionary({f"/{key}": value for key, value in facts.items()})}


def named(pdf: Pdf, category: str, name: str, thing: Object) -> Pdf:
    """The same paper, in which a name stands for a thing."""
    resources = pdf.pages[0].obj.Resources
    if category not in resources:
        resources[category] = Dictionary()
    resources[category][name] = thing
    return pdf


def picture(pdf: Pdf, data: bytes, colours: Object, **facts: Object | int | bool) -> Object:
    """A picture of four by four."""
    stream = Stream(pdf, data)
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height, stream.BitsPerComponent = 4, 4, 8
    stream.ColorSpace = colours
    for key, value in facts.items():
        stream[f"/{key}"] = value
    return pdf.make_indirect(stream)


def mark(pdf: Pdf, kind: str, **facts: Object | int) -> Pdf:
    """The same paper with an annotation in its middle."""
    note = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array([50, 50, 250, 120]))
    for key, value in facts.items():
        note[f"/{key}"] = value
    page = pdf.pages[0].obj
    page.Annots = Array([*page.get("/Annots", ()), pdf.make_indirect(note)])
    return pdf
