"""What waits for a portfolio holder's word, one place after another. Pure: cards in, places out.

A discussion item is a place of its own. Consent items share the last one, where they can be agreed
together; each of them can also be looked at alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.briefings import reading_time
from app.briefings.deciding.cards import Card
from app.people.models import Person

#: The place of the consent items together.
CONSENT = "consent"


@dataclass(frozen=True)
class Queue:
    """The items that wait, the first meeting first."""

    cards: tuple[Card, ...] = ()
    #: For whom a secretary looks: decided is on the page of the note, on their instruction.
    on_behalf_of: Person | None = None

    @property
    def minutes(self) -> int:
        """How long reading everything takes."""
        return reading_time.minutes(sum(card.words for card in self.cards))

    @property
    def consent(self) -> tuple[Card, ...]:
        """The consent items."""
        return tuple(card for card in self.cards if card.consent)

    @property
    def places(self) -> list[str]:
        """Where one stops, in order."""
        single = [str(card.note.id) for card in self.cards if not card.consent]
        return [*single, CONSENT] if self.consent else single

    def place(self, wanted: str) -> str:
        """The place that was asked for, else the first one; empty where nothing waits."""
        if wanted in self.places or self.card(wanted) is not None:
            return wanted
        return next(iter(self.places), "")

    def card(self, place: str) -> Card | None:
        """The item at a place; None at the consent items together."""
        return next((card for card in self.cards if str(card.note.id) == place), None)

    def number(self, place: str) -> int:
        """The how many-th item this is; the consent items count from their first one."""
        ids = [str(card.note.id) for card in self.in_order]
        first = str(self.consent[0].note.id) if place == CONSENT else place
        return ids.index(first) + 1

    @property
    def in_order(self) -> tuple[Card, ...]:
        """The items in the order of the places."""
        return (*(card for card in self.cards if not card.consent), *self.consent)

    def before(self, place: str) -> str:
        """The place before this one; empty at the first."""
        here = self._index(place)
        return self.places[here - 1] if here > 0 else ""

    def after(self, place: str) -> str:
        """The place after this one, from the last again the first; empty where there is no other.

        Who looked at one consent item goes on to all of them.
        """
        if place not in self.places:
            return CONSENT
        here = self._index(place) + 1
        following = self.places[here % len(self.places)]
        return following if following != place else ""

    def _index(self, place: str) -> int:
        return self.places.index(place if place in self.places else CONSENT)
