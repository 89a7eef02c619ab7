"""What a page paints, in order: every text, picture, line and form, with its place on the page.

An interpreter of content streams that looks only at where things come (ISO 32000-1, 8.4 and 9.4).
It follows forms into their own streams, each once on its way, and never deeper than it must.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Dictionary, Name, Object, Page, Stream

from app.papers.tags.elements import Place
from app.papers.tags.fonts import Font
from app.papers.tags.marks import Edit, Inside, Properties, better_language, read_mark
from app.papers.tags.scanning import Step, numbers, steps

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
DEEPEST_FORM = 8
#: On one page; what is drawn beyond is taken as a picture.
MOST_FORMS = 200
MOST_EVENTS = 60_000
MOST_RULES = 2_000
_STRINGS = re.compile(
    rb"\(((?:[^()\\]++|\\[\s\S]|\((?:[^()\\]++|\\[\s\S]|\([^()]*+\))*+\))*+)\)|<([0-9A-Fa-f\s]*)>"
    rb"|([+-]?(?:\d++\.?+\d*+|\.\d++))"
)
_ESCAPES = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])")
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_FONT = re.compile(rb"/([^\0\t\n\f\r ()<>\[\]{}/%]*)")


class TooMuch(Exception):
    """A page paints so much that nobody reads it word by word: a map, a drawing."""


@dataclass(eq=False, slots=True)
class Event:
    """One thing that is painted: `kind` is text, picture, path, form, or the door to a form whose
    own stream was followed."""

    kind: str
    sheet: Sheet
    start: int
    end: int
    box: Box
    inside: Inside
    group: int
    block: int
    size: float = 0.0
    turn: int = 0
    base: float = 0.0
    shown: bytes = b""
    font: Font | None = None
    hidden: bool = False
    form: Object | None = None
    drawn: tuple[int, int] = (0, 0)
    target: object = None
    cell: int = -1

    def text(self) -> str:
        """What it says."""
        return self.font.text(self.shown) if self.font is not None else ""


@dataclass(slots=True)
class Run:
    """Neighbours in a stream that belong to one element, and get one mark."""

    start: int
    end: int
    target: object
    group: int
    block: int


@dataclass(eq=False, slots=True)
class Sheet:
    """One stream as it was painted: its bytes, what it paints, and the edits that put it right."""

    place: Place
    data: bytes
    resources: Object | None
    events: list[Event] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    #: Of every text object: where it begins and ends, and in which groups of marks.
    blocks: list[list[int]] = field(default_factory=list)
    name: bytes = b""
    call: Step | None = None
    runs: list[Run] = field(default_factory=list)
    inner: list[Sheet] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    """The graphics state, as far as it moves or hides what is painted."""

    matrix: Matrix = IDENTITY
    font: Font | None = None
    size: float = 1.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    hidden: bool = False

    def copy(self) -> _State:
        return _State(
            self.matrix, self.font, self.size, self.spacing, self.word_spacing, self.stretch,
            self.leading, self.rise, self.hidden,
        )  # fmt: skip


def times(first: Matrix, second: Matrix) -> Matrix:
    """Two matrices, the first applied first."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def moved(box: Box, matrix: Matrix) -> Box:
    """The upright box around a box that a matrix moved."""
    a, b, c, d, e, f = matrix
    if b == 0 == c:
        left, right = a * box[0] + e, a * box[2] + e
        low, high = d * box[1] + f, d * box[3] + f
        return min(left, right), min(low, high), max(left, right), max(low, high)
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


class FontShelf:
    """The fonts of a file, each read once."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[int, int], Font] = {}

    def font(self, resources: Object | None, name: bytes) -> Font:
        """The font behind a name; one that knows nothing where there is none."""
        found = named(resources, "/Font", name)
        if not isinstance(found, Dictionary):
            return Font(None)
        if not found.is_indirect:
            return Font(found)
        if found.objgen not in self._fonts:
            self._fonts[found.objgen] = Font(found)
        return self._fonts[found.objgen]


def named(resources: Object | None, kind: str, name: bytes) -> Any:
    """What a name stands for in these resources, or None."""
    if resources is None:
        return None
    listed: Any = resources.get(kind)
    if not isinstance(listed, Dictionary):
        return None
    try:
        return listed.get("/" + unescaped_name(name))
    except (ValueError, UnicodeDecodeError):
        return None


def unescaped_name(name: bytes) -> str:
    """A name as the file's dictionaries hold it."""
    if b"#" in name:
        name = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes((int(found[1], 16),)), name)
    return name.decode("utf-8", "surrogateescape")


