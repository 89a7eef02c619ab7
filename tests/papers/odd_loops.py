"""PDFs that lead a program that walks them round in circles, or down without end."""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from tests.packs.pdf_files import as_bytes, blank_paper, paper
from tests.papers.odd import EITHER, HEALED, REFUSED, Odd

DEPTH = 30_000


def pages_in_pages() -> bytes:
    """A tree of pages that holds itself."""
    pdf = blank_paper()
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)
    pdf.Root.Pages.Count = 2
    return as_bytes(pdf)


def parents_of_each_other() -> bytes:
    """Branches of the tree of pages that name each other as parent, and leave the size to it."""
    pdf = blank_paper()
    page = pdf.pages[0].obj
    del page.MediaBox
    first, second = (pdf.make_indirect(Dictionary(Type=Name.Pages)) for _each in range(2))
    first.Parent, second.Parent, page.Parent = second, first, first
    return as_bytes(pdf)


def outline_in_circles() -> bytes:
    """An outline whose next line is itself, and its own child too."""
    pdf = blank_paper()
    line = pdf.make_indirect(Dictionary(Title=String("Rondje")))
    line.Next = line.Prev = line.First = line.Last = line
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=line, Last=line))
    line.Parent = pdf.Root.Outlines
    return as_bytes(pdf)


def _element(pdf: Pdf, kind: str, parent: Object) -> Object:
    return pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name(f"/{kind}"), P=parent, K=Array([]))
    )


def _tagged() -> tuple[Pdf, Object, Object]:
    """A paper with a root of tags and one document in it, whose text is its first paragraph."""
    pdf = blank_paper()
    page = pdf.pages[0].obj
    drawing = page.Contents.read_bytes()
    page.Contents = Stream(pdf, b"/P << /MCID 0 >> BDC " + drawing + b" EMC")
    page.StructParents = 0
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = _element(pdf, "Document", root)
    root.K = Array([document])
    paragraph = _element(pdf, "P", document)
    paragraph.Pg, paragraph.K = page, 0
    document.K.append(paragraph)
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array([0, Array([paragraph])])))
    pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = root, Dictionary(Marked=True)
    return pdf, root, document


def tags_in_circles() -> bytes:
    """Tags that hold their own parents."""
    pdf, root, document = _tagged()
    inner = _element(pdf, "Sect", document)
    inner.K = Array([document, inner, root])
    document.K.append(inner)
    return as_bytes(pdf)


def deep_tags() -> bytes:
    """Tags in tags, as deep as memory goes."""
    pdf, _root, document = _tagged()
    for _level in range(DEPTH):
        inner = _element(pdf, "Div", document)
        document.K.append(inner)
        document = inner
    return as_bytes(pdf)


def roles_in_circles() -> bytes:
    """Names of tags that mean each other."""
    pdf, root, document = _tagged()
    root.RoleMap = Dictionary(Kop=Name.Titel, Titel=Name.Kop, P=Name.P)
    document.K.append(_element(pdf, "Kop", document))
    return as_bytes(pdf)


def parent_tree_in_circles() -> bytes:
    """The table from marks to tags is its own branch."""
    pdf, root, _document = _tagged()
    root.ParentTree.Kids = Array([root.ParentTree])
    return as_bytes(pdf)


def tags_of_another_kind() -> bytes:
    """Where a tag should be stands a number, a word or nothing."""
    pdf, root, document = _tagged()
    document.K.extend(
        [String("tag"), Name.P, Array([99_999]), Array([]), Dictionary(), root.ParentTree]
    )
    document.A, document.C = String("soort"), Array([5])
    root.ClassMap, root.RoleMap, root.IDTree = Array([1]), Array([]), String("boom")
    return as_bytes(pdf)


def drawing_in_itself() -> bytes:
    """A drawing that draws itself."""
    pdf = blank_paper()
    drawing = Stream(pdf, b"/X Do")
    drawing.Type, drawing.Subtype, drawing.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
    made = pdf.make_indirect(drawing)
    made.Resources = Dictionary(XObject=Dictionary(X=made))
    pdf.pages[0].obj.Resources.XObject = Dictionary(X=made)
    pdf.pages[0].contents_add(b"/X Do")
    return as_bytes(pdf)


