"""Where things come on a page: matrices and boxes (ISO 32000-1, 8.3). Pure."""

from __future__ import annotations

from pikepdf import Object

from app.papers.tags.scanning import numbers

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


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


def six(operands: bytes) -> Matrix:
    a, b, c, d, e, f = numbers(operands, 6)
    return a, b, c, d, e, f


def form_matrix(form: Object) -> Matrix:
    try:
        a, b, c, d, e, f = (float(one) for one in form.get("/Matrix", IDENTITY))
    except (TypeError, ValueError):
        return IDENTITY
    return a, b, c, d, e, f


def form_box(form: Object) -> Box:
    try:
        left, bottom, right, top = (float(one) for one in form.get("/BBox", (0, 0, 1, 1)))
    except (TypeError, ValueError):
        return 0.0, 0.0, 1.0, 1.0
    return left, bottom, right, top
