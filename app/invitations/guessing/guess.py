"""To which body an invitation belongs, how sure that is, and why. Pure: facts in, a guess out.

Rules that people keep come first. Where none holds, the names of the register are looked for in
the sender, the title and the place: that is never certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.invitations.guessing.names import Because, Known, Names, Reason
from app.invitations.guessing.rules import Clue, Rule, agree, decisive
from app.invitations.guessing.texts import holds, kinds_in, levels_in, words


class Sure(StrEnum):
    """How sure a guess is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True)
class Guess:
    """The body that an invitation belongs to, or the few among which a person must choose."""

    body_id: int | None = None
    partnership_id: int | None = None
    sure: Sure | None = None
    reasons: tuple[Reason, ...] = ()
    #: Where a person must choose: which bodies come first in the list.
    candidates: tuple[int, ...] = ()
    #: The rules that decided, or that contradict each other.
    rule_ids: tuple[int, ...] = ()
    contradicts: bool = False

    @property
    def asks(self) -> bool:
        """Whether a person must look at it before it is followed."""
        return self.body_id is None or self.sure == Sure.POSSIBLE


class Guesser:
    """Guesses for many invitations, with the rules and names of one moment."""

    def __init__(self, bodies: Iterable[Known], rules: Iterable[Rule]) -> None:
        self.bodies = list(bodies)
        here = {one.id for one in self.bodies}
        partnerships = {one.partnership_id for one in self.bodies}
        self.rules = [
            one
            for one in rules
            if (one.body_id in here if one.body_id else one.partnership_id in partnerships)
        ]
        self.names = Names(self.bodies)

    def guess(self, clue: Clue, partnership_id: int | None = None) -> Guess:
        """To which body an invitation belongs: of one partnership where somebody said which."""
        if partnership_id is None:
            return self._guess(clue)
        within = Guesser(self._of(partnership_id), self.rules)
        guess = within._guess(clue)
        if guess.body_id is not None:
            return replace(guess, sure=Sure.LIKELY) if guess.asks else guess
        fitting, reason = fitting_bodies(within.bodies, clue)
        ids = tuple(one.id for one in fitting)
        if len(ids) != 1:
            return replace(guess, candidates=ids)
        reasons = guess.reasons or ((reason,) if reason else ())
        return Guess(ids[0], partnership_id, Sure.LIKELY, reasons, rule_ids=guess.rule_ids)

    def _guess(self, clue: Clue) -> Guess:
        rules = decisive(self.rules, clue)
        if not rules:
            return self._by_names(clue)
        ids = tuple(one.id for one in rules)
        reasons = tuple(_reason_of(one) for one in rules)
        if not agree(rules):
            return Guess(
                reasons=reasons,
                candidates=tuple(dict.fromkeys(self._meant(rules))),
                rule_ids=ids,
                contradicts=True,
            )
        partnership_id = rules[0].partnership_id
        body_id = next((one.body_id for one in rules if one.body_id is not None), None)
        if body_id is not None:
            return Guess(body_id, partnership_id, Sure.CERTAIN, reasons, rule_ids=ids)
        mine = self._of(partnership_id)
        if len(mine) == 1:
            return Guess(mine[0].id, partnership_id, Sure.CERTAIN, reasons, rule_ids=ids)
        return self._within(partnership_id, clue, Sure.LIKELY, reasons, ids)

    def _meant(self, rules: Sequence[Rule]) -> Iterable[int]:
        for rule in rules:
            if rule.body_id is not None:
                yield rule.body_id
            else:
                yield from (one.id for one in self._of(rule.partnership_id))

    def _of(self, partnership_id: int) -> list[Known]:
        return [one for one in self.bodies if one.partnership_id == partnership_id]

    def _by_names(self, clue: Clue) -> Guess:
        """What the names say, where no rule holds."""
        named = self.names.partnerships_in(clue)
        if len(named) == 1:
            [(partnership_id, reason, plain)] = named
            sure = Sure.LIKELY if plain else Sure.POSSIBLE
            return self._within(partnership_id, clue, sure, (reason,))
        if named:
            return self._among([one for one, _reason, _plain in named], clue)
        return self._by_body_or_place(clue)

    def _within(
        self,
        partnership_id: int,
        clue: Clue,
        sure: Sure,
        reasons: tuple[Reason, ...],
        rule_ids: tuple[int, ...] = (),
    ) -> Guess:
        """Which body of a partnership that is known."""
        mine = self._of(partnership_id)
        fitting, reason = fitting_bodies(mine, clue)
        more = (*reasons, *([reason] if reason else []))
        if len(fitting) == 1:
            return Guess(fitting[0].id, partnership_id, sure, more, rule_ids=rule_ids)
        ids = tuple(one.id for one in fitting)
        return Guess(None, partnership_id, None, more, candidates=ids, rule_ids=rule_ids)

    def _among(self, partnership_ids: Sequence[int], clue: Clue) -> Guess:
        """Several partnerships are named: at most a guess, where only one body fits."""
        mine = [one for one in self.bodies if one.partnership_id in partnership_ids]
        fitting, reason = fitting_bodies(mine, clue)
        reasons = (Reason(Because.SEVERAL), *([reason] if reason else []))
        if len(fitting) == 1:
            only = fitting[0]
            return Guess(only.id, only.partnership_id, Sure.POSSIBLE, reasons)
        return Guess(reasons=reasons, candidates=tuple(one.id for one in fitting))

    def _by_body_or_place(self, clue: Clue) -> Guess:
        """No partnership is named: perhaps the body is, or its usual place."""
        for found, because in (
            (self.names.bodies_named_in(clue.title), Because.BODY_NAMED),
            (self.names.bodies_at(clue.place), Because.PLACE),
        ):
            fitting, reason = fitting_bodies(found, clue)
            if len(fitting) == 1 and len(found) < 3:
                only = fitting[0]
                text = only.name if because == Because.BODY_NAMED else only.place
                return Guess(only.id, only.partnership_id, Sure.POSSIBLE, (Reason(because, text),))
            if found:
                reasons = (reason,) if reason else ()
                return Guess(reasons=reasons, candidates=tuple(one.id for one in fitting))
        return Guess()


