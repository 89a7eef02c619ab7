"""A structure tree in memory: elements with pieces of content and annotations. Pure.

Reading a tree, mending one and making one all meet here, so that what is written to the file
was made by the same few lines, whatever came in (ISO 32000-1, 14.7.2 and 14.8.4).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from pikepdf import Object


@dataclass(eq=False, slots=True)
class Place:
    """A content stream with marked pieces: that of a page, or of a form drawn on it once."""

    page: int
    holder: Object
    is_form: bool = False
    next_mark: int = 0
    owners: dict[int, Element] = field(default_factory=dict)

    def new_mark(self) -> int:
        """A number for one more piece in this stream."""
        self.next_mark += 1
        return self.next_mark - 1


@dataclass(eq=False, slots=True)
class Piece:
    """A stretch of marked content."""

    place: Place
    mark: int


@dataclass(eq=False, slots=True)
class Annotation:
    """An annotation that is part of the tree."""

    page: int
    thing: Object
    subtype: str
    words: str = ""


@dataclass(eq=False, slots=True)
class Element:
    """One structure element. Facts are entries of its own, attributes belong to owners."""

    kind: str
    kids: list[Kid] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, dict[str, object]] = field(default_factory=dict)
    page: int = -1

    def elements(self) -> list[Element]:
        """The kids that are elements."""
        return [kid for kid in self.kids if isinstance(kid, Element)]

    def attribute(self, owner: str, name: str) -> object:
        """One attribute, or None."""
        return self.attributes.get(owner, {}).get(name)

    def set_attribute(self, owner: str, name: str, value: object) -> None:
        """Set one attribute."""
        self.attributes.setdefault(owner, {})[name] = value


Kid: TypeAlias = Element | Piece | Annotation


def walk(root: Element) -> Iterator[Element]:
    """All elements below and with this one, in the order of reading."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend([kid for kid in reversed(element.kids) if isinstance(kid, Element)])


def page_of(kid: Kid) -> int:
    """The first page that something is on; -1 where it is on none."""
    if isinstance(kid, Piece):
        return kid.place.page
    if isinstance(kid, Annotation):
        return kid.page
    for element in walk(kid):
        for inner in element.kids:
            if isinstance(inner, Piece):
                return inner.place.page
            if isinstance(inner, Annotation):
                return inner.page
    return kid.page
