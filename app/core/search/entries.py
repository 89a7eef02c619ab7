"""Making and keeping entries: from the rows of a source to the index, in the given transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import delete, insert, select

from app.core.database import db
from app.core.search.language import Word, joined_words, words_of
from app.core.search.models import SearchEntry, number_of
from app.core.search.sources import Row, Source

#: Things handled at once: few enough to hold, many enough to be quick.
BATCH = 300
#: Stands between parts of a thing, so that no phrase runs from one into another.
BREAK = "_"
#: The shortest and the longest beginning by which a name is found.
BEGINNINGS = range(3, 25)
ENTRIES: Any = SearchEntry.__table__


def refresh(source: Source, object_ids: Iterable[int]) -> frozenset[int]:
    """Make the entries of these things true; gives the files whose text is still to be read."""
    wanted = sorted(set(object_ids))
    unread: set[int] = set()
    for first in range(0, len(wanted), BATCH):
        unread |= _refresh_batch(source, wanted[first : first + BATCH])
    return frozenset(unread)


def _refresh_batch(source: Source, object_ids: list[int]) -> set[int]:
    rows = [row.cleaned() for row in source.rows(object_ids)]
    known = known_fingerprints(source, object_ids)
    wanted = {numbered(source, row): row for row in rows}
    stale = [
        number
        for number, fingerprint in known.items()
        if number not in wanted or wanted[number].fingerprint != fingerprint
    ]
    if stale:
        db.session.execute(delete(ENTRIES).where(ENTRIES.c.id.in_(stale)))
    fresh = [
        entry_of(source, row)
        for number, row in wanted.items()
        if number not in known or number in stale
    ]
    if fresh:
        db.session.execute(insert(ENTRIES), fresh)
    return {row.unread_file_id for row in rows if row.unread_file_id is not None}


def known_fingerprints(source: Source, object_ids: Collection[int]) -> dict[int, str]:
    """What the index holds of these things: fingerprint by number."""
    found = select(SearchEntry.id, SearchEntry.fingerprint).where(
        SearchEntry.kind == source.kind, SearchEntry.object_id.in_(object_ids)
    )
    return {row.id: row.fingerprint for row in db.session.execute(found)}


def numbered(source: Source, row: Row) -> int:
    """The number of the entry of a row."""
    return number_of(source.number, row.day, row.part, row.object_id)


def entry_of(source: Source, row: Row) -> dict[str, Any]:
    """The entry of a row, ready to be inserted."""
    return {
        "id": numbered(source, row),
        "kind": source.kind,
        "object_id": row.object_id,
        "part": row.part,
        "partnership_id": row.partnership_id,
        "title": row.title,
        "known_as": row.known_as,
        "context": row.context,
        "text": row.text,
        "words": list(_index_words(source, row)),
        "fingerprint": row.fingerprint,
    }


def text_words(text: str) -> str:
    """The words of a long text, to be kept beside it."""
    return " ".join(_words(text))


def _index_words(source: Source, row: Row) -> Iterator[str]:
    """Facts first, then the names (also marked as such), what it belongs to, and the text."""
    if row.partnership_id is not None:
        yield partnership_word(row.partnership_id)
    if row.level:
        yield level_word(row.level)
    names = f"{row.title} {row.known_as}"
    name_words = list(_words(names))
    yield from (title_word(word) for word in dict.fromkeys(name_words) if word != BREAK)
    if source.names:
        forms = {word.form for word in words_of(names)}
        yield from sorted(
            beginning_word(form[:length])
            for form in forms
            for length in BEGINNINGS
            if length <= len(form)
        )
    yield BREAK
    yield from name_words
    yield BREAK
    yield from _words(row.context)
    yield BREAK
    if row.text_words is None:
        yield from _words(row.text)
    else:
        yield from row.text_words.split()


def _words(text: str) -> Iterator[str]:
    """The stems in order, and behind a break what they are found by as well."""
    others: dict[str, None] = {}
    word: Word
    for word in words_of(text):
        yield word.stem
        others.update(dict.fromkeys(word.also))
    others.update(dict.fromkeys(joined_words(text)))
    if others:
        yield BREAK
        yield from others


def title_word(word: str) -> str:
    """A word as it stands in a name."""
    return f"t_{word}"


def beginning_word(letters: str) -> str:
    """The beginning of a word in a name."""
    return f"b_{letters}"


def partnership_word(partnership_id: int) -> str:
    """That a thing is of a partnership."""
    return f"p_{partnership_id}"


def level_word(level: str) -> str:
    """That a thing is of a level."""
    return f"l_{level}"