def disown(drawn: Object, seen: set[tuple[int, int]]) -> None:
    """Cut the ties of a picture or form, and of all it draws, to a tree that is made anew."""
    waiting = [drawn]
    while waiting:
        one = waiting.pop()
        if one.is_indirect and one.objgen in seen:
            continue
        seen.add(one.objgen)
        for key in ("/StructParent", "/StructParents", "/Ref"):
            if key in one:
                del one[key]
        inner = one.get("/Resources")
        if not isinstance(inner, Dictionary) or (inner.is_indirect and inner.objgen in seen):
            continue
        seen.add(inner.objgen)
        forms = inner.get("/XObject")
        if isinstance(forms, Dictionary) and not (forms.is_indirect and forms.objgen in seen):
            seen.add(forms.objgen)
            waiting += [form for form in forms.as_dict().values() if isinstance(form, Stream)]


def mark_numbers(resources: Object | None) -> Properties:
    """What numbers of pieces stand behind the names of property lists."""

    def number(name: bytes) -> int:
        listed = named(resources, "/Properties", name)
        mark: Any = listed.get("/MCID") if isinstance(listed, Dictionary) else None
        return mark if isinstance(mark, int) and mark >= 0 else -1

    return number


def content(page: Page) -> bytes:
    """What a page draws, as one stream."""
    given: Any = page.obj.get("/Contents", ())
    parts = [given] if isinstance(given, Stream) else list(given)
    return b"\n".join(part.read_bytes() for part in parts if isinstance(part, Stream))


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
        _Painter(self, sheet, _State(), claimed, 0).run()
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
        state: _State,
        claimed: Container[int] | None,
        depth: int,
    ) -> None:
        self._drawing, self._sheet, self._state = drawing, sheet, state
        self._claimed, self._depth = claimed, depth
        self._stack: list[_State] = []
        self._marks: list[tuple[Inside, bool]] = []
        self._inside, self._group = Inside.NOTHING, 0
        self._text: Matrix = IDENTITY
        self._line: Matrix = IDENTITY
        self._block = -1
        self._path_start = -1
        self._path: list[float] = []
        self._shapes: list[tuple[bool, Box]] = []
        self._fonts: dict[bytes, Font] = {}
        self._numbers = mark_numbers(sheet.resources)
        self._actions: dict[bytes, Callable[[Step], None]] = {
            b"Tj": self._show, b"TJ": self._show, b"'": self._next_show, b'"': self._spaced_show,
            b"Td": self._move, b"TD": self._move_leading, b"Tm": self._set_text,
            b"T*": self._next_line, b"Tf": self._set_font, b"BT": self._begin, b"ET": self._finish,
            b"Tc": self._set_spacing, b"Tw": self._set_words, b"Tz": self._set_stretch,
            b"TL": self._set_leading, b"Ts": self._set_rise, b"Tr": self._set_mode,
            b"q": self._save, b"Q": self._restore, b"cm": self._concat,
            b"m": self._point, b"l": self._point, b"c": self._curve, b"v": self._curve,
            b"y": self._curve, b"re": self._rectangle, b"n": self._drop, b"h": self._keep,
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

    def _save(self, _step: Step) -> None:
        if len(self._stack) < 1_000:
            self._stack.append(self._state.copy())

    def _restore(self, _step: Step) -> None:
        if self._stack:
            self._state = self._stack.pop()

    def _concat(self, step: Step) -> None:
        self._state.matrix = times(_six(step.operands), self._state.matrix)

    def _set_font(self, step: Step) -> None:
        found = _FONT.search(step.operands)
        name = found[1] if found else b""
        if name not in self._fonts:
            self._fonts[name] = self._drawing.font(self._sheet.resources, name)
        self._state.font = self._fonts[name]
        self._state.size = numbers(step.operands, 1)[0]

    def _look_up(self, step: Step) -> None:
        found = _FONT.search(step.operands)
        given = named(self._sheet.resources, "/ExtGState", found[1]) if found else None
        font = given.get("/Font") if isinstance(given, Dictionary) else None
        if font is not None and isinstance(font[0], Dictionary):
            self._state.font, self._state.size = Font(font[0]), float(font[1])

    def _set_spacing(self, step: Step) -> None:
        self._state.spacing = numbers(step.operands, 1)[0]

    def _set_words(self, step: Step) -> None:
        self._state.word_spacing = numbers(step.operands, 1)[0]

    def _set_stretch(self, step: Step) -> None:
        self._state.stretch = numbers(step.operands, 1)[0] / 100

    def _set_leading(self, step: Step) -> None:
        self._state.leading = numbers(step.operands, 1)[0]

    def _set_rise(self, step: Step) -> None:
        self._state.rise = numbers(step.operands, 1)[0]

    def _set_mode(self, step: Step) -> None:
        self._state.hidden = numbers(step.operands, 1)[0] in (3, 7)

    # text

    def _begin(self, step: Step) -> None:
        self._text = self._line = IDENTITY
        self._block = len(self._sheet.blocks)
        self._sheet.blocks.append([step.start, -1, self._group, -1])

    def _finish(self, step: Step) -> None:
        if self._block >= 0:
            self._sheet.blocks[self._block][1] = step.end
            self._sheet.blocks[self._block][3] = self._group
        self._block = -1

    def _set_text(self, step: Step) -> None:
        self._text = self._line = _six(step.operands)

    def _move(self, step: Step) -> None:
        self._shift(*numbers(step.operands, 2))

    def _move_leading(self, step: Step) -> None:
        x, y = numbers(step.operands, 2)
        self._state.leading = -y
        self._shift(x, y)

    def _next_line(self, _step: Step) -> None:
        self._shift(0.0, -self._state.leading)

    def _shift(self, x: float, y: float) -> None:
        a, b, c, d, e, f = self._line
        self._text = self._line = (a, b, c, d, a * x + c * y + e, b * x + d * y + f)

    def _next_show(self, step: Step) -> None:
        self._next_line(step)
        self._show(step)

    def _spaced_show(self, step: Step) -> None:
        found = _STRINGS.findall(step.operands)
        given = [float(number) for _text, _hex, number in found if number]
        if len(given) >= 2:
            self._state.word_spacing, self._state.spacing = given[0], given[1]
            step = step._replace(operands=step.operands[step.operands.find(found[1][2]) :])
        self._next_line(step)
        self._show(step)

    def _show(self, step: Step) -> None:
        state = self._state
        font, size = state.font or Font(None), state.size
        shown, kerned = shown_string(step.operands, kerning=step.operator == b"TJ")
        count = len(shown) // 2 if font.wide else len(shown)
        advance = (font.width(shown) - kerned / 1000) * size + count * state.spacing
        if state.word_spacing and not font.wide:
            advance += shown.count(b" ") * state.word_spacing
        advance *= state.stretch
        a, b, c, d, e, f = self._text
        whole = times((a, b, c, d, e, f), state.matrix)
        event = _text_event(self._sheet, step, whole, advance, size, state.rise)
        event.inside, event.group, event.block = self._inside, self._group, self._block
        event.shown, event.font, event.hidden = shown, font, state.hidden
        self._text = (a, b, c, d, a * advance + e, b * advance + f)
        self._add(event)

    # other paint

    def _point(self, step: Step) -> None:
        self._begin_path(step)
        x, y = numbers(step.operands, 2)
        if step.operator == b"l" and self._path:
            self._shapes.append((False, (self._path[-2], self._path[-1], x, y)))
        self._path += (x, y)

    def _curve(self, step: Step) -> None:
        self._begin_path(step)
        self._path += numbers(step.operands, 4 if step.operator != b"c" else 6)

    def _rectangle(self, step: Step) -> None:
        self._begin_path(step)
        x, y, width, height = numbers(step.operands, 4)
        box = (x, y, x + width, y + height)
        self._shapes.append((True, box))
        self._path += box

    def _keep(self, step: Step) -> None:
        self._begin_path(step)

    def _begin_path(self, step: Step) -> None:
        if self._path_start < 0:
            self._path_start = step.start

    def _drop(self, _step: Step) -> None:
        self._path_start, self._path, self._shapes = -1, [], []

    def _rule(self, stroked: bool) -> None:
        """Remember the straight lines of a path, drawn or filled, as far as a table needs them."""
        rules = self._drawing.rules
        if len(rules) > MOST_RULES or len(self._shapes) > MOST_RULES:
            return
        for is_box, shape in self._shapes:
            left, bottom, right, top = moved(shape, self._state.matrix)
            if not is_box or min(right - left, top - bottom) < 3:
                rules.append((left, bottom, right, top))
            elif stroked:
                rules += [(left, bottom, right, bottom), (left, top, right, top)]
                rules += [(left, bottom, left, top), (right, bottom, right, top)]

    def _paint(self, step: Step) -> None:
        start = self._path_start if self._path_start >= 0 else step.start
        points = self._path or [0.0, 0.0]
        xs, ys = points[::2], points[1::2]
        self._other("path", start, step.end, (min(xs), min(ys), max(xs), max(ys)))
        self._rule(stroked=step.operator not in (b"f", b"F", b"f*"))
        self._drop(step)

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
        matrix = _form_matrix(form)
        box = _form_box(form)
        whole = times(matrix, self._state.matrix)
        if self._inside is Inside.NOTHING and self._drawing.enters(form, self._depth):
            own = form.get("/Resources")
            resources = own if isinstance(own, Dictionary) else self._sheet.resources
            place = Place(self._sheet.place.page, form, is_form=True)
            sheet = Sheet(place, form.read_bytes(), resources, name=name, call=step)
            state = self._state.copy()
            state.matrix = whole
            before = len(self._drawing.events)
            _Painter(self._drawing, sheet, state, self._claimed, self._depth + 1).run()
            if any(event.kind == "text" for event in self._drawing.events[before:]):
                self._sheet.inner.append(sheet)
                self._path_start = -1
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
        placed = moved(box, matrix or self._state.matrix)
        event = Event(kind, self._sheet, start, end, placed, self._inside, self._group, self._block)
        if drawn is not None:
            event.drawn, event.form = drawn.objgen, drawn if kind == "form" else None
        self._add(event)

    def _add(self, event: Event) -> None:
        self._path_start = (
            -1
        )  # whatever comes between a path and its paint cannot be marked with it
        self._sheet.events.append(event)
        self._drawing.add(event)

    # marks

    def _enter(self, step: Step) -> None:
        mark = read_mark(step, self._numbers)
        before, self._group, self._path_start = self._inside, self._group + 1, -1
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
        self._group, self._path_start = self._group + 1, -1
        if self._marks:
            self._inside, kept = self._marks.pop()
            if kept:
                return
        elif self._claimed is not None and not self._sheet.place.is_form:
            return
        self._sheet.edits.append(Edit(step.start, step.end, b"\n"))


def shown_string(operands: bytes, *, kerning: bool) -> tuple[bytes, float]:
    """The codes that are shown, and by how much kerning pulls them together."""
    if not kerning and b"\\" not in operands and operands.count(b"(") == 1:
        return operands[operands.index(b"(") + 1 : operands.rindex(b")")], 0.0
    parts, kerned = [], 0.0
    for text, digits, number in _STRINGS.findall(operands):
        if number:
            if kerning:
                kerned += float(number)
        elif digits:
            plain = b"".join(digits.split())
            parts.append(bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode("ascii")))
        else:
            parts.append(_unescaped(text) if b"\\" in text else text)
    return b"".join(parts), kerned


