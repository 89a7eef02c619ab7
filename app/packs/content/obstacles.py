"""The papers that are not in a pack, or because of which it may not declare all it could."""

from __future__ import annotations

from dataclasses import dataclass

from app.packs.content.copies import Copies
from app.packs.content.layout import PackDocument, Paper
from app.packs.models import PackPart
from app.papers import words


@dataclass(frozen=True)
class Obstacle:
    """One paper, in print or in an issued pack, and in sentences what is the matter with it."""

    paper: Paper | PackPart
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Obstacles:
    """What the page about papers says."""

    #: Not in the file: a page in their place says why.
    missing: tuple[Obstacle, ...] = ()
    #: In the file as they are, but not accessible, or not to be kept for ever.
    in_the_way: tuple[Obstacle, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.missing or self.in_the_way)


def obstacles_of(document: PackDocument, copies: Copies | None) -> Obstacles:
    """What is known of the reading copies of the papers in a pack."""
    missing, in_the_way = [], []
    for paper in document.papers():
        copy = copies.get(paper.key) if copies else None
        if copy is None:
            continue
        if copy.refused:
            missing.append(Obstacle(paper, (words.failure(copy.refused),)))
        elif not (copy.accessible and copy.archivable):
            in_the_way.append(Obstacle(paper, words.reasons(copy.reasons)))
    return Obstacles(tuple(missing), tuple(in_the_way))
