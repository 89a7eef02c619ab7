"""Finished parts joined into one PDF: numbered, tabbed, linked, with an outline and its tags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Page, Pdf, String
from pikepdf.models.metadata import encode_pdf_date

from app.packs.printjob import LINK_BASE, PrintJob
from app.packs.stamping import Stamp, Stamper
from app.packs.tagging import StructureTree
from app.papers.pages import upright

MADE_WITH = "Vooroverleg"


@dataclass(frozen=True)
class PrintedPart:
    """One part as a PDF file, ready to be joined."""

    key: str
    title: str
    level: int
    path: Path
    number: str = ""
    back_to: str = ""
    is_paper: bool = False

    @property
    def outline_title(self) -> str:
        """The title with its number, as contents and outline show it."""
        return f"{self.number} {self.title}".strip()


def merge(job: PrintJob, parts: list[PrintedPart], target: Path) -> int:
    """Write the whole pack and give its number of pages."""
    with Pdf.new() as pack:
        tree = StructureTree(pack)
        first_pages = _join(pack, tree, parts)
        places = {part.key: first for part, first in zip(parts, first_pages, strict=True)}
        _link(pack, job, parts, first_pages, places)
        _stamp(pack, tree, job, parts, first_pages)
        tree.finish()
        _outline(pack, parts, first_pages)
        _describe(pack, job, accessible=not any(part.is_paper for part in parts))
        pack.save(
            target,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
        return len(pack.pages)


def _join(pack: Pdf, tree: StructureTree, parts: list[PrintedPart]) -> list[int]:
    """Add the pages of every part; gives for each the index of its first page."""
    first_pages = []
    for part in parts:
        first = len(pack.pages)
        first_pages.append(first)
        with pikepdf.open(part.path) as source:
            pack.add_pages_from(source)
            pages = [pack.pages[index] for index in range(first, len(pack.pages))]
            if part.is_paper:
                _join_layers(pack, source)
            else:
                tree.add(source, pages, part.key, part.outline_title)
    return first_pages


def _join_layers(pack: Pdf, source: Pdf) -> None:
    """Keep the hidden layers of a paper hidden."""
    layers = source.Root.get("/OCProperties")
    if layers is None:
        return
    copied = pack.copy_foreign(source.make_indirect(layers))
    if "/OCProperties" not in pack.Root:
        pack.Root.OCProperties = Dictionary(OCGs=Array([]), D=Dictionary(OFF=Array([])))
    joined = pack.Root.OCProperties
    joined.OCGs.extend(copied.OCGs)
    base_is_off = copied.D.get("/BaseState") == Name.OFF
    shown = [layer.objgen for layer in copied.D.get("/ON", [])]
    hidden = [layer for layer in copied.OCGs if base_is_off and layer.objgen not in shown]
    joined.D.OFF.extend([*hidden, *copied.D.get("/OFF", [])])


def _link(
    pack: Pdf,
    job: PrintJob,
    parts: list[PrintedPart],
    first_pages: list[int],
    places: dict[str, int],
) -> None:
    """Turn the placeholder addresses on our own pages into jumps inside the file."""
    titles = {part.key: part.outline_title for part in parts}
    for part, pages in _pages_by_part(pack, parts, first_pages):
        if part.is_paper:
            continue
        for page in pages:
            for note in page.get("/Annots", []):
                address = str(note.A.URI) if "/A" in note and "/URI" in note.A else ""
                key = address.removeprefix(LINK_BASE)
                if address and not address.startswith(LINK_BASE):
                    host = urlsplit(address).hostname or address.partition(":")[2]
                    note.Contents = String(job.go_to.format(title=host))
                elif key in places:
                    del note.A
                    note.Dest = _top_of(pack.pages[places[key]])
                    note.Contents = String(job.go_to.format(title=titles[key]))
                elif address:
                    del note.A


def _stamp(
    pack: Pdf,
    tree: StructureTree,
    job: PrintJob,
    parts: list[PrintedPart],
    first_pages: list[int],
) -> None:
    total = len(pack.pages)
    by_page: list[tuple[PrintedPart, Stamp, bool]] = []
    for part, pages in _pages_by_part(pack, parts, first_pages):
        for order, _page in enumerate(pages):
            number = f"{len(by_page) + 1} / {total}"
            by_page.append((part, _stamp_of(job, part, number, order == 0), order == 0))
    stamper = Stamper(pack, [stamp for _part, stamp, _first in by_page])
    places = {part.key: first for part, first in zip(parts, first_pages, strict=True)}
    for page, (part, stamp, is_first) in zip(pack.pages, by_page, strict=True):
        box = stamper.stamp(page, stamp)
        if box and is_first and part.back_to in places:
            title = next(p.outline_title for p in parts if p.key == part.back_to)
            link = Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array([round(value, 2) for value in box]),
                Border=Array([0, 0, 0]),
                Dest=_top_of(pack.pages[places[part.back_to]]),
                Contents=String(job.go_to.format(title=title)),
                F=4,
            )
            annotation = pack.make_indirect(link)
            page.obj.Annots = Array([*page.get("/Annots", []), annotation])
            tree.add_link(page, annotation, part.outline_title)


def _stamp_of(job: PrintJob, part: PrintedPart, number: str, is_first: bool) -> Stamp:
    if not part.is_paper:
        return Stamp(number=number, foot=job.foot)
    return Stamp(
        number=number,
        foot=job.paper_word.format(number=part.number),
        tab=part.number if is_first else "",
        tab_title=part.title if is_first else "",
        on_paper=True,
    )


def _outline(pack: Pdf, parts: list[PrintedPart], first_pages: list[int]) -> None:
    with pack.open_outline() as outline:
        last: OutlineItem | None = None
        for part, first in zip(parts, first_pages, strict=True):
            item = OutlineItem(part.outline_title, _top_of(pack.pages[first]))
            if part.level > 0 and last is not None:
                last.children.append(item)
            else:
                outline.root.append(item)
                last = item


def _describe(pack: Pdf, job: PrintJob, accessible: bool) -> None:
    """Title, language, moments and how the file opens; PDF/UA only where every page is ours."""
    moment = datetime.fromisoformat(job.created)
    pack.Root.Lang = String(job.language)
    pack.Root.PageMode = Name.UseOutlines
    pack.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pack.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
    for page in pack.pages:
        page.obj.Tabs = Name.S
    stamp = String(encode_pdf_date(moment))
    facts = {"/Title": job.title, "/Author": job.author, "/Subject": job.subject}
    for key, value in facts.items():
        if value:
            pack.docinfo[key] = String(value)
    pack.docinfo["/Creator"] = pack.docinfo["/Producer"] = String(MADE_WITH)
    pack.docinfo["/CreationDate"] = pack.docinfo["/ModDate"] = stamp
    with pack.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as facts_xml:
        facts_xml["dc:title"] = job.title
        facts_xml["dc:language"] = {job.language}
        facts_xml["dc:creator"] = [job.author]
        if job.subject:
            facts_xml["dc:description"] = job.subject
        facts_xml["xmp:CreatorTool"] = facts_xml["pdf:Producer"] = MADE_WITH
        facts_xml["xmp:CreateDate"] = facts_xml["xmp:ModifyDate"] = moment.isoformat()
        if accessible:
            facts_xml["pdfuaid:part"] = "1"


def _pages_by_part(
    pack: Pdf, parts: list[PrintedPart], first_pages: list[int]
) -> list[tuple[PrintedPart, list[Page]]]:
    ends = [*first_pages[1:], len(pack.pages)]
    return [
        (part, [pack.pages[index] for index in range(first, end)])
        for part, first, end in zip(parts, first_pages, ends, strict=True)
    ]


def _top_of(page: Page) -> Array:
    """A jump to the upper left corner of a page as it is seen, keeping the reader's zoom."""
    _width, height, (a, b, c, d, e, f) = upright(page)
    del a, b
    return Array([page.obj, Name.XYZ, round(c * height + e, 2), round(d * height + f, 2), 0])
