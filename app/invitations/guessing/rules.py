"""What a kept rule says, when it holds, and which of two rules is the narrower one. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.invitations.guessing.texts import holds, words


@dataclass(frozen=True)
class Clue:
    """What an invitation tells of its sender and its meeting."""

    #: The address of the organiser in small letters; "" where there is none.
    sender: str = ""
    sender_name: str = ""
    title: str = ""
    place: str = ""

    @property
    def domain(self) -> str:
        """What stands behind the @."""
        return self.sender.rpartition("@")[2] if "@" in self.sender else ""


@dataclass(frozen=True)
class Conditions:
    """When a rule holds; an empty condition always does."""

    #: An address ("secretariaat@ggd.example"), or a domain ("ggd.example") with all below it.
    sender: str = ""
    #: Words, all of which must be there.
    sender_name: str = ""
    title: str = ""
    place: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether this would hold for every invitation."""
        return not (
            self.sender or words(self.sender_name) or words(self.title) or words(self.place)
        )

    def hold(self, clue: Clue) -> bool:
        """Whether all conditions hold for an invitation."""
        return (
            _sender_holds(self.sender, clue)
            and _words_hold(self.sender_name, clue.sender_name)
            and _words_hold(self.title, clue.title)
            and _words_hold(self.place, clue.place)
        )

    def as_narrow_as(self, other: Conditions) -> bool:
        """Whether these hold only where the others hold too."""
        return _within(self.sender, other.sender) and all(
            set(words(theirs)) <= set(words(mine))
            for mine, theirs in (
                (self.sender_name, other.sender_name),
                (self.title, other.title),
                (self.place, other.place),
            )
        )

    def equal(self, other: Conditions) -> bool:
        """Whether these hold exactly where the others do."""
        return self.as_narrow_as(other) and other.as_narrow_as(self)


@dataclass(frozen=True)
class Rule:
    """A kept rule: under these conditions an invitation belongs here."""

    id: int
    when: Conditions
    partnership_id: int
    #: None where the rule leaves open which body of the partnership it is.
    body_id: int | None = None


def decisive(rules: Iterable[Rule], clue: Clue) -> list[Rule]:
    """The rules that hold for an invitation, without those that a narrower one overrules."""
    found = [one for one in rules if one.when.hold(clue)]
    return [one for one in found if not any(_overrules(other, one) for other in found)]


def _overrules(one: Rule, other: Rule) -> bool:
    return one.when.as_narrow_as(other.when) and not other.when.as_narrow_as(one.when)


def agree(rules: Iterable[Rule]) -> bool:
    """Whether rules point at one partnership, and at no two bodies of it."""
    found = list(rules)
    bodies = {one.body_id for one in found if one.body_id is not None}
    return len({one.partnership_id for one in found}) == 1 and len(bodies) < 2


def _sender_holds(wanted: str, clue: Clue) -> bool:
    if not wanted:
        return True
    if "@" in wanted:
        return clue.sender == wanted
    return clue.domain == wanted or clue.domain.endswith(f".{wanted}")


def _within(mine: str, theirs: str) -> bool:
    if mine == theirs or not theirs:
        return True
    domain = mine.rpartition("@")[2]
    return "@" not in theirs and (domain == theirs or domain.endswith(f".{theirs}"))


def _words_hold(wanted: str, text: str) -> bool:
    found = words(wanted)
    return not found or holds(words(text), found)