def doubling_drawings() -> bytes:
    """Forty drawings that each draw the next one twice: a million million times the last."""
    pdf = blank_paper()
    following: Object | None = None
    for _level in range(40):
        drawing = Stream(pdf, b"/X Do /X Do" if following is not None else b"0 0 9 9 re f")
        drawing.Type, drawing.Subtype, drawing.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
        if following is not None:
            drawing.Resources = Dictionary(XObject=Dictionary(X=following))
        following = pdf.make_indirect(drawing)
    pdf.pages[0].obj.Resources.XObject = Dictionary(X=following)
    pdf.pages[0].contents_add(b"/X Do")
    return as_bytes(pdf)


def letters_in_letters() -> bytes:
    """A letter that is drawn with itself."""
    pdf = blank_paper()
    font = pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=Array([0, 0, 9, 9]),
            FontMatrix=Array([1, 0, 0, 1, 0, 0]),
            Encoding=Dictionary(Differences=Array([65, Name.a])),
            FirstChar=65,
            LastChar=65,
            Widths=Array([9]),
        )
    )
    font.CharProcs = Dictionary(a=Stream(pdf, b"9 0 d0 BT /F9 1 Tf (A) Tj ET"))
    font.Resources = Dictionary(Font=Dictionary(F9=font))
    pdf.pages[0].obj.Resources.Font.F9 = font
    pdf.pages[0].contents_add(b"BT /F9 12 Tf (AAAA) Tj ET")
    return as_bytes(pdf)


def colours_in_colours() -> bytes:
    """A colour space that is based on itself."""
    pdf = blank_paper()
    space = pdf.make_indirect(Array([Name.Indexed, Name.DeviceRGB, 0, String("abc")]))
    space[1] = space
    pdf.pages[0].obj.Resources.ColorSpace = Dictionary(C0=space)
    pdf.pages[0].contents_add(b"/C0 cs 0 sc 0 0 9 9 re f")
    return as_bytes(pdf)


def names_in_circles() -> bytes:
    """A list of names that is its own branch."""
    pdf = blank_paper()
    names = pdf.make_indirect(Dictionary())
    names.Kids = Array([names, names])
    pdf.Root.Names = Dictionary(Dests=names, EmbeddedFiles=names, JavaScript=names)
    return as_bytes(pdf)


def fields_in_circles() -> bytes:
    """A form whose field is its own child."""
    pdf = blank_paper()
    field = pdf.make_indirect(Dictionary(T=String("a"), FT=Name.Tx, V=String("b")))
    field.Kids, field.Parent = Array([field]), field
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    return as_bytes(pdf)


def thing_that_is_itself() -> bytes:
    """A thing that says to be found where it is asked for."""
    content = paper()
    return content.replace(b"/Type /Catalog", b"/Lus 99 0 R /Type /Catalog").replace(
        b"xref\n", b"99 0 obj\n99 0 R\nendobj\nxref\n", 1
    )


def deep_lists() -> bytes:
    """Lists in lists in the file itself."""
    return paper().replace(
        b"/Type /Catalog", b"/Diep " + b"[" * DEPTH + b"]" * DEPTH + b" /Type /Catalog"
    )


PAPERS = (
    Odd("bladzijdenboom houdt zichzelf in", pages_in_pages, EITHER),
    Odd("takken zijn elkaars ouder", parents_of_each_other, EITHER),
    Odd("inhoudsopgave draait rond", outline_in_circles, HEALED, keeps="Stuk blad 1"),
    Odd("opmaakcodes draaien rond", tags_in_circles, HEALED, keeps="Stuk blad 1"),
    Odd("opmaakcodes 30.000 diep", deep_tags, EITHER),
    Odd("namen van opmaakcodes draaien rond", roles_in_circles, keeps="Stuk blad 1"),
    Odd("tabel van opmaakcodes draait rond", parent_tree_in_circles, keeps="Stuk blad 1"),
    Odd("opmaakcodes van een vreemde soort", tags_of_another_kind, keeps="Stuk blad 1"),
    Odd("tekening tekent zichzelf", drawing_in_itself, EITHER),
    Odd("tekeningen verdubbelen veertig keer", doubling_drawings, REFUSED),
    Odd("letter getekend met zichzelf", letters_in_letters, EITHER),
    Odd("kleur gebaseerd op zichzelf", colours_in_colours, EITHER),
    Odd("namenlijst draait rond", names_in_circles, keeps="Stuk blad 1"),
    Odd("formulierveld is eigen kind", fields_in_circles, EITHER),
    Odd("object dat zichzelf is", thing_that_is_itself, EITHER),
    Odd("lijsten in het bestand, 30.000 diep", deep_lists, EITHER),
)
