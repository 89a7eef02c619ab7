"""Finished parts joined into one PDF: numbered, tabbed, linked, with an outline and its tags.

Whatever is done per page is done once per page: copying by way of `pages.append` looks through all
pages before it each time, so the page tree is made here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Page, Pdf, String

from app.packs.press.copying import copy_pages, join_layers
from app.packs.press.declaring import describe
from app.packs.press.printjob import (
    ARCHIVABLE,
    LINK_BASE,
    PaperPart,
    PrintJob,
    Section,
)
from app.packs.press.stamping import Stamp, Stamper
from app.packs.press.tagging import StructureTree
from app.papers.pages import upright
from app.papers.saving import save

_A4 = (0, 0, 595.28, 841.89)

#: Called with the key of each part that is joined.
Tell = Callable[[str], None]


@dataclass
class PrintedPart:
    """One part as a PDF file, and where its pages came in the whole."""

    part: Section | PaperPart
    path: Path
    #: The sheet of a paper that could not be taken along is a page of ours.
    is_paper: bool = False
    #: An empty page before it makes that it begins on a right-hand page.
    after_blank: bool = False
    pages: list[Page] = field(default_factory=list)
    first: int = 0
    #: A file without tags is accessible to nobody, whatever was said of it.
    tagged: bool = False
    element: Object | None = None
    #: What it has in the outline itself: title, which of its pages, and where on that.
    places: list[tuple[str, int, list[Object]]] = field(default_factory=list)

    @property
    def outline_title(self) -> str:
        """The title with its number, as contents and outline show it."""
        number = self.part.number if isinstance(self.part, PaperPart) else ""
        return f"{number} {self.part.title}".strip()


@dataclass(frozen=True)
class Merged:
    """What came of merging."""

    pages: int
    #: Per part its key, its first page (from 1) and how many it has.
    placed: tuple[tuple[str, int, int], ...]
    declares: tuple[str, ...]
    in_the_way: tuple[str, ...]


def merge(job: PrintJob, parts: list[PrintedPart], target: Path, tell: Tell) -> Merged:
    """Write the whole pack."""
    with Pdf.new() as pack:
        tree = StructureTree(pack)
        blanks = _join(pack, tree, parts, tell)
        places = {printed.part.key: printed for printed in parts}
        _link(job, parts, places)
        _stamp(pack, tree, job, parts, blanks)
        tree.finish()
        _outline(pack, parts)
        declares, in_the_way = _standards(job, parts)
        describe(pack, job, declares)
        pages = int(pack.Root.Pages.Count)
        save(pack, target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    placed = tuple((one.part.key, one.first + 1, len(one.pages)) for one in parts)
    return Merged(pages, placed, declares, in_the_way)


def _join(pack: Pdf, tree: StructureTree, parts: list[PrintedPart], tell: Tell) -> dict[int, Page]:
    """Add the pages of every part; gives the empty pages by their index."""
    nodes, blanks, count = [], {}, 0
    for printed in parts:
        tell(printed.part.key)
        if printed.after_blank:
            blank = pack.make_indirect(
                Dictionary(Type=Name.Page, MediaBox=Array(list(_A4)), Resources=Dictionary())
            )
            blanks[count] = Page(blank)
            nodes.append(_node(pack, [blank]))
            count += 1
        printed.first = count
        with pikepdf.open(printed.path) as source:
            copied = copy_pages(pack, source)
            if printed.is_paper:
                join_layers(pack, source)
            if isinstance(printed.part, Section) and printed.part.unfolds:
                printed.places = _own_outline(source)
            printed.tagged = "/StructTreeRoot" in source.Root
            printed.element = tree.add(
                source, copied, printed.outline_title, printed.part.key if printed.is_paper else ""
            )
        nodes.append(_node(pack, copied))
        printed.pages = [Page(page) for page in copied]
        count += len(copied)
    pack.Root.Pages.Kids = Array(nodes)
    pack.Root.Pages.Count = count
    return blanks


def _own_outline(source: Pdf) -> list[tuple[str, int, list[Object]]]:
    """The first level of the outline of a file of ours."""
    numbers = {page.obj.objgen: number for number, page in enumerate(source.pages)}
    with source.open_outline() as outline:
        found = [(item.title, item.destination) for item in outline.root]
    return [
        (title, numbers[target[0].objgen], list(target)[1:])
        for title, target in found
        if isinstance(target, Array)
    ]


def _node(pack: Pdf, pages: list[Object]) -> Object:
    """The pages of one part as a branch of the page tree."""
    node = pack.make_indirect(
        Dictionary(Type=Name.Pages, Kids=Array(pages), Count=len(pages), Parent=pack.Root.Pages)
    )
    for page in pages:
        page.Parent = node
        page.Tabs = Name.S
    return node


def _link(job: PrintJob, parts: list[PrintedPart], places: dict[str, PrintedPart]) -> None:
    """Turn the placeholder addresses on our own pages into jumps inside the file."""
    for printed in parts:
        if printed.is_paper:
            continue
        for page in printed.pages:
            for note in page.get("/Annots", []):
                address = str(note.A.URI) if "/A" in note and "/URI" in note.A else ""
                key = address.removeprefix(LINK_BASE)
                if key in places:
                    del note.A
                    note.Dest = _top_of(places[key].pages[0])
                    note.Contents = String(job.go_to.format(title=places[key].outline_title))
                elif address:
                    host = urlsplit(address).hostname or address.partition(":")[2]
                    note.Contents = String(job.go_to.format(title=host))


def _stamp(
    pack: Pdf,
    tree: StructureTree,
    job: PrintJob,
    parts: list[PrintedPart],
    blanks: dict[int, Page],
) -> None:
    total = int(pack.Root.Pages.Count)
    stamps: list[tuple[Page, Stamp, PrintedPart | None]] = [
        (page, _blank_stamp(job, index, total), None) for index, page in blanks.items()
    ]
    for printed in parts:
        for order, page in enumerate(printed.pages):
            stamp = _stamp_of(job, printed, printed.first + order, total, order)
            stamps.append((page, stamp, printed))
    stamper = Stamper(pack, [(page, stamp) for page, stamp, _printed in stamps])
    places = {printed.part.key: printed for printed in parts}
    for page, stamp, part in stamps:
        box = stamper.stamp(page, stamp)
        back = places.get(part.part.back_to) if part is not None else None
        if box and part is not None and part.element is not None and back is not None:
            annotation = _link_back(pack, job, page, box, back)
            tree.add_link(part.element, page.obj, annotation)


def _link_back(pack: Pdf, job: PrintJob, page: Page, box: list[float], back: PrintedPart) -> Object:
    """The tab of a paper leads back to the contents."""
    annotation = pack.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([round(value, 2) for value in box]),
            Border=Array([0, 0, 0]),
            Dest=_top_of(back.pages[0]),
            Contents=String(job.go_to.format(title=back.outline_title)),
            F=4,
        )
    )
    page.obj.Annots = Array([*page.get("/Annots", []), annotation])
    return annotation


def _blank_stamp(job: PrintJob, index: int, total: int) -> Stamp:
    """An empty page says that it is, and nothing else: nobody's copy is told by it."""
    return Stamp(number=_number(index, total), foot=job.foot, middle=job.blank_word)


