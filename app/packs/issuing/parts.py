"""What stands where in a printed pack: a row per part, from what was printed and how."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.packs.content.copies import Copies
from app.packs.content.layout import Item, PackDocument, Paper
from app.packs.issuing.keeping import digest_of
from app.packs.models import PackPart, PartChange, PartKind, Variant
from app.packs.press.pressroom import Placed, PrintedPack
from app.packs.press.printjob import PaperPart, PrintJob, Section

#: The obstacle of a paper of which nothing more is known.
UNKNOWN = "unknown"
#: Per key of an item its note and the version of it that was printed.
Notes = Mapping[str, tuple[int, int]]


def notes_in(document: PackDocument) -> Notes:
    """The notes that are printed in it."""
    return {
        item.key: (item.note.id, item.note.version)
        for item in document.items
        if item.note is not None
    }


def parts_of(
    document: PackDocument, job: PrintJob, printed: PrintedPack, notes: Notes, copies: Copies
) -> list[PackPart]:
    """The parts, in order; on a card every note has one, on the page on which it stands."""
    places = {place.key: place for place in printed.placed}
    contents: dict[str, Item | Paper] = {item.key: item for item in document.items}
    contents |= {paper.key: paper for paper in document.papers()}
    found: list[PackPart] = []
    for part in job.parts:
        place = places.get(part.key, Placed(part.key, 0, 0))
        row = _row(part, contents.get(part.key))
        row.position, row.first_page, row.pages = len(found) + 1, place.first_page, place.pages
        row.note_id, row.note_version = notes.get(part.key, (None, None))
        change = document.changes.of(part.key) if document.changes else None
        row.change = PartChange(change.kind) if change else None
        _say_of_paper(row, printed, copies)
        found.append(row)
    return [*found, *_on_cards(document, places, notes, len(found))]


def _on_cards(
    document: PackDocument, places: Mapping[str, Placed], notes: Notes, last: int
) -> Iterator[PackPart]:
    """The notes of which a card says something: they have no page of their own."""
    for meeting in document.meetings if document.variant is Variant.CARD else ():
        key = meeting.key("card")
        place = places.get(key, Placed(key, 0, 0))
        for item in meeting.items:
            if item.note is not None:
                last += 1
                row = _row_of_item(item)
                row.position, row.first_page, row.pages = last, place.first_page, place.pages
                row.note_id, row.note_version = notes[item.key]
                yield row


def _say_of_paper(row: PackPart, printed: PrintedPack, copies: Copies) -> None:
    """Why it is not in the file, or what it holds that the file may not declare."""
    copy = copies.get(row.key)
    if copy is not None:
        row.left_out = copy.refused or printed.left_out.get(row.key, "")
        in_the_way = row.key in printed.in_the_way
        row.obstacles = list(copy.reasons or (UNKNOWN,)) if in_the_way else []


def _row(part: Section | PaperPart, content: Item | Paper | None) -> PackPart:
    if isinstance(content, Paper):
        return PackPart(
            key=part.key,
            kind=PartKind.PAPER,
            number=content.number,
            title=content.title,
            digest=content.digest,
            paper_id=content.id or None,
        )
    if isinstance(content, Item):
        return _row_of_item(content)
    html = part.html if isinstance(part, Section) else part.missing_html
    digest = hashlib.sha256(html.encode("utf-8")).hexdigest()
    return PackPart(key=part.key, kind=PartKind.PAGE, title=part.title, digest=digest)


def _row_of_item(item: Item) -> PackPart:
    return PackPart(
        key=item.key,
        kind=PartKind.ITEM,
        number=item.number,
        title=item.title,
        digest=digest_of(replace(item, papers=())),
        private=item.note is not None and item.note.has_private,
    )
