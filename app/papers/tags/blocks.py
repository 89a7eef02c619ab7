"""Lines of text gathered into paragraphs, headings and lists, where that is sure. Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from app.papers.tags.elements import Element, Kid
from app.papers.tags.lines import Line
from app.papers.tags.sheets import Event

_BULLET = re.compile(r"\s*[•‣▪■□●○◦–—➢➔►✓❖\uf0b7\uf0a7\uf0d8-]\s*")
_NUMBER = re.compile(r"\s*\(?(\d{1,3}|[a-z]|[ivx]{1,5})[.)](?=\s|$)")
_LONGEST_HEADING = 160
_MOST_LEVELS = 4
#: Signs of a list times what may stand beside them: a page of words has a tenth of it.
_MOST_PAIRS = 1_000_000


@dataclass(eq=False, slots=True)
class Block:
    """Lines that belong together. `level` is that of a heading, 0 for none; `label` is the
    sign before an item of a list."""

    lines: list[Line]
    label: str = ""
    level: int = 0
    cell: int = -1
    #: What is known of it once its lines are no longer kept.
    text: str = ""
    size: float = 0.0
    bold: bool = False
    count: int = 0
    start: float = 0.0
    low: float = 0.0
    high: float = 0.0
    letters: dict[float, int] = field(default_factory=dict)
    left: float = float("inf")
    right: float = float("-inf")
    sign: Element | None = None
    body: Element = field(default_factory=lambda: Element("Span"))

    def __post_init__(self) -> None:
        for line in self.lines:
            self._widen(line)

    def add(self, line: Line) -> None:
        """One more line of it."""
        self.lines.append(line)
        self._widen(line)

    def _widen(self, line: Line) -> None:
        self.left, self.right = min(self.left, line.start), max(self.right, line.end)

    def events(self) -> list[Event]:
        """All that is painted for it, in order."""
        return [event for line in self.lines for event in line.events]

    def close(self) -> None:
        """Keep what later pages are compared with, and let go of the rest."""
        self.text = " ".join(line.text for line in self.lines).strip()
        self.size = max(self.lines, key=lambda line: line.end - line.start).size
        self.bold = all(line.bold for line in self.lines)
        self.count, self.start = len(self.lines), self.lines[0].start
        boxes = [event.box for event in self.events()]
        self.low, self.high = min(box[1] for box in boxes), max(box[3] for box in boxes)
        for line in self.lines:
            size = round(line.size * 2) / 2
            shown = sum(len(event.shown) for event in line.events)
            self.letters[size] = self.letters.get(size, 0) + shown
        self.lines = []

    def element(self) -> Element:
        """A heading or a paragraph of it."""
        parts: list[Kid] = [self.body] if self.sign is None else [self.sign, self.body]
        if self.sign is not None:
            self.sign.kind = "Span"
        return Element(f"H{self.level}" if self.level else "P", parts)


def blocks_of(lines: list[Line]) -> list[Block]:
    """Paragraphs, in the order of their lines."""
    blocks: list[Block] = []
    for line, label in _labels_in_place([(line, _label(line)) for line in lines]):
        block = blocks[-1] if blocks else None
        if block is not None and (
            (block.label and _beside(block, line)) or (not label and _follows(block, line))
        ):
            block.add(line)
        else:
            blocks.append(Block([line], label=label, cell=line.cell))
    return blocks


def _labels_in_place(lines: list[tuple[Line, str]]) -> list[tuple[Line, str]]:
    """Signs of a list right before their text: some makers draw all texts first, then all signs."""
    alone = [one for one in lines if one[1] and len(one[0].text.strip()) <= len(one[1]) + 1]
    by_height: dict[int, list[tuple[Line, str]]] = {}
    for one in lines:
        by_height.setdefault(round(one[0].base), []).append(one)
    if len(alone) * max(map(len, by_height.values()), default=0) > _MOST_PAIRS:
        return lines
    signs = {id(one[0]) for one in alone}
    before: dict[int, tuple[Line, str]] = {}
    for sign in alone:
        near = round(sign[0].base)
        beside = [
            one[0]
            for height in (near - 1, near, near + 1)
            for one in by_height.get(height, ())
            if id(one[0]) not in signs and is_beside(sign[0], one[0])
        ]
        if beside:
            first = min(beside, key=lambda line: line.start)
            before.setdefault(id(first), sign)
    moved = {id(sign[0]) for sign in before.values()}
    placed = []
    for one in lines:
        if id(one[0]) in before:
            placed.append(before[id(one[0])])
        if id(one[0]) not in moved:
            placed.append(one)
    return placed


def is_beside(sign: Line, line: Line) -> bool:
    """Whether a line stands right behind a sign, at the same height."""
    return (
        (sign.turn, sign.cell) == (line.turn, line.cell)
        and abs(sign.base - line.base) < 0.4 * max(line.size, sign.size)
        and -0.2 * line.size <= line.start - sign.end < 6 * line.size
    )


def _label(line: Line) -> str:
    """The sign with which a line begins as an item of a list does, or nothing."""
    text = line.text.replace("\u00a0", " ")
    bullet = _BULLET.match(text)
    if bullet is not None:
        sign, rest = bullet[0].strip(), text[bullet.end() :]
        apart = bullet[0] != sign or not rest
        if not (sign in "-–—" and rest[:1].isdigit()) and (apart or sign not in "-–—"):
            return sign
    number = _NUMBER.match(text)
    return number[0].strip() if number is not None else ""


def _beside(block: Block, line: Line) -> bool:
    """Whether a line is the text behind a label that stands by itself."""
    sign = block.lines[-1]
    alone = len(block.lines) == 1 and len(sign.text.strip()) <= len(block.label) + 1
    return alone and is_beside(sign, line)


def _follows(block: Block, line: Line) -> bool:
    last = block.lines[-1]
    size = max(line.size, last.size)
    step = last.base - line.base
    if (
        (line.turn, line.cell) != (last.turn, last.cell)
        or line.bold != last.bold
        or min(line.size, last.size) < 0.87 * size
    ):
        return False
    if not 0.5 * size < step < 1.75 * size:
        return False
    if block.lines[-1].overlap(line) <= 0.05 and abs(last.start - line.start) > 3 * size:
        return False
    above = (one for one in reversed(block.lines) if abs(one.base - last.base) > 0.4 * size)
    before = next(above, None)
    if before is not None and abs((before.base - last.base) - step) > 0.3 * size:
        return False
    first, width = block.lines[0], block.right - block.left
    short = len(block.lines) > 1 and last.end < block.right - 0.3 * width
    return not (short and abs(line.start - first.start) < 2 * size and line.text[:1].isupper())


def body_size(pages: list[list[Block]]) -> float:
    """The size in which most of a paper is set."""
    sizes: Counter[float] = Counter()
    for blocks in pages:
        for block in blocks:
            sizes.update(block.letters)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def find_headings(pages: list[list[Block]]) -> None:
    """Give their level to blocks that are clearly larger, or all bold and by themselves."""
    body = body_size(pages)
    if body <= 0:
        return
    found = [
        (_rank(block, body), block)
        for blocks in pages
        for block in blocks
        if _is_heading(block, body)
    ]
    ranks = sorted({rank for rank, _block in found}, reverse=True)
    level = {rank: min(place, _MOST_LEVELS) for place, rank in enumerate(ranks, 1)}
    for rank, block in found:
        block.level, block.label = level[rank], ""


def _rank(block: Block, body: float) -> float:
    size = round(block.size * 2) / 2
    return size if size >= 1.12 * body else body


def _is_heading(block: Block, body: float) -> bool:
    if block.count > 4 or block.cell >= 0:
        return False
    larger = block.size >= 1.12 * body and round(block.size * 2) / 2 > body
    strong = block.bold and block.size > 0.95 * body and block.count <= 2
    if not larger and not strong:
        return False
    text = block.text
    if not 1 < len(text) <= _LONGEST_HEADING or not any(letter.isalpha() for letter in text):
        return False
    return larger or text[-1] not in ".,;:"


def item_runs(blocks: list[Block]) -> list[list[Block]]:
    """Blocks with the items of one list together; what is no list stands by itself.

    A bullet begins a list where another follows; a number where its neighbour counts on.
    """
    runs: list[list[Block]] = []
    for block in blocks:
        last = runs[-1][-1] if runs else None
        if last is not None and block.label and last.label and _counts_on(last, block):
            runs[-1].append(block)
        else:
            runs.append([block])
    for run in runs:
        if len(run) == 1:
            run[0].label = run[0].label if run[0].label in "•‣▪●◦➢❖\uf0b7\uf0a7\uf0d8" else ""
    return runs


def _counts_on(before: Block, after: Block) -> bool:
    one, two = before.label.strip("(.)"), after.label.strip("(.)")
    if before.cell != after.cell or abs(before.start - after.start) > 1.5 * before.size:
        return False
    if one.isdecimal() and two.isdecimal():
        return int(two) == int(one) + 1
    if len(one) == len(two) == 1 and one.isascii() and one.isalpha():
        return ord(two) == ord(one) + 1
    return before.label == after.label
