"""Typing errors in names: the nearest name that this person may see, for a word that is none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import select, union_all

from app.core.database import db
from app.core.dates import DUTCH_MONTHS
from app.core.search.dutch import HEADS
from app.core.search.language import words_of
from app.core.search.models import SearchEntry
from app.core.search.questions import Question
from app.core.search.sources import registry

#: Names looked at of each kind: more than a municipality has.
MOST_NAMES = 5000
#: Words this short are abbreviations: only two letters that changed places count as a slip.
ABBREVIATION = 4


def corrections(question: Question, person: Any) -> dict[str, str]:
    """Per word that is no known one the known one that was probably meant."""
    doubtful = [
        term.form
        for term in question.terms
        if not term.is_phrase and term.form.isalpha() and len(term.form) > 2
    ]
    if not doubtful:
        return {}
    known = frozenset(word.form for name in _names(person) for word in words_of(name))
    known = frozenset(form for form in known | HEADS | set(DUTCH_MONTHS) if form.isalpha())
    stems = frozenset(word.stem for form in known for word in words_of(form))
    found = {}
    for form in doubtful:
        word = next(iter(words_of(form)))
        if word.stem not in stems and (meant := nearest(form, known)) is not None:
            found[form] = meant
    return found


def _names(person: Any) -> Iterable[str]:
    """The names of things that exist for this person, in one statement."""
    pieces = [
        select((SearchEntry.title + " " + SearchEntry.known_as).label("name"))
        .where(SearchEntry.kind == source.kind, source.visible_to(person))
        .limit(MOST_NAMES)
        .subquery()
        for source in registry().sources
        if source.names
    ]
    if not pieces:
        return ()
    return db.session.scalars(union_all(*(select(piece) for piece in pieces)))


def nearest(form: str, known: Iterable[str]) -> str | None:
    """The known word that is nearest to a form, where it is near enough to be a slip."""
    most = slips_in(form)
    choices = sorted(one for one in known if abs(len(one) - len(form)) <= most)
    if len(form) <= ABBREVIATION:
        choices = [one for one in choices if sorted(one) == sorted(form)]
    best = process.extractOne(form, choices, scorer=OSA.distance, score_cutoff=most)
    return None if best is None else str(best[0])


def slips_in(form: str) -> int:
    """How many slips of the keyboard a word of this length may hold."""
    return 1 if len(form) <= 6 else 2 if len(form) <= 12 else 3
