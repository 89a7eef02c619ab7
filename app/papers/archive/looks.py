"""The look of marks that carry none and that every reader draws by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

_Points = list[float]


def drawn_look(pdf: Pdf, note: Object) -> Stream | None:
    """The look of a mark as readers draw it; None for kinds of which that is not known."""
    draw = _DRAWINGS.get(str(note.Subtype))
    if draw is None:
        return None
    try:
        drawing = " ".join(draw(note))
        box = [float(side) for side in note.Rect]
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None
    return _form(pdf, note, drawing, box)


def _form(pdf: Pdf, note: Object, drawing: str, box: _Points) -> Stream:
    opacity = float(note.get("/CA", 1))
    state = Dictionary(CA=opacity, ca=opacity)
    if note.Subtype == Name.Highlight:
        state.BM = Name.Multiply
    look = Stream(pdf, f"/Look gs {drawing}".encode("ascii"))
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array(box)
    look.Resources = Dictionary(ExtGState=Dictionary(Look=state))
    look.Group = Dictionary(Type=Name.Group, S=Name.Transparency)
    return look


def _colour(note: Object, key: str, operators: tuple[str, str, str]) -> str:
    """The instruction for a mark's colour, "" where it has none."""
    parts = [float(part) for part in note.get(key, ())]
    if len(parts) == 4:
        black = parts.pop()
        parts = [(1 - part) * (1 - black) for part in parts]
    operator = {1: operators[0], 3: operators[1]}.get(len(parts), "")
    return f"{_numbers(parts)} {operator}" if operator else ""


def _stroke(note: Object) -> str:
    return _colour(note, "/C", ("G", "RG", "")) or "0 G"


def _width(note: Object) -> float:
    style = note.get("/BS")
    if isinstance(style, Dictionary):
        return float(style.get("/W", 1))
    border = note.get("/Border", (0, 0, 1))
    return float(border[2])


def _quads(note: Object) -> Iterator[_Points]:
    points = [float(part) for part in note.QuadPoints]
    for place in range(0, len(points) - 7, 8):
        yield points[place : place + 8]


def _highlight(note: Object) -> Iterator[str]:
    yield _colour(note, "/C", ("g", "rg", "")) or "1 1 0 rg"
    for x1, y1, x2, y2, x3, y3, x4, y4 in _quads(note):
        yield f"{_numbers([x1, y1])} m {_numbers([x2, y2])} l"
        yield f"{_numbers([x4, y4])} l {_numbers([x3, y3])} l h f"


def _line_at(share: float) -> Callable[[Object], Iterator[str]]:
    def draw(note: Object) -> Iterator[str]:
        yield f"{_stroke(note)} 1 w"
        for x1, y1, x2, y2, x3, y3, x4, y4 in _quads(note):
            start = [x3 + (x1 - x3) * share, y3 + (y1 - y3) * share]
            end = [x4 + (x2 - x4) * share, y4 + (y2 - y4) * share]
            yield f"{_numbers(start)} m {_numbers(end)} l S"

    return draw


def _outlined(note: Object, path: str) -> Iterator[str]:
    fill, width = _colour(note, "/IC", ("g", "rg", "")), _width(note)
    yield f"{fill} {_stroke(note)} {_numbers([width])} w {path}"
    yield ("B" if fill else "S") if width else ("f" if fill else "n")


def _square(note: Object) -> Iterator[str]:
    left, bottom, right, top, inset = *_sides(note), _width(note) / 2
    box = [left + inset, bottom + inset, right - left - 2 * inset, top - bottom - 2 * inset]
    yield from _outlined(note, f"{_numbers(box)} re")


def _circle(note: Object) -> Iterator[str]:
    left, bottom, right, top, inset = *_sides(note), _width(note) / 2
    x, y = (left + right) / 2, (bottom + top) / 2
    a, b = (right - left) / 2 - inset, (top - bottom) / 2 - inset
    bend = 0.5523
    path = f"{_numbers([x + a, y])} m "
    for sx, sy, ex, ey, fx, fy in (
        (a, b * bend, a * bend, b, 0, b),
        (-a * bend, b, -a, b * bend, -a, 0),
        (-a, -b * bend, -a * bend, -b, 0, -b),
        (a * bend, -b, a, -b * bend, a, 0),
    ):
        path += f"{_numbers([x + sx, y + sy, x + ex, y + ey, x + fx, y + fy])} c "
    yield from _outlined(note, path + "h")


def _ink(note: Object) -> Iterator[str]:
    yield f"{_stroke(note)} {_numbers([_width(note)])} w"
    for stroke in note.InkList:
        yield _path([float(part) for part in stroke]) + " S"


def _polyline(note: Object) -> Iterator[str]:
    yield from _outlined(note, _path([float(part) for part in note.Vertices]))


def _polygon(note: Object) -> Iterator[str]:
    yield from _outlined(note, _path([float(part) for part in note.Vertices]) + " h")


def _line(note: Object) -> Iterator[str]:
    yield f"{_stroke(note)} {_numbers([_width(note)])} w"
    yield _path([float(part) for part in note.L]) + " S"


def _path(points: _Points) -> str:
    pairs = [_numbers(points[place : place + 2]) for place in range(0, len(points) - 1, 2)]
    return " ".join(f"{pair} {'l' if number else 'm'}" for number, pair in enumerate(pairs))


def _sides(note: Object) -> tuple[float, float, float, float]:
    left, bottom, right, top = (float(side) for side in note.Rect)
    margins = [float(side) for side in note.get("/RD", (0, 0, 0, 0))]
    return left + margins[0], bottom + margins[1], right - margins[2], top - margins[3]


def _numbers(values: _Points) -> str:
    return " ".join(f"{value:.3f}" for value in values)


_DRAWINGS: dict[str, Callable[[Object], Iterator[str]]] = {
    "/Highlight": _highlight,
    "/Underline": _line_at(0.08),
    "/Squiggly": _line_at(0.08),
    "/StrikeOut": _line_at(0.5),
    "/Square": _square,
    "/Circle": _circle,
    "/Ink": _ink,
    "/Line": _line,
    "/PolyLine": _polyline,
    "/Polygon": _polygon,
}
