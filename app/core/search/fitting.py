"""How well something fits what was asked, which words to mark, and which piece to show (pure).

The order within a group: first what has all words in its name (title, abbreviation, month), then
in its name and what it belongs to, then in its text; the very words before a compound or a longer
word; a name that is nothing but those words first of all. What fits equally stands in order of
time: what is near comes first, and what is to come before what has been, for a day ago counts as
two days ahead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from markupsafe import Markup, escape

from app.core.search.language import Word, fold, meant_by, words_of
from app.core.search.questions import Question

#: A piece of text as people read it in a list; it starts so far before the first word found.
PIECE, BEFORE = 240, 70
#: So far into a text a piece is looked for.
LOOKED_AT = 250_000
IN_NAME, IN_CONTEXT, IN_TEXT = 0, 1, 2

Fit = tuple[int, int, int]


@dataclass(frozen=True)
class Fitting:
    """Measures and marks for one question."""

    question: Question
    #: Whether longer words count for their beginning.
    go_on: bool = False

    @cached_property
    def _stems(self) -> tuple[frozenset[str], ...]:
        """Per term the stems that are the very word."""
        return tuple(
            frozenset(one for word in term.words for one in (word.stem, meant_by(word.stem)) if one)
            for term in self.question.terms
        )

    def fit(self, title: str, known_as: str, context: str, *, names: bool) -> Fit:
        """How well a thing with this name and context fits; the smallest fits best."""
        title_words = list(words_of(title))
        known = list(words_of(known_as))
        in_name = [self._best(number, (*title_words, *known), names) for number in self._numbers]
        if None not in in_name:
            whole = self._is_whole(title_words) or (bool(known) and self._is_whole(known))
            return IN_NAME, sum(one or 0 for one in in_name), 0 if whole else 1
        around = list(words_of(context))
        rest = [
            self._best(number, around, False) if found is None else found
            for number, found in zip(self._numbers, in_name, strict=True)
        ]
        if None not in rest:
            return IN_CONTEXT, sum(one or 0 for one in rest), in_name.count(None)
        return IN_TEXT, rest.count(None), in_name.count(None)

    @property
    def _numbers(self) -> range:
        return range(len(self.question.terms))

    def _best(self, number: int, words: Iterable[Word], names: bool) -> int | None:
        """0 where the very words are there, more for a compound or longer word, None for none."""
        term = self.question.terms[number]
        if term.is_phrase:
            stems = [word.stem for word in words]
            length = len(term.stems)
            places = range(len(stems) - length + 1)
            beside = any(tuple(stems[at : at + length]) == term.stems for at in places)
            return 0 if beside else None
        found = [self._matches(number, word, names) for word in words]
        known = [one for one in found if one is not None]
        return min(known) if known else None

    def _matches(self, number: int, word: Word, names: bool) -> int | None:
        stems = self._stems[number]
        if word.stem in stems:
            return 0
        if not stems.isdisjoint(word.also):
            # the last part of a Dutch compound says what it is: an "ontwerpbegroting" is a
            # "begroting", a "begrotingswijziging" is not
            return 1 if any(word.stem.endswith(one) for one in stems) else 2
        term = self.question.terms[number]
        longer = term.may_go_on and word.form.startswith(term.form)
        return 2 if longer and (names or self.go_on) else None

    def _is_whole(self, words: list[Word]) -> bool:
        """Whether these words are all asked for, and the very words."""
        return bool(words) and all(
            any(word.stem in stems for stems in self._stems) for word in words
        )

    def marked(self, text: str, *, names: bool = False) -> Markup:
        """The text, escaped, with what was found in <mark>."""
        found, last = Markup(""), 0
        for word in self._found_in(text, names):
            found += escape(text[last : word.start])
            found += Markup("<mark>{}</mark>").format(text[word.start : word.end])
            last = word.end
        return found + escape(text[last:])

    def _found_in(self, text: str, names: bool) -> Iterator[Word]:
        for word in words_of(text):
            if any(self._matches(number, word, names) is not None for number in self._numbers):
                yield word

    def piece(self, text: str) -> Markup | None:
        """The piece of a text in which most is found, marked; None where nothing is."""
        start = self._start_of_piece(text)
        if start is None:
            return None
        begin = max(0, start - BEFORE)
        if begin:
            begin = text.find(" ", begin, start) + 1 or start
        end = min(len(text), begin + PIECE)
        if end < len(text):
            end = text.rfind(" ", start + 1, end) if " " in text[start + 1 : end] else end
        marked = self.marked(text[begin:end].strip())
        return Markup("… " if begin else "") + marked + Markup(" …" if end < len(text) else "")

    def _start_of_piece(self, text: str) -> int | None:
        """Where the piece starts that holds most of the terms; the first of equal ones."""
        best, best_at = 0, None
        recent: list[tuple[int, int]] = []
        for at, number in self._places(text):
            recent = [(where, one) for where, one in recent if at - where < PIECE - BEFORE]
            recent.append((at, number))
            count = len({one for _where, one in recent})
            if count > best:
                best, best_at = count, recent[0][0]
                if best == len(self.question.terms):
                    break
        return best_at

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where terms are found in a text; only words that can be one are looked at closely."""
        folded = fold(text[:LOOKED_AT])
        roots = {one[: max(3, len(one) - 1)] for stems in self._stems for one in stems}
        roots |= {term.form[: len(term.form)] for term in self.question.terms if term.may_go_on}
        listed = "|".join(re.escape(root) for root in sorted(roots))
        # tried at the start of a word only: a text without blanks must not take for ever
        likely = re.compile(rf"(?<![^\W_])[^\W_]*(?:{listed})[^\W_]*")
        for found in likely.finditer(folded):
            for word in words_of(found[0]):
                for number in self._numbers:
                    if self._matches(number, word, False) is not None:
                        yield found.start() + word.start, number


def nearness(day: date | None, today: date) -> int:
    """How far a day is from today, the past counting double; what has no day is near."""
    if day is None:
        return 0
    return (day - today).days if day >= today else 2 * (today - day).days
