"""A paper tagged, in place: its own tags kept and mended page by page, or basic tags made.

Each page decides for itself whether its tags are of use: files are often joined from parts with
and without. The tree is then written anew for the whole file, so that it keeps the rules whatever
came in: root, Document, elements of standard types, one table back from content to elements.
"""

from __future__ import annotations

from dataclasses import dataclass

from pikepdf import Dictionary, Name, Object, Page, Pdf, Stream

from app.papers.grades import Grade
from app.papers.tags import words
from app.papers.tags.annotations import AnnotationDesk
from app.papers.tags.blocks import find_headings
from app.papers.tags.catalogue import describe, settle_layers
from app.papers.tags.drawing import Drawing, TooMuch
from app.papers.tags.elements import Annotation, Element, Kid, Piece, Place, walk
from app.papers.tags.figures import loose_figures
from app.papers.tags.furniture import set_aside
from app.papers.tags.keeping import box_of_page, draws_text, insert, is_of_use, resources_of
from app.papers.tags.marks import Inside, Looked, apply, look
from app.papers.tags.nesting import holder, settle
from app.papers.tags.reading import Claim, OwnTree, TagsUnreadable, TreeReader
from app.papers.tags.rebuilding import PageDraft, loose_text
from app.papers.tags.resources import FontShelf, content, disown, mark_numbers, named
from app.papers.tags.scanning import BROKEN
from app.papers.tags.tree import TreeWriter
from app.papers.tags.writing import SheetWriter, as_one, calm, gather_runs, mark_up

#: Larger than any page that somebody reads; a page of drawing alone reaches some megabytes.
LARGEST_CONTENT = 40_000_000
#: More than this is a drawing: the largest page of text that was seen has a tenth of it.
HEAVY_CONTENT = 6_000_000


@dataclass(frozen=True)
class Tagged:
    """How the paper reads now, why it is not better, and what keeps it from being accessible."""

    grade: str
    reasons: tuple[str, ...]
    problems: tuple[str, ...]


def tag(pdf: Pdf, title: str, mark: str = "") -> Tagged:
    """Tag an open paper; `problems` is empty only where the tags hold all of PDF/UA-1.

    `mark` goes before every identifier: no other paper has the same.
    """
    return _Tagger(pdf, title, mark).run()


