"""The path that a stream draws before it paints it: where it runs, and its straight lines. Pure."""

from __future__ import annotations

from collections.abc import Callable

from app.papers.tags.geometry import Box, Matrix, moved
from app.papers.tags.scanning import Step, numbers

MOST_RULES = 2_000


class Path:
    """Gathers one path after the other; `start` is where it begins in the stream, -1 for none."""

    def __init__(self) -> None:
        self.start = -1
        self._points: list[float] = []
        self._shapes: list[tuple[bool, Box]] = []
        self.actions: dict[bytes, Callable[[Step], None]] = {
            b"m": self._point, b"l": self._point, b"c": self._curve, b"v": self._curve,
            b"y": self._curve, b"re": self._rectangle, b"n": self.drop, b"h": self._begin,
        }  # fmt: skip

    def drop(self, _step: Step) -> None:
        """Forget it: it was painted, or never will be."""
        self.start, self._points, self._shapes = -1, [], []

    def box(self) -> Box:
        """The box around it."""
        points = self._points or [0.0, 0.0]
        xs, ys = points[::2], points[1::2]
        return min(xs), min(ys), max(xs), max(ys)

    def rule(self, rules: list[Box], matrix: Matrix, *, stroked: bool) -> None:
        """Remember the straight lines of a path, drawn or filled, as far as a table needs them."""
        if len(rules) > MOST_RULES or len(self._shapes) > MOST_RULES:
            return
        for is_box, shape in self._shapes:
            left, bottom, right, top = moved(shape, matrix)
            if not is_box or min(right - left, top - bottom) < 3:
                rules.append((left, bottom, right, top))
            elif stroked:
                rules += [(left, bottom, right, bottom), (left, top, right, top)]
                rules += [(left, bottom, left, top), (right, bottom, right, top)]

    def _point(self, step: Step) -> None:
        self._begin(step)
        x, y = numbers(step.operands, 2)
        if step.operator == b"l" and self._points:
            self._shapes.append((False, (self._points[-2], self._points[-1], x, y)))
        self._points += (x, y)

    def _curve(self, step: Step) -> None:
        self._begin(step)
        self._points += numbers(step.operands, 4 if step.operator != b"c" else 6)

    def _rectangle(self, step: Step) -> None:
        self._begin(step)
        x, y, width, height = numbers(step.operands, 4)
        box = (x, y, x + width, y + height)
        self._shapes.append((True, box))
        self._points += box

    def _begin(self, step: Step) -> None:
        if self.start < 0:
            self.start = step.start
