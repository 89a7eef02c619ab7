"""The names of the register, looked for in what an invitation says. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.invitations.guessing.rules import Clue
from app.invitations.guessing.texts import (
    holds,
    in_brackets,
    initials,
    kinds_in,
    levels_in,
    squashed,
    without_brackets,
    words,
)
from app.register.known_groups import DRENTHE, GRONINGEN
from app.register.spelling import key

#: A word by itself tells which partnership it is only when it is so long, and nobody else's.
_TELLING = 6
#: An abbreviation of fewer letters is too often something else.
_SHORTEST = 3
_PLACES = frozenset(key(name) for name in (*GRONINGEN, *DRENTHE, "Drenthe", "Fryslân", "Friesland"))


class Because(StrEnum):
    """Why an invitation may belong to a body."""

    RULE = "rule"
    #: The partnership is named in the title, in the name of the sender, or in the address.
    IN_TITLE = "in_title"
    IN_SENDER_NAME = "in_sender_name"
    IN_ADDRESS = "in_address"
    #: A word of its name is.
    WORD_IN_TITLE = "word_in_title"
    SEVERAL = "several"
    BODY_NAMED = "body_named"
    KIND = "kind"
    LEVEL = "level"
    PLACE = "place"


@dataclass(frozen=True)
class Reason:
    """Why, and which words it was about; the words on screen stand in `words`."""

    because: Because
    text: str = ""
    rule_id: int | None = None


@dataclass(frozen=True)
class Known:
    """A body that still meets, with the names of its partnership."""

    id: int
    partnership_id: int
    name: str
    kind: str
    level: str
    place: str
    #: Name, abbreviation and what lists of others call the partnership.
    partnership_names: tuple[str, ...]


#: A partnership, why it may be meant, and whether its whole name is there.
Named = tuple[int, Reason, bool]


class Names:
    """The names of partnerships and bodies, prepared once for many invitations."""

    def __init__(self, bodies: Iterable[Known]) -> None:
        self.bodies = list(bodies)
        self._names = {
            one.partnership_id: tuple(dict.fromkeys(_names_of(one))) for one in self.bodies
        }
        self._telling = self._telling_words()

    def _telling_words(self) -> dict[str, int]:
        """Long words that stand in the names of one partnership, or of its bodies, only."""
        owned: dict[int, set[str]] = {}
        for one in self.bodies:
            texts = (one.name, *self._names[one.partnership_id])
            owned.setdefault(one.partnership_id, set()).update(
                word for text in texts for word in words(text)
            )
        counts = Counter(word for found in owned.values() for word in found)
        return {
            word: partnership_id
            for partnership_id, found in owned.items()
            for word in found
            if counts[word] == 1 and len(word) >= _TELLING and _tells(word)
        }

    def partnerships_in(self, clue: Clue) -> list[Named]:
        """The partnerships that an invitation names; those named in full hide the others."""
        found = {one[0]: one for one in reversed(list(self._named(clue)))}
        plain = [one for one in found.values() if one[2]]
        return sorted(plain or found.values(), key=lambda one: one[0])

    def _named(self, clue: Clue) -> Iterator[Named]:
        """From strong to weak."""
        for text, because in (
            (clue.title, Because.IN_TITLE),
            (clue.sender_name, Because.IN_SENDER_NAME),
        ):
            yield from self._whole_names(words(text), because)
        labels = [squashed(one) for one in clue.domain.split(".")[:-1]]
        for partnership_id, names in self._names.items():
            for name in names:
                if len(name) >= _SHORTEST and squashed(name) in labels:
                    yield partnership_id, Reason(Because.IN_ADDRESS, clue.domain), True
        for word in words(clue.title):
            if word in self._telling:
                yield self._telling[word], Reason(Because.WORD_IN_TITLE, word), False

    def _whole_names(self, text: Sequence[str], because: Because) -> Iterator[Named]:
        """Whose name stands in a text; not a name that is part of a longer one there."""
        found = [
            (partnership_id, name)
            for partnership_id, names in self._names.items()
            for name in names
            if holds(text, words(name)) and tell(words(name))
        ]
        for partnership_id, name in found:
            mine = set(words(name))
            if not any(mine < set(words(other)) for _id, other in found):
                yield partnership_id, Reason(because, name), True

    def bodies_named_in(self, title: str) -> list[Known]:
        """The bodies whose whole name stands in a title, where that name is more than its kind."""
        text = words(title)
        return [
            one for one in self.bodies if tell(words(one.name)) and holds(text, words(one.name))
        ]

    def bodies_at(self, place: str) -> list[Known]:
        """The bodies that usually meet at a place."""
        text = words(place)
        return [
            one
            for one in self.bodies
            if len(words(one.place)) > 1 and holds(text, words(one.place))
        ]


def _names_of(body: Known) -> Iterator[str]:
    for name in body.partnership_names:
        for one in (without_brackets(name), *in_brackets(name), initials(name)):
            if len(squashed(one)) >= _SHORTEST:
                yield one


#: What a body of any partnership may be called.
_GENERAL = frozenset(
    (
        *("algemeen", "dagelijks", "bestuur", "overleg", "werkgroep", "stuurgroep", "kerngroep"),
        *("regio", "regionaal", "regionale", "voorbereidend", "vooroverleg", "digitaal"),
    )
)


def tell(name: Sequence[str]) -> bool:
    """Whether a name tells which one it is: "Regio Groningen-Assen" does, "Regio" does not."""
    return len(name) > 2 or any(_tells(one) for one in name)


def _tells(word: str) -> bool:
    """Whether a word says which one it is: no place, no kind of body, no level."""
    plain = word not in _GENERAL and word not in _PLACES
    return plain and not kinds_in([word]) and not levels_in([word])