class _Tagger:
    """Tags one paper."""

    def __init__(self, pdf: Pdf, title: str, mark: str) -> None:
        self._pdf, self._title, self._mark = pdf, title, mark
        self._pages = list(pdf.pages)
        self._numbers = {page.obj.objgen: number for number, page in enumerate(self._pages)}
        self._desk = AnnotationDesk(pdf, self._numbers)
        self._shelf = FontShelf()
        self._sheets = SheetWriter(pdf)
        self._used_forms: set[tuple[int, int]] = set()
        self._disowned: set[tuple[int, int]] = set()
        self._calmed: set[tuple[int, int]] = set()
        self._annotations: list[list[Annotation]] = []
        self._places: dict[int, tuple[Place, set[int]]] = {}
        self._added: dict[int, list[Element]] = {}
        self._drafts: list[PageDraft] = []
        self._problems: set[str] = set()
        self._reasons: set[str] = set()
        self._own: OwnTree | None = None

    def run(self) -> Tagged:
        """Tag every page, then write one tree."""
        self._own = self._read_tree()
        for number, page in enumerate(self._pages):
            try:
                self._annotations.append(self._desk.settle(page, number))
                self._look_at(number, page)
            except BROKEN:
                self._annotations += [[]] * (number + 1 - len(self._annotations))
                self._problems.add("page_unreadable")
        self._make_basic_tags()
        document = self._document()
        self._see_what_lacks(document)
        settle(document, self._mark)
        TreeWriter(self._pdf, [page.obj for page in self._pages]).write(document)
        describe(self._pdf, self._title)
        settle_layers(self._pdf)
        if self._desk.refused:
            self._problems.add("annotation_unsuited")
        return Tagged(self._grade(), tuple(sorted(self._reasons)), tuple(sorted(self._problems)))

    def _read_tree(self) -> OwnTree | None:
        if "/StructTreeRoot" not in self._pdf.Root:
            self._reasons.add("tags_missing")
            return None
        try:
            return TreeReader(self._pdf, self._numbers).read()
        except (TagsUnreadable, *BROKEN):
            self._reasons.add("tags_broken")
            return None

    def _look_at(self, number: int, page: Page) -> None:
        for key in ("/StructParent", "/StructParents"):
            if key in page.obj:
                del page.obj[key]
        data = content(page)
        if len(data) > LARGEST_CONTENT:
            self._problems.add("page_too_heavy")
            return
        try:
            if not self._keeps_own(number, page, data):
                self._draft(number, page, Place(number, page.obj), data)
        except TooMuch:
            self._places.pop(number, None)
            self._take_as_picture(page, Place(number, page.obj), data)

    def _keeps_own(self, number: int, page: Page, data: bytes) -> bool:
        """Keep the maker's tags of a page, where they are of use."""
        if self._own is None:
            return False
        claims = self._own.claims.get(page.obj.objgen, {})
        resources = resources_of(page)
        looked = look(data, claims, mark_numbers(resources))
        self._visit_forms(resources, looked)
        if not is_of_use(looked):
            return False
        self._keep(page, Place(number, page.obj), data, looked)
        return True

    def _draft(self, number: int, page: Page, place: Place, data: bytes) -> None:
        """See what a page without tags of use paints."""
        if len(data) > HEAVY_CONTENT:
            raise TooMuch
        drawing = Drawing(self._shelf, self._used_forms, self._disowned)
        sheet = drawing.page(page, place, data, None)
        draft = PageDraft(number, sheet, box_of_page(page))
        draft.gather(drawing.events, drawing.rules, self._annotations[number])
        self._calm_taken(drawing)
        self._drafts.append(draft)

    def _take_as_picture(self, page: Page, place: Place, data: bytes) -> None:
        """A page that is a drawing with more lines than anybody reads becomes one figure."""
        edits = as_one(data)
        resources = resources_of(page)
        forms = resources.get("/XObject") if resources is not None else None
        for drawn in forms.as_dict().values() if isinstance(forms, Dictionary) else ():
            if isinstance(drawn, Stream):
                disown(drawn, self._disowned)
                if drawn.get("/Subtype") == Name.Form:
                    self._calm(drawn, resources)
        page.obj.Contents = Stream(self._pdf, apply(data, edits))
        said = words.DRAWING.format(page=place.page + 1)
        figure = Element("Figure", [Piece(place, place.new_mark())], {"Alt": said})
        self._added[place.page] = [figure]
        held = [Element("P", [Element("Span", [one])]) for one in self._annotations[place.page]]
        self._added[place.page] += held
        self._reasons.add("pages_as_picture")

    def _visit_forms(self, resources: Object | None, looked: Looked) -> None:
        """What forms and pictures draw counts with the page; inside tags it is calmed."""
        for name, inside in dict.fromkeys(looked.drawn):
            drawn = named(resources, "/XObject", name)
            if not isinstance(drawn, Stream):
                continue
            disown(drawn, self._disowned)
            is_form = drawn.get("/Subtype") == Name.Form
            if inside is Inside.NOTHING:
                says = is_form and draws_text(drawn)
                looked.loose_text += says
                looked.loose_other += not says
            elif inside is Inside.TAGGED and is_form:
                self._calm(drawn, resources)

    def _calm(self, form: Object, resources: Object | None) -> None:
        calm(form, resources, self._calmed)

    def _keep(self, page: Page, place: Place, data: bytes, looked: Looked) -> None:
        """The page's own tags stay; what stands outside them gets a paragraph or is artefact."""
        seen = looked.seen - looked.refused
        self._places[place.page] = (place, seen)
        place.next_mark = max([*looked.seen, *looked.refused, -1]) + 1
        if looked.loose_text or looked.loose_other:
            drawing = Drawing(self._shelf, self._used_forms, self._disowned)
            sheet = drawing.page(page, place, data, seen)
            sheet.edits = looked.edits
            self._added[place.page] = loose_text(drawing.events) + self._figures(page, drawing)
            gather_runs(sheet)
            mark_up(sheet)
            self._sheets.write(page, sheet)
            self._reasons.add("tags_mended")
        elif looked.edits:
            page.obj.Contents = Stream(self._pdf, apply(data, looked.edits))
            self._reasons.add("tags_mended")

    def _figures(self, page: Page, drawing: Drawing) -> list[Element]:
        """Large pictures that the maker forgot to tag."""
        figures = loose_figures(drawing.events, box_of_page(page))
        if figures:
            self._reasons.add("pictures_not_described")
        self._calm_taken(drawing)
        return figures

    def _calm_taken(self, drawing: Drawing) -> None:
        for event in drawing.events:
            if event.form is not None and isinstance(event.target, Element):
                self._calm(event.form, event.sheet.resources)

    def _make_basic_tags(self) -> None:
        set_aside(self._drafts)
        find_headings([draft.blocks for draft in self._drafts])
        for draft in self._drafts:
            try:
                self._added[draft.number] = draft.elements()
                mark_up(draft.sheet)
                self._sheets.write(self._pages[draft.number], draft.sheet)
            except BROKEN:
                self._problems.add("page_unreadable")

    def _document(self) -> Element:
        """One tree: what the maker's tags hold, with what was added at its page."""
        if self._own is None:
            made = [one for number in sorted(self._added) for one in self._added[number]]
            return Element("Document", list(made))
        document = self._own.document
        held = self._resolve(document)
        for number, on_page in enumerate(self._annotations):
            if number in self._places:
                left = [one for one in on_page if one.thing.objgen not in held]
                added = [Element("P", [Element(holder(one.subtype), [one])]) for one in left]
                self._added[number] = self._added.get(number, []) + added
        insert(document, self._added)
        return document

    def _resolve(self, document: Element) -> set[tuple[int, int]]:
        """Put pieces where the tree claims them; gives the annotations that it holds."""
        by_thing = {
            one.thing.objgen: one
            for number, on_page in enumerate(self._annotations)
            if number in self._places
            for one in on_page
        }
        held = set()
        for element in walk(document):
            kids: list[Kid] = []
            for kid in element.kids:
                if isinstance(kid, Annotation):
                    if kid.thing.objgen in by_thing:
                        held.add(kid.thing.objgen)
                        kids.append(by_thing[kid.thing.objgen])
                elif isinstance(kid, Claim):
                    place, seen = self._places.get(self._numbers.get(kid.stream, -1), (None, ()))
                    if place is not None and kid.mark in seen:
                        kids.append(Piece(place, kid.mark))
                else:
                    kids.append(kid)
            element.kids = kids
        return held

    def _see_what_lacks(self, document: Element) -> None:
        """What makes the paper harder to read than it could be, though it breaks no rule."""
        for element in walk(document):
            if element.kind in ("Figure", "Formula") and not (
                element.facts.get("ActualText") or element.facts.get("Alt")
            ):
                self._reasons.add("pictures_not_described")
        drafts = self._drafts
        if any(draft.figures and not draft.scan for draft in drafts):
            self._reasons.add("pictures_not_described")
        if any(draft.guessed for draft in drafts):
            self._reasons.add("order_guessed")
        if any(draft.recognised for draft in drafts):
            self._reasons.add("text_recognised")
        if any(draft.scan and not draft.recognised for draft in drafts):
            self._reasons.add("pages_scanned")
        if self._own is not None and drafts:
            self._reasons.add("pages_without_tags")

    def _grade(self) -> str:
        if self._problems:
            return Grade.NONE
        scans = sum(draft.scan and not draft.recognised for draft in self._drafts)
        if scans and scans * 2 >= len(self._pages):
            return Grade.SCAN
        return Grade.OWN if len(self._drafts) == scans and self._places else Grade.BASIC
