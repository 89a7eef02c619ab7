"""Pictures on a page: those in pieces as one, their size, and which were forgotten. Pure."""

from __future__ import annotations

from app.papers.tags import words
from app.papers.tags.elements import Element
from app.papers.tags.geometry import Box
from app.papers.tags.marks import Inside
from app.papers.tags.sheets import Event

#: Beside tags of the maker: smaller ones are logos and ornaments.
_FORGOTTEN_COVERS = 0.02
BACKGROUND_COVERS = 0.85


def picture_groups(events: list[Event]) -> list[list[Event]]:
    """Pictures, those that were cut into strips or tiles as one."""
    groups: list[list[Event]] = []
    for event in events:
        if event.kind not in ("picture", "form"):
            continue
        last = groups[-1] if groups else None
        if last is not None and event.kind == "picture" and _touch(last[-1].box, event.box):
            last.append(event)
        else:
            groups.append([event])
    return groups


def share(box: Box, page: Box) -> float:
    """How much of a page a box covers."""
    left, bottom, right, top = page
    width = min(box[2], right) - max(box[0], left)
    height = min(box[3], top) - max(box[1], bottom)
    whole = max((right - left) * (top - bottom), 1.0)
    return max(width, 0.0) * max(height, 0.0) / whole


def _touch(one: Box, other: Box) -> bool:
    apart_x = max(one[0], other[0]) - min(one[2], other[2])
    apart_y = max(one[1], other[1]) - min(one[3], other[3])
    return apart_x < 2 and apart_y < 2


def around(group: list[Event]) -> Box:
    """The box around all of a group."""
    return (
        min(event.box[0] for event in group),
        min(event.box[1] for event in group),
        max(event.box[2] for event in group),
        max(event.box[3] for event in group),
    )


def loose_figures(events: list[Event], page: Box) -> list[Element]:
    """Figures of the large pictures that stand outside the tags of their page."""
    free = [event for event in events if event.inside is Inside.NOTHING]
    made = []
    for group in picture_groups(free):
        if _FORGOTTEN_COVERS <= share(around(group), page) < BACKGROUND_COVERS:
            figure = Element("Figure", facts={"Alt": words.PICTURE})
            for event in group:
                event.target = figure
            made.append(figure)
    return made
