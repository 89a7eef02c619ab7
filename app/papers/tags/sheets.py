"""What a stream paints, one event for each thing, and the edits that put it right. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from pikepdf import Object

from app.papers.tags.elements import Place
from app.papers.tags.fonts import Font
from app.papers.tags.geometry import Box
from app.papers.tags.marks import Edit, Inside
from app.papers.tags.scanning import Step


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
