"""From what somebody typed to what is asked of the index (pure): nothing typed can break it.

Words are all to be found, in any form and order; "words in quotes" stand beside each other; a word
with a minus before it must be absent. Other signs mean nothing. What is asked is a tree of words
of `language`, which each engine writes in its own way.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.core.search.entries import BEGINNINGS, beginning_word, title_word
from app.core.search.language import Word, clean, meant_by, words_of

#: More than this nobody means to type; what comes after it is left out, and said so.
LONGEST, MOST_TERMS = 200, 12
#: A beginning of a word is taken up from this many letters.
SHORTEST_BEGINNING = 3

_PHRASE = re.compile(r"[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]?")
_EXCLUDED = re.compile(r"(?:(?<=\s)|^)[-−–](?=\w)(\S+)")


@dataclass(frozen=True)
class Term:
    """One thing to be found: a word, or several that stand beside each other."""

    words: tuple[Word, ...]

    @property
    def is_phrase(self) -> bool:
        """Whether several words must stand beside each other."""
        return len(self.words) > 1

    @property
    def form(self) -> str:
        """The word as typed, folded."""
        return " ".join(word.form for word in self.words)

    @property
    def stems(self) -> tuple[str, ...]:
        """The stems, in order."""
        return tuple(word.stem for word in self.words)

    @property
    def may_go_on(self) -> bool:
        """Whether it can be the beginning of a longer word."""
        return not self.is_phrase and self.form.isalpha() and len(self.form) >= SHORTEST_BEGINNING


@dataclass(frozen=True)
class Question:
    """What somebody looks for."""

    text: str
    terms: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    #: Something was left out, as it was too long.
    cut: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        return not self.text

    def corrected(self, changes: dict[str, str]) -> Question:
        """The same with other words for some: the text of the field too."""
        found = self.text
        terms = []
        for term in self.terms:
            form = changes.get(term.form)
            terms.append(term if form is None else Term(tuple(words_of(form))))
            if form is not None:
                found = _replaced(found, term.form, form)
        return replace(self, text=found, terms=tuple(terms))


def _replaced(text: str, old: str, new: str) -> str:
    """The text with every word that folds to `old` written as `new`."""
    words = [word for word in words_of(text) if word.form == old]
    for word in reversed(words):
        text = text[: word.start] + new + text[word.end :]
    return text


def question_of(typed: str) -> Question:
    """What is asked by what was typed."""
    whole = " ".join(clean(typed).split())
    text = whole[:LONGEST].strip()
    rest = text
    terms: list[Term] = []
    excluded = [
        Term(words)
        for found in _EXCLUDED.findall(re.sub(_PHRASE, " ", rest))
        if (words := tuple(words_of(found)))
    ]
    for found in _PHRASE.findall(rest):
        terms.append(Term(tuple(words_of(found))))
    plain = _EXCLUDED.sub(" ", _PHRASE.sub(" ", rest))
    terms += [Term((word,)) for word in words_of(plain)]
    kept = [term for term in dict.fromkeys(terms) if term.words]
    kept = list({term.stems: term for term in kept}.values())
    cut = len(whole) > LONGEST or len(kept) > MOST_TERMS
    return Question(text, tuple(kept[:MOST_TERMS]), tuple(excluded[:MOST_TERMS]), cut)


class Match:
    """What must be in an entry: any of some ways per term. Written by `engines`."""

    def __init__(self, question: Question, *, names_only: bool, go_on: bool) -> None:
        self.every = [_ways(term, names_only, go_on) for term in question.terms]
        self.none = [_ways(term, False, False) for term in question.excluded]
        self.facts: list[str] = []


@dataclass(frozen=True)
class Way:
    """Words beside each other, or one word of which this is the beginning."""

    words: tuple[str, ...]
    go_on: bool = False


def _ways(term: Term, names_only: bool, go_on: bool) -> list[Way]:
    """How a term may be found: as it stands, by its odd form, and by its beginning."""
    marked: Callable[[str], str] = title_word if names_only else str
    if term.is_phrase:
        return [Way(term.stems)]
    word = term.words[0]
    found = [Way((marked(word.stem),))]
    if odd := meant_by(word.stem):
        found.append(Way((marked(odd),)))
    if term.may_go_on:
        if len(word.form) in BEGINNINGS:
            found.append(Way((beginning_word(word.form),)))
        if go_on:
            found.append(Way((marked(word.stem),), go_on=True))
            if word.form != word.stem:
                found.append(Way((marked(word.form),), go_on=True))
    return found
