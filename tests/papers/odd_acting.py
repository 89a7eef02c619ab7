"""PDFs that act, ask, hide or hold something else: made here, byte by byte."""

from __future__ import annotations

import io
import warnings

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from tests.packs import pdf_files
from tests.packs.pdf_files import as_bytes, blank_paper
from tests.papers.odd import HEALED, REFUSED, SECRET, Odd


def dangerous() -> bytes:
    """Every way to act that the format knows, on opening, on the page and on a link."""
    pdf = blank_paper(text="Gewone tekst")
    script = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{SECRET}')"))
    actions = [
        Dictionary(S=Name.Launch, F=String("cmd.exe"), Win=Dictionary(F=String(SECRET))),
        Dictionary(S=Name.SubmitForm, F=Dictionary(FS=Name.URL, F=String(SECRET))),
        Dictionary(S=Name.GoToR, F=String(SECRET), D=Array([0, Name.Fit])),
        Dictionary(S=Name.GoToE, F=String(SECRET), D=Array([0, Name.Fit])),
        Dictionary(S=Name.ImportData, F=String(SECRET)),
        Dictionary(S=Name.Rendition, JS=String(SECRET), OP=0),
        Dictionary(S=Name.Hide, T=String(SECRET)),
        Dictionary(S=Name.Named, N=Name.Print, Next=script),
        Dictionary(S=Name.URI, URI=String(f"javascript:{SECRET}")),
        Dictionary(S=Name.URI, URI=String(f"file:///{SECRET}")),
    ]
    pdf.Root.OpenAction = script
    pdf.Root.AA = Dictionary(WC=script, WP=script)
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
    page = pdf.pages[0].obj
    page.AA = Dictionary(O=script, C=actions[0])
    page.Annots = Array(
        [
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Link,
                    Rect=Array([72, 600 - 20 * row, 200, 612 - 20 * row]),
                    A=action,
                    PA=script,
                    AA=Dictionary(E=script),
                )
            )
            for row, action in enumerate(actions)
        ]
    )
    return as_bytes(pdf)


def with_media() -> bytes:
    """Sound, film, three dimensions and a file, each as something on the page."""
    pdf = blank_paper(text="Gewone tekst")
    pdf.attachments["kanarie.exe"] = SECRET.encode()
    file = Dictionary(Type=Name.Filespec, F=String(SECRET), UF=String(SECRET))
    pdf.Root.AF = Array([pdf.make_indirect(file)])
    kinds = ("FileAttachment", "Sound", "Movie", "Screen", "RichMedia", "3D")
    pdf.pages[0].obj.Annots = Array(
        [
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name(f"/{kind}"),
                    Rect=Array([72, 500, 92, 520]),
                    FS=file,
                    Contents=String(SECRET),
                )
            )
            for kind in kinds
        ]
    )
    return as_bytes(pdf)


def form_of_pages_to_come() -> bytes:
    """A form of the kind that says "please wait" in every reader but one (XFA)."""
    pdf = blank_paper(text="Een ogenblik geduld")
    form = Stream(pdf, f"<xdp:xdp xmlns:xdp='x'><script>{SECRET}</script></xdp:xdp>".encode())
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([]), XFA=Array([String("xdp:xdp"), pdf.make_indirect(form)])
    )
    pdf.Root.NeedsRendering = True
    return as_bytes(pdf)


def portfolio() -> bytes:
    """A cover that says which program to use, around the files that matter."""
    pdf = blank_paper(text="Open dit portfolio in Adobe Reader")
    pdf.attachments["jaarrekening.pdf"] = pdf_files.paper()
    pdf.Root.Collection = Dictionary(View=Name.T)
    return as_bytes(pdf)


def stray_fields() -> bytes:
    """A filled in field that a program which joins files left without its form."""
    with pikepdf.open(io.BytesIO(pdf_files.paper_with_form())) as pdf:
        del pdf.Root["/AcroForm"]
        return _as_stray(pdf)


