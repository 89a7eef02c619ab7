"""What rooms tell search about their things: registered once, in create_app()."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from flask import Flask, current_app, url_for
from sqlalchemy import ColumnElement, Select

from app.core.search.language import clean


@dataclass(frozen=True)
class Row:
    """One thing, or the part of it that has readers of its own, in words."""

    object_id: int
    title: str
    day: date | None = None
    partnership_id: int | None = None
    #: "administrative" or "official"; empty where that says nothing.
    level: str = ""
    known_as: str = ""
    context: str = ""
    text: str = ""
    part: int = 0
    #: The words of the text where they were made before (of a file), between blanks.
    text_words: str | None = None
    #: The file whose text is still to be read.
    unread_file_id: int | None = None

    def cleaned(self) -> Row:
        """The same in the letters in which it is kept."""
        return Row(
            **{
                **self.__dict__,
                "title": clean(self.title),
                "known_as": clean(self.known_as),
                "context": clean(self.context),
                "text": self.text if self.text_words is not None else clean(self.text),
            }
        )

    @property
    def fingerprint(self) -> str:
        """Of everything that is indexed."""
        told = (self.day, self.partnership_id, self.level, self.title, self.known_as, self.context)
        digest = hashlib.sha256(repr(told).encode())
        digest.update(self.text.encode())
        return digest.hexdigest()


@dataclass(frozen=True)
class Shown:
    """A thing as the list of results shows it; its title is marked there."""

    title: str
    url: str
    #: What it belongs to, outermost first.
    places: tuple[str, ...] = ()
    starts: datetime | None = None
    ends: datetime | None = None
    #: Pairs of a macro in components/states.html and its argument.
    labels: tuple[tuple[str, str], ...] = ()


#: The ids of the things that changed objects concern: known by themselves, or by one query.
Concerns = Callable[[Sequence[Any]], Collection[int | None] | Select[int]]


def ids_of(things: Iterable[Any]) -> list[int]:
    """Their own ids."""
    return [one.id for one in things]


@dataclass(frozen=True)
class Watch:
    """Which things must be looked at anew when an object of a model changed.

    `fields` narrows that to changes of these; a new or deleted object always counts.
    """

    model: type
    concerns: Concerns
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Source:
    """One kind of thing that can be found."""

    #: Its name in addresses, and its number in the index: never change either.
    kind: str
    number: int
    #: The group on the page ("Vergaderingen"), and how many ("23 vergaderingen"), as functions of
    #: the moment, in the language of the page.
    label: Any
    counted: Callable[[int], str]
    #: The model of the things; its `id` is the id of a thing.
    model: Any
    #: What the index holds of these things; nothing for what should not be found.
    rows: Callable[[Collection[int]], Iterable[Row]]
    #: The SQL condition over the entry that the thing exists for this person.
    visible_to: Callable[[Any], ColumnElement[bool]]
    #: What the list shows of these things, as this person may see them; in constant statements.
    show: Callable[[Collection[int], Any], Mapping[int, Shown]]
    watches: Sequence[Watch] = ()
    #: Whose change concerns everything of one partnership; gives the id of that.
    follows: Sequence[Watch] = ()
    #: Whether its titles are names in which people make typing errors, found by their beginning.
    names: bool = False


@dataclass(frozen=True)
class Registry:
    """Every source, in the order in which equal groups are shown, and the words for levels."""

    sources: tuple[Source, ...]
    by_kind: dict[str, Source]
    levels: Mapping[str, Any]


def init_app(app: Flask, sources: Sequence[Source], levels: Mapping[str, Any]) -> None:
    """Take up the sources of all rooms, and give every page the place where one searches."""
    if len({one.number for one in sources}) != len(sources):
        raise ValueError("two sources have one number")
    app.extensions["search"] = Registry(tuple(sources), {one.kind: one for one in sources}, levels)
    app.context_processor(lambda: {"search_url": url_for("search.find"), "search_text": ""})


def registry() -> Registry:
    """The sources of this application."""
    return cast(Registry, current_app.extensions["search"])
