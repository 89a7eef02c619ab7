"""What a page paints, in order: every text, picture, line and form, with its place on the page.

An interpreter of content streams that looks only at where things come (ISO 32000-1, 8.4 and 9.4).
It follows forms into their own streams, each once on its way, and never deeper than it must.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container

from pikepdf import Dictionary, Name, Object, Page, Stream

from app.papers.tags.elements import Place
from app.papers.tags.fonts import Font
from app.papers.tags.geometry import (
    Box,
    Matrix,
    form_box,
    form_matrix,
    moved,
    times,
)
from app.papers.tags.marks import Edit, Inside, better_language, read_mark
from app.papers.tags.paths import Path
from app.papers.tags.pens import Pen, State
from app.papers.tags.resources import FontShelf, disown, mark_numbers, named
from app.papers.tags.scanning import Step, numbers, steps
from app.papers.tags.sheets import Event, Sheet

DEEPEST_FORM = 8
#: On one page; what is drawn beyond is taken as a picture.
MOST_FORMS = 200
MOST_EVENTS = 60_000
_FONT = re.compile(rb"/([^\0\t\n\f\r ()<>\[\]{}/%]*)")


class TooMuch(Exception):
    """A page paints so much that nobody reads it word by word: a map, a drawing."""


class Drawing:
    """Interprets one page. `claimed` are the pieces that tags of the maker hold already;
    None where its tags count for nothing, and every mark of them is taken out."""

    def __init__(
        self,
        shelf: FontShelf,
        used_forms: set[tuple[int, int]],
        disowned: set[tuple[int, int]],
    ) -> None:
        self._shelf = shelf
        self._used_forms = used_forms
        self.disowned = disowned
        self._entered = 0
        self.events: list[Event] = []
        #: Thin straight lines, in the space of the page: what tables are ruled with.
        self.rules: list[Box] = []

    def page(self, page: Page, place: Place, data: bytes, claimed: Container[int] | None) -> Sheet:
        """Everything a page paints; raises Unreadable and TooMuch."""
        resources = page.obj.get("/Resources") or page.resources
        sheet = Sheet(place, data, resources if isinstance(resources, Dictionary) else None)
        _Painter(self, sheet, State(), claimed, 0).run()
        return sheet

    def font(self, resources: Object | None, name: bytes) -> Font:
        """The font behind a name."""
        return self._shelf.font(resources, name)

    def enters(self, form: Object, depth: int) -> bool:
        """Whether a form is followed into its stream: every form once, and not too deep."""
        if depth >= DEEPEST_FORM or self._entered >= MOST_FORMS or not form.is_indirect:
            return False
        if form.objgen in self._used_forms:
            return False
        self._used_forms.add(form.objgen)
        self._entered += 1
        return True

    def add(self, event: Event) -> None:
        """One more thing painted."""
        self.events.append(event)
        if len(self.events) > MOST_EVENTS:
            raise TooMuch


class _Painter:
    """Interprets one stream."""

    def __init__(
        self,
        drawing: Drawing,
        sheet: Sheet,
        state: State,
        claimed: Container[int] | None,
        depth: int,
    ) -> None:
        self._drawing, self._sheet = drawing, sheet
        self._pen, self._path = Pen(state), Path()
        self._claimed, self._depth = claimed, depth
        self._marks: list[tuple[Inside, bool]] = []
        self._inside, self._group = Inside.NOTHING, 0
        self._block = -1
        self._fonts: dict[bytes, Font] = {}
        self._numbers = mark_numbers(sheet.resources)
        self._actions: dict[bytes, Callable[[Step], None]] = {
            **self._pen.actions, **self._path.actions,
            b"Tj": self._show, b"TJ": self._show, b"'": self._next_show, b'"': self._spaced_show,
            b"Tf": self._set_font, b"BT": self._begin, b"ET": self._finish,
            b"sh": self._shade, b"Do": self._draw, b"BI": self._picture, b"gs": self._look_up,
            b"BDC": self._enter, b"BMC": self._enter, b"EMC": self._leave,
        }  # fmt: skip
        for operator in (b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"):
            self._actions[operator] = self._paint

    def run(self) -> None:
        """Paint it all."""
        actions, data = self._actions, self._sheet.data
        for step in steps(data):
            action = actions.get(step.operator)
            if action is not None:
                action(step)
        if self._block >= 0:
            self._sheet.blocks[self._block][1] = -1
        left_open = sum(kept for _inside, kept in self._marks)
        if left_open:
            self._sheet.edits.append(Edit(len(data), len(data), b"\nEMC" * left_open))

    # state

    def _set_font(self, step: Step) -> None:
        found = _FONT.search(step.operands)
        name = found[1] if found else b""
        if name not in self._fonts:
            self._fonts[name] = self._drawing.font(self._sheet.resources, name)
        self._pen.state.font = self._fonts[name]
        self._pen.state.size = numbers(step.operands, 1)[0]

    def _look_up(self, step: Step) -> None:
        found = _FONT.search(step.operands)
        given = named(self._sheet.resources, "/ExtGState", found[1]) if found else None
        font = given.get("/Font") if isinstance(given, Dictionary) else None
        if font is not None and isinstance(font[0], Dictionary):
            self._pen.state.font, self._pen.state.size = Font(font[0]), float(font[1])

    # text

    def _begin(self, step: Step) -> None:
        self._pen.begin()
        self._block = len(self._sheet.blocks)
        self._sheet.blocks.append([step.start, -1, self._group, -1])

    def _finish(self, step: Step) -> None:
        if self._block >= 0:
            self._sheet.blocks[self._block][1] = step.end
            self._sheet.blocks[self._block][3] = self._group
        self._block = -1

    def _next_show(self, step: Step) -> None:
        self._pen.next_line(step)
        self._show(step)

    def _spaced_show(self, step: Step) -> None:
        self._next_show(self._pen.spaced(step))

    def _show(self, step: Step) -> None:
        event = self._pen.show(step, self._sheet)
        event.inside, event.group, event.block = self._inside, self._group, self._block
        self._add(event)

    # other paint

    def _paint(self, step: Step) -> None:
        start = self._path.start if self._path.start >= 0 else step.start
        self._other("path", start, step.end, self._path.box())
        stroked = step.operator not in (b"f", b"F", b"f*")
        self._path.rule(self._drawing.rules, self._pen.state.matrix, stroked=stroked)
        self._path.drop(step)

    def _shade(self, step: Step) -> None:
        self._other("path", step.start, step.end, (0.0, 0.0, 0.0, 0.0))

    def _picture(self, step: Step) -> None:
        self._other("picture", step.start, step.end, (0.0, 0.0, 1.0, 1.0))

    def _draw(self, step: Step) -> None:
        found = _FONT.search(step.operands)
        drawn = named(self._sheet.resources, "/XObject", found[1]) if found else None
        if not isinstance(drawn, Stream):
            return
        disown(drawn, self._drawing.disowned)
        if drawn.get("/Subtype") == Name.Image:
            self._other("picture", step.start, step.end, (0.0, 0.0, 1.0, 1.0), drawn)
        elif drawn.get("/Subtype") == Name.Form and found is not None:
            self._form(step, found[1], drawn)

    def _form(self, step: Step, name: bytes, form: Object) -> None:
        matrix = form_matrix(form)
        box = form_box(form)
        whole = times(matrix, self._pen.state.matrix)
        if self._inside is Inside.NOTHING and self._drawing.enters(form, self._depth):
            own = form.get("/Resources")
            resources = own if isinstance(own, Dictionary) else self._sheet.resources
            place = Place(self._sheet.place.page, form, is_form=True)
            sheet = Sheet(place, form.read_bytes(), resources, name=name, call=step)
            state = self._pen.state.copy()
            state.matrix = whole
            before = len(self._drawing.events)
            _Painter(self._drawing, sheet, state, self._claimed, self._depth + 1).run()
            if any(event.kind == "text" for event in self._drawing.events[before:]):
                self._sheet.inner.append(sheet)
                self._path.start = -1
                self._sheet.events.append(
                    Event("door", self._sheet, step.start, step.end, box, self._inside,
                          self._group, self._block)
                )  # fmt: skip
                return
            del self._drawing.events[before:]
        self._other("form", step.start, step.end, box, form, whole)

    def _other(
        self,
        kind: str,
        start: int,
        end: int,
        box: Box,
        drawn: Object | None = None,
        matrix: Matrix | None = None,
    ) -> None:
        placed = moved(box, matrix or self._pen.state.matrix)
        event = Event(kind, self._sheet, start, end, placed, self._inside, self._group, self._block)
        if drawn is not None:
            event.drawn, event.form = drawn.objgen, drawn if kind == "form" else None
        self._add(event)

    def _add(self, event: Event) -> None:
        # whatever comes between a path and its paint cannot be marked with it
        self._path.start = -1
        self._sheet.events.append(event)
        self._drawing.add(event)

    # marks

    def _enter(self, step: Step) -> None:
        mark = read_mark(step, self._numbers)
        before, self._group, self._path.start = self._inside, self._group + 1, -1
        kept = self._is_kept(mark.tag, step)
        if mark.tag == b"Artifact" and before is Inside.NOTHING:
            self._inside = Inside.ARTEFACT
        elif before is Inside.NOTHING and mark.number in (self._claimed or ()):
            self._inside = Inside.TAGGED
        self._marks.append((before, kept))
        if not kept:
            self._sheet.edits.append(Edit(step.start, step.end, b"\n"))
        elif self._claimed is None and (better := better_language(step)) is not None:
            self._sheet.edits.append(better)

    def _is_kept(self, tag: bytes, step: Step) -> bool:
        """Marks that hide layers, name artefacts or spell out letters stay in a page made anew."""
        if self._claimed is not None and not self._sheet.place.is_form:
            return True
        return tag in (b"OC", b"Artifact") or (
            tag == b"Span" and b"/ActualText" in step.operands and b"/MCID" not in step.operands
        )

    def _leave(self, step: Step) -> None:
        self._group, self._path.start = self._group + 1, -1
        if self._marks:
            self._inside, kept = self._marks.pop()
            if kept:
                return
        elif self._claimed is not None and not self._sheet.place.is_form:
            return
        self._sheet.edits.append(Edit(step.start, step.end, b"\n"))