def _reason_of(rule: Rule) -> Reason:
    return Reason(Because.RULE, rule_id=rule.id)


def fitting_bodies(bodies: Sequence[Known], clue: Clue) -> tuple[list[Known], Reason | None]:
    """The bodies that fit the words of the title best, else the usual place; and why those.

    All of them where nothing tells them apart.
    """
    title = words(clue.title)
    for found, because, text in (
        _longest_name(bodies, title),
        _kind(bodies, title),
        _level(bodies, title),
        _place(bodies, clue),
    ):
        if found and len(found) < len(bodies):
            return found, Reason(because, text)
    return list(bodies), None


Fitting = tuple[list[Known], Because, str]


def _longest_name(bodies: Sequence[Known], title: Sequence[str]) -> Fitting:
    """Whose whole name stands in the title; of two such the one with more words."""
    levels = levels_in(title)
    named = [
        one
        for one in bodies
        if holds(title, words(one.name)) and (not levels or one.level in levels)
    ]
    most = max((len(words(one.name)) for one in named), default=0)
    found = [one for one in named if len(words(one.name)) == most]
    return found, Because.BODY_NAMED, found[0].name if found else ""


def _kind(bodies: Sequence[Known], title: Sequence[str]) -> Fitting:
    """Who is of the kind that the title names, unless it speaks of civil servants."""
    levels, kinds = levels_in(title), kinds_in(title)
    found = [one for one in bodies if one.kind in kinds and (not levels or one.level in levels)]
    return found, Because.KIND, found[0].kind if found else ""


def _level(bodies: Sequence[Known], title: Sequence[str]) -> Fitting:
    levels = levels_in(title)
    found = [one for one in bodies if one.level in levels] if len(levels) == 1 else []
    return found, Because.LEVEL, found[0].level if found else ""


def _place(bodies: Sequence[Known], clue: Clue) -> Fitting:
    place = words(clue.place)
    found = [one for one in bodies if holds(place, words(one.place))]
    return found, Because.PLACE, found[0].place if found else ""
