"""Running heads and feet: what stands at the same height of page after page is no content. Pure.

Only what is sure: the same words (numbers aside) at the same height near an edge, on three pages or
more and on a third of them, and no larger than the text ("Hoofdstuk 3" is a heading). Whoever
listens does not hear the name of the paper on every page.
"""

from __future__ import annotations

import re
from collections import Counter

from app.papers.tags.blocks import Block, body_size
from app.papers.tags.elements import walk
from app.papers.tags.rebuilding import PageDraft

_EDGE = 0.12
_LONGEST = 200
_LETTERHEAD = 0.25
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"\b[ivxlc]+\b")

Key = tuple[str, int, int]


def set_aside(drafts: list[PageDraft]) -> None:
    """Take running heads and feet out of what is read."""
    largest = 1.12 * body_size([draft.blocks for draft in drafts])
    keys = [
        [_key(draft, block) if block.size < largest else None for block in draft.blocks]
        for draft in drafts
    ]
    count = Counter(key for page in keys for key in {one for one in page if one is not None})
    often = max(3, len(drafts) // 3)
    for draft, page in zip(drafts, keys, strict=True):
        aside = [
            block
            for block, key in zip(draft.blocks, page, strict=True)
            if key is not None and count[key] >= often
        ]
        if len(aside) < len(draft.blocks):
            for block in aside:
                draft.leave_out(block)
    _set_figures_aside(drafts, often)


def _set_figures_aside(drafts: list[PageDraft], often: int) -> None:
    """The same picture at the same place near the edge of page after page is a letterhead."""
    count = Counter(figure.seen for draft in drafts for figure in draft.figures)
    for draft in drafts:
        low, high = draft.box[1], draft.box[3]
        edge = 0.2 * (high - low)
        for figure in list(draft.figures):
            outside = figure.box[3] < low + edge or figure.box[1] > high - edge
            small = figure.share < _LETTERHEAD and not draft.scan
            if outside and small and count[figure.seen] >= often:
                draft.leave_out(figure)


def _key(draft: PageDraft, block: Block) -> Key | None:
    """What makes a block the same on other pages; None where it stands in the page itself."""
    low, high = draft.box[1], draft.box[3]
    edge = _EDGE * (high - low)
    if block.count > 3 or not (block.high < low + edge or block.low > high - edge):
        return None
    said = block.text.casefold()
    linked = any(one.kind == "Link" for one in walk(block.body))
    if len(said) > _LONGEST or block.cell >= 0 or linked:
        return None
    said = _ROMAN.sub("#", said) if len(said) < 12 else said
    return _DIGITS.sub("#", said), round(block.low / 4), round(block.size)
