"""The tags of reading copies joined: names that meet no other, and each drawing moved once."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from weasyprint import HTML

from app.packs.press.tagging import StructureTree
from app.papers.child import make_copy
from app.papers.kinds import PDF
from app.papers.limits import Limits
from tests.packs.press_jobs import job_of, opened, paper_part, printed
from tests.papers.producers import html


def prepared(folder: Path, more: bytes = b"") -> bytes:
    """The reading copy of a tagged paper with a table; more bytes make it another file."""
    written = HTML(string=html(1)).write_pdf(pdf_variant="pdf/ua-1")
    assert isinstance(written, bytes)
    source, target = folder / "source.pdf", folder / "copy.pdf"
    source.write_bytes(written + more)
    make_copy(source, target, PDF, Limits())
    return target.read_bytes()


def names_in(pdf: Pdf) -> list[str]:
    """The identifiers of all elements."""
    elements = (thing for thing in pdf.objects if isinstance(thing, Dictionary) and "/S" in thing)
    return sorted(str(element.ID) for element in elements if "/ID" in element)


def names_of(copy: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        return names_in(pdf)


def test_names_of_two_papers_are_apart_and_stay_as_they_are(tmp_path: Path) -> None:
    one, other = prepared(tmp_path), prepared(tmp_path, b"%2\n")
    assert names_of(one)
    assert not set(names_of(one)) & set(names_of(other))
    pack = printed(job_of(paper_part("1.1"), paper_part("1.2")), {"1.1": one, "1.2": other})
    with opened(pack) as pdf:
        assert names_in(pdf) == sorted(names_of(one) + names_of(other))
        listed = list(pdf.Root.StructTreeRoot.IDTree.Names)
        assert [str(name) for name in listed[::2]] == names_in(pdf)
        assert all(str(one.ID) == str(n) for n, one in zip(listed[::2], listed[1::2], strict=True))


def test_one_paper_twice_gets_two_sets_of_names(tmp_path: Path) -> None:
    copy = prepared(tmp_path)
    pack = printed(job_of(paper_part("1.1"), paper_part("1.2")), {"1.1": copy, "1.2": copy})
    with opened(pack) as pdf:
        names = names_in(pdf)
        assert len(names) == len(set(names)) == 2 * len(names_of(copy))
        heads = {
            str(head)
            for thing in pdf.objects
            if isinstance(thing, Dictionary) and isinstance(thing.get("/A"), Dictionary)
            for head in thing.A.get("/Headers", ())
        }
        assert heads <= set(names)
        assert [str(name) for name in list(pdf.Root.StructTreeRoot.IDTree.Names)[::2]] == names


def test_a_drawing_on_two_pages_is_moved_once() -> None:
    with Pdf.new() as source, Pdf.new() as pack:
        drawing = source.make_indirect(Stream(source, b""))
        drawing.Subtype, drawing.StructParents = Name.Form, 0
        for _page in range(2):
            page = source.add_blank_page()
            page.obj.Resources = Dictionary(XObject=Dictionary(A=drawing))
        root = source.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        root.ParentTree = Dictionary(Nums=Array([0, root]))
        source.Root.StructTreeRoot = root
        tree = StructureTree(pack)
        for number in range(2):
            copied = [pack.copy_foreign(page.obj) for page in source.pages]
            before = int(copied[0].Resources.XObject.A.StructParents)
            tree.add(source, copied, "Stuk")
            assert int(copied[1].Resources.XObject.A.StructParents) == before + number