def _unescaped(text: bytes) -> bytes:
    return _ESCAPES.sub(_escape, text)


def _escape(found: re.Match[bytes]) -> bytes:
    word = found[1]
    if word[:1].isdigit() and word[0] < 0x38:
        return bytes((int(word, 8) & 255,))
    if word in (b"\n", b"\r", b"\r\n"):
        return b""
    return _LETTERS.get(word, word)


def _six(operands: bytes) -> Matrix:
    a, b, c, d, e, f = numbers(operands, 6)
    return a, b, c, d, e, f


def _text_event(
    sheet: Sheet, step: Step, whole: Matrix, advance: float, size: float, rise: float
) -> Event:
    """Where a text comes: its box, how large it is and which way it runs, in quarter turns."""
    a, b, c, d, _e, _f = whole
    height = (c * c + d * d) ** 0.5 * abs(size)
    turn = 0
    if abs(b) > abs(a):
        turn = 1 if b > 0 else 3
    elif a < 0:
        turn = 2
    low, high = rise - 0.22 * size, rise + 0.75 * size
    box = moved((0.0, low, advance, high), whole)
    x, y = whole[2] * rise + whole[4], whole[3] * rise + whole[5]
    base = (y, -x, -y, x)[turn]
    return Event(
        "text", sheet, step.start, step.end, box, Inside.NOTHING, 0, -1, height, turn, base
    )


def _form_matrix(form: Object) -> Matrix:
    try:
        a, b, c, d, e, f = (float(one) for one in form.get("/Matrix", IDENTITY))
    except (TypeError, ValueError):
        return IDENTITY
    return a, b, c, d, e, f


def _form_box(form: Object) -> Box:
    try:
        left, bottom, right, top = (float(one) for one in form.get("/BBox", (0, 0, 1, 1)))
    except (TypeError, ValueError):
        return 0.0, 0.0, 1.0, 1.0
    return left, bottom, right, top
