"""A page as it is seen, and as something that may be drawn on."""

from __future__ import annotations

from typing import Any

from pikepdf import Dictionary, Name, Object, Page


def upright(page: Page) -> tuple[float, float, tuple[float, ...]]:
    """Width and height of a page as it is seen, and the matrix from seen to page units."""
    x0, y0, x1, y1 = (float(value) for value in page.cropbox)
    left, bottom, right, top = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    turn = _rotation(page)
    matrices: dict[int, tuple[float, ...]] = {
        0: (1, 0, 0, 1, left, bottom),
        90: (0, 1, -1, 0, right, bottom),
        180: (-1, 0, 0, -1, right, top),
        270: (0, -1, 1, 0, left, top),
    }
    width, height = right - left, top - bottom
    if turn in (90, 270):
        width, height = height, width
    return width, height, matrices[turn]


def _rotation(page: Page) -> int:
    turn: Any = page.obj.get("/Rotate", 0)
    node: Object = page.obj
    for _level in range(50):
        if "/Rotate" in node:
            turn = node.Rotate
            break
        if "/Parent" not in node:
            break
        node = node.Parent
    return round(int(turn) / 90) * 90 % 360


def own_resources(page: Page) -> None:
    """Give the page its own dictionary of fonts: pages often share one, and names may differ."""
    resources = Dictionary(dict(page.resources.items()))
    if "/Font" in resources:
        resources[Name.Font] = Dictionary(dict(resources.Font.items()))
    page.obj[Name.Resources] = resources
