"""Every stream of drawing instructions that a page can reach, each read once."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf, Stream

from app.papers.archive.contents import Content, FontUse, Key, Reader
from app.papers.archive.notes import Notes

#: No paper for people has more separate drawings than this.
MOST_CONTENTS = 50_000
#: PDF/A-2 allows drawing states to be saved this deep (ISO 19005-2, 6.1.13).
DEEPEST = 28
#: A pack puts what a page draws one deeper, so that its stamp is drawn upright and in place.
_STAMPED = 1
_BROKEN = (
    pikepdf.DependencyError,
    pikepdf.PdfError,
    ArithmeticError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)


class Walk:
    """The contents and fonts of a paper; names are brought where they are looked up."""

    def __init__(self, pdf: Pdf, notes: Notes) -> None:
        self._pdf = pdf
        self._notes = notes
        self._waiting: list[tuple[Object, Object]] = []
        self._met: set[Key] = set()
        self._drawn: set[Key] = set()
        self.contents: list[Content] = []
        self.fonts: dict[Key, FontUse] = {}
        self.by_key: dict[Key, Content] = {}

    def run(self) -> None:
        """Read all that the pages and their annotations draw."""
        for page in self._pdf.pages:
            resources = self._own_resources(page.obj, Dictionary())
            self._waiting.append((page.obj, resources))
            self._waiting += [(look, resources) for look in _appearances(page.obj)]
        while self._waiting:
            self._take(*self._waiting.pop())
            if len(self.contents) > MOST_CONTENTS:
                self._notes.add("too_complex", "contents")
                return
            if not self._waiting:
                self._waiting += self._glyph_drawings()
        self._check_depth()

    def _own_resources(self, holder: Object, inherited: Object) -> Object:
        """The resources that stand with this content; those of its page where it has none."""
        resources = holder.get("/Resources")
        if not isinstance(resources, Dictionary):
            resources = inherited if len(inherited) else self._pdf.make_indirect(Dictionary())
            holder["/Resources"] = resources
        fonts = resources.get("/Font")
        if isinstance(fonts, Dictionary):
            for name, font in list(fonts.items()):
                if isinstance(font, Dictionary) and not font.is_indirect:
                    fonts[name] = self._pdf.make_indirect(font)
        return resources

    def _take(self, holder: Object, inherited: Object) -> None:
        if holder.is_indirect:
            if holder.objgen in self._met:
                return
            self._met.add(holder.objgen)
        resources = self._own_resources(holder, inherited)
        try:
            content = self._read(holder, resources)
            if _borrow(content, inherited):
                content = self._read(holder, resources)
        except _BROKEN as error:
            self._notes.add("pages_odd", f"unreadable: {error}")
            return
        _note_lacking(content)
        self.contents.append(content)
        self.by_key[holder.objgen] = content
        self._waiting += [(child, resources) for child in _children(content)]

    def _read(self, holder: Object, resources: Object) -> Content:
        content = Content(holder, resources)
        Reader(content, self.fonts).read()
        return content

    def _glyph_drawings(self) -> Iterator[tuple[Object, Object]]:
        """The drawings of the glyphs of Type 3 fonts, which may use other fonts in turn."""
        for key, use in list(self.fonts.items()):
            drawings = use.font.get("/CharProcs")
            if key in self._drawn or not isinstance(drawings, Dictionary):
                continue
            self._drawn.add(key)
            resources = self._own_resources(use.font, Dictionary())
            for drawing in drawings.values():
                if isinstance(drawing, Stream):
                    yield drawing, resources

    def _check_depth(self) -> None:
        depths: dict[Key, int] = {}
        for content in self.contents:
            around = 0 if isinstance(content.holder, Stream) else _STAMPED
            if around + self._depth(content, depths, ()) > DEEPEST:
                self._notes.add("pages_odd", "q too deep")
                return

    def _depth(self, content: Content, known: dict[Key, int], above: tuple[Key, ...]) -> int:
        key = content.holder.objgen
        if key in known:
            return known[key]
        if key in above or len(above) > DEEPEST:
            self._notes.add("pages_odd", "a drawing that holds itself")
            return 0
        deepest = content.deepest
        for name, depth in content.depths.items():
            child = self.by_key.get(_xobject(content, name).objgen)
            if child is not None:
                deepest = max(deepest, depth + self._depth(child, known, (*above, key)))
        known[key] = deepest
        return deepest


def looked_up(content: Content, category: str, name: str) -> Object | None:
    """What a name stands for in the resources of a content."""
    things = content.resources.get(category)
    return things.get(name) if isinstance(things, Dictionary) else None


def _xobject(content: Content, name: str) -> Object:
    return looked_up(content, "/XObject", name) or Dictionary()


def _appearances(page: Object) -> Iterator[Object]:
    """The drawings of the annotations on a page."""
    for note in page.get("/Annots", ()):
        looks = note.get("/AP") if isinstance(note, Dictionary) else None
        for look in looks.values() if isinstance(looks, Dictionary) else ():
            if isinstance(look, Stream):
                yield look
            elif isinstance(look, Dictionary):
                yield from (one for one in look.values() if isinstance(one, Stream))


def _borrow(content: Content, inherited: Object) -> bool:
    """Bring names that only the page around a drawing knows; says whether any was brought."""
    borrowed = False
    for category, names in content.named.items():
        above = inherited.get(category)
        if not isinstance(above, Dictionary):
            continue
        for name in names:
            if looked_up(content, category, name) is None and name in above:
                if category not in content.resources:
                    content.resources[category] = Dictionary()
                content.resources[category][name] = above[name]
                borrowed = True
    return borrowed


def _note_lacking(content: Content) -> None:
    """A name that stands for nothing draws nothing: the instruction can go."""
    for category, names in content.named.items():
        if any(looked_up(content, category, name) is None for name in names):
            content.mendable.add(f"unknown {category}")


def _children(content: Content) -> Iterator[Object]:
    for name in content.named.get("/XObject", ()):
        thing = looked_up(content, "/XObject", name)
        if isinstance(thing, Stream) and thing.get("/Subtype") == Name.Form:
            yield thing
    for name in content.named.get("/Pattern", ()):
        thing = looked_up(content, "/Pattern", name)
        if isinstance(thing, Stream):
            yield thing
    for name in content.named.get("/ExtGState", ()):
        state = looked_up(content, "/ExtGState", name)
        mask = state.get("/SMask") if isinstance(state, Dictionary) else None
        if isinstance(mask, Dictionary) and isinstance(mask.get("/G"), Stream):
            yield mask.G