def stray_fields_without_looks() -> bytes:
    """Two filled in fields outside any form: one is drawn by its maker, one is not."""
    with pikepdf.open(io.BytesIO(pdf_files.paper_with_form())) as pdf:
        del pdf.Root["/AcroForm"]
        drawn = pdf.pages[0].obj.Annots[0]
        bare = Dictionary({key: value for key, value in drawn.items() if key != "/AP"})
        bare.V, bare.Rect = String("Akkoord"), Array([72, 300, 272, 320])
        pdf.pages[0].obj.Annots = Array([drawn, pdf.make_indirect(bare)])
        return _as_stray(pdf)


def _as_stray(pdf: pikepdf.Pdf) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)  # it is what we want
        return as_bytes(pdf)


def form_without_looks() -> bytes:
    """Fields that were filled in by a program that left the drawing of them to the reader."""
    pdf = blank_paper(text="Formulier")
    fields = [
        Dictionary(
            FT=Name.Tx,
            T=String("naam"),
            V=String("Ingevuld"),
            DA=String("/F1 12 Tf 0 g"),
            Rect=Array([72, 400, 272, 420]),
        ),
        Dictionary(FT=Name.Btn, T=String("ja"), V=Name.On, Rect=Array([72, 300, 90, 318])),
        Dictionary(
            FT=Name.Ch,
            T=String("keus"),
            V=String("Eens"),
            Opt=Array([String("Eens"), String("Oneens")]),
            DA=String("/F1 12 Tf 0 g"),
            Rect=Array([72, 260, 272, 280]),
        ),
        Dictionary(
            FT=Name.Sig,
            T=String("handtekening"),
            V=Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=String("x" * 99)),
            Rect=Array([72, 100, 272, 150]),
        ),
    ]
    for field in fields:
        field.Type, field.Subtype, field.F = Name.Annot, Name.Widget, 4
    made = Array([pdf.make_indirect(field) for field in fields])
    pdf.pages[0].obj.Annots = made
    pdf.Root.AcroForm = Dictionary(
        Fields=made,
        DR=pdf.pages[0].obj.Resources,
        DA=String("/F1 12 Tf 0 g"),
        NeedAppearances=True,
        SigFlags=3,
    )
    return as_bytes(pdf)


def from_elsewhere() -> bytes:
    """A drawing whose bytes are said to stand in another file, and a page of another file."""
    pdf = blank_paper(text="Gewone tekst")
    outside = Stream(pdf, b"")
    outside.F, outside.FFilter = String("/etc/passwd"), Array([])
    borrowed = Stream(pdf, b"")
    borrowed.Type, borrowed.Subtype = Name.XObject, Name.Form
    borrowed.BBox = Array([0, 0, 9, 9])
    borrowed.Ref = Dictionary(F=String("/etc/passwd"), Page=0)
    script = Stream(pdf, b"(kanarie-4711) print")
    script.Type, script.Subtype = Name.XObject, Name.PS
    pdf.pages[0].obj.Resources.XObject = Dictionary(A=outside, B=borrowed, C=script)
    pdf.pages[0].contents_add(b"/A Do /B Do /C Do")
    return as_bytes(pdf)


PAPERS = (
    Odd("scripts en programma's", dangerous, keeps="Gewone tekst blad 1"),
    Odd("geluid, film en bijgevoegde bestanden", with_media, keeps="Gewone tekst blad 1"),
    Odd("formulier XFA", form_of_pages_to_come, REFUSED),
    Odd("portfolio van losse bestanden", portfolio, REFUSED),
    Odd("velden zonder formulier", stray_fields, keeps="Ingevuld"),
    Odd("formulier zonder getekende velden", form_without_looks, keeps="Ingevuld"),
    Odd("delen uit andere bestanden", from_elsewhere, keeps="Gewone tekst blad 1"),
    Odd("verborgen laag", pdf_files.paper_with_hidden_layer, HEALED, keeps="Stuk blad 1"),
)
