"""An issued pack as a reader goes through it: its contents, then one item after another.

It is read from the document that was kept when the pack was issued, so it never says more than
was printed.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.packs.content.layout import Item, MeetingPart, PackDocument
from app.packs.issuing.keeping import kept_document
from app.packs.models import Pack, Variant


@dataclass(frozen=True)
class Place:
    """One agenda item that has something to read, where one stops."""

    meeting: MeetingPart
    item: Item
    #: The how many-th place it is, from 1.
    number: int

    @property
    def item_id(self) -> int:
        """The agenda item, as its address names it."""
        return self.item.id


@dataclass(frozen=True)
class Book:
    """The document of an issued pack, and where one stops in it."""

    document: PackDocument
    places: tuple[Place, ...]

    def place(self, item_id: int) -> Place | None:
        """The place of an agenda item; None where the pack holds nothing of it."""
        return next((place for place in self.places if place.item_id == item_id), None)

    def before(self, place: Place) -> Place | None:
        """The place before this one."""
        return self.places[place.number - 2] if place.number > 1 else None

    def after(self, place: Place) -> Place | None:
        """The place after this one."""
        return self.places[place.number] if place.number < len(self.places) else None

    def onwards(self, place: Place) -> list[Place]:
        """Every other place in the order in which one goes on: to the end, then from the front."""
        return [*self.places[place.number :], *self.places[: place.number - 1]]


def book_of(pack: Pack) -> Book | None:
    """The pack as it was issued; None where no document was kept that can be read: its file can."""
    document = kept_document(pack)
    return bound(document) if document is not None else None


def bound(document: PackDocument) -> Book:
    """A document with its places; a speaking card is one page, so it has none."""
    if document.variant is Variant.CARD:
        return Book(document, ())
    found = [
        (meeting, item) for meeting in document.meetings for item in meeting.items if item.has_page
    ]
    places = (Place(meeting, item, number) for number, (meeting, item) in enumerate(found, start=1))
    return Book(document, tuple(places))