def _number(index: int, total: int) -> str:
    return f"{index + 1} / {total}"


def _stamp_of(job: PrintJob, printed: PrintedPart, index: int, total: int, order: int) -> Stamp:
    number = _number(index, total)
    left_hand = job.right_hand and index % 2 == 1
    changed = printed.part.changed
    if not isinstance(printed.part, PaperPart) or not printed.is_paper:
        return Stamp(
            number=number,
            foot=job.foot,
            changed=changed,
            watermark=job.watermark,
            left_hand=left_hand,
        )
    return Stamp(
        number=number,
        foot=job.paper_word.format(number=printed.part.number),
        tab=printed.part.number if order == 0 else "",
        tab_title=printed.part.title if order == 0 else "",
        on_paper=True,
        changed=changed,
        watermark=job.watermark,
        left_hand=left_hand,
    )


def _outline(pack: Pdf, parts: list[PrintedPart]) -> None:
    """Every part, under the nearest one before it of a lower level."""
    with pack.open_outline() as outline:
        above: list[tuple[int, OutlineItem]] = []
        for printed in parts:
            item = OutlineItem(printed.outline_title, _top_of(printed.pages[0]))
            while above and above[-1][0] >= printed.part.level:
                above.pop()
            (above[-1][1].children if above else outline.root).append(item)
            above.append((printed.part.level, item))
            item.children.extend(
                OutlineItem(title, Array([printed.pages[page].obj, *where]))
                for title, page, where in printed.places
            )


def _standards(job: PrintJob, parts: list[PrintedPart]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the whole holds, and the papers because of which it does not hold the rest."""
    lacking = {
        name: [one.part.key for one in parts if one.is_paper and not _holds(one, name)]
        for name in job.declare
    }
    declares = tuple(name for name, keys in lacking.items() if not keys)
    in_the_way = {key for keys in lacking.values() for key in keys}
    return declares, tuple(one.part.key for one in parts if one.part.key in in_the_way)


def _holds(paper: PrintedPart, standard: str) -> bool:
    """Whether a paper holds a standard; one without tags holds none, whatever was said of it."""
    if not paper.tagged or not isinstance(paper.part, PaperPart):
        return False
    return paper.part.archivable if standard == ARCHIVABLE else paper.part.accessible


def _top_of(page: Page) -> Array:
    """A jump to the upper left corner of a page as it is seen, keeping the reader's zoom."""
    _width, height, (_a, _b, c, d, e, f) = upright(page)
    return Array([page.obj, Name.XYZ, round(c * height + e, 2), round(d * height + f, 2), 0])
