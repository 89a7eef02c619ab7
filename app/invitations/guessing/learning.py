"""What is kept of a person's choice of a body, so that the next invitation asks nothing. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.invitations.guessing.guess import Guess, Sure
from app.invitations.guessing.names import Known, tell
from app.invitations.guessing.rules import Clue, Conditions, Rule, agree, decisive
from app.invitations.guessing.texts import (
    ABBREVIATIONS,
    KINDS,
    kinds_in,
    known_among,
    levels_in,
    words,
)

_OF_KINDS = frozenset(word for text in (*ABBREVIATIONS.values(), *KINDS) for word in text.split())


@dataclass(frozen=True)
class Lesson:
    """What a choice teaches: a new rule, or one that must point elsewhere; and what was right."""

    when: Conditions | None = None
    #: The rule with exactly these conditions, which points elsewhere until now.
    mend_id: int | None = None
    followed: tuple[int, ...] = ()
    corrected: tuple[int, ...] = ()


def lesson(clue: Clue, guess: Guess, chosen: Known, rules: Sequence[Rule]) -> Lesson:
    """What is kept of it that somebody chose this body for an invitation.

    A likely guess that nobody changed teaches nothing: perhaps nobody looked at it.
    """
    deciding = decisive(rules, clue)
    followed = tuple(one.id for one in deciding if _points_at(one, chosen))
    corrected = tuple(one.id for one in deciding if not _points_at(one, chosen))
    agreed = guess.body_id == chosen.id and guess.sure in (Sure.CERTAIN, Sure.LIKELY)
    if agreed:
        return Lesson(followed=followed, corrected=corrected)
    for when in _offers(clue, chosen):
        there = next((one for one in rules if one.when.equal(when)), None)
        if there is None and _decides(when, clue, chosen, rules):
            return Lesson(when, None, followed, corrected)
        if there is not None and when == _last_offer(clue, chosen):
            missed = () if _points_at(there, chosen) else (there.id,)
            return Lesson(when, there.id, followed, tuple({*corrected, *missed}))
    return Lesson(followed=followed, corrected=corrected)


def _points_at(rule: Rule, body: Known) -> bool:
    if rule.body_id is None:
        return rule.partnership_id == body.partnership_id
    return rule.body_id == body.id


def _last_offer(clue: Clue, chosen: Known) -> Conditions:
    return list(_offers(clue, chosen))[-1]


def _offers(clue: Clue, chosen: Known) -> Iterator[Conditions]:
    """The conditions that could be kept, the widest first: the sender, then with words."""
    title = " ".join(public_words(clue.title, chosen))
    if clue.sender:
        yield Conditions(sender=clue.sender)
    elif words(clue.sender_name):
        yield Conditions(sender_name=clue.sender_name)
    elif not title:
        return
    if title:
        name = "" if clue.sender else clue.sender_name
        yield Conditions(sender=clue.sender, sender_name=name, title=title)


def public_words(title: str, body: Known) -> Iterable[str]:
    """The words of a title that everybody may read: those of the names of body and partnership.

    A rule is seen by every secretary, the meeting perhaps not. None where they tell nothing.
    """
    names = {word for text in (body.name, *body.partnership_names) for word in words(text)}
    found = list(known_among(words(title), names | _OF_KINDS))
    return found if kinds_in(found) or levels_in(found) or tell(found) else []


def _decides(when: Conditions, clue: Clue, chosen: Known, rules: Iterable[Rule]) -> bool:
    """Whether a rule with these conditions would be followed, beside the others."""
    new = Rule(0, when, chosen.partnership_id, chosen.id)
    found = decisive([*rules, new], clue)
    return new in found and agree(found)
